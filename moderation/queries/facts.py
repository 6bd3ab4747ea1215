"""What outcome figures rest on, room by room: counts and times, and nobody's words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from django.db.models import Exists, Min, OuterRef, Q

from moderation.models import Flag
from moderation.queries.life_facts import Share, life, share
from rooms.models import STAFF_ROLES, Act, Event, Kind, Membership, Reading, Room, StaffAct
from rooms.sides import SIDE

DAY: Final = timedelta(days=1)


@dataclass
class Facts:
    """One room in a period. `shares` by the figure's name; `first_message` in days from the opening."""

    shares: dict[str, Share] = field(default_factory=dict)
    first_message: float | None = None


class Word(NamedTuple):
    """That somebody of one side wrote at a time; not what."""

    at: datetime
    birth: bool


def gather(rooms: Collection[Room], start: datetime, end: datetime, zone: tzinfo) -> dict[int, Facts]:
    """The facts of these rooms, by key, in a fixed number of queries. Days are those of `zone`."""
    facts = {room.pk: Facts() for room in rooms}
    words = _words(facts, start, end)
    for key, shares in (
        ("reached", _reached(facts, start, end)),
        ("both_sides", {room: both_sides(found, zone) for room, found in words.items()}),
        ("answered", {room: answered(found, end) for room, found in words.items()}),
        ("promised", _promised(facts, start, end)),
        ("pauses", _pauses(facts, start, end)),
        *life(facts, start, end, zone).items(),
    ):
        for room, some in shares.items():
            facts[room].shares[key] = some
    for room, days in _first_messages(rooms, start).items():
        facts[room].first_message = days
    return facts


def both_sides(words: Iterable[Word], zone: tzinfo) -> Share:
    """Days on which both sides wrote, of the days with any word of either."""
    days: dict[date, set[bool]] = defaultdict(set)
    for word in words:
        days[word.at.astimezone(zone).date()].add(word.birth)
    return sum(len(sides) == 2 for sides in days.values()), len(days)


def answered(words: Sequence[Word], end: datetime) -> Share:
    """Turns that the other side answered within a day, of all turns. A turn is what one side writes in a row.

    The last turn counts only if its day is over.
    """
    turns: list[Word] = []
    for word in words:
        if not turns or turns[-1].birth != word.birth:
            turns.append(word)
    good = [later.at - turn.at <= DAY for turn, later in zip(turns, turns[1:], strict=False)]
    if turns and end - turns[-1].at > DAY:
        good.append(False)
    return sum(good), len(good)


def _words(rooms: Iterable[int], start: datetime, end: datetime) -> dict[int, list[Word]]:
    written = Event.objects.filter(
        room__in=rooms, kind=Kind.MESSAGE, at__range=(start, end), author__role__in=list(SIDE)
    )
    found: dict[int, list[Word]] = defaultdict(list)
    rows = written.order_by("room", "seq").values_list("room", "at", "author__role")
    for room, at, role in rows.iterator(chunk_size=5_000):
        found[room].append(Word(at, SIDE[role] == "birth"))
    return found


def _reached(rooms: Iterable[int], start: datetime, end: datetime) -> dict[int, Share]:
    """Members added in the period who have been there since: read or written."""
    came = Exists(Reading.objects.filter(membership=OuterRef("pk"))) | Exists(
        Event.objects.filter(author=OuterRef("pk"), kind=Kind.MESSAGE)
    )
    added = Membership.objects.filter(room__in=rooms, since__range=(start, end)).exclude(role__in=STAFF_ROLES)
    return share(added.annotate(came=came).values_list("room", "came"))


def _promised(rooms: Iterable[int], start: datetime, end: datetime) -> dict[int, Share]:
    """Questions and calls for help of members that were settled by the time promised, of those whose time has come."""
    asked = (Flag.Category.QUESTION, Flag.Category.HELP)
    flags = Flag.objects.filter(
        Q(resolved_at__isnull=False) | Q(due_at__lte=end),
        room__in=rooms,
        source=Flag.Source.MEMBER,
        category__in=asked,
        due_at__isnull=False,
        at__range=(start, end),
    )
    rows = flags.values_list("room", "due_at", "resolved_at")
    return share((room, resolved is not None and due is not None and resolved <= due) for room, due, resolved in rows)


def _pauses(rooms: Iterable[int], start: datetime, end: datetime) -> dict[int, Share]:
    """Rooms in which somebody's part was paused, of all rooms: one of one, or none of one."""
    acts = StaffAct.objects.filter(membership__room__in=rooms, act=Act.SUSPEND, at__range=(start, end))
    paused = set(acts.values_list("membership__room", flat=True))
    return {room: (int(room in paused), 1) for room in rooms}


def _first_messages(rooms: Iterable[Room], start: datetime) -> dict[int, float]:
    """Days from the opening of a room to the first words of a member, for rooms that opened in the period."""
    opened = {room.pk: room.opened_at for room in rooms if room.opened_at >= start}
    written = Event.objects.filter(room__in=opened, kind=Kind.MESSAGE).exclude(author__role__in=STAFF_ROLES)
    first = written.order_by().values_list("room").annotate(at=Min("at"))
    return {room: (at - opened[room]) / DAY for room, at in first}
