"""Which stage of the way a room is in, from the children's placements (S78)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.models import Placement, Room

FIRST_DAYS = timedelta(days=14)


class Stage(StrEnum):
    """Where a child is between leaving home and being home again."""

    BEFORE = "before"
    FIRST_DAYS = "first_days"
    SETTLED = "settled"
    GOING_HOME = "going_home"
    HOME = "home"
    PLANNING = "planning"
    """No stage of a child's way: the room of two foster homes."""


LABELS: dict[Stage, str | Promise] = {
    Stage.BEFORE: _("Getting ready"),
    Stage.FIRST_DAYS: _("The first days"),
    Stage.SETTLED: _("Growing together"),
    Stage.GOING_HOME: _("On the way home"),
    Stage.HOME: _("Home again"),
    Stage.PLANNING: _("Planning for brothers and sisters"),
}


def stage_of(room: Room, today: date) -> Stage:
    """The stage of a room's child group: that of the first stay in its home that is not over, else of the last one."""
    if room.purpose == Room.Purpose.PLANNING:
        return Stage.PLANNING
    placements = Placement.objects.filter(child__rooms=room, household=room.household_id)
    return _stage(placements.order_by("started_on"), today)


def stages_of(rooms: Collection[Room], today: date) -> dict[int, Stage]:
    """`stage_of` for many rooms in one query, by the room's key."""
    placements = Placement.objects.filter(child__rooms__in=rooms, household=F("child__rooms__household"))
    found: dict[int, list[Placement]] = defaultdict(list)
    for placement in placements.annotate(room=F("child__rooms")).order_by("started_on").distinct():
        found[placement.room].append(placement)
    return {
        room.pk: Stage.PLANNING if room.purpose == Room.Purpose.PLANNING else _stage(found[room.pk], today)
        for room in rooms
    }


def _stage(placements: Iterable[Placement], today: date) -> Stage:
    stays = list(placements)
    placement = next((stay for stay in stays if stay.ended_on is None or stay.ended_on > today), None)
    placement = placement or (stays[-1] if stays else None)
    if placement is None or placement.started_on > today:
        return Stage.BEFORE
    if placement.ended_on is not None and placement.ended_on <= today:
        return Stage.HOME if placement.went_home else Stage.SETTLED
    if placement.going_home_from is not None and placement.going_home_from <= today:
        return Stage.GOING_HOME
    return Stage.FIRST_DAYS if today - placement.started_on <= FIRST_DAYS else Stage.SETTLED
