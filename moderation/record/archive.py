"""Writes the archive: each file hashed as it goes in, the list of them signed at the end."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import Q

from moderation.record import digest_page, pages, print_out, words
from moderation.record.entries import entries, line, photo_bytes, photo_name
from moderation.record.scope import Scope
from moderation.record.verifier import FORMAT
from rooms import signing
from rooms.models import Event, Reading

_HERE: Final = Path(__file__).parent
_LONGEST: Final = 2_000
"""Events that the PDF holds at most; a longer record is for the screen, and record.html prints as well."""


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes) -> Any: ...


class _Hashed:
    """A file of the archive on its way in."""

    def __init__(self, sink: Sink) -> None:
        self.sink, self.hash, self.size = sink, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self.sink.write(data)
        self.hash.update(data)
        self.size += len(data)


class _Box:
    """A ZIP whose files are listed with their hashes."""

    def __init__(self, zip_file: ZipFile, at: datetime) -> None:
        self.zip, self.files, self.day = zip_file, dict[str, dict[str, Any]](), at.astimezone(UTC).timetuple()[:6]

    @contextmanager
    def file(self, name: str) -> Iterator[_Hashed]:
        info = ZipInfo(name, self.day)
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
        with self.zip.open(info, "w") as sink:
            hashed = _Hashed(sink)
            yield hashed
        self.files[name] = {"sha256": hashed.hash.hexdigest(), "bytes": hashed.size}

    def put(self, name: str, content: str | bytes) -> None:
        with self.file(name) as out:
            out.write(content if isinstance(content, bytes) else content.encode())

    def stream(self, name: str, pieces: Iterable[str]) -> None:
        with self.file(name) as out:
            for piece in pieces:
                out.write(piece.encode())


def write(scope: Scope, out: IO[bytes]) -> dict[str, Any]:
    """Write the archive to `out` and return its manifest. Raises RoomError no_export_key."""
    key = signing.public_pem()
    with ZipFile(out, "w", ZIP_DEFLATED) as zip_file:
        box, counts = _Box(zip_file, scope.at), {"count": 0, "hidden": 0, "erased": 0, "photos": 0}
        box.stream("record.jsonl", _record(scope, counts))
        box.stream("chain.txt", _chain(scope))
        for entry in entries(scope):
            for photo in entry.photos:
                box.put(photo_name(photo), photo_bytes(photo))
        box.stream("seen.jsonl", _seen(scope))
        box.put("members.json", _pretty([_member(member) for member in scope.members.values()]))
        box.stream("record.html", pages.record(scope))
        digest = list(digest_page.parts(scope))
        box.stream("digest.html", digest_page.page(scope, counts, digest))
        if counts["count"] <= _LONGEST:
            box.put("record.pdf", print_out.pdf(scope, digest))
        box.put("certification.txt", words.certification(scope, counts, signing.fingerprint()))
        box.put("README.txt", words.readme(scope, signing.fingerprint()))
        box.put("public-key.pem", key)
        for name in ("py", "html"):
            box.put(f"verify.{name}", (_HERE / f"verifier.{name}").read_bytes())
        manifest = _manifest(scope, counts, box.files)
        listed = _pretty(manifest).encode()
        box.put("manifest.json", listed)
        box.put("manifest.sig", signing.sign(listed) + "\n")
    return manifest


def _record(scope: Scope, counts: dict[str, int]) -> Iterator[str]:
    before = Event.objects.filter(room=scope.room, seq=scope.first - 1).values_list("digest", flat=True).first()
    previous = before or ""
    for entry in entries(scope):
        counts["count"] += 1
        counts["hidden"] += entry.hidden is not None
        counts["erased"] += entry.erased is not None
        counts["photos"] += len(entry.photos)
        yield json.dumps(line(scope, entry, previous), ensure_ascii=False, separators=(",", ":")) + "\n"
        previous = entry.event.digest


def _chain(scope: Scope) -> Iterator[str]:
    """The digest of every event up to the head, one a line: where the stretch stands in the whole, and nothing else."""
    found = Event.objects.filter(room=scope.room, seq__lte=scope.head_seq).order_by("seq")
    return (f"{digest}\n" for digest in found.values_list("digest", flat=True).iterator(chunk_size=2000))


def _seen(scope: Scope) -> Iterator[str]:
    """When each member first saw which events."""
    steps = Reading.objects.filter(
        membership__in=list(scope.members), last_seq__gte=scope.first, first_seq__lte=scope.last
    ).order_by("first_seq", "pk")
    for step in steps.iterator(chunk_size=2000):
        seen = {
            "member": scope.members[step.membership_id].public_id,
            "first": max(step.first_seq, scope.first),
            "last": min(step.last_seq, scope.last),
            "at": step.at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
        yield json.dumps(seen) + "\n"


def _member(member: Any) -> dict[str, str]:
    return {"id": member.public_id, "name": member.shown_name, "role": member.role}


def _manifest(scope: Scope, counts: dict[str, int], files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    def moment(at: datetime | None) -> str | None:
        return at.astimezone(UTC).isoformat(timespec="seconds") if at else None

    return {
        "format": FORMAT,
        "export": scope.export_id,
        "made_at": moment(scope.at),
        "made_by": vars(scope.maker),
        "room": {"id": scope.room.public_id, "name": scope.room.name},
        "recipient": scope.recipient,
        "purpose": scope.purpose,
        "notice": words.notices(scope),
        "period": {"start": moment(scope.start), "end": moment(scope.end)},
        "events": {"first": scope.first, "last": scope.last, **counts},
        "changed_later": _changed_later(scope),
        "head": {"seq": scope.head_seq, "digest": scope.head_digest},
        "key": signing.fingerprint(),
        "files": dict(files),
    }


def _changed_later(scope: Scope) -> list[int]:
    """Events after the period that change something in it: whoever needs them asks for a longer period."""
    after = Q(seq__gt=scope.last, seq__lte=scope.head_seq)
    within = Q(target__gte=scope.first, target__lte=scope.last)
    return list(Event.objects.filter(after & within, room=scope.room).order_by("seq").values_list("seq", flat=True))


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
