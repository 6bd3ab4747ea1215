"""Who cares for children now: the foster adults of the homes in which these live."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from rooms.models import CARERS, Membership, Move, Placement, Room, State

LASTING: Final = (State.ACTIVE, State.SUSPENDED)


def lived_in(children: Iterable[int], day: date) -> QuerySet[Room]:
    """The rooms of the homes in which one of these children, by key, lives after a day."""
    return Room.objects.filter(pk__in=_living(children, day).values("room"))


def in_care(room: Room) -> set[int]:
    """Those of a room's children, by key, who live in a foster home after today."""
    return set(_living(_children(room), room.day()).values_list("child", flat=True))


def carers(room: Room, day: date | None = None) -> QuerySet[Membership]:
    """The parts, paused ones too, of the foster adults with whom children of this room live after a day, or today."""
    homes = _living(_children(room), day or room.day()).values("room")
    parts = Membership.objects.select_related("person", "room")
    return parts.filter(room__in=homes, role__in=CARERS, state__in=LASTING).order_by("pk")


def _children(room: Room) -> list[int]:
    return list(room.children.values_list("pk", flat=True))


def _living(children: Iterable[int], day: date) -> QuerySet[Any]:
    """Pairs of child and room. Who moved on lives there up to the last day; without a stay, where their room is."""
    here = Room.children.through.objects.filter(
        child__in=list(children), room__purpose=Room.Purpose.COPARENTING, room__household__isnull=False
    )
    stays = Placement.objects.filter(child=OuterRef("child_id"), household=OuterRef("room__household_id"))
    moved = Move.objects.filter(source=OuterRef("room_id"), target__children=OuterRef("child_id"))
    goes_on = Q(Exists(stays.filter(ended_on__isnull=True))) | ~Q(Exists(stays))
    return here.filter(Q(Exists(stays.filter(ended_on__gt=day))) | (~Q(Exists(moved)) & goes_on))
