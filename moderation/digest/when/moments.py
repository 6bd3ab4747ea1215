"""Puts the days and times of a sentence together into moments."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from moderation.digest.model import Due
from moderation.digest.when import names
from moderation.digest.when.clock import Clock, clocks
from moderation.digest.when.days import Day, days

_DEADLINE: Final = re.compile(
    r"\b(?:by|before|due|until|till?|no later than|latest|at the latest|antes del?|para|a mas tardar|hasta)(?: on"
    r"| the| this| el| las?)* ?$"
)
_TELLING: Final = re.compile(
    r"\b(?:was|were|went|had|saw|happened|did|fue|fueron|estuvo|estaba|tuvo|tuvimos|fuimos|vio)\b"
)
_COMING: Final = re.compile(
    r"\b(?:is|are|will|'ll|going|starts?|come|comes|coming|can|could|we have|i have|next|es|sera|va|voy|vamos"
    r"|empieza|hay|tengo|tiene)\b|'ll\b|'s\b"
)
_AROUND: Final = 30
"""Characters on either side of a time in which a part of the day belongs to it."""
_LATE: Final = re.compile(
    r"\b(?:call|facetime|video|bedtime|dinner|goodnight|good night|play|concert|movie|recital|llamada|llamar"
    r"|videollamada|cena|concierto)\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A day, a time, or both. `day` is None where only a time is named; `minute` is set where words say it exactly."""

    start: int
    day: date | None
    clock: Clock | None
    part: str | None
    deadline: bool
    past: bool
    late: bool
    weekday: bool = False
    minute: datetime | None = None
    loose: bool = False

    def in_talk(self, *, part: str | None, late: bool) -> "Moment":
        """The same moment, with the part of day that the talk is about where its own words name none."""
        return replace(self, part=self.part or part, late=self.late or late)


def moments(plain: str, said: datetime, *, answer: bool = False) -> list[Moment]:
    """The moments that a folded sentence names, in order. `said` is the writer's local time.

    With `answer`, the sentence answers a question about a time, and "6 works" counts.
    """
    times = clocks(plain, answer=answer)
    named = days(plain, said)
    if not times and not named:
        return []
    late = _LATE.search(plain) is not None
    told = _TELLING.search(plain) is not None and _COMING.search(plain) is None
    used: set[int] = set()
    found = []
    for clock in times:
        day = _nearest(clock, named)
        if day is not None:
            used.add(day.start)
        found.append(_moment(plain, day, clock, late=late, told=told))
    found += [_moment(plain, day, None, late=late, told=told) for day in named if day.start not in used]
    return sorted(found, key=lambda moment: moment.start)


def resolve(moment: Moment, said: datetime, *, day: date | None = None) -> Due:
    """When that is, in the time zone of `said`. `day` is the day the talk is about, for a time without one."""
    if moment.minute is not None:
        return Due(day=moment.minute.date(), at=moment.minute)
    day = moment.day or day or said.date()
    if moment.clock is None:
        return Due(day=_ahead(moment, day, said) if moment.weekday and day == said.date() else day)
    after = said.time() if day == said.date() and not moment.past and not moment.weekday else None
    clock = moment.clock.time(part=moment.part, after=after, late=moment.late)
    at = datetime.combine(day, clock, tzinfo=said.tzinfo)
    if moment.weekday and day == said.date() and at <= said:
        at = datetime.combine(day + timedelta(days=7), clock, tzinfo=said.tzinfo)
    return Due(day=at.date(), at=at)


def _ahead(moment: Moment, day: date, said: datetime) -> date:
    """On a Thursday people say "today" for today, and "Thursday" for the next one, unless a part of the day follows."""
    return day if moment.part and said.hour < 12 else day + timedelta(days=7)


def _nearest(clock: Clock, named: list[Day]) -> Day | None:
    """The last day before the time, else the first one after it: "Thursday at 4", "at 4 on Thursday"."""
    before = [day for day in named if day.start <= clock.start]
    return before[-1] if before else named[0] if named else None


def _moment(plain: str, day: Day | None, clock: Clock | None, *, late: bool, told: bool) -> Moment:
    start = min(thing.start for thing in (day, clock) if thing is not None)
    lead = (
        plain[max(0, start - 24) : start]
        if day is None or clock is None or day.start <= clock.start
        else plain[: clock.start][-24:]
    )
    clock_lead = plain[clock.start : clock.end] if clock else ""
    return Moment(
        start=start,
        day=day.day if day else None,
        clock=clock,
        part=names.part_of_day(plain[max(0, start - _AROUND) : start + _AROUND]),
        deadline=_DEADLINE.search(lead) is not None
        or clock_lead.startswith(("by ", "before ", "until ", "til", "para ", "antes ")),
        past=bool(day and day.past) or told,
        late=late,
        weekday=bool(day and day.weekday),
        minute=day.minute if day else None,
        loose=bool(day and day.loose),
    )
