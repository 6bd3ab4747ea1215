"""Whether a room's children are home again, and whether its two sides want it to go on."""

from datetime import date, timedelta
from typing import Final

from rooms.models import Membership, Placement, Room, State
from rooms.sides import SIDE

OPEN_FOR: Final = timedelta(days=30)
"""How long a room stays as it was after the child came home, while the sides think about it."""


def home_since(room: Room) -> date | None:
    """The day since when a room's children are home again; None while one of them is in the room's home."""
    stays = Placement.objects.filter(child__rooms=room.pk, household=room.household_id)
    if stays.filter(ended_on=None).exists():
        return None
    last = stays.filter(went_home=True, ended_on__lte=room.day()).order_by("-ended_on").first()
    return last.ended_on if last else None


def lives_on(room: Room) -> bool:
    """Whether somebody of each side said yes to the room after the child came home."""
    said = Membership.objects.filter(room=room.pk, state=State.ACTIVE, home_wish__wants=True)
    return {SIDE[role] for role in said.values_list("role", flat=True) if role in SIDE} == {*SIDE.values()}
