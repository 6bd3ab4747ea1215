"""What a room tells of its staff: that they can read it, what is screened, and what they wrote to this reader alone."""

from datetime import timedelta
from typing import Any, Final

from frontend.screened import sentences
from frontend.seats import Seat
from moderation.queries import looks, policies, whispers
from rooms.models import Person

LATELY: Final = timedelta(days=3)
"""How long a private note stands beside the conversation; later it is found on its own page."""


def watched(person: Person, seat: Seat, room_id: str) -> dict[str, Any]:
    """For the room page, from either seat."""
    holds = policies.screened(person, room_id)
    screened = list(sentences(holds))
    if seat.staff:
        return {"stand": looks.stand(person, room_id), "screened": screened}
    return {
        "light": holds.light,
        "screened": screened,
        "notes": whispers.heard(person, room_id, within=LATELY),
    }
