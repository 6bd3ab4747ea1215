"""Screening over the socket: what each browser is sent, and what the writer is asked and told (S1, S60; P4)."""

from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from moderation.models import HeldMessage
from moderation.services import held
from tests.cast import Cast
from tests.sockets import Phone, phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

CALL = "Call me at 775-555-0134"
HARD = "You are a terrible mother"
THREAT = "I'm going to kill you"


async def told(one: Phone, state: str) -> dict[str, Any]:
    """The frame about a held message in this state, whether it came before what was waited for or comes now."""
    for frame in one.heard:
        if frame["t"] == "held" and frame["state"] == state:
            return frame
    return await one.until("held", lambda frame: frame["state"] == state)


async def event(one: Phone, kind: str) -> dict[str, Any]:
    """The same for an event of the room."""
    for frame in one.heard:
        for found in frame.get("events", ()):
            if found["kind"] == kind:
                return found
    frame = await one.until("events", lambda frame: any(found["kind"] == kind for found in frame["events"]))
    return next(found for found in frame["events"] if found["kind"] == kind)


async def test_live_members_get_dots_and_the_desk_gets_the_words(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as tianna:
        for one in (ana, brianna, tianna):
            await one.follow(macia)
        ack = await ana.say(macia, CALL, sure=True)
        for one in (ana, brianna):
            said = await event(one, "message")
            assert (said["text"], said["masked"]) == ("Call me at •••", [[11, 14, "phone"]])
        said = await event(tianna, "message")
        assert (said["text"], said["masked"]) == (CALL, [[11, 23, "phone"]])
        fields = {"id": str(uuid4()), "room": macia, "target": ack["seq"]}
        await ana.send("edit", text=f"{CALL} or write to ana@example.org", sure=True, **fields)
        changed = await event(brianna, "message.edited")
        assert changed["text"] == "Call me at ••• or write to •••"
        assert [kind for _, _, kind in changed["masked"]] == ["phone", "email"]
        await brianna.send("history", ref="all", room=macia, before=99)
        await brianna.until("page")
        assert not any("0134" in text or "example" in text for text in brianna.texts())


async def test_a_second_thought_is_asked_once_and_the_same_id_goes_out_when_the_writer_is_sure(world: Cast) -> None:
    macia, client_id = world.rooms["macia"].public_id, str(uuid4())
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        await brianna.follow(macia)
        error = await ana.refused("post", id=client_id, room=macia, text=f"{HARD}. {CALL}")
        assert (error["code"], error["retry"], error["id"]) == ("second_thought", False, client_id)
        assert error["private"] == ["phone"]
        assert all(one["reason"] and one["suggestion"] for one in error["advice"])
        assert await brianna.is_silent()
        assert "seq" in await ana.say(macia, f"{HARD}. {CALL}", id=client_id, sure=True)
        assert (await event(brianna, "message"))["text"] == f"{HARD}. Call me at •••"


async def test_staff_is_never_asked(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.tianna, "/ws/desk/") as tianna:
        assert "seq" in await tianna.say(macia, CALL)


async def test_whoever_cries_for_help_is_heard_and_told_where_help_is(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        ack = await ana.say(macia, "I want to die, I can't go on")
        assert ack["seq"]
        assert "988" in ack["advice"][0]["reason"]


async def test_a_held_message_is_told_to_its_writer_and_to_staff_and_to_nobody_else(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as tianna:
        for one in (ana, brianna, tianna):
            await one.follow(macia)
        ack = await ana.say(macia, THREAT)
        assert ack["held"] is True
        assert "seq" not in ack
        for one in (ana, tianna):
            assert (await told(one, "waiting"))["id"] == ack["id"]
        one = await HeldMessage.objects.aget()
        await sync_to_async(held.release)(actor=world.tianna, held_id=one.public_id)
        assert (await told(ana, "released"))["id"] == ack["id"]
        assert (await event(brianna, "message"))["text"] == THREAT
        assert not any(frame["t"] == "held" for frame in brianna.heard)
