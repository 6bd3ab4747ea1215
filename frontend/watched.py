"""What a room tells beside the conversation: that staff can read it, what is screened and may be shared, what was
settled on writing."""

from datetime import timedelta
from typing import Any, Final

from frontend.plan_words import beside_the_pen
from frontend.screened import sentences
from frontend.seats import Seat
from moderation.queries import looks, policies, whispers
from rooms.access import Action, door
from rooms.models import Person
from rooms.queries.agency_cards import sharing
from rooms.queries.talkplan import hint_for

LATELY: Final = timedelta(days=3)
"""How long a private note stands beside the conversation; later it is found on its own page."""


def watched(person: Person, seat: Seat, room_id: str) -> dict[str, Any]:
    """For the room page, from either seat."""
    holds = policies.screened(person, room_id)
    screened = list(sentences(holds))
    if seat.staff:
        member = door(actor=person, room_id=room_id, action=Action.OBSERVE)
        return {"stand": looks.stand(person, room_id), "screened": screened, "sharing": sharing(member)}
    return {
        "light": holds.light,
        "screened": screened,
        "notes": whispers.heard(person, room_id, within=LATELY),
        **beside_the_pen(hint_for(door(actor=person, room_id=room_id, action=Action.READ))),
    }
