"""What stands at the top of a room: that staff can read it, and what staff wrote to this reader alone."""

from datetime import timedelta
from typing import Any, Final

from frontend.seats import Seat
from moderation.queries import looks, whispers
from rooms.models import Person

LATELY: Final = timedelta(days=3)
"""How long a private note stands beside the conversation; later it is found on its own page."""


def watched(person: Person, seat: Seat, room_id: str) -> dict[str, Any]:
    """For the room page, from either seat."""
    if seat.staff:
        return {"stand": looks.stand(person, room_id)}
    return {
        "light": looks.light_shows(person, room_id),
        "notes": whispers.heard(person, room_id, within=LATELY),
    }
