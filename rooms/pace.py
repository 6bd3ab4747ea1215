"""Slow rooms: for a while each member but staff writes once in so many seconds.

Only a slow room asks the database anything here: `Room.pace` comes with every door, and is 0 in all others.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from rooms import excerpts
from rooms.errors import RoomError
from rooms.models import Membership, Room


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How slow a room is, for one member. `every` is in seconds; `again` is when they may write, None for now."""

    every: int
    until: datetime
    again: datetime | None = None


def pace_for(member: Membership) -> Pace | None:
    """What holds for this member now; None where the room is not slow, or not any more.

    What waits for staff is no message of the room yet, and does not count.
    """
    if not member.room.pace:
        return None
    now, every = timezone.now(), timedelta(seconds=member.room.pace)
    until = Room.objects.filter(pk=member.room_id).values_list("slow_until", flat=True).first()
    if until is None or until <= now:
        return None
    last = [] if member.is_staff else excerpts.own_words(member, since=now - every, limit=1)
    again = min(last[0][0] + every, until) if last else None
    return Pace(every=member.room.pace, until=until, again=again)


def check_pace(member: Membership, *, writes_now: bool) -> None:
    """Raise RoomError slow_room, with the seconds to wait, if this member wrote too short a time ago.

    `writes_now` is for whoever has a message in the commit that is being made.
    """
    pace = pace_for(member)
    if pace is None or member.is_staff:
        return
    if writes_now:
        raise RoomError("slow_room", wait=pace.every)
    if pace.again is not None:
        raise RoomError("slow_room", wait=(pace.again - timezone.now()).total_seconds())
