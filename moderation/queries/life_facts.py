"""What the figures on the children's life rest on, room by room: by-products of the pages, never a form (S72, S73).

Counts and days alone; nobody's words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from rooms.models import STAFF_ROLES, Assent, Event, Meeting, Occasion, OccasionLine, Placement, Room, SurveyAnswer
from rooms.sides import SIDE

Share = tuple[int, int]
"""So many of so many."""
YEAR: Final = timedelta(days=365)
_KEPT: Final = frozenset({Occasion.State.SET})
_SET_ONCE: Final = _KEPT | {Occasion.State.CALLED_OFF, Occasion.State.STOPPED}
"""A visit that was called off or stopped, beside those that were set and not: what was declined was never set."""
_WELL: Final = SurveyAnswer.Level.WELL


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A child's stay in the home of a room, from its first day to its last."""

    child: int
    room: int
    start: date
    end: date | None
    home: bool
    """Whether the child went home after it."""


def meetings(kind: Meeting.Kind, rooms: Collection[int], start: datetime, end: datetime) -> dict[int, Share]:
    """First meetings of new placements that were held in time, of those that were, or whose time has come.

    The round on the way home is not one of a new placement.
    """
    rows = Meeting.objects.filter(
        room__in=rooms, kind=kind, homeward=False, placement__isnull=False, started_at__range=(start, end)
    )
    return share(
        (room, held is not None and due is not None and held <= due)
        for room, held, due in rows.values_list("room", "held_at", "due_at")
        if held is not None or (due is not None and due <= end)
    )


def agreed(rooms: Collection[int]) -> dict[int, Share]:
    """Rooms with an agreement to which somebody of each side agrees, of all rooms that raise a child: one or none."""
    raising = Room.objects.filter(pk__in=rooms, purpose=Room.Purpose.COPARENTING, household__isnull=False)
    said = Assent.objects.filter(agreement__room__in=rooms, withdrawn_at__isnull=True)
    sides: dict[int, set[str]] = defaultdict(set)
    for room, role in said.values_list("agreement__room", "member__role"):
        sides[room].add(SIDE.get(role, ""))
    both = {room for room, found in sides.items() if {*SIDE.values()} <= found}
    return {room: (int(room in both), 1) for room in raising.values_list("pk", flat=True)}


def visits(rooms: Collection[int], start: datetime, end: datetime) -> dict[int, Share]:
    """Visits whose time is over and that were not called off, of all that were set."""
    found = Occasion.objects.filter(
        room__in=rooms, kind=Occasion.Kind.VISIT, state__in=_SET_ONCE, starts__gte=start, ends__lte=end
    )
    rows = list(found.values_list("pk", "room", "state"))
    once = _set_once([pk for pk, _, state in rows if state not in _KEPT])
    return share((room, state in _KEPT) for pk, room, state in rows if state in _KEPT or pk in once)


def _set_once(occasions: Collection[int]) -> set[int]:
    """Which of these stood at some time: set by staff, or by a yes of the other side where that is enough.

    What was only ever asked for also ends as called off; nobody had agreed to it.
    """
    lines = OccasionLine.objects.filter(occasion__in=occasions, about=OccasionLine.About.STEP)
    steps = list(
        lines.values_list(
            "occasion", "occasion__room", "seq", "occasion__by__role", "occasion__approval__staff_decides"
        )
    )
    events = Event.objects.filter(room__in={step[1] for step in steps}, seq__in={step[2] for step in steps})
    done = {
        (room, seq): (kind, role)
        for room, seq, kind, role in events.values_list("room", "seq", "data__item__kind", "author__role")
    }
    return {
        pk for pk, room, seq, by, staff_decides in steps if _sets(*done.get((room, seq), ("", "")), by, staff_decides)
    }


def _sets(kind: str, role: str, by: str, staff_decides: bool | None) -> bool:
    if kind == "dates.yes":
        return staff_decides is False and SIDE.get(role) != SIDE.get(by)
    return kind in ("dates.set", "dates.approved") or (kind == "dates.changed" and role in STAFF_ROLES)


def survey(question: str, rooms: Collection[int], start: datetime, end: datetime) -> dict[int, Share]:
    """Answers that say it goes well, of all answers to one of the two questions."""
    found = SurveyAnswer.objects.filter(
        membership__room__in=rooms, at__range=(start, end), **{f"{question}__isnull": False}
    )
    return share((room, level >= _WELL) for room, level in found.values_list("membership__room", question))


def stays(rooms: Collection[int]) -> list[Stay]:
    """The stays of the children of these rooms, each in the room of its home."""
    home = dict(Room.objects.filter(pk__in=rooms).values_list("pk", "household"))
    found: dict[int, int] = {}
    for placement, household, room in Placement.objects.filter(child__rooms__in=rooms).values_list(
        "pk", "household", "child__rooms"
    ):
        if home.get(room) == household:
            found[placement] = room
    for placement, room in Meeting.objects.filter(room__in=rooms, placement__isnull=False).values_list(
        "placement", "room"
    ):
        found.setdefault(placement, room)
    return [
        Stay(
            child=stay.child_id,
            room=found[stay.pk],
            start=stay.started_on,
            end=stay.ended_on,
            home=stay.went_home,
        )
        for stay in Placement.objects.filter(pk__in=found)
    ]


def over_time(found: Iterable[Stay], first: date, last: date) -> dict[str, dict[int, Share]]:
    """Children in care between two days: who stayed in one home, who went home; and who came back within a year."""
    by_child: dict[int, list[Stay]] = defaultdict(list)
    for stay in found:
        if stay.start <= last:
            by_child[stay.child].append(stay)
    stable: list[tuple[int, bool]] = []
    home: list[tuple[int, bool]] = []
    back: list[tuple[int, bool]] = []
    for theirs in by_child.values():
        for stay in theirs:
            over = stay.end if stay.end is not None and stay.end <= last else None
            again = over is not None and any(one is not stay and one.start >= over for one in theirs)
            if over is None or over >= first:
                stable.append((stay.room, not (again and not stay.home)))
                home.append((stay.room, over is not None and stay.home))
            if over is not None and stay.home and over > last - YEAR:
                back.append((stay.room, again))
    return {"stable": share(stable), "home": share(home), "back": share(back)}


def life(rooms: Collection[int], start: datetime, end: datetime, zone: tzinfo) -> Mapping[str, dict[int, Share]]:
    """All of these figures of a period, by name, then by room; in a fixed number of queries."""
    days = (start.astimezone(zone).date(), end.astimezone(zone).date())
    return {
        "comfort_call": meetings(Meeting.Kind.COMFORT_CALL, rooms, start, end),
        "icebreaker": meetings(Meeting.Kind.ICEBREAKER, rooms, start, end),
        "agreed": agreed(rooms),
        "visits": visits(rooms, start, end),
        "together": survey("together", rooms, start, end),
        "heard": survey("heard", rooms, start, end),
        **over_time(stays(rooms), *days),
    }


def share(rows: Iterable[tuple[int, bool]]) -> dict[int, Share]:
    """By room: so many that are good, of so many."""
    found: dict[int, list[bool]] = defaultdict(list)
    for room, good in rows:
        found[room].append(good)
    return {room: (sum(good), len(good)) for room, good in found.items()}
