"""A hand-over on open desks: the leaving worker's socket loses the room at once (S7)."""

import pytest
from asgiref.sync import sync_to_async

from moderation.queries.staff import handle
from moderation.services.handover import hand_over
from rooms.models import Person, Role
from rooms.services import memberships
from tests.cast import Cast
from tests.sockets import phone

pytestmark = pytest.mark.django_db(transaction=True)


def hand_macia_over(cast: Cast) -> None:
    """A supervisor gives Macia's room to a colleague."""
    supervisor, colleague = (
        Person.objects.create_user(f"{name.lower()}@example.org", name=name, agency=cast.tianna.agency, is_staff=True)
        for name in ("Supervisor", "Colleague")
    )
    room = cast.rooms["macia"]
    memberships.add(actor=None, room=room, person=supervisor, role=Role.SUPERVISOR)
    asked = {"leaving": handle(cast.tianna), "to": handle(colleague), "room_ids": [room.public_id]}
    hand_over(actor=supervisor, **asked, reason="She moves away")


async def test_the_open_desk_of_the_leaving_worker_loses_the_room(cast: Cast) -> None:
    macia = cast.rooms["macia"].public_id
    async with phone(cast.tianna, "/ws/desk/") as tianna:
        await tianna.follow(macia)
        await sync_to_async(hand_macia_over)(cast)
        left = await tianna.until("left")
        assert (left["room"], left["code"]) == (macia, "ended")
        await sync_to_async(cast.say)("ana", "macia", "After she left")
        assert (await tianna.refused("resume", room=macia, after=0))["code"] == "not_found"
        assert "After she left" not in tianna.texts()
