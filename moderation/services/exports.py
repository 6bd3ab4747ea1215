"""Handing out the record of a room: an archive, and in one transaction with it the rows that say so (P11, P17)."""

import hashlib
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Final

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from moderation.models import Export, Look
from moderation.queries.kept_out import consents_used, kept_out
from moderation.record import archive
from moderation.record.leaving_out import WORDED, choices, left_out
from moderation.record.scope import Maker, Scope
from moderation.services.looks import looked
from rooms import signing
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.models import Event, Kind, Membership, Person, Room
from rooms.models.ids import new_public_id
from rooms.queries.lines import CAMERA

_IN_MEMORY: Final = 4 * 1024 * 1024
"""Bytes of an archive that are held before it goes to a file of its own, which has no name and is gone when closed."""
_SHOWN: Final = 300
"""Messages to choose from on one page."""
_LONGEST: Final = 500
"""Characters in a recipient, a purpose or a reason."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What staff asks for. A period is from `start` up to `end`, which is not included; None is the end of the record.

    `hide` are numbers of events whose words are left out, for the reason `why`; `details` leaves out contact details.
    What is said of somebody's treatment is left out, unless `treatment` asks for what a consent or order allows.
    """

    recipient: str
    purpose: str
    start: datetime | None = None
    end: datetime | None = None
    hide: Collection[int] = ()
    why: str = ""
    details: bool = True
    treatment: bool = False


@dataclass(frozen=True, kw_only=True)
class Made:
    """An archive that was made and entered in the trail. Whoever gets the file closes it."""

    export: Export
    file: IO[bytes]
    size: int
    name: str


def export(*, actor: Person, room_id: str, wanted: Wanted) -> Made:
    """Make an archive. Nothing is handed out unless it is in the trail.

    The archive is made outside of the transaction, so that nobody waits for it: events do not change. Raises RoomError
    no_export_key, recipient_needed, reason_needed, too_long, bad_date, nothing_there, bad_lines; unavailable if words
    were erased meanwhile; and as the door does.
    """
    member = door(actor=actor, room_id=room_id, action=Action.MANAGE)
    signing.fingerprint()
    _check(wanted)
    scope = _scope(member, wanted)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is handed to the caller
    try:
        archive.write(scope, file)
        size, sha256 = file.tell(), _sha256(file)
        with transaction.atomic():
            door(actor=actor, room_id=room_id, action=Action.MANAGE)
            row = _enter(actor, scope, sha256)
    except BaseException:
        file.close()
        raise
    return Made(export=row, file=file, size=size, name=f"record-{scope.room.public_id}-{scope.export_id}.zip")


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A message that could be left out."""

    seq: int
    at: datetime
    name: str
    text: str

    @property
    def number(self) -> str:
        return str(self.seq)


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The latest messages of a period; `more` if there are older ones."""

    shown: Sequence[LineView]
    more: bool


def lines(*, actor: Person, room_id: str, wanted: Wanted) -> Lines:
    """What could be left out, to choose from. To see it is to read the room, and stands in the trail.

    Raises RoomError as `export` does for what is asked.
    """
    _check(replace(wanted, hide=()))
    with transaction.atomic():
        room = door(actor=actor, room_id=room_id, action=Action.MANAGE).room
        first, last = _stretch(room, wanted.start, wanted.end)
        looked(actor=actor, room=room, kind=Look.Kind.READ, purpose=wanted.purpose, first=first, last=last)
        said = Event.objects.filter(room=room, kind=Kind.MESSAGE, seq__gte=first, seq__lte=last).filter(WORDED)
        found = list(said.select_related("author").order_by("-seq")[: _SHOWN + 1])
    shown = [
        LineView(seq=one.seq, at=one.at, name=one.author.shown_name if one.author else "", text=one.text or CAMERA)
        for one in reversed(found[:_SHOWN])
    ]
    return Lines(shown=shown, more=len(found) > _SHOWN)


def _check(wanted: Wanted) -> None:
    if not wanted.recipient.strip():
        raise RoomError("recipient_needed")
    if not wanted.purpose.strip() or (wanted.hide and not wanted.why.strip()):
        raise RoomError("reason_needed")
    if max(map(len, (wanted.recipient, wanted.purpose, wanted.why))) > _LONGEST:
        raise RoomError("too_long")
    if wanted.start and wanted.end and wanted.start >= wanted.end:
        raise RoomError("nothing_there")


def _scope(member: Membership, wanted: Wanted) -> Scope:
    # Read afresh, and before any event: what comes after this head is not in the export.
    room = Room.objects.get(pk=member.room_id)
    first, last = _stretch(room, wanted.start, wanted.end)
    if not set(wanted.hide) <= choices(room, first, last):
        raise RoomError("bad_lines")
    kept = kept_out(room.pk, allowed=wanted.treatment)
    hidden = left_out(
        room, first, last, chosen=wanted.hide, why=wanted.why.strip(), details=wanted.details, kept_out=kept
    )
    told = {seq for seq in kept_out(room.pk, allowed=False) - kept if first <= seq <= last and seq not in hidden}
    return Scope(
        export_id=new_public_id(),
        room=room,
        start=wanted.start,
        end=wanted.end,
        first=first,
        last=last,
        head_seq=room.last_seq,
        head_digest=room.head_digest,
        recipient=wanted.recipient.strip(),
        purpose=wanted.purpose.strip(),
        maker=Maker(member=member.public_id, name=member.shown_name, role=str(member.get_role_display())),
        at=timezone.now(),
        zone=room.zone,
        members={one.pk: one for one in room.memberships.order_by("pk")},
        hidden=hidden,
        kept_out=kept,
        consents=consents_used(room, told),
    )


def _stretch(room: Room, start: datetime | None, end: datetime | None) -> tuple[int, int]:
    """First and last event of a period: all between them is in it, in the order of the record."""
    found = Event.objects.filter(room=room, seq__lte=room.last_seq)
    if start:
        found = found.filter(at__gte=start)
    if end:
        found = found.filter(at__lt=end)
    ends = found.aggregate(first=Min("seq"), last=Max("seq"))
    if ends["first"] is None:
        raise RoomError("nothing_there")
    return ends["first"], ends["last"]


def _enter(actor: Person, scope: Scope, sha256: str) -> Export:
    """The rows that say who exported what, for whom and why."""
    if Event.objects.filter(room=scope.room, kind=Kind.TEXT_ERASED, seq__gt=scope.head_seq).exists():
        raise RoomError("unavailable")
    row = Export.objects.create(
        public_id=scope.export_id,
        room=scope.room,
        made_by=actor,
        purpose=scope.purpose,
        recipient=scope.recipient,
        at=scope.at,
        first_seq=scope.first,
        last_seq=scope.last,
        redacted=[{"seq": seq, "why": hidden.why} for seq, hidden in sorted(scope.hidden.items())],
        head_digest=scope.head_digest,
        sha256=sha256,
    )
    looked(
        actor=actor,
        room=scope.room,
        kind=Look.Kind.EXPORT,
        purpose=scope.purpose,
        export=row.public_id,
        first=scope.first,
        last=scope.last,
    )
    return row


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for block in iter(lambda: file.read(1 << 16), b""):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()
