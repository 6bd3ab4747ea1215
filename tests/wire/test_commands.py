"""Every command on both sockets: taken, and refused with one code and one sentence, after which the socket lives on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from django.utils import timezone

from rooms import limits
from rooms.errors import MESSAGES, RETRYABLE
from rooms.management.commands.protocol_page import FORMS_ONLY
from rooms.models import Incoming, Room, State
from rooms.protocol import FRAME_LIMIT, DeskCommand, MemberCommand
from rooms.services import memberships
from tests.cast import Cast
from tests.photos import kept
from tests.sockets import Phone, phone
from tests.videos import kept_video

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

Frame = dict[str, Any]
NOWHERE = "0a1b2c3d4e5f"


def new_id() -> str:
    return str(uuid4())


def every_command(room: str, target: int, socket: str) -> list[tuple[Frame, str]]:
    """One good frame of each kind, in an order that works, and the kind of frame that answers it."""
    about = {"room": room, "target": target}
    both = [
        ({"t": "resume", "room": room, "after": 0}, "events"),
        ({"t": "post", "id": new_id(), "room": room, "text": "Good morning"}, "ack"),
        ({"t": "edit", "id": new_id(), "text": "Good evening", **about}, "ack"),
        ({"t": "react", "id": new_id(), "emoji": "🙏", "on": True, **about}, "ack"),
        ({"t": "retract", "id": new_id(), **about}, "ack"),
        ({"t": "history", "ref": "older", "room": room, "before": 4}, "page"),
        ({"t": "ping"}, "pong"),
    ]
    members = [({"t": "read", "room": room, "upto": target}, "seen"), ({"t": "typing", "room": room}, "pong")]
    return [*both, *(members if socket == "/ws/" else [])]


@pytest.mark.parametrize(
    ("name", "socket", "frames"), [("ana", "/ws/", MemberCommand), ("tianna", "/ws/desk/", DeskCommand)]
)
async def test_every_command_is_taken(world: Cast, name: str, socket: str, frames: Any) -> None:
    macia = world.rooms["macia"].public_id
    target = (await sync_to_async(world.say)(name, "macia", "Hello")).seq
    commands = every_command(macia, target, socket)
    assert {frame["t"] for frame, _ in commands} == {struct.__struct_config__.tag for struct in get_args(frames)}
    async with phone(world.people[name], socket) as one, phone(world.brianna) as brianna:
        await brianna.follow(macia)
        for frame, answer in commands:
            await one.send(frame["t"], **fields_of(frame))
            if frame["t"] == "typing":  # news to the others only
                assert (await brianna.until("typing"))["room"] == macia
                await one.send("ping")
            found = await one.until(answer)
            assert frame.get("id", found.get("id")) == found.get("id")
            assert frame.get("ref", found.get("ref")) == found.get("ref")
        assert not [frame for frame in one.heard if frame["t"] == "error"]


@pytest.mark.parametrize(
    ("name", "socket", "foreign"), [("ana", "/ws/", ["observe"]), ("tianna", "/ws/desk/", ["read", "typing"])]
)
async def test_a_socket_does_not_know_the_other_ones_commands(
    world: Cast, name: str, socket: str, foreign: list[str]
) -> None:
    macia = world.rooms["macia"].public_id
    fields = {"observe": {"on": True}, "read": {"upto": 1}, "typing": {}}
    async with phone(world.people[name], socket) as one:
        for kind in foreign:
            assert (await one.refused(kind, room=macia, **fields[kind]))["code"] == "unknown_command"


@pytest.mark.parametrize(
    ("name", "socket", "room"),
    [("francisco", "/ws/", "jon"), ("ana", "/ws/desk/", "jaylan"), ("tianna", "/ws/desk/", "jon")],
)
async def test_a_room_that_is_not_mine_is_refused_like_one_that_is_not_there(
    world: Cast, name: str, socket: str, room: str
) -> None:
    """P6. Francisco has no part in Jon's room; nor Ana in Jaylan's; Tianna's ended."""
    if name == "tianna":
        await sync_to_async(end_part)(world, name, room)
    stranger = world.rooms[room].public_id
    async with phone(world.people[name], socket) as one:
        await one.until("welcome")
        assert stranger not in str(one.heard)
        for (frame, _), (other, _) in zip(
            every_command(stranger, 3, socket), every_command(NOWHERE, 3, socket), strict=True
        ):
            if "room" in frame:
                theirs = await answer_to(one, frame)
                nobodys = await answer_to(one, {**other, **({"id": frame["id"]} if "id" in frame else {})})
                assert theirs == {**nobodys, "room": stranger}
                assert theirs["code"] == "not_found"


def end_part(world: Cast, name: str, room: str) -> None:
    member = world.member(name, room)
    member.state = State.ENDED
    member.save(update_fields=["state"])


async def answer_to(one: Phone, frame: Frame) -> Frame:
    return await one.refused(frame["t"], **fields_of(frame))


def fields_of(frame: Frame) -> Frame:
    return {key: value for key, value in frame.items() if key != "t"}


@dataclass
class Scene:
    """What a refusal needs: the families, Ana's phone, and a message of hers and of Brianna's in Macia's room."""

    world: Cast
    ana: Phone
    patch: pytest.MonkeyPatch
    room: str
    mine: int
    theirs: int

    async def edit(self, target: int, text: str = "Other words") -> Frame:
        return await self.ana.refused("edit", id=new_id(), room=self.room, target=target, text=text)

    async def post(self, text: str, **more: Any) -> Frame:
        return await self.ana.refused("post", id=new_id(), room=self.room, text=text, **more)


async def read_only(scene: Scene) -> Frame:
    member = await sync_to_async(scene.world.member)("ana", "macia")
    room, reason = scene.room, "a test"
    await sync_to_async(memberships.narrow)(
        actor=scene.world.tianna, room_id=room, member_id=member.public_id, reason=reason
    )
    return await scene.post("May I?")


async def too_late(scene: Scene) -> Frame:
    now = timezone.now()
    scene.patch.setattr(timezone, "now", lambda: now + timedelta(minutes=15, seconds=5))
    return await scene.edit(scene.mine)


async def gone(scene: Scene) -> Frame:
    await scene.ana.send("retract", id=new_id(), room=scene.room, target=scene.mine)
    await scene.ana.until("ack")
    return await scene.edit(scene.mine)


async def id_reused(scene: Scene) -> Frame:
    ack = await scene.ana.say(scene.room, "Once")
    return await scene.ana.refused("post", id=ack["id"], room=scene.room, text="Twice")


async def slow_down(scene: Scene) -> Frame:
    scene.patch.setattr("rooms.commands.senders", limits.Senders(clock=lambda: 0.0))
    for number in range(limits.MESSAGE_BURST):
        await scene.ana.say(scene.room, f"line {number}")
    return await scene.post("One more")


async def slow_room(scene: Scene) -> Frame:
    until = timezone.now() + timedelta(hours=1)
    await sync_to_async(Room.objects.filter(public_id=scene.room).update)(pace=300, slow_until=until)
    return await scene.post("So soon after what I said")


async def unavailable(scene: Scene) -> Frame:
    def broken(*args: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    scene.patch.setattr("rooms.writer.post_many", broken)
    return await scene.post("Is anybody there?")


async def too_many_sockets(scene: Scene) -> Frame:
    scene.patch.setattr("rooms.socket.SOCKETS_PER_PERSON", 1)
    async with phone(scene.world.ana) as second:
        error = await second.until("error")
        assert (await second.next()) == {"t": "closed", "code": 4202}
    return error


async def with_photo(scene: Scene, alt: str) -> Frame:
    one = await sync_to_async(kept)(scene.world, "ana", "macia")
    return await scene.post("Look", sure=True, files=[{"id": one.public_id, "alt": alt}])


def with_video(refusal: str = "") -> Callable[[Scene], Awaitable[Frame]]:
    """A message with a video that is not made yet, or that was refused."""

    async def scene_of(scene: Scene) -> Frame:
        ana = await sync_to_async(scene.world.member)("ana", "macia")
        state = Incoming.State.REFUSED if refusal else Incoming.State.WAITING
        one = await Incoming.objects.acreate(uploader=ana, client_id=uuid4(), state=state, refusal=refusal)
        return await scene.post("Look", files=[{"id": one.public_id}])

    return scene_of


async def two_videos(scene: Scene) -> Frame:
    both = [await sync_to_async(kept_video)(scene.world, "ana", "macia") for _ in range(2)]
    return await scene.post("Look", files=[{"id": one.public_id} for one in both])


REFUSALS = ("video_broken", "video_gone", "video_kind", "video_large", "video_long", "video_sound")
"""What a video is refused with."""

SCENES: dict[str, Callable[[Scene], Awaitable[Frame]]] = {
    "not_found": lambda scene: scene.edit(scene.theirs + 1),
    "not_allowed": lambda scene: scene.edit(scene.theirs),
    "read_only": read_only,
    "empty": lambda scene: scene.post(" \u200b\n"),
    "too_long": lambda scene: scene.post("a" * 8_001),
    "bad_text": lambda scene: scene.post("a\x00b"),
    "bad_choice": lambda scene: scene.ana.refused(
        "react", id=new_id(), room=scene.room, target=scene.theirs, emoji="🐎", on=True
    ),
    "too_late": too_late,
    "gone": gone,
    "id_reused": id_reused,
    "slow_down": slow_down,
    "slow_room": slow_room,
    "bad_frame": lambda scene: scene.ana.refused("resume", room=scene.room, after="the beginning"),
    "unknown_command": lambda scene: scene.ana.refused("delete", room=scene.room),
    "too_large": lambda scene: scene.post("a" * FRAME_LIMIT),
    "too_many_sockets": too_many_sockets,
    "unavailable": unavailable,
    "photo_gone": lambda scene: scene.post("Look", files=[{"id": "0a1b2c3d4e5f"}]),
    "photo_alt": lambda scene: with_photo(scene, "x" * 501),
    "video_one": two_videos,
    "video_making": with_video(),
    **{refusal: with_video(refusal) for refusal in REFUSALS},
    "photo_private": lambda scene: with_photo(scene, "My number is 206-555-0143"),
    "second_thought": lambda scene: scene.post("You are a terrible mother"),
}
"""For each code that a socket can answer, how to come by it."""


@pytest.mark.parametrize("code", sorted(SCENES))
async def test_each_refusal_is_one_code_and_one_sentence(
    world: Cast, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    macia = world.rooms["macia"].public_id
    mine = (await sync_to_async(world.say)("ana", "macia", "From Ana")).seq
    theirs = (await sync_to_async(world.say)("brianna", "macia", "From Brianna")).seq
    async with phone(world.ana) as ana:
        await ana.until("welcome")
        error = await SCENES[code](Scene(world, ana, monkeypatch, macia, mine, theirs))
        assert error["code"] == code
        assert error["retry"] == (code in RETRYABLE)
        assert error["message"].startswith(str(MESSAGES[code]))
        await ana.send("ping")
        await ana.until("pong")


def test_no_code_is_left_out() -> None:
    assert set(SCENES) == set(MESSAGES) - FORMS_ONLY


async def test_a_refusal_names_what_it_refuses_in_the_persons_language(world: Cast) -> None:
    world.ana.language = "es"
    await world.ana.asave()
    async with phone(world.ana) as ana:
        client_id, macia = new_id(), world.rooms["macia"].public_id
        error = await ana.refused("post", id=client_id, room=macia, text="")
        assert (error["id"], error["room"]) == (client_id, macia)
        assert error["message"] != str(MESSAGES["empty"])
        assert (await ana.refused("history", ref="r1", room=NOWHERE, before=9))["ref"] == "r1"
