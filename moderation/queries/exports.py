"""The exports of a room, and what one could be made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from moderation.models import Export
from moderation.queries.kept_out import consents_used, kept_out
from rooms import signing
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.models import Event, Membership, Person, Room

_LATEST: Final = 50


@dataclass(frozen=True, kw_only=True)
class ExportView:
    """One export that was made."""

    id: str
    at: datetime
    by: str
    recipient: str
    purpose: str
    first: int
    last: int
    hidden: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ExportPage:
    """What the page of exports shows. `fingerprint` is empty where no key is set."""

    room_id: str
    name: str
    zone: ZoneInfo
    events: int
    first_day: date | None
    last_day: date | None
    fingerprint: str
    old_fingerprints: Sequence[str]
    exports: Sequence[ExportView]
    treatment: Sequence[str]
    """Members whose treatment may be told further, where something is marked as such."""


def export_page(actor: Person, room_id: str) -> ExportPage:
    """A room's exports, for staff who may make one. Raises RoomError not_found, not_allowed."""
    room = door(actor=actor, room_id=room_id, action=Action.MANAGE).room
    where = room.zone
    return ExportPage(
        room_id=room.public_id,
        name=room.name,
        zone=where,
        events=room.last_seq,
        first_day=_day(room, 1, where),
        last_day=_day(room, room.last_seq, where),
        fingerprint=_fingerprint(),
        old_fingerprints=signing.old_fingerprints(),
        exports=_earlier(room),
        treatment=[one.about.shown_name for one in consents_used(room, kept_out(room.pk, allowed=False))],
    )


def _day(room: Room, seq: int, where: ZoneInfo) -> date | None:
    at = Event.objects.filter(room=room, seq=seq).values_list("at", flat=True).first()
    return at.astimezone(where).date() if at else None


def _fingerprint() -> str:
    try:
        return signing.fingerprint()
    except RoomError:
        return ""


def _earlier(room: Room) -> list[ExportView]:
    names = dict(Membership.objects.filter(room=room).order_by("pk").values_list("person_id", "shown_name"))
    return [
        ExportView(
            id=row.public_id,
            at=row.at,
            by=names.get(row.made_by_id, ""),
            recipient=row.recipient,
            purpose=row.purpose,
            first=row.first_seq,
            last=row.last_seq,
            hidden=len(row.redacted),
            sha256=row.sha256,
        )
        for row in Export.objects.filter(room=room).order_by("-pk")[:_LATEST]
    ]
