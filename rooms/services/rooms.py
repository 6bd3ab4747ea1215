"""Opening a room for a child group, and slowing one down."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from rooms import bus
from rooms.events import Draft, record
from rooms.models import Child, Family, Household, Kind, Room
from rooms.services import first_days


def open_room(
    *,
    family: Family,
    children: Sequence[Child],
    household: Household | None,
    purpose: str = Room.Purpose.COPARENTING,
    at: datetime | None = None,
) -> Room:
    """Open a room for children of one family who live in one home. Its record starts with this event.

    For those who came lately the clock of the first days starts.
    """
    if not children or any(child.family_id != family.pk for child in children):
        raise ValueError("a room holds one or more children of one family")
    with transaction.atomic():
        room = Room.objects.create(family=family, household=household, purpose=purpose, opened_at=at or timezone.now())
        room.children.set(children)
        room = Room.objects.select_for_update().get(pk=room.pk)
        record([Draft(room=room, kind=Kind.ROOM_OPENED, at=at)])
        first_days.start_in(room, at=at)
        return room


def set_pace(room: Room, *, every: int, until: datetime | None) -> None:
    """Let each member but staff write once in `every` seconds until a moment; with 0 and None as often as they like.

    The caller has locked the room in its transaction and has decided; open pages are told once that is committed.
    """
    room.pace, room.slow_until = every, until
    room.save(update_fields=["pace", "slow_until"])
    told = {"s": "slow", "room": room.pk, "every": every, "until": until and until.astimezone(UTC).isoformat()}
    transaction.on_commit(lambda: bus.signal([told]), robust=True)
