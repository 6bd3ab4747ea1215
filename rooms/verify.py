"""Verifies a room's record: numbers without a gap, every digest over the one before, every text its hash.

A record that is whole in itself may still end too early, or have been written anew from some event on by whoever
controls the server. Both show against a head that somebody else has kept: see `Head`.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from django.utils import timezone

from rooms import signing
from rooms.events import digest
from rooms.media import store
from rooms.media.carried import files_of
from rooms.models import Event, Kind, OrderPhoto, Room
from rooms.models.attachment import file_name, small_name
from rooms.text import salted_hash


@dataclass(frozen=True)
class Verdict:
    """What verifying found. `fault` names the first event that does not fit, and how."""

    events: int
    erased: int
    fault: str | None

    @property
    def whole(self) -> bool:
        return self.fault is None

    @property
    def summary(self) -> str:
        if self.fault is not None:
            return f"BROKEN at {self.fault}"
        return f"whole ({self.erased} erased by order)" if self.erased else "whole"


def verify(room: Room) -> Verdict:
    """Read a room's chain from its first event to the head it has now, then the pictures of its court orders.

    It stops at the first fault.
    """
    room.refresh_from_db()
    previous, count, erased = "", 0, 0
    erasures = list(Event.objects.filter(room=room, kind=Kind.TEXT_ERASED).values_list("target", "data"))
    orders = {target for target, data in erasures if "file" not in data}
    files = {(target, data["file"]) for target, data in erasures if "file" in data}
    for event in _chain(room):
        count += 1
        fault = _fault(event, room, count, previous, orders) or _photo_fault(event, files)
        if fault is not None:
            return Verdict(count, erased, f"event {event.seq}: {fault}")
        erased += _is_erased(event)
        previous = event.digest
    if count != room.last_seq:
        return Verdict(count, erased, f"event {count + 1}: it is missing; the room says there are {room.last_seq}")
    if previous != room.head_digest:
        return Verdict(count, erased, f"event {count}: the room's head does not match it")
    return Verdict(count, erased, _order_fault(room))


@dataclass(frozen=True)
class Head:
    """How far a room's record was at some moment, and the digest there, which covers all that came before."""

    room: str
    seq: int
    digest: str

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read what str() wrote. Raises ValueError if it is something else."""
        room, seq, head = line.split()
        return cls(room, int(seq), head)

    def __str__(self) -> str:
        return f"{self.room} {self.seq} {self.digest}"

    def fault(self) -> str | None:
        """What the record lacks or has otherwise, measured by this head; None if it holds everything up to it."""
        room = Room.objects.filter(public_id=self.room).first()
        if room is None:
            return f"the room is missing, with events 1 to {self.seq}"
        if room.last_seq < self.seq:
            return f"events {room.last_seq + 1} to {self.seq} are missing"
        found = Event.objects.filter(room=room, seq=self.seq).values_list("digest", flat=True).first()
        return None if found == self.digest else f"event {self.seq} or one before it is not what it was"


def heads() -> list[Head]:
    """Where every room stands now; rooms in which nothing has happened have no head yet."""
    rows = Room.objects.filter(last_seq__gt=0).order_by("pk").values_list("public_id", "last_seq", "head_digest")
    return [Head(*row) for row in rows]


SIGNATURE: Final = "# signature "
"""Begins the lines of a signature below the heads that it covers."""
_SIGNED_LINE: Final = 76


@dataclass(frozen=True)
class KeptHeads:
    """Heads that somebody else kept. `signer` is the fingerprint of the key of ours that signed them, if any did."""

    heads: list[Head]
    signed: bool
    signer: str | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `heads_text` wrote, through the mail too. Raises ValueError if it is something else."""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        covered = [line for line in lines if not line.startswith(SIGNATURE)]
        signature = "".join(line.removeprefix(SIGNATURE) for line in lines if line.startswith(SIGNATURE))
        found = [Head.parse(line) for line in covered if not line.startswith("#")]
        return cls(found, bool(signature), signing.signer(_covered(covered), signature) if signature else None)


def heads_text(found: list[Head], *, sign: bool, note: str = "") -> str:
    """Heads as text for somebody else to keep, with a `note` for whoever gets it; signed, it can go out by mail.

    Raises RoomError no_export_key.
    """
    lines = [f"# {line}" for line in textwrap.wrap(note, _SIGNED_LINE)]
    lines += [f"# heads of the record at {timezone.now().isoformat(timespec='seconds')}", *map(str, found)]
    if sign:
        lines.append(f"# signed by {signing.fingerprint()}")
        signature = signing.sign(_covered(lines))
        starts = range(0, len(signature), _SIGNED_LINE)
        lines += [f"{SIGNATURE}{signature[start : start + _SIGNED_LINE]}" for start in starts]
    return "\n".join(lines) + "\n"


def _covered(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _chain(room: Room) -> Iterator[Event]:
    return (
        Event.objects.filter(room=room, seq__lte=room.last_seq)
        .select_related("author")
        .order_by("seq")
        .iterator(chunk_size=2000)
    )


def _is_erased(event: Event) -> bool:
    return bool(event.text_hash) and not event.salt


def _fault(event: Event, room: Room, expected: int, previous: str, orders: set[int | None]) -> str | None:
    if event.seq != expected:
        return f"event {expected} is missing before it"
    if digest(event, author=event.author, room=room, previous=previous) != event.digest:
        return "it was changed, or the one before it was"
    if _is_erased(event):
        return None if event.seq in orders else "its words are gone and no order says so"
    if event.text and (not event.salt or salted_hash(event.text, event.salt) != event.text_hash):
        return "its words were changed"
    if event.text_hash and not event.text:
        return "its words are gone and no order says so"
    return None


def _photo_fault(event: Event, orders: set[tuple[int | None, str]]) -> str | None:
    """The bytes of every photo are those that the event was recorded with, or an order took them and they are gone."""
    for file in files_of(event.text, event.data):
        if (event.seq, file.id) in orders:
            if not all(store.is_gone(name) for name in (file_name(file.id, file.type), small_name(file.id))):
                return "a photo of it was erased by order, and its bytes may still be there: erase it again"
        elif not store.is_whole(file_name(file.id, file.type), file.sha256):
            return "a photo of it was changed, or is gone and no order says so"
    return None


def _order_fault(room: Room) -> str | None:
    """The same for pictures of a court's order, which no event names: a fault is told by the line they stand beside."""
    for one in OrderPhoto.objects.filter(approval__room=room).select_related("approval").order_by("pk"):
        beside = f"event {one.approval.seq}: a picture of the court's order beside it"
        if one.erased_at is not None:
            if not store.is_gone(one.name):
                return f"{beside} was erased by order, and its bytes may still be there: erase it again"
        elif not store.is_whole(one.name, one.sha256):
            return f"{beside} was changed, or is gone and no order says so"
    return None
