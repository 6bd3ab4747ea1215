"""How much one person may do, and what the server says when it is too much (W10, W12). Clocks are the tests' own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.models import Session

from rooms import limits
from rooms.errors import RoomError
from rooms.protocol import Close
from tests.cast import Cast
from tests.sockets import Phone, phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time stands still for messages and for frames."""
    found = Clock()
    monkeypatch.setattr("rooms.commands.senders", limits.Senders(clock=found))
    monkeypatch.setattr("rooms.socket.TokenBucket", partial(limits.TokenBucket, clock=found))
    return found


@pytest.fixture
async def ana(world: Cast, clock: Clock) -> AsyncIterator[Phone]:
    async with phone(world.ana) as opened:
        await opened.until("welcome")
        yield opened


async def test_too_many_messages_are_told_when_to_come_back_and_may_then(world: Cast, clock: Clock, ana: Phone) -> None:
    macia = world.rooms["macia"].public_id
    for number in range(limits.MESSAGE_BURST):
        await ana.say(macia, f"line {number}")
    client_id = str(uuid4())
    refused = await ana.refused("post", id=client_id, room=macia, text="One more")
    assert (refused["code"], refused["retry"], refused["id"]) == ("slow_down", True, client_id)
    assert refused["wait"] == 60 / limits.MESSAGES_PER_MINUTE
    assert refused["message"].endswith("You can go on in 2 seconds.")
    clock.now += refused["wait"] - 0.1
    assert (await ana.refused("post", id=client_id, room=macia, text="One more"))["code"] == "slow_down"
    clock.now += 0.1
    await ana.say(macia, "One more", id=client_id)
    clock.now += 3600
    for number in range(limits.MESSAGE_BURST):
        await ana.say(macia, f"an hour later {number}")


async def test_edits_count_as_messages_and_reading_does_not(world: Cast, clock: Clock, ana: Phone) -> None:
    macia = world.rooms["macia"].public_id
    ack = await ana.say(macia, "0")
    for number in range(1, limits.MESSAGE_BURST):
        await ana.send("edit", id=str(uuid4()), room=macia, target=ack["seq"], text=str(number))
        await ana.until("ack")
    edit = await ana.refused("edit", id=str(uuid4()), room=macia, target=ack["seq"], text="more")
    assert edit["code"] == "slow_down"
    await ana.follow(macia)
    await ana.send("read", room=macia, upto=ack["seq"])
    await ana.until("seen")


async def test_one_persons_rate_is_one_over_all_their_sockets_and_nobody_elses(
    world: Cast, clock: Clock, ana: Phone
) -> None:
    macia = world.rooms["macia"].public_id
    for number in range(limits.MESSAGE_BURST):
        await ana.say(macia, f"line {number}")
    async with phone(world.ana) as second, phone(world.brianna) as brianna:
        refused = await second.refused("post", id=str(uuid4()), room=world.rooms["jon"].public_id, text="Elsewhere")
        assert refused["code"] == "slow_down"
        await brianna.say(macia, "I can")


async def test_too_many_frames_are_refused_one_by_one_and_time_heals(clock: Clock, ana: Phone) -> None:
    for _ in range(limits.FRAME_BURST):
        await ana.send("ping")
        await ana.until("pong")
    refused = await ana.refused("ping")
    assert (refused["code"], refused["retry"]) == ("slow_down", True)
    assert 1 / limits.FRAMES_PER_SECOND <= refused["wait"] <= 0.2
    clock.now += refused["wait"]
    await ana.send("ping")
    await ana.until("pong")


async def test_whoever_waits_as_long_as_told_is_let_in(world: Cast, clock: Clock, ana: Phone) -> None:
    """Rounding the seconds must never tell somebody to come back too early."""
    macia = world.rooms["macia"].public_id
    for number in range(limits.MESSAGE_BURST):
        await ana.say(macia, f"line {number}")
    for fraction in (0.04, 0.06, 0.33, 1.44, 1.52):
        clock.now += fraction
        wait = (await ana.refused("post", id=str(uuid4()), room=macia, text="Now?"))["wait"]
        clock.now += wait
        await ana.say(macia, f"after {fraction}")


async def test_a_flood_ends_the_socket_and_only_that_one(world: Cast, clock: Clock, ana: Phone) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as other, phone(world.brianna) as brianna:
        await brianna.follow(macia)
        for _ in range(limits.FRAME_BURST + limits.FLOOD):
            await ana.send_raw("noise")
            frame = await ana.next()
        assert frame["code"] == "slow_down"
        await ana.send_raw("noise")
        assert await ana.next() == {"t": "closed", "code": Close.FLOOD}
        await other.say(macia, "From my other phone")
        await brianna.until("events")


async def test_one_socket_too_many_is_told_so(world: Cast) -> None:
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(phone(world.ana)) for _ in range(limits.SOCKETS_PER_PERSON)]
        for one in opened:
            await one.until("welcome")
        extra = await stack.enter_async_context(phone(world.ana, "/ws/desk/"))
        refused = await extra.next()
        assert (refused["code"], refused["retry"]) == ("too_many_sockets", True)
        assert await extra.next() == {"t": "closed", "code": Close.TOO_MANY_SOCKETS}
        async with phone(world.brianna) as brianna:
            await brianna.until("welcome")
    async with phone(world.ana) as again:
        await again.until("welcome")


async def test_a_browser_that_does_not_read_is_sent_away_to_resume(
    world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rooms.outlet.WAITING_FRAMES", 0)
    async with phone(world.ana) as ana:
        assert await ana.next() == {"t": "closed", "code": Close.FELL_BEHIND}


async def test_signing_out_ends_the_socket_of_that_sign_in_alone(world: Cast) -> None:
    async with phone(world.ana) as ana, phone(world.ana) as other:
        await ana.until("welcome")
        await sync_to_async(sign_out)(ana)
        assert await ana.until("closed") == {"t": "closed", "code": Close.SIGNED_OUT}
        await other.send("ping")
        await other.until("pong")


def sign_out(one: Phone) -> None:
    cookie = dict(one.communicator.scope["headers"])[b"cookie"].decode()
    Session.objects.get(session_key=cookie.removeprefix(f"{settings.SESSION_COOKIE_NAME}=")).delete()


async def test_an_account_that_is_closed_ends_every_socket_and_can_write_nowhere(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        await ana.follow(macia)
        world.ana.is_active = False
        await world.ana.asave()
        assert (await ana.until("closed"))["code"] == Close.SIGNED_OUT
    with pytest.raises(RoomError, match="not_found"):
        await sync_to_async(world.say)("ana", "macia", "Hello?")
