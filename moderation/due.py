"""By when somebody must look: an hour where it is urgent, else one working day, where the staff of the room are."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from moderation.models import Flag
from rooms.models import Role, Room, State

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
ANSWERED_BY: Final = time(17)
"""When on the next working day a question has its answer (S54)."""
FRIDAY: Final = 4

URGENCY: Final[dict[str, Flag.Urgency]] = {
    Flag.Category.GOOD: Flag.Urgency.NONE,
    Flag.Category.QUESTION: Flag.Urgency.LATER,
    Flag.Category.HELP: Flag.Urgency.LATER,
    Flag.Category.CARE: Flag.Urgency.TODAY,
    Flag.Category.SAFETY: Flag.Urgency.NOW,
    Flag.Category.WORDING: Flag.Urgency.LATER,
    Flag.Category.CONTACT: Flag.Urgency.LATER,
}
"""How soon a flag of this kind wants somebody, if a person raised it."""


def due_at(category: str, urgency: str, at: datetime, zone: ZoneInfo) -> datetime | None:
    """By when somebody must have looked; None for what has no hurry at all.

    A flag raised on a weekend counts as raised on the Monday that follows, at the same time of day.
    """
    if urgency == Flag.Urgency.NOW:
        return at + HOUR
    if urgency == Flag.Urgency.NONE:
        return None
    local = next_working_day(at.astimezone(zone))
    return datetime.combine(local.date(), ANSWERED_BY, zone) if category == Flag.Category.QUESTION else local


def next_working_day(local: datetime) -> datetime:
    """The same time of day on the next day that is neither Saturday nor Sunday."""
    later = local + DAY
    while later.weekday() > FRIDAY:
        later += DAY
    return later


def worker_zone(room: Room) -> ZoneInfo:
    """Where the room's social worker is; without one, where the agency is."""
    worker = room.memberships.filter(role=Role.SOCIAL_WORKER, state=State.ACTIVE).select_related("person").first()
    return worker.person.zone if worker else room.zone
