"""Archives for tests: made by the service, opened, changed as somebody who wants to deceive would, and verified."""

import base64
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from moderation.record import verifier
from moderation.services import exports
from moderation.services.exports import Wanted
from rooms.services import messages, reading
from rooms.services.erasure import erase_text
from tests.cast import Cast

Files = dict[str, bytes]
Lines = list[dict[str, Any]]

COURT = Wanted(recipient="Juvenile court, department 4", purpose="Review hearing")


def talk(cast: Cast) -> None:
    """A conversation with everything in it that a record can hold. The first message is event 6."""
    macia = cast.rooms["macia"].public_id
    cast.say("ana", "macia", "Did she eat her lunch?")
    cast.say("brianna", "macia", "All of it, and she asked for \u201cmás\u201d \U0001f600")
    slip = cast.say("ana", "macia", "See yuo on Friday")
    messages.edit(actor=cast.ana, room_id=macia, client_id=uuid4(), target=slip.seq, text="See you on Friday")
    messages.react(actor=cast.brianna, room_id=macia, client_id=uuid4(), target=slip.seq, emoji="🙏", on=True)
    cast.say("francisco", "macia", "My number is 206-555-0143, call me")
    sorry = cast.say("francisco", "macia", "That was too much")
    messages.retract(actor=cast.francisco, room_id=macia, client_id=uuid4(), target=sorry.seq)
    ordered = cast.say("ana", "macia", "The judge wants this gone")
    erase_text(room=cast.rooms["macia"], seq=ordered.seq, order="No. 17")
    cast.say("brianna", "macia", "Good night, all of you")
    reading.advance(actor=cast.ana, room_id=macia, upto=cast.member("ana", "macia").room.last_seq)


def made(cast: Cast, wanted: Wanted = COURT, room: str = "macia") -> Files:
    """The files of an archive that Tianna made."""
    return unpacked(archive(cast, wanted, room))


def archive(cast: Cast, wanted: Wanted = COURT, room: str = "macia") -> bytes:
    """The archive itself."""
    with exports.export(actor=cast.tianna, room_id=cast.rooms[room].public_id, wanted=wanted).file as file:
        return file.read()


def unpacked(data: bytes) -> Files:
    with ZipFile(io.BytesIO(data)) as zip_file:
        return {name: zip_file.read(name) for name in zip_file.namelist()}


def packed(files: Files) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zip_file:
        for name, content in files.items():
            zip_file.writestr(name, content)
    return out.getvalue()


class Held:
    """Files as the verifier reads them, from memory."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def names(self) -> list[str]:
        return sorted(self.files)

    def open(self, name: str) -> io.BytesIO:
        return io.BytesIO(self.files[name])


def verdict(files: Files, key: str = "", heads: str = "") -> verifier.Result:
    return verifier.verify(Held(files), key, heads)


def run(path: Path, *arguments: str) -> tuple[int, str]:
    """The shipped file in a Python of its own, without site packages, as a court clerk runs it."""
    program = path / "verify.py" if path.is_dir() else path.with_name("verify.py")
    command = [sys.executable, "-I", "-S", str(program), *((str(path),) if not path.is_dir() else ()), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def lines_of(files: Files) -> Lines:
    return [json.loads(line) for line in files["record.jsonl"].decode().splitlines()]


@contextmanager
def changed(files: Files) -> Iterator[Lines]:
    """Change the lines of the record, and nothing else."""
    lines = lines_of(files)
    yield lines
    files["record.jsonl"] = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def at(lines: Lines, seq: int) -> dict[str, Any]:
    return next(line for line in lines if line["covered"]["seq"] == seq)


def reworded(line: dict[str, Any], text: str) -> None:
    """Other words, with their hash made to fit."""
    line["text"] = text
    line["covered"]["text_hash"] = hashlib.sha256(bytes.fromhex(line["salt"]) + text.encode()).hexdigest()


def rechained(lines: Lines) -> None:
    """Every digest made anew, from the first line on."""
    previous = lines[0]["covered"]["previous"]
    for line in lines:
        line["covered"]["previous"] = previous
        line["digest"] = previous = verifier.digest_of(line["covered"])


def relisted(files: Files) -> dict[str, Any]:
    """The manifest with every hash and count made to fit; the signature does not."""
    manifest = json.loads(files["manifest.json"])
    lines = lines_of(files)
    head = manifest["head"]
    digests = files["chain.txt"].decode().split()
    for line in lines:
        if line["covered"]["seq"] <= len(digests):
            digests[line["covered"]["seq"] - 1] = line["digest"]
    files["chain.txt"] = "".join(f"{digest}\n" for digest in digests).encode()
    head["digest"] = digests[head["seq"] - 1]
    manifest["events"] |= {"count": len(lines), "last": lines[-1]["covered"]["seq"]}
    for name in manifest["files"]:
        manifest["files"][name] = {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])}
    files["manifest.json"] = json.dumps(manifest).encode()
    return dict(manifest)


def resigned(files: Files, key: rsa.RSAPrivateKey) -> None:
    """The whole archive signed again with another key."""
    public = key.public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    files["public-key.pem"] = public.public_bytes(serialization.Encoding.PEM, form)
    der = public.public_bytes(serialization.Encoding.DER, form)
    manifest = relisted(files)
    manifest["key"] = f"SHA256:{hashlib.sha256(der).hexdigest()}"
    files["manifest.json"] = json.dumps(manifest).encode()
    signature = key.sign(files["manifest.json"], padding.PKCS1v15(), hashes.SHA256())
    files["manifest.sig"] = base64.b64encode(signature)


Attack = Callable[[Files], None]
