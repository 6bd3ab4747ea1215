"""Periods of a summary in the agency's time zone: weeks from Monday on, and days. A day may have 23 or 25 hours."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


class Period(NamedTuple):
    """From `start` up to `end`, which is not included; both aware."""

    start: datetime
    end: datetime


def days(first: date, last: date, where: ZoneInfo) -> Period:
    """From the beginning of the first day to the end of the last one."""
    return Period(_midnight(first, where), _midnight(last + timedelta(days=1), where))


def week(of: datetime, where: ZoneInfo) -> Period:
    """The week that a moment lies in."""
    today = of.astimezone(where).date()
    monday = today - timedelta(days=today.weekday())
    return days(monday, monday + timedelta(days=6), where)


def week_before(of: datetime, where: ZoneInfo) -> Period:
    """The last whole week before a moment."""
    this = week(of, where).start.date()
    return days(this - WEEK, this - timedelta(days=1), where)


def _midnight(day: date, where: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, where)
