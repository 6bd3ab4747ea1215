"""Flags as they happen: staff hears at once, whom it concerns hears the answer, nobody else anything (S1, S54)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils import timezone

from moderation.models import Flag, Look
from moderation.services import appeals, flags, steps
from rooms.errors import RoomError
from rooms.models import Role
from rooms.services import memberships
from tests.cast import PASSWORD, Cast, make_cast
from tests.sockets import Phone, phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


def raised(cast: Cast, seq: int | None = None) -> Flag:
    return flags.raise_by_member(
        actor=cast.ana,
        room_id=cast.rooms["macia"].public_id,
        client_id=uuid4(),
        category="help",
        seq=seq,
        text="Can we talk?",
    )


def settle(cast: Cast, flag: Flag) -> Flag:
    words = {"to_author": "Let us agree on a time.", "to_reporter": "We meet on Friday."}
    return flags.resolve(actor=cast.tianna, flag_id=flag.public_id, outcome="together", **words)


def frozen(cast: Cast) -> int:
    """Freeze Macia's room for an hour; returns the step's key."""
    until = timezone.now() + timedelta(hours=1)
    room = cast.rooms["macia"].public_id
    return steps.take(actor=cast.tianna, room_id=room, kind="freeze", reason="A breather", until=until).pk


async def news(one: Phone) -> set[str]:
    """What a phone has heard of flags up to now."""
    await one.send("ping")
    await one.until("pong")
    return {frame["t"] for frame in one.heard} & {"flagged", "told"}


async def test_staff_hears_of_a_flag_at_once_and_the_room_does_not(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as tianna:
        for one in (ana, brianna, tianna):
            await one.follow(macia)
        flag = await sync_to_async(raised)(world)
        frame = await tianna.until("flagged")
        assert frame == {
            "t": "flagged",
            "room": macia,
            "flag": flag.public_id,
            "category": "help",
            "urgency": "later",
        }
        for one in (ana, brianna):
            assert not await news(one)


async def test_the_desk_of_another_room_hears_nothing(world: Cast) -> None:
    async with phone(world.tianna, "/ws/desk/") as tianna:
        await tianna.follow(world.rooms["jaylan"].public_id)
        await sync_to_async(raised)(world)
        assert not await news(tianna)


async def test_each_who_is_told_hears_it_and_nobody_else(world: Cast) -> None:
    """The frame names the room and the flag: neither who asked nor what was said."""
    macia = world.rooms["macia"].public_id
    said = await sync_to_async(world.say)("brianna", "macia", "You are late again")
    flag = await sync_to_async(raised)(world, said.seq)
    async with phone(world.ana) as ana, phone(world.brianna) as brianna, phone(world.francisco) as francisco:
        for one in (ana, brianna, francisco):
            await one.follow(macia)
        await sync_to_async(settle)(world, flag)
        for one in (ana, brianna):
            assert await one.until("told") == {"t": "told", "room": macia, "flag": flag.public_id}
        assert not await news(francisco)


async def test_a_second_look_comes_back_to_the_desk(world: Cast) -> None:
    flag = await sync_to_async(lambda: settle(world, raised(world)))()
    async with phone(world.tianna, "/ws/desk/") as tianna:
        await tianna.follow(world.rooms["macia"].public_id)
        ask = sync_to_async(appeals.appeal)
        await ask(actor=world.ana, flag_id=flag.public_id, text="Please look again")
        assert (await tianna.until("flagged"))["flag"] == flag.public_id


async def test_a_frozen_room_stops_the_pens_on_open_pages(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        await ana.follow(macia)
        step = await sync_to_async(frozen)(world)
        assert (await ana.until("you"))["can_write"] is False
        assert (await ana.refused("post", id=str(uuid4()), room=macia, text="Hello?"))["code"] == "read_only"
        end = sync_to_async(steps.end)
        await end(actor=world.tianna, room_id=macia, step_id=step, reason="All had a breather")
        assert (await ana.until("you"))["can_write"] is True
        await ana.say(macia, "Hello again")


def test_two_workers_claim_at_the_same_time_and_one_of_them_has_it(transactional_db: None) -> None:
    cast = make_cast()
    person = type(cast.tianna).objects.create_user(
        "two@example.test", PASSWORD, name="Odell", agency=cast.tianna.agency
    )
    memberships.add(actor=None, room=cast.rooms["macia"], person=person, role=Role.SOCIAL_WORKER)
    flag, together = raised(cast), Barrier(2)

    def claim(actor: object) -> str:
        together.wait()
        try:
            flags.claim(actor=actor, flag_id=flag.public_id)
            return "has it"
        except RoomError as error:
            return f"refused: {error.code}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(claim, (cast.tianna, person))) == ["has it", "refused: claimed"]
    flag.refresh_from_db()
    assert flag.claimed_by in (cast.tianna, person)
    assert Look.objects.filter(detail__act="claim").count() == 1


def test_a_form_sent_twice_at_the_same_time_raises_one_flag(transactional_db: None) -> None:
    cast, sent, together = make_cast(), uuid4(), Barrier(2)

    def ask(_: int) -> str:
        together.wait()
        try:
            room = cast.rooms["macia"].public_id
            return flags.raise_by_member(actor=cast.ana, room_id=room, client_id=sent, category="good").public_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(ask, range(2)))) == 1
    assert Flag.objects.count() == 1
