"""Open pages of a foster home where homes plan, at the moment at which a child leaves it (S44, S7; P5)."""

from uuid import uuid4

import pytest
from django.utils import timezone

from rooms.database import in_thread
from rooms.models import Household, Room
from rooms.services import placements, planning
from rooms.services.placements import MovePlan
from tests.cast import Cast
from tests.sockets import phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


def opened(world: Cast) -> Room:
    ids = [world.rooms[name].public_id for name in ("macia", "gladys", "jon")]
    return planning.open_planning(actor=world.tianna, room_ids=ids, reason="Sisters and a brother")


def moved(world: Cast) -> None:
    room = world.rooms["macia"]
    home = Household.objects.create(agency=world.ana.agency, name="Hudson")
    children = [child.public_id for child in room.children.all()]
    plan = MovePlan(children=children, household=home.pk, when=timezone.now(), along=[])
    placements.move(actor=world.tianna, room_id=room.public_id, client_id=uuid4(), plan=plan)


async def test_a_move_cuts_the_sockets_of_the_home_that_was(world: Cast) -> None:
    """The log's own order is the fence: what is said after the move is nobody's who cares for no child any more."""
    room = (await in_thread(opened, world)).public_id
    async with phone(world.brianna) as brianna, phone(world.wendy) as wendy:
        await brianna.follow(room)
        await wendy.follow(room)
        await in_thread(moved, world)
        assert (await brianna.until("left"))["code"] == "ended"
        await wendy.say(room, "Who brings the map now?")
        assert "Who brings the map now?" not in brianna.texts()
        assert (await brianna.refused("resume", room=room, after=0))["code"] == "not_found"
