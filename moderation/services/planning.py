"""Opening a planning room for two foster homes, with its row in the trail; and where one could be opened."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from moderation.desk import parts
from moderation.models import Look
from moderation.services.looks import looked
from rooms.access import Action, allowed
from rooms.models import Person, Room
from rooms.services import planning

OPENED: Final = "planning"
ASKED_IN: Final = "asked_in"


@dataclass(frozen=True, kw_only=True)
class NewHome:
    """A foster adult with whom a child lives and who is not where homes plan; `part` is in the room of that child."""

    part: str
    name: str
    children: str


@dataclass(frozen=True, kw_only=True)
class Siblings:
    """The rooms of one family whose children live in two homes or more.

    `there`: all of these have a planning room already. `ours` is that room for whoever is in it, to open, and `missing`
    are those who could come in.
    """

    family: str
    rooms: list[Room]
    there: bool
    ours: str
    missing: list[NewHome]


def open_planning(*, actor: Person, room_ids: Collection[str], reason: str) -> Room:
    """Open it; see `rooms.services.planning`, also for the errors."""
    with transaction.atomic():
        room = planning.open_planning(actor=actor, room_ids=room_ids, reason=reason)
        looked(actor=actor, room=room, kind=Look.Kind.STEP, act=OPENED)
        return room


def ask_in(*, actor: Person, room_id: str, parts: Collection[str], reason: str) -> None:
    """Let foster adults come in; see `rooms.services.planning`, also for the errors."""
    with transaction.atomic():
        new = planning.ask_in(actor=actor, room_id=room_id, parts=parts, reason=reason)
        looked(actor=actor, room=new[0].room, kind=Look.Kind.STEP, act=ASKED_IN)


def siblings(person: Person) -> list[Siblings]:
    """The families of a social worker with children in several homes, by name."""
    rooms: dict[int, list[Room]] = defaultdict(list)
    for part in parts(person):
        if Action.MANAGE in allowed(part):
            rooms[part.room.family_id].append(part.room)
    return sorted((found for mine in rooms.values() for found in _siblings(mine)), key=lambda one: one.family)


def _siblings(rooms: Collection[Room]) -> list[Siblings]:
    homes = planning.lived_in_now([room for room in rooms if room.purpose == Room.Purpose.COPARENTING])
    if len({room.household_id for room in homes}) < 2:
        return []
    found = planning.there(homes[0].family, planning.children_of(homes))
    ours = next((room for room in rooms if found is not None and room.pk == found.pk), None)
    return [
        Siblings(
            family=homes[0].family.name,
            rooms=sorted(homes, key=lambda room: room.name),
            there=found is not None,
            ours=ours.public_id if ours else "",
            missing=_missing(ours) if ours else [],
        )
    ]


def _missing(room: Room) -> list[NewHome]:
    return [
        NewHome(part=part.public_id, name=part.shown_name, children=part.room.name) for part in planning.missing(room)
    ]
