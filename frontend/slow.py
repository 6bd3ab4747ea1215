"""What a page says of a slow room: how slow it is and until when, and when its reader may write again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from frontend.when import iso, until
from frontend.words import say
from rooms.pace import Pace


@dataclass(frozen=True, kw_only=True)
class SlowRoom:
    """The sentences for a page; `again` is empty for whoever may write now."""

    said: str = ""
    again: str = ""


def slow_room(pace: Pace | None) -> SlowRoom:
    """What stands above the conversation and at the place to write; nothing where the room is not slow."""
    if pace is None:
        return SlowRoom()
    waits = pace.again is not None and pace.again > timezone.now()
    return SlowRoom(
        said=say(f"slow_{pace.every}", time=until(pace.until)),
        again=say("slow_again", time=until(_next_minute(pace.again))) if waits and pace.again else "",
    )


def slow_data(pace: Pace | None) -> dict[str, Any] | None:
    """The same for browser code."""
    return {"until": iso(pace.until), "again": iso(pace.again) if pace.again else None} if pace else None


def _next_minute(at: datetime) -> datetime:
    """Seconds are not told; a time that was rounded down would be too soon."""
    return at + timedelta(seconds=59)
