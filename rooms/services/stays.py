"""What ends with a child's stay in a home: the first days that are still to come, and what was planned from there.

A court date stands wherever the child lives.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Final

from rooms.models import STAFF_ROLES, Meeting, Membership, Occasion, Placement, Room, State
from rooms.services.meeting_rules import LIVE, changed
from rooms.services.occasion_steps import changed as changed_dates
from rooms.services.occasion_steps import is_soon, live_after, tell

GOES_ON: Final = frozenset({Occasion.Kind.COURT})
"""What no move calls off."""


def meetings_over(room: Room, stays: Iterable[Placement] | None = None) -> None:
    """Call off the first days of these stays that are still to come; without any named, every meeting of the room."""
    found = room.meetings.filter(state__in=LIVE)
    if stays is not None:
        found = found.filter(placement__in=stays, homeward=False)
    for one in found:
        one.state = Meeting.State.OFF
        changed(one)


def dates_over(
    teller: Membership, on: date, *, keep: Collection[str] = GOES_ON, at: datetime | None = None
) -> list[Occasion]:
    """Call off what the room of this part has planned for after a day, and tell it in one line. The room is locked."""
    last = datetime.combine(on, time.max, teller.room.zone)
    found = [one for one in live_after(teller, last) if one.kind not in keep]
    for one in found:
        one.state = Occasion.State.CALLED_OFF
    changed_dates(found)
    if found:
        tell(teller, found, "called_off", client_id=None, soon=is_soon([one.starts for one in found], at), at=at)
    return found


def teller_of(room: Room, first: Membership) -> Membership | None:
    """Who of the staff tells the room what ended with a stay: this one, if they are still there, else whoever is."""
    staff = room.memberships.filter(role__in=STAFF_ROLES, state=State.ACTIVE).select_related("person").order_by("pk")
    found = next((one for one in staff if one.pk == first.pk), None) or staff.first()
    if found is not None:
        found.room = room
    return found
