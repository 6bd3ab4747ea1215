"""A person's calendar: what is dated in all the rooms that are open to them, on one page that only they see."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from rooms.access import open_memberships
from rooms.models import STAFF_ROLES, Membership, Person
from rooms.queries import going_home, meetings, occasions
from rooms.queries.cards import own_parts, tones
from rooms.queries.dated import Dated

PAST: Final = timedelta(days=30)
"""How far back the list goes."""
AHEAD: Final = timedelta(days=120)
"""How far ahead."""
AGAIN: Final = 2
"""How often the list names what comes again and again; the month has all of it."""
LASTING: Final = timedelta(hours=1)
"""How long something takes of which nobody said when it ends."""
_WEEK: Final = 7

Noun = Callable[[Membership, datetime, datetime], Iterable[Dated]]

NOUNS: Final[tuple[Noun, ...]] = (occasions.dated, meetings.dated, going_home.dated)
"""Every noun that has days and times: what of one room stands between two moments, as one member may see it."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry, with the colour of its room in this person's list, and what else is at the same time."""

    what: Dated
    tone: int
    begins: datetime
    """In the person's time zone; of what takes all day, the start of that day."""
    meets: list[Dated] = field(default_factory=list)
    again: bool = False
    """Whether it is the last that the list names of something that goes on."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day and what stands on it."""

    on: date
    entries: list[Entry]
    inside: bool = True
    """Whether it belongs to the month that is shown."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A person's calendar. `weeks` is one month as a sheet of paper shows it."""

    today: date
    now: list[Entry]
    ahead: list[Day]
    past: list[Day]
    month: date
    before: date
    after: date
    weeks: list[list[Day]]

    @property
    def empty(self) -> bool:
        return not (self.now or self.ahead or self.past)


def member_parts(person: Person) -> list[Membership]:
    """The open parts that a person has as a member."""
    parts = open_memberships(person).exclude(role__in=STAFF_ROLES)
    return list(parts.prefetch_related("room__children", "room__memberships", "hidden"))


def entries(parts: Iterable[Membership], start: datetime, end: datetime) -> list[Dated]:
    """What stands between two moments in the rooms of these parts of one person, by time."""
    found = [
        (_begins(one, part.person.zone), one.id, one)
        for part in parts
        for noun in NOUNS
        for one in noun(part, start, end)
    ]
    return [one for *_, one in sorted(found, key=lambda row: row[:2])]


def calendar(person: Person, parts: Sequence[Membership], today: date, month: date) -> Calendar:
    """The list around today, and the month, for these parts of a person."""
    zone, first = person.zone, month.replace(day=1)
    sheet = first - timedelta(days=(first.weekday() + 1) % _WEEK)  # weeks begin on Sunday
    last = _next(first) - timedelta(days=1)
    after = last + timedelta(days=_WEEK - (last.weekday() + 1) % _WEEK)
    start = datetime.combine(min(sheet, today - PAST), time.min, zone)
    end = datetime.combine(max(after, today + AHEAD), time.min, zone)
    colours = _colours(person)
    found = _entries(entries(parts, start, end), colours, zone)
    days = {on: list(same) for on, same in groupby(found, key=lambda entry: entry.begins.date())}
    near = [
        Day(on=on, entries=list(same))
        for on, same in groupby(_listed(found, today), key=lambda entry: entry.begins.date())
        if today - PAST <= on <= today + AHEAD
    ]
    cells = [
        Day(on=on, entries=days.get(on, []), inside=first <= on <= last)
        for on in (sheet + timedelta(days=number) for number in range((after - sheet).days))
    ]
    return Calendar(
        today=today,
        now=days.get(today, []),
        ahead=[one for one in near if one.on > today],
        past=[one for one in reversed(near) if one.on < today],
        month=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=_next(first),
        weeks=[cells[number : number + _WEEK] for number in range(0, len(cells), _WEEK)],
    )


def _entries(found: Sequence[Dated], colours: dict[str, int], zone: ZoneInfo) -> list[Entry]:
    return [
        Entry(
            what=one,
            tone=colours.get(one.room_id, 0),
            begins=_begins(one, zone),
            meets=[] if one.called_off else [other for other in found if other is not one and _clash(one, other)],
        )
        for one in found
    ]


def _listed(found: Sequence[Entry], today: date) -> list[Entry]:
    """What comes again is listed twice from tomorrow on, not for every week of the year."""
    all_times = Counter((entry.what.page, entry.what.id) for entry in found if entry.begins.date() > today)
    times: Counter[tuple[str, str]] = Counter()
    listed = []
    for entry in found:
        key = (entry.what.page, entry.what.id)
        times[key] += entry.begins.date() > today
        if times[key] <= AGAIN:
            listed.append(replace(entry, again=times[key] == AGAIN < all_times[key]))
    return listed


def _clash(one: Dated, other: Dated) -> bool:
    """Whether both keep somebody busy at one time; what takes all day leaves room for other things."""
    if one.starts is None or other.starts is None or other.called_off:
        return False
    return one.starts < (other.ends or other.starts + LASTING) and other.starts < (one.ends or one.starts + LASTING)


def _begins(one: Dated, zone: ZoneInfo) -> datetime:
    if one.starts is not None:
        return one.starts.astimezone(zone)
    return datetime.combine(one.on or date.max, time.min, zone)


def _colours(person: Person) -> dict[str, int]:
    """The colour of each room in this person's list, by its public id."""
    parts = own_parts(person)
    colours = tones(parts)
    return {part.room.public_id: colours[part.pk] for part in parts}


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
