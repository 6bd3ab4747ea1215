"""Quiet hours: pure arithmetic with clocks that are set forward and back."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = timedelta(days=1)


def quiet_until(now: datetime, zone: ZoneInfo, start: time, end: time) -> datetime | None:
    """When the quiet hours that hold at `now` are over (UTC); None outside of them.

    `start` and `end` are times of day in `zone`, `end` on the next day if it is not later; the same twice is no quiet.
    """
    local = now.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    if start == end:
        return None
    over_midnight = start > end
    inside = (clock >= start or clock < end) if over_midnight else start <= clock < end
    if not inside:
        return None
    day = local.date() + DAY if over_midnight and clock >= start else local.date()
    return after(now, datetime.combine(day, end, zone))


def next_time(now: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The next moment (UTC) at which clocks in `zone` show `at`."""
    today = datetime.combine(now.astimezone(zone).date(), at, zone)
    if today.astimezone(UTC) > now:
        return today.astimezone(UTC)
    return datetime.combine(today.date() + DAY, at, zone).astimezone(UTC)


def after(now: datetime, local: datetime) -> datetime:
    """A local moment in UTC; of an hour that comes twice, the one that is still to come."""
    first = local.astimezone(UTC)
    return first if first > now else local.replace(fold=1).astimezone(UTC)


def spell(now: datetime, zone: ZoneInfo, days: Collection[int], start: time, end: time) -> tuple[bool, datetime]:
    """Whether `now` is within weekly hours, and when (UTC) that changes.

    They begin at `start` on each of these weekdays (Monday is 0; none means every day) and end at `end`, on the next
    day if that is not later; the same twice is the whole day.
    """
    if start == end:
        start = end = time(0)
    today = now.astimezone(zone).date()
    for day in (today - DAY, today):
        ends = datetime.combine(day if end > start else day + DAY, end, zone)
        if _is_on(day, days) and datetime.combine(day, start, zone) <= now < ends:
            return True, after(now, ends)
    coming = (today + DAY * ahead for ahead in range(9))
    begins = (datetime.combine(day, start, zone) for day in coming if _is_on(day, days))
    return False, next(after(now, begin) for begin in begins if begin > now)


def _is_on(day: date, days: Collection[int]) -> bool:
    return not days or day.weekday() in days
