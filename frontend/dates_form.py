"""What comes in from the forms for visits and dates: days and times as they are typed, made into moments."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time

from frontend import forms
from frontend.zones import named
from rooms.errors import RoomError
from rooms.models import Occasion, PlaceKind, Room

APPOINTMENTS = (
    Occasion.Kind.DOCTOR,
    Occasion.Kind.DENTIST,
    Occasion.Kind.THERAPY,
    Occasion.Kind.SCHOOL,
    Occasion.Kind.COURT,
    Occasion.Kind.CELEBRATION,
    Occasion.Kind.OUTING,
    Occasion.Kind.SERVICE,
    Occasion.Kind.HOLIDAY,
)
"""To what people invite, in the order in which it is offered."""
DAYS: Final = (date(2000, 1, 1), date(2099, 12, 31))
"""Days that anything here may have."""


def zones(room: Room) -> tuple[str, str] | None:
    """The reader's time zone and the agency's in words, where they are not the same."""
    own, agency = str(timezone.get_current_timezone()), str(room.zone)
    return None if own == agency else (named(own), named(agency))


def times(request: HttpRequest, room: Room) -> dict[str, Any]:
    """From when to when, where the reader is; of what shows its day only, that day where the agency is.

    Raises RoomError not_to_come where there is no such time, far_day.
    """
    day, whole = a_day(request, "day"), request.POST.get("whole_day") == "1"
    if day is None:
        raise RoomError("not_to_come")
    if whole:
        zone = room.zone
        bounds = [datetime.combine(day + timedelta(days=more), time(), zone).astimezone(UTC) for more in (0, 1)]
    else:
        zone = timezone.get_current_timezone()
        clocks = [a_time(request, key) for key in ("from", "to")]
        bounds = [datetime.combine(day, clock, zone).astimezone(UTC) for clock in clocks if clock is not None]
    if len(bounds) != 2:
        raise RoomError("not_to_come")
    return {"starts": bounds[0], "ends": bounds[1]}


def overlap_ok(request: HttpRequest, starts: datetime) -> bool:
    """Whether whoever sends it was shown that they have something else at this very time."""
    return request.POST.get("overlap", "") == starts.isoformat()


def weekly_until(request: HttpRequest) -> date | None:
    """Until when it is to be every week; None for once. Raises RoomError too_often where that day is missing."""
    if request.POST.get("weekly") != "1":
        return None
    day = a_day(request, "weekly_until")
    if day is None:
        raise RoomError("too_often")
    return day


def a_day(request: HttpRequest, key: str) -> date | None:
    """A day as a form sends it; None for none, and for what is no day. Raises RoomError far_day."""
    try:
        day = parse_date(forms.chosen(request.POST, key))
    except ValueError:
        return None
    if day is not None and not DAYS[0] <= day <= DAYS[1]:
        raise RoomError("far_day")
    return day


def a_time(request: HttpRequest, key: str) -> time | None:
    """A time of day as a form sends it; None for none, and for what is no time."""
    try:
        found = parse_time(forms.chosen(request.POST, key))
    except ValueError:
        return None
    return found.replace(tzinfo=None) if found else None


def places(kind: str, within: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Kinds of place that go with what it is, and lie within what is allowed."""
    if kind == Occasion.Kind.CALL:
        fitting = [PlaceKind.REMOTE]
    elif kind == Occasion.Kind.VISIT:
        fitting = [place for place in PlaceKind if place not in (PlaceKind.REMOTE, PlaceKind.OFFICE)]
    else:
        fitting = [PlaceKind.OFFICE, *(place for place in PlaceKind if place != PlaceKind.OFFICE)]
    return [(str(place), str(place.label)) for place in fitting if within is None or place in within]
