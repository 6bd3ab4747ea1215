"""A part that is over by its date: open sockets hear no more, with or without the worker process (S7, P5)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils import timezone

from rooms.hub import hub
from rooms.models import Membership
from tests.cast import Cast, make_cast
from tests.sockets import phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


@pytest.fixture
async def world(transactional_db: None) -> AsyncIterator[Cast]:
    yield await sync_to_async(make_cast)()
    hub().stop()
    await sync_to_async(connections.close_all)()


async def test_the_server_ends_it_itself(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rooms.sweep.SWEEP", 0.05)
    macia = world.rooms["macia"].public_id
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await francisco.follow(macia)
        await ana.follow(macia)
        part = Membership.objects.filter(person=world.francisco, room=world.rooms["macia"])
        await part.aupdate(until=timezone.now() - timedelta(seconds=1))
        assert (await francisco.until("left"))["code"] == "ended"
        await ana.say(macia, "Not for Francisco")
        assert "Not for Francisco" not in francisco.texts()
        refusal = await francisco.refused("resume", room=macia, after=0)
        assert refusal["code"] == "not_found"
