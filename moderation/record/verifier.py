#!/usr/bin/env python3
"""Verifies an exported record. Needs Python 3.9 or newer and nothing else, no network, no account.

    python verify.py                        the folder that this file was unpacked to
    python verify.py record.zip             an archive
    python verify.py record.zip --key SHA256:...   the fingerprint that the agency told you by another way
    python verify.py record.zip --heads FILE       heads of the record that you kept

Ends with 0 if the record is whole, 1 if it is not, 2 if there is nothing that can be read. How it works is in
docs/record.md of the software; if you have doubts about this file itself, get it from there.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

FORMAT = "coparenting-record-1"
UNLISTED = ("manifest.json", "manifest.sig")
COVERED = {"v", "room", "seq", "kind", "author", "at", "target", "data", "text_hash", "client_id", "previous"}
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
HEX64 = re.compile(r"[0-9a-f]{64}")
SALT = re.compile(r"[0-9a-f]{32}")
PHOTO = re.compile(r"photo-[0-9a-z]{12}\.jpg|video-[0-9a-z]{12}\.mp4")


class Result:
    """What was found: faults by file and event, notes on what is hidden or erased, facts to be shown."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.facts: list[str] = []

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"{where}: {what}")


class Folder:
    """The files of an unpacked archive."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> list[str]:
        found = (entry.name for entry in self.path.iterdir())
        return sorted(name for name in found if not name.startswith((".", "__")))

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")


class Archive:
    """The files of a ZIP."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)

    def names(self) -> list[str]:
        return sorted(self.zip.namelist())

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)


def verify(source: Any, key: str = "", heads: str = "") -> Result:
    """Check everything; faults do not end the search, so that each is named where it is."""
    result = Result()
    try:
        _verify(source, key, heads, result)
    except Exception as error:  # whatever a broken file makes the libraries say, it is a fault of the file
        result.fault("archive", f"it cannot be read to the end ({type(error).__name__})")
    return result


def _verify(source: Any, key: str, heads: str, result: Result) -> None:
    names = source.names()
    for name in sorted({name for name in names if names.count(name) > 1}):
        result.fault(name, "it is there twice")
    public = _signature(source, names, key, result)
    manifest = _manifest(source, names, result)
    if manifest is None:
        return
    intact = _files(source, names, manifest, result)
    if public is not None and manifest.get("key") != public[0]:
        result.fault("manifest.json", "it names another key than the one in public-key.pem")
    chain = _chain(source, manifest, "chain.txt" in intact, result)
    _record(source, manifest, chain, result)
    if heads:
        _heads(heads, manifest, chain, public, result)
    result.facts += _facts(manifest, public)


# ---- the signature -------------------------------------------------------------------------------------------


def _signature(source: Any, names: list[str], key: str, result: Result) -> tuple[str, int, int] | None:
    """Check manifest.sig; return fingerprint, modulus and exponent of the key in the archive."""
    if "public-key.pem" not in names:
        result.fault("public-key.pem", "it is missing")
        return None
    try:
        public = read_key(_bytes(source, "public-key.pem").decode("ascii"))
    except (ValueError, IndexError):
        result.fault("public-key.pem", "it is not a public key that can be used")
        return None
    if key and _plain(key) != _plain(public[0]):
        result.fault("public-key.pem", f"signed by somebody else: its fingerprint is {public[0]}, not the one you gave")
    if not {"manifest.json", "manifest.sig"} <= set(names):
        result.fault("manifest.sig", "the list of files or its signature is missing")
    elif not signed(_bytes(source, "manifest.json"), _bytes(source, "manifest.sig").decode("latin-1"), public):
        result.fault("manifest.json", "the signature does not fit: it was changed after it was signed")
    return public


def _plain(fingerprint: str) -> str:
    return re.sub(r"[^0-9a-f]", "", fingerprint.lower().replace("sha256", ""))


def read_key(pem: str) -> tuple[str, int, int]:
    """Fingerprint, modulus and exponent of an RSA public key. Raises ValueError for what is not one, or too weak."""
    body = "".join(line for line in pem.split("\n") if "-----" not in line)
    der = base64.b64decode(body, validate=True)
    outer, rest = _der(der, 0x30)
    _algorithm, bits = _der(outer, 0x30, more=True)
    content, _none = _der(bits, 0x03)
    numbers, _none = _der(content[1:], 0x30)
    modulus, exponent = _der(numbers, 0x02, more=True)
    exponent, _none = _der(exponent, 0x02)
    n, e = int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")
    if rest or n.bit_length() < 3072 or e != 65537:
        raise ValueError("not an RSA key of 3072 bits or more")
    return f"SHA256:{hashlib.sha256(der).hexdigest()}", n, e


def _der(data: bytes, tag: int, more: bool = False) -> tuple[bytes, bytes]:
    """The content of one element of DER, and what follows it."""
    if data[0] != tag:
        raise ValueError("not what was expected")
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    if len(data) < start + length or (len(data) > start + length and not more and tag != 0x30):
        raise ValueError("too short or too long")
    return data[start : start + length], data[start + length :]


def signed(data: bytes, signature: str, public: tuple[str, int, int]) -> bool:
    """Whether this is the key's signature (PKCS #1 v1.5, SHA-256) of the data."""
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except ValueError:
        return False
    _fingerprint, n, e = public
    size = (n.bit_length() + 7) // 8
    number = int.from_bytes(raw, "big")
    if len(raw) != size or number >= n:
        return False
    ending = b"\x00" + SHA256_PREFIX + hashlib.sha256(data).digest()
    return pow(number, e, n).to_bytes(size, "big") == b"\x00\x01" + b"\xff" * (size - 2 - len(ending)) + ending


# ---- the files -----------------------------------------------------------------------------------------------


def _bytes(source: Any, name: str) -> bytes:
    with source.open(name) as file:
        return bytes(file.read())


def _manifest(source: Any, names: list[str], result: Result) -> dict[str, Any] | None:
    if "manifest.json" not in names:
        return None
    try:
        manifest = json.loads(_bytes(source, "manifest.json").decode("utf-8"))
        events, head = manifest["events"], manifest["head"]
        sound = (
            manifest["format"] == FORMAT
            and all(type(events[name]) is int for name in ("first", "last", "count", "hidden", "erased"))
            and type(head["seq"]) is int
            and all(isinstance(entry["sha256"], str) for entry in manifest["files"].values())
            and isinstance(manifest["room"]["id"], str)
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        sound = False
    if not sound:
        result.fault("manifest.json", "it is not the list of an exported record")
        return None
    return dict(manifest)


def _files(source: Any, names: list[str], manifest: dict[str, Any], result: Result) -> set[str]:
    """Compare every file with its hash in the manifest; return those that are as they were."""
    intact = set()
    for name, entry in manifest["files"].items():
        if name not in names:
            result.fault(name, "it is missing")
            continue
        try:
            found = _sha256(source, name)
        except Exception:  # a damaged ZIP member: zlib, CRC, flags, whatever
            result.fault(name, "it cannot be read")
            continue
        if found == entry["sha256"]:
            intact.add(name)
        else:
            result.fault(name, "the file was changed after it was signed")
    for name in sorted(set(names) - set(manifest["files"]) - set(UNLISTED)):
        result.fault(name, "the file does not belong to this export")
    for name in ("record.jsonl", "chain.txt"):
        if name not in manifest["files"]:
            result.fault("manifest.json", f"it does not list {name}")
    return intact


def _sha256(source: Any, name: str) -> str:
    digest = hashlib.sha256()
    with source.open(name) as file:
        for block in iter(lambda: file.read(1 << 16), b""):
            digest.update(block)
    return digest.hexdigest()


def _chain(source: Any, manifest: dict[str, Any], intact: bool, result: Result) -> dict[int, str]:
    """The digest of every event from the first of the room to its head, by number; empty if it cannot be trusted."""
    if not intact:
        return {}
    lines = _bytes(source, "chain.txt").decode("ascii").splitlines()
    chain = {number: digest for number, digest in enumerate(lines, 1) if HEX64.fullmatch(digest)}
    head = manifest["head"]
    if len(chain) != len(lines) or len(lines) != head["seq"] or chain.get(head["seq"]) != head["digest"]:
        result.fault("chain.txt", "it does not end at the head that the manifest names")
    return chain


# ---- the record ----------------------------------------------------------------------------------------------


def _record(source: Any, manifest: dict[str, Any], chain: dict[int, str], result: Result) -> None:
    events, room = manifest["events"], manifest["room"]["id"]
    walk = Walk(events["first"], room, chain, result)
    walk.photos = {name: _photo_hash(source, name) for name in source.names() if PHOTO.fullmatch(name)}
    if "record.jsonl" in source.names():
        try:
            with source.open("record.jsonl") as file:
                for number, line in enumerate(file, 1):
                    walk.step(number, line)
        except Exception as error:  # a damaged ZIP member
            result.fault("record.jsonl", f"it cannot be read to the end ({type(error).__name__})")
    walk.end(events)


def _photo_hash(source: Any, name: str) -> str:
    try:
        return _sha256(source, name)
    except Exception:  # a damaged ZIP member, which is a fault already
        return ""


class Walk:
    """Goes through the events: numbers without a gap, each digest over the one before, each text its hash."""

    def __init__(self, first: int, room: str, chain: dict[int, str], result: Result) -> None:
        self.expected, self.room, self.chain, self.result = first, room, chain, result
        self.previous = chain.get(first - 1, "") if chain else None
        self.count = self.hidden = self.erased = 0
        self.orders: dict[int, Any] = {}
        self.gone: list[tuple[int, Any]] = []
        self.photos: dict[str, str] = {}
        self.named: set[str] = set()
        self.photo_orders: dict[int, tuple[Any, Any]] = {}
        self.photos_gone: list[tuple[int, Any, Any]] = []

    def step(self, number: int, line: bytes) -> None:
        self.count += 1
        try:
            entry = json.loads(line.decode("utf-8"), parse_constant=_refuse)
            covered = entry["covered"]
            seq = covered["seq"]
            known = set(covered) == COVERED and set(entry) <= ENTRY
            sound = known and type(seq) is int and HEX64.fullmatch(entry["digest"]) is not None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            sound = False
        if not sound:
            self.fault(f"line {number} (event {self.expected}?)", "it is not an event in the form of a record")
            self.expected += 1
            return
        self.place(seq)
        self.check(seq, entry, covered)
        self.expected = max(self.expected, seq + 1)

    def place(self, seq: int) -> None:
        """Whether it stands where its number says."""
        if seq > self.expected:
            lost = f"event {self.expected}" if seq == self.expected + 1 else f"events {self.expected} to {seq - 1}"
            self.fault(lost, "missing, or not in its place")
            self.previous = None
        elif seq < self.expected:
            self.fault(f"event {seq}", "it is there twice, or not in its place")
            self.previous = None

    def check(self, seq: int, entry: dict[str, Any], covered: dict[str, Any]) -> None:
        where, digest = f"event {seq}", entry["digest"]
        known = self.chain.get(seq)
        if covered["room"] != self.room:
            self.fault(where, "it is from another room")
        elif digest_of(covered) != (known or digest) or digest != (known or digest):
            self.fault(where, "it was changed")
        elif self.previous is not None and covered["previous"] != self.previous:
            self.fault(where, "it does not follow from the event before it: one of the two was changed")
        self.words(seq, entry, covered)
        self.pictures(seq, entry, covered)
        self.previous = known or digest

    def words(self, seq: int, entry: dict[str, Any], covered: dict[str, Any]) -> None:
        where, text, salt = f"event {seq}", entry.get("text", ""), entry.get("salt", "")
        if covered["kind"] == "text.erased" and "file" in covered["data"]:
            self.photo_orders[seq] = covered["target"], covered["data"]["file"]
        elif covered["kind"] == "text.erased":
            self.orders[seq] = covered["target"]
        hidden, erased = entry.get("hidden"), entry.get("erased")
        if hidden is not None or erased is not None:
            if text or salt or not covered["text_hash"]:
                self.fault(where, "it says that its words are left out, and that does not fit")
            elif erased is not None:
                self.erased += 1
                self.gone.append((seq, erased))
            else:
                self.hidden += 1
                self.result.notes.append(_hidden_note(seq, hidden))
        elif covered["text_hash"] == "" and (text or salt):
            self.fault(where, "words were added to it")
        elif covered["text_hash"] and text_hash(text, salt) != covered["text_hash"]:
            self.fault(where, "its words were changed" if text else "its words are gone, and nothing says who hid them")

    def pictures(self, seq: int, entry: dict[str, Any], covered: dict[str, Any]) -> None:
        """Each photo is there as its event has it, or it is said why not."""
        where, hidden, erased = f"event {seq}", entry.get("photos_hidden"), entry.get("photos_erased", {})
        for photo in covered["data"].get("files", []):
            video = photo.get("type") == "video/mp4"
            name = f"video-{photo['id']}.mp4" if video else f"photo-{photo['id']}.jpg"
            if name in self.photos:
                self.named.add(name)
                if self.photos[name] != photo["sha256"]:
                    self.fault(where, "a photo of it was changed")
            elif photo["id"] in erased:
                self.photos_gone.append((seq, photo["id"], erased[photo["id"]]))
            elif isinstance(hidden, dict):
                self.result.notes.append(f"{_hidden_note(seq, hidden)} (a photo)")
            else:
                self.fault(where, "a photo of it is missing, and nothing says who left it out")

    def end(self, events: dict[str, Any]) -> None:
        last = events["last"]
        if self.expected <= last:
            lost = f"event {last}" if self.expected == last else f"events {self.expected} to {last}"
            self.fault(lost, "missing: the record was cut short")
        elif self.expected > last + 1:
            self.fault(f"events {last + 1} to {self.expected - 1}", "they came after the end of this export")
        for seq, order in self.gone:
            if type(order) is not int or (order <= last and self.orders.get(order) != seq):
                self.fault(f"event {seq}", "its words are gone, and no order says so")
            else:
                self.result.notes.append(f"event {seq}: erased by order (event {order}), not changed")
        for seq, photo, order in self.photos_gone:
            if type(order) is not int or (order <= last and self.photo_orders.get(order) != (seq, photo)):
                self.fault(f"event {seq}", "a photo of it is gone, and no order says so")
            else:
                self.result.notes.append(f"event {seq}: a photo was erased by order (event {order})")
        for name in sorted(set(self.photos) - self.named):
            self.result.fault(name, "no event of this record names it")
        if events.get("photos", 0) != len(self.named):
            told = events.get("photos", 0)
            self.fault("whole file", f"the manifest counts {told} (photos) and there are {len(self.named)}")
        for name, found in (("count", self.count), ("hidden", self.hidden), ("erased", self.erased)):
            if events[name] != found:
                self.fault("whole file", f"the manifest counts {events[name]} ({name}) and there are {found}")

    def fault(self, where: str, what: str) -> None:
        self.result.fault(f"record.jsonl, {where}", what)


ENTRY = {"covered", "digest", "text", "salt", "hidden", "erased", "photos_hidden", "photos_erased"}


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def digest_of(covered: dict[str, Any]) -> str:
    """SHA-256 over the event's canonical JSON: keys in order, no spaces, UTF-8. It covers the digest before it."""
    canonical = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def text_hash(text: Any, salt: Any) -> str | None:
    """SHA-256 over the sixteen bytes of the salt and the words; None if there is no such salt."""
    if not isinstance(text, str) or not isinstance(salt, str) or not SALT.fullmatch(salt):
        return None
    return hashlib.sha256(bytes.fromhex(salt) + text.encode("utf-8", "surrogatepass")).hexdigest()


def _hidden_note(seq: int, hidden: Any) -> str:
    hidden = hidden if isinstance(hidden, dict) else {}
    return f"event {seq}: hidden, not changed. Hidden by {hidden.get('by', '?')}: {hidden.get('why', '?')}"


# ---- kept heads, and what is shown ---------------------------------------------------------------------------


def _heads(text: str, manifest: dict[str, Any], chain: dict[int, str], public: Any, result: Result) -> None:
    """Compare with heads that somebody kept: lines of room, number and digest."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    covered = [line for line in lines if not line.startswith("# signature ")]
    signature = "".join(line[len("# signature ") :] for line in lines if line.startswith("# signature "))
    whole = "".join(f"{line}\n" for line in covered).encode("utf-8")
    if signature and (public is None or not signed(whole, signature, public)):
        result.fault("kept heads", "their signature does not fit the key of this export")
    compared = 0
    for line in (line.split() for line in covered if not line.startswith("#")):
        if len(line) != 3 or not line[1].isdigit():
            result.fault("kept heads", "they cannot be read as heads of a record")
        elif line[0] == manifest["room"]["id"]:
            seq = int(line[1])
            if seq > manifest["head"]["seq"]:
                result.notes.append(f"kept head at event {seq}: later than this export, not compared")
            elif chain.get(seq) != line[2]:
                result.fault("kept heads", f"event {seq} or one before it is not what it was when the head was kept")
            else:
                compared += 1
    result.facts.append(f"kept heads of this room that fit: {compared}, {'' if signature else 'not '}signed")


def _facts(manifest: dict[str, Any], public: Any) -> Iterator[str]:
    events, head = manifest["events"], manifest["head"]
    yield f"room {manifest['room']['id']}, events {events['first']} to {events['last']} of {head['seq']}"
    yield f"{events['count']} events: {events['hidden']} hidden, {events['erased']} erased by order"
    if events.get("photos"):
        yield f"{events['photos']} photos, each as its event has it"
    yield f"exported {manifest.get('made_at')} for {manifest.get('recipient')}: {manifest.get('purpose')}"
    if public is not None:
        yield f"signed with the key {public[0]}"
        yield "Compare that with the fingerprint that the agency tells you by another way (or give it with --key)."


def main(arguments: list[str] | None = None) -> int:
    """Verify what the command line names and print what was found."""
    parser = argparse.ArgumentParser(description="Verify an exported record.")
    parser.add_argument("path", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", default="", help="the fingerprint that you were told")
    parser.add_argument("--heads", type=Path, help="a file of heads that you kept")
    chosen = parser.parse_args(arguments)
    try:
        source = Folder(chosen.path) if chosen.path.is_dir() else Archive(chosen.path)
        heads = chosen.heads.read_text(encoding="utf-8") if chosen.heads else ""
        if not source.names():
            raise OSError("there is nothing in it")
    except Exception as error:  # not a ZIP, not there, not readable
        print(f"This cannot be read as an exported record: {error}")
        return 2
    result = verify(source, chosen.key, heads)
    for line in (*result.facts, *result.notes):
        print(f"  {line}".encode("ascii", "backslashreplace").decode() if not _prints(line) else f"  {line}")
    for line in result.faults[:50]:
        print(f"  FAULT  {line}")
    if len(result.faults) > 50:
        print(f"  ... and {len(result.faults) - 50} more")
    print(verdict(result, chosen.key))
    return 1 if result.faults else 0


def verdict(result: Result, key: str) -> str:
    """The last line. Without a fingerprint to compare with, whoever signed could be anybody."""
    if result.faults:
        return "BROKEN: do not rely on this record."
    sure = "WHOLE" if key else "WHOLE, if that fingerprint is the agency's"
    return f"{sure}: no event was changed, added or removed."


def _prints(line: str) -> bool:
    try:
        line.encode(sys.stdout.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
