"""What holds for every meeting: how it is found, changed and ticked off, and how the room is told."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from rooms.errors import RoomError
from rooms.items import Facts, Item, utc
from rooms.models import Event, Meeting, MeetingResult, Membership
from rooms.services import items

AHEAD: Final = timedelta(days=730)
"""How far ahead a meeting can be set."""
JUST_NOW: Final = timedelta(minutes=5)
"""A time that was still to come when the form was opened."""
LIVE: Final = (Meeting.State.OPEN, Meeting.State.SET)
"""States of what is still to come."""
FIRST: Final = (Meeting.Kind.COMFORT_CALL, Meeting.Kind.ICEBREAKER)
"""What starts with a placement."""


def in_room(member: Membership, meeting_id: str) -> Meeting:
    """A meeting of the room of this part, whose room is locked. Raises RoomError not_found."""
    found = Meeting.objects.filter(room=member.room, public_id=meeting_id).select_related("asked_by__person").first()
    if found is None:
        raise RoomError("not_found")
    found.room = member.room
    return found


def to_come(member: Membership, meeting_id: str) -> Meeting:
    """A meeting that is still to come, however it stands. Raises RoomError not_found, meeting_over."""
    found = in_room(member, meeting_id)
    if found.state not in LIVE:
        raise RoomError("meeting_over")
    return found


def live(member: Membership, meeting_id: str, version: int | None) -> Meeting:
    """The same, as the form saw it. Raises RoomError changed_since, also for a form that does not say what it saw."""
    found = to_come(member, meeting_id)
    if version != found.version:
        raise RoomError("changed_since")
    return found


def changed(meeting: Meeting) -> None:
    """Keep what was changed, as a new version."""
    meeting.version += 1
    meeting.save()


def check_time(starts: datetime, at: datetime | None) -> None:
    """Raise RoomError bad_moment for a time that is over, or years away."""
    now = at or timezone.now()
    if not now - JUST_NOW <= starts <= now + AHEAD:
        raise RoomError("bad_moment")


def item(kind: str, meeting: Meeting, facts: Facts | None = None) -> Item:
    """What was done to a meeting, named by its kind."""
    return Item(kind=kind, id=meeting.public_id, facts={"meeting": f"meeting.{meeting.kind}", **(facts or {})})


def starting(at: datetime) -> Facts:
    """The moment of a meeting, as items tell it."""
    return {"starts": utc(at)}


def tick_off(
    member: Membership,
    meeting: Meeting,
    outcome: str,
    *,
    client_id: UUID,
    text: str,
    sure: bool,
    at: datetime | None,
    topics: tuple[str, ...] = (),
) -> Event:
    """Keep that a meeting took place, and tell the room."""
    now = at or timezone.now()
    event = items.tell(member, item("meeting.held", meeting), client_id=client_id, text=text, sure=sure, at=at)
    MeetingResult.objects.create(
        meeting=meeting, outcome=outcome, by=member, topics=list(topics), seq=event.seq, at=now
    )
    meeting.state, meeting.held_at = Meeting.State.HELD, now
    changed(meeting)
    return event
