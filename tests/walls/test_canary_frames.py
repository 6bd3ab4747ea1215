"""The canary run, frames: both sockets of everybody, all rooms live, and what processes tell each other (P5, P13)."""

from collections.abc import Iterable
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import DatabaseError

from rooms import bus
from rooms.models import Membership
from rooms.services import memberships
from tests.walls.canaries import Aviary
from tests.walls.collect import Haul, Phones
from tests.walls.search import LOGGED, VISITOR, CapturedLog, assert_found, leaks
from tests.walls.staffwork import fill

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_engines,
    pytest.mark.usefixtures("in_a_hurry", "loop_end"),
]


async def conversation(world: Aviary, phones: Phones) -> None:
    """Both rooms live: all kinds of frames, and somebody is narrowed, paused, brought back and sent away meanwhile."""
    macia, jaylan = (world.rooms[name].public_id for name in ("macia", "jaylan"))
    for viewer in world.open_parts:
        for path in ("/ws/", "/ws/desk/"):
            one = phones.open[viewer, path]
            for room in (macia, jaylan):
                for here in (False, True):
                    await one.send("resume", room=room, after=0, here=here)
                line = world.lines.get(viewer, 3)
                await one.send("typing", room=room)
                await one.send("read", room=room, upto=line)
                await one.send("react", id=str(uuid4()), room=room, target=line, emoji="🙏", on=True)
                await one.send("edit", id=str(uuid4()), room=room, target=line, text="Better words")
                await one.send("post", id=str(uuid4()), room=room, text="A word", reply_to=line)
                await one.send_raw('{"t": "post", "room": "' + room + '"}')
    await phones.settle()
    for act in ("narrow", "widen", "suspend", "restore", "suspend"):
        await sync_to_async(manage)(world, "relative", act)
    await sync_to_async(manage)(world, "mentor", "end")
    await phones.settle()


def manage(world: Aviary, viewer: str, act: str) -> None:
    """The social worker does something about a part, with a reason that is only for staff."""
    room = world.rooms["macia"]
    getattr(memberships, act)(
        actor=world.people["social_worker"],
        room_id=room.public_id,
        member_id=Membership.objects.get(room=room, person=world.people[viewer]).public_id,
        reason=world.new("StaffAct.reason", room="macia"),
    )


async def test_frames_hold_nothing_outside_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """S1, S3, P5, P13, D10: welcome, resume from nought, history, presence, typing, seen, observing, refusals, left;
    and what processes tell each other (no words), and what is logged meanwhile."""
    world = await sync_to_async(fill)()
    told: list[bus.Signal] = []

    async def publish(signals: Iterable[bus.Signal]) -> None:
        told.extend(signals)

    monkeypatch.setattr(bus, "publish", publish)
    rooms = [room.public_id for room in world.rooms.values()]
    with CapturedLog() as lines:
        async with Phones() as phones:
            await phones.connect(world.people)
            await phones.ask_everything(rooms)
            await phones.settle()
            await conversation(world, phones)
            await phones.ask_everything(rooms)
            await phones.settle()
            hauls = {viewer: phones.haul(viewer) for viewer in world.people}
    found = [leak for viewer, haul in hauls.items() for leak in leaks(world, viewer, haul)]
    assert found == []
    for viewer in world.open_parts:
        assert_found(world, viewer, hauls[viewer], "Membership.shown_name", "Event.text")
    kinds = {where.split()[1] for haul in hauls.values() for where, _ in haul.pieces}
    assert kinds >= {
        "welcome",
        "events",
        "page",
        "ack",
        "error",
        "presence",
        "typing",
        "seen",
        "observing",
        "you",
        "left",
    }
    signals = Haul([("bus", str(told)), *lines.haul().pieces])
    assert leaks(world, VISITOR, signals, also=LOGGED) == []


@pytest.mark.parametrize("fault", [DatabaseError, ValueError])
async def test_a_fault_under_a_frame_shows_nothing(monkeypatch: pytest.MonkeyPatch, fault: type[Exception]) -> None:
    """D11: a database quotes the row that it could not store, and the row is what a parent wrote."""
    world = await sync_to_async(fill)()
    token = next(canary.token for canary in world.canaries if canary.what == "Event.text" and canary.room == "jaylan")

    def fail(*args: object) -> None:
        raise fault(f"failing row contains {token}")

    monkeypatch.setattr("rooms.writer.post_many", fail)
    with CapturedLog() as lines:
        async with Phones() as phones:
            await phones.connect({"birth_parent": world.people["birth_parent"]})
            one = phones.open["birth_parent", "/ws/"]
            await one.send("post", id=str(uuid4()), room=world.rooms["macia"].public_id, text="A word")
            assert (await one.until("error"))["code"] == "unavailable"
            haul = phones.haul("birth_parent")
    assert lines.texts()
    assert leaks(world, "birth_parent", haul) == []
    assert leaks(world, VISITOR, lines.haul(), also=LOGGED) == []


async def test_a_leak_in_a_frame_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for frames, with a name of the other room: right for one, a leak for another."""
    world = await sync_to_async(fill)()
    canary = next(one for one in world.canaries if one.what == "Membership.shown_name" and one.room == "jaylan")
    monkeypatch.setattr("rooms.commands.SUBPROTOCOL", canary.token)
    async with Phones() as phones:
        await phones.connect({name: world.people[name] for name in ("birth_parent", "other_parent")})
        await phones.settle()
        found = leaks(world, "birth_parent", phones.haul("birth_parent"))
        slipped = "birth_parent got Membership.shown_name of jaylan by {} welcome"
        assert found == [slipped.format(path) for path in ("/ws/", "/ws/desk/")]
        assert leaks(world, "other_parent", phones.haul("other_parent")) == []
