"""Times as people read them. Browser code (when.js) writes the same, so that live lines look like the others."""

from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rooms.zones import clock_time


def iso(at: datetime) -> str:
    """A moment for machines: UTC, to the millisecond, as on the wire."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clock(at: datetime) -> str:
    """The time of day in the reader's zone: "4:12 pm"."""
    return clock_time(timezone.localtime(at).time())


def day(when: date) -> str:
    """A day heading: "Tuesday, November 17", with the year if it is another one."""
    if when.year == timezone.localdate().year:
        # Translators: a day in Django's date format: "Tuesday, November 17".
        return date_format(when, _("l, F j"))
    # Translators: a day with its year in Django's date format: "Tuesday, November 17, 2026".
    return date_format(when, _("l, F j, Y"))


def month(first: date) -> str:
    """A month with its year: "November 2026"."""
    # Translators: a month in Django's date format: "November 2026".
    return date_format(first, _("F Y"))


def short_month(when: date) -> str:
    """A month in three letters, as on a tile: "Nov"."""
    # Translators: a short month in Django's date format: "Nov". "b" writes it small.
    return date_format(when, _("M"))


def ago(at: datetime) -> str:
    """When the last thing was said: the time today, else the day."""
    local = timezone.localtime(at).date()
    if local == timezone.localdate():
        return clock(at)
    if (timezone.localdate() - local).days < 7:
        return date_format(local, "l")
    # Translators: a short day in Django's date format: "Nov 17".
    return date_format(local, _("M j"))


def moment(at: datetime) -> str:
    """Day and time together: "Tuesday, November 17, 4:12 pm"."""
    return f"{day(timezone.localtime(at).date())}, {clock(at)}"


def until(at: datetime) -> str:
    """A moment to come: the time if it is today, else with its day."""
    return clock(at) if timezone.localtime(at).date() == timezone.localdate() else moment(at)


def greeting() -> str:
    """Good morning, afternoon or evening, where the reader is; at night just hello."""
    hour = timezone.localtime().hour
    if hour < 4:
        return _("Hello")
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= hour < 18 else _("Good evening")
