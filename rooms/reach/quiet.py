"""Quiet hours: pure arithmetic with clocks that are set forward and back."""

from datetime import UTC, datetime, time, timedelta
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
