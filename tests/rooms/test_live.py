"""The live room: heard by all, in order, once; nothing after a pause (P2 to P5, P7; S7, S53)."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from rooms.hub import hub
from tests.cast import Cast
from tests.sockets import phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


def texts(frame: dict) -> list[str]:
    return [event["text"] for event in frame["events"] if event["kind"] == "message"]


async def test_two_parents_and_the_social_worker_hear_every_word(world: Cast) -> None:
    """S1, S53, P7."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as tianna:
        for one in (ana, brianna, tianna):
            await one.follow(macia)
        ack = await ana.say(macia, "Did she sleep?")
        for one in (brianna, tianna):
            frame = await one.until("events", lambda frame: texts(frame) == ["Did she sleep?"])
            assert frame["upto"] == ack["seq"]


async def test_sending_twice_is_acknowledged_twice_and_heard_once(world: Cast) -> None:
    """P2."""
    macia, client_id = world.rooms["macia"].public_id, str(uuid4())
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        await brianna.follow(macia)
        first, second = await ana.say(macia, "Once", id=client_id), await ana.say(macia, "Once", id=client_id)
        assert first == second
        await ana.say(macia, "Last")
        await brianna.until("events", lambda frame: texts(frame) == ["Last"])
        assert brianna.texts().count("Once") == 1


async def test_coming_back_gets_all_that_was_missed_in_order_once(world: Cast) -> None:
    """P3."""
    macia = world.rooms["macia"]
    posts = [f"line {number}" for number in range(30)]
    for text in posts:
        await sync_to_async(world.say)("ana", "macia", text)
    async with phone(world.brianna) as brianna:
        frame = await brianna.follow(macia.public_id, after=macia.last_seq)
        assert texts(frame) == posts
        assert (frame["after"], frame["upto"]) == (macia.last_seq, macia.last_seq + 30)


async def test_a_paused_member_hears_nothing_more(world: Cast) -> None:
    """P5, S7: at once, on an open socket, and what was said meanwhile stays hidden after they are back."""
    macia = world.rooms["macia"].public_id
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await francisco.follow(macia)
        await ana.follow(macia)
        await sync_to_async(world.suspend)("francisco", "macia")
        left = await francisco.until("left")
        assert left == {"t": "left", "room": macia, "code": "paused"}
        await ana.say(macia, "Not for Francisco")
        assert (await francisco.refused("post", id=str(uuid4()), room=macia, text="Hello?"))["code"] == "not_found"
        assert (await francisco.refused("resume", room=macia, after=0))["code"] == "not_found"
        assert await francisco.is_silent()
        await sync_to_async(world.restore)("francisco", "macia")
        await francisco.follow(macia, after=0)
        await ana.say(macia, "For all of us")
        await francisco.until("events", lambda frame: texts(frame) == ["For all of us"])
        assert "Not for Francisco" not in francisco.texts()


async def test_a_room_is_heard_only_by_those_in_it(world: Cast) -> None:
    """S3, S4, P13: Brianna is in both rooms; neither family hears the other."""
    macia, jaylan = world.rooms["macia"].public_id, world.rooms["jaylan"].public_id
    async with phone(world.brianna) as brianna, phone(world.samara) as samara:
        await samara.follow(jaylan)
        await brianna.follow(macia)
        await brianna.follow(jaylan)
        await brianna.say(macia, "About Macia")
        await brianna.say(jaylan, "About Jaylan")
        await samara.until("events", lambda frame: texts(frame) == ["About Jaylan"])
        assert "About Macia" not in samara.texts()
        assert not any(macia in str(frame) for frame in samara.heard)


async def test_who_is_here_and_who_writes(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    brianna_id = (await sync_to_async(world.member)("brianna", "macia")).public_id
    async with phone(world.ana) as ana:
        await ana.follow(macia)
        async with phone(world.brianna) as brianna:
            await brianna.follow(macia)
            came = await ana.until("presence", lambda frame: frame["member"] == brianna_id)
            assert came["here"]
            await brianna.send("typing", room=macia)
            assert (await ana.until("typing"))["member"] == brianna_id
            await brianna.send("read", room=macia, upto=5)
            assert (await ana.until("seen"))["upto"] == {brianna_id: 5}
        went = await ana.until("presence", lambda frame: frame["member"] == brianna_id)
        assert not went["here"]


async def test_members_see_a_light_while_staff_reads(world: Cast) -> None:
    """S53: observed, and told so."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.tianna, "/ws/desk/") as tianna:
        await ana.follow(macia)
        await tianna.follow(macia)
        assert (await ana.until("observing"))["on"]
        await tianna.send("resume", room=macia, after=0, here=False)
        assert not (await ana.until("observing"))["on"]


async def test_a_member_has_no_desk_and_staff_has_no_member_socket(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana, "/ws/desk/") as ana, phone(world.tianna) as tianna:
        assert (await ana.until("welcome"))["rooms"] == []
        assert (await ana.refused("resume", room=macia, after=0))["code"] in ("not_found", "not_allowed")
        assert (await tianna.refused("resume", room=macia, after=0))["code"] == "not_allowed"


async def test_draining_says_goodbye(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rooms.hub.JITTER", 0.01)
    async with phone(world.ana) as ana:
        await ana.until("welcome")
        await hub().drain()
        await ana.until("bye")
        assert (await ana.until("closed"))["code"] == 1012
