"""Private notes of staff, as those they are for see them; nobody else is ever told that there are any."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from moderation.models import Flag, Whisper
from rooms.access import Action, door, still_open
from rooms.models import STAFF_ROLES, Membership, Person, Room
from rooms.protocol import WhisperFrame
from rooms.queries.timeline import iso
from rooms.sides import SIDE

SIDES: Final[Mapping[str, frozenset[str]]] = {
    side: frozenset(role for role, one in SIDE.items() if one == side) for side in ("birth", "foster")
}
"""The two sides of a room, by role. Whoever stands between them is written to by name."""
SHOWN: Final = 50
"""Notes on a page, the latest."""


@dataclass(frozen=True, kw_only=True)
class WhisperView:
    """A note. `author` and `names` are how they are known in this room; the reader is not among `names`."""

    id: str
    author: str
    names: list[str]
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Somebody, or a side, that staff can write to alone."""

    value: str
    names: list[str]


def listeners(room: Room) -> list[Membership]:
    """Who can be written to alone: everybody who takes part now, but staff."""
    found = room.memberships.filter(still_open(), person__is_active=True).exclude(role__in=STAFF_ROLES)
    return list(found.order_by("pk"))


def choices(person: Person, room_id: str) -> list[Choice]:
    """Whom staff can write to: each side of more than one, then each member. Raises RoomError not_found."""
    members = listeners(door(actor=person, room_id=room_id, action=Action.MANAGE).room)
    sides = [
        Choice(value=side, names=[member.shown_name for member in members if member.role in roles])
        for side, roles in SIDES.items()
    ]
    each = [Choice(value=member.public_id, names=[member.shown_name]) for member in members]
    return [*(side for side in sides if len(side.names) > 1), *each]


def staff_names(person: Person, room_id: str) -> list[str]:
    """Who of staff takes part in a room, as its members know them. Raises RoomError not_found."""
    room = door(actor=person, room_id=room_id, action=Action.READ).room
    found = room.memberships.filter(still_open(), role__in=STAFF_ROLES).order_by("pk")
    return list(found.values_list("shown_name", flat=True))


def last_told(person: Person, room_id: str) -> datetime | None:
    """When staff last settled something with words for this member. Raises RoomError not_found."""
    member = door(actor=person, room_id=room_id, action=Action.READ)
    raised = Q(raised_by=member, source=Flag.Source.MEMBER) & ~Q(told_reporter="")
    found = Flag.objects.filter(raised | Q(member=member) & ~Q(told_author=""), room=member.room)
    times = found.aggregate(settled=Max("resolved_at"), decided=Max("appeal__decided_at", filter=Q(appeal__by=member)))
    return max(filter(None, times.values()), default=None)


def heard(person: Person, room_id: str, *, within: timedelta | None = None) -> list[WhisperView]:
    """The notes that are for this member, oldest first, or those of late. Raises RoomError not_found."""
    member = door(actor=person, room_id=room_id, action=Action.READ)
    found = Whisper.objects.filter(room=member.room, to=member)
    return _views(found if within is None else found.filter(at__gt=timezone.now() - within), reader=member)


def written(person: Person, room_id: str) -> list[WhisperView]:
    """All notes of a room, for its staff, oldest first. Raises RoomError not_found."""
    member = door(actor=person, room_id=room_id, action=Action.OBSERVE)
    return _views(Whisper.objects.filter(room=member.room), reader=member)


def spoken(public_id: str) -> tuple[list[str], WhisperFrame] | None:
    """A note as it goes over the wire, and the members whose open pages get it: those who take part at this moment."""
    found = Whisper.objects.select_related("room", "author").filter(public_id=public_id).first()
    if found is None:
        return None
    to = found.to.filter(still_open(), person__is_active=True).values_list("public_id", flat=True)
    heard_by = list(to)
    return heard_by, WhisperFrame(
        room=found.room.public_id,
        id=found.public_id,
        author=found.author.public_id,
        to=heard_by,
        text=found.text,
        at=iso(found.at),
    )


def _views(found: QuerySet[Whisper], *, reader: Membership) -> list[WhisperView]:
    latest = found.select_related("author").prefetch_related("to").order_by("-pk")[:SHOWN]
    return [
        WhisperView(
            id=one.public_id,
            author=one.author.shown_name,
            names=[member.shown_name for member in one.to.all() if member.pk != reader.pk],
            text=one.text,
            at=one.at,
        )
        for one in reversed(latest)
    ]
