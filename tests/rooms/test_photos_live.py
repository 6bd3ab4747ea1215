"""Photos on the wire: news of them comes to everybody who may see them, and is gone for who may not (P3, P5)."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from tests.cast import Cast
from tests.photos import kept
from tests.sockets import phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


async def test_a_photo_comes_live_and_when_coming_back(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    one = await sync_to_async(kept)(world, "ana", "macia")
    async with phone(world.ana) as ana, phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as desk:
        for some in (ana, brianna, desk):
            await some.follow(macia)
        files = [{"id": one.public_id, "alt": "A red house"}]
        ack = await ana.say(macia, "Her painting", files=files)
        for some in (brianna, desk):
            frame = await some.until("events", lambda frame: frame["upto"] >= ack["seq"])
            (event,) = [event for event in frame["events"] if event["seq"] == ack["seq"]]
            assert event["text"] == "Her painting"
            assert event["files"] == [{"id": one.public_id, "w": 640, "h": 480, "alt": "A red house"}]
            assert one.sha256 not in str(frame)
        again = await ana.say(macia, "Her painting", files=files, id=ack["id"])
        assert again["seq"] == ack["seq"]
        await ana.send("retract", id=str(uuid4()), room=macia, target=ack["seq"])
        await ana.until("ack", lambda frame: frame["seq"] > ack["seq"])
    async with phone(world.brianna) as brianna:
        came = await brianna.follow(macia)
        assert all("files" not in event for event in came["events"])
