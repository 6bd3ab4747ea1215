"""Outcome figures of the agency and of each worker (S72, S73): what can be counted, with nobody's words in it.

A figure needs five rooms or it is not shown, and no figure is shown from which one of fewer rooms could be worked out
by taking the others from the whole.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from moderation.queries.facts import Facts, gather
from moderation.queries.life_facts import Share, over_time, stays
from moderation.queries.staff import colleagues, handle, rooms_by_worker, supervised
from rooms.models import Person, Room

PERIOD: Final = timedelta(days=90)
LEAST: Final = 5
"""Rooms that a figure needs."""

FIGURES: Final = (
    "comfort_call",
    "icebreaker",
    "together",
    "heard",
    "agreed",
    "visits",
    "stable",
    "home",
    "back",
    "reached",
    "first_message",
    "both_sides",
    "answered",
    "promised",
    "pauses",
)
"""In the order of the page. `first_message` is in days, the others are shares of `of`."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure: so many `count` of `of`, or for `first_message` the middle one of `of` times, in days.

    `rooms` is how many rooms it comes from; `value` is None where there are too few to show.
    """

    key: str
    value: float | None
    count: int
    of: int
    rooms: int

    @property
    def shown(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, kw_only=True)
class Row:
    """The figures of one worker's rooms. Without a name it is the whole agency."""

    handle: str
    name: str
    figures: dict[str, Figure]


OVER_TIME: Final = ("stable", "home", "back")
"""What is shown for each of the last periods too, for the agency alone."""
PERIODS: Final = 4


@dataclass(frozen=True, kw_only=True)
class Past:
    """The figures that are shown over time, for one earlier period of the agency."""

    start: datetime
    end: datetime
    figures: dict[str, Figure]


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """All figures of a period, the agency's and those by worker; and what is shown over time, the oldest first."""

    start: datetime
    end: datetime
    agency: Row
    workers: list[Row]
    past: list[Past]


@dataclass
class _Sum:
    """What some rooms add up to for one figure."""

    count: int = 0
    of: int = 0
    times: list[float] = field(default_factory=list)
    rooms: set[int] = field(default_factory=set)


def outcomes(person: Person) -> Outcomes:
    """The figures of the last 90 days. Raises RoomError not_found for whoever is no supervisor."""
    supervised(person)
    end = timezone.now()
    rooms = list(Room.objects.filter(family__agency=person.agency_id, purpose=Room.Purpose.COPARENTING))
    facts = gather(rooms, end - PERIOD, end, agency_zone(person))
    people = {worker.pk: worker for worker in [person, *colleagues(person)]}
    rooms_of = rooms_by_worker(person, people)
    whole = {key: _add_up(key, facts, facts.keys()) for key in FIGURES}
    sums = {pk: {key: _add_up(key, facts, rooms) for key in FIGURES} for pk, rooms in rooms_of.items()}
    shown = {key: _showable(whole[key], {pk: found[key] for pk, found in sums.items()}) for key in FIGURES}
    rows = [
        Row(
            handle=handle(people[pk]),
            name=people[pk].name,
            figures={key: _figure(key, found[key], show=pk in shown[key]) for key in FIGURES},
        )
        for pk, found in sums.items()
    ]
    agency = {key: _figure(key, whole[key], show=len(whole[key].rooms) >= LEAST) for key in FIGURES}
    return Outcomes(
        start=end - PERIOD,
        end=end,
        agency=Row(handle="", name="", figures=agency),
        workers=sorted(rows, key=lambda row: (row.name, row.handle)),
        past=_past([room.pk for room in rooms], end, agency_zone(person)),
    )


def agency_zone(person: Person) -> ZoneInfo:
    """Where the agency's days begin."""
    return person.agency.zone if person.agency else person.zone


def _past(rooms: Collection[int], end: datetime, zone: ZoneInfo) -> list[Past]:
    """What the figures over time were in each of the periods before this one."""
    theirs, found = stays(rooms), []
    for back in range(PERIODS - 1, 0, -1):
        first, last = end - (back + 1) * PERIOD, end - back * PERIOD
        shares = over_time(theirs, first.astimezone(zone).date(), last.astimezone(zone).date())
        sums = {key: _of_shares(shares[key].items()) for key in OVER_TIME}
        figures = {key: _figure(key, one, show=len(one.rooms) >= LEAST) for key, one in sums.items()}
        found.append(Past(start=first, end=last, figures=figures))
    return found


def _of_shares(shares: Iterable[tuple[int, Share]]) -> _Sum:
    total = _Sum()
    for room, (count, of) in shares:
        total.count, total.of = total.count + count, total.of + of
        total.rooms.add(room)
    return total


def _add_up(key: str, facts: Mapping[int, Facts], rooms: Iterable[int]) -> _Sum:
    total = _Sum()
    for room in rooms:
        if room not in facts:
            continue
        if key == "first_message":
            first = facts[room].first_message
            times, count, of = ([] if first is None else [first]), 0, int(first is not None)
        else:
            count, of = facts[room].shares.get(key, (0, 0))
            times = []
        if of:
            total.count, total.of = total.count + count, total.of + of
            total.times += times
            total.rooms.add(room)
    return total


def _showable(whole: _Sum, sums: Mapping[int, _Sum]) -> set[int]:
    """The workers whose figure can be shown: five rooms at least, and as many or none left over of the whole.

    While the left-over is small, the smallest one shown is held back too.
    """
    shown = {pk for pk, found in sums.items() if len(found.rooms) >= LEAST}
    while shown:
        left = whole.rooms - set().union(*(sums[pk].rooms for pk in shown))
        if not left or len(left) >= LEAST:
            break
        shown.remove(min(shown, key=lambda pk: (len(sums[pk].rooms), pk)))
    return shown


def _figure(key: str, found: _Sum, *, show: bool) -> Figure:
    """With nothing in it but its name if it may not be shown."""
    if not show or not found.of:
        return Figure(key=key, value=None, count=0, of=0, rooms=0)
    value = median(found.times) if found.times else found.count / found.of
    return Figure(key=key, value=value, count=found.count, of=found.of, rooms=len(found.rooms))
