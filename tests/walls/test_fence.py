"""A pause takes effect at once, on open sockets, whatever is under way (P5, P13, S7; threats T2 and W5).

The log's order is the fence: no line with a number above the pause's ever reaches the paused member, with the signals
between processes or with none of them, while others write without a stop; and nothing of theirs is stored after it.
"""

import asyncio
from collections.abc import Callable, Sequence
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session

from rooms import bus
from rooms.database import in_thread
from rooms.hub import hub
from rooms.models import Event, Kind, Person, Reading
from rooms.services import memberships
from tests.cast import Cast
from tests.sockets import Phone, phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines, pytest.mark.usefixtures("in_a_hurry")]

ROUNDS = 60
"""Pauses in the flood; P5 asks for at least 60."""


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """No signal gets through, neither within the process nor between processes: only the poll finds what is new."""

    async def lost(signals: Sequence[bus.Signal]) -> None:
        pass

    monkeypatch.setattr(bus, "announce", lambda events: None)
    monkeypatch.setattr(bus, "signal", lambda signals: None)
    monkeypatch.setattr(bus, "publish", lost)
    monkeypatch.setattr("rooms.hub.POLL", 0.01)


@sync_to_async
def pauses(world: Cast) -> list[tuple[Event, Event]]:
    """Each pause in Macia's room with the return that followed it."""
    events = Event.objects.filter(room=world.rooms["macia"]).order_by("seq")
    return list(zip(events.filter(kind=Kind.MEMBER_SUSPENDED), events.filter(kind=Kind.MEMBER_RESTORED), strict=True))


@sync_to_async
def stored_during(world: Cast, pause: Event, back: Event) -> int:
    """How much of Francisco's was stored while he was paused."""
    member = world.member("francisco", "macia")
    events = Event.objects.filter(author=member, seq__gt=pause.seq, seq__lt=back.seq)
    return events.count() + Reading.objects.filter(membership=member, at__gt=pause.at, at__lt=back.at).count()


def heard(one: Phone) -> set[int]:
    return {event["seq"] for frame in one.heard for event in frame.get("events", ())}


async def reached(one: Phone, seq: int) -> None:
    """This phone is told of everything up to `seq`."""
    while max((frame["upto"] for frame in one.heard if frame["t"] == "events"), default=0) < seq:
        await one.until("events")


async def caught_up(one: Phone) -> None:
    """Everything that the server has handed to this phone by now is heard."""
    await one.send("ping")
    await one.until("pong")


def restless(world: Cast, francisco: Phone, round_: int) -> list[asyncio.Task]:
    """Everybody writes at once: Ana and Brianna by form, Francisco by form and by socket, all he can think of."""
    macia = world.rooms["macia"].public_id
    said = [
        in_thread(world.say, who, "macia", f"{who} {round_}.{number}")
        for number in range(2)
        for who in ("ana", "brianna")
    ]
    his = [
        francisco.send("post", id=str(uuid4()), room=macia, text=f"Francisco {round_}"),
        francisco.send("react", id=str(uuid4()), room=macia, target=6, emoji="👍", on=round_ % 2 == 0),
        francisco.send("read", room=macia, upto=2**31 - 1),
        francisco.send("typing", room=macia),
        francisco.send("history", ref=f"r{round_}", room=macia, before=2**31 - 1),
        francisco.send("resume", room=macia, after=0),
    ]
    return [asyncio.create_task(one) for one in (*said, *his)]


async def test_sixty_pauses_while_everybody_writes(world: Cast) -> None:
    """P5: on both phones of the paused parent, with a flood under way before, during and after each pause."""
    macia = world.rooms["macia"].public_id
    await in_thread(world.say, "ana", "macia", "Something to react to")
    async with phone(world.francisco) as first, phone(world.francisco) as second, phone(world.ana) as ana:
        await ana.follow(macia)
        for round_ in range(ROUNDS):
            for one in (first, second):
                await one.follow(macia, after=max(heard(one), default=0))
            flood = restless(world, first, round_)
            pause = asyncio.create_task(in_thread(world.suspend, "francisco", "macia"))
            flood += restless(world, second, round_)
            await asyncio.gather(pause, *flood)
            last = await ana.say(macia, f"Only for those who are here {round_}")
            await reached(ana, last["seq"])
            for one in (first, second):
                await caught_up(one)
                assert (await one.refused("resume", room=macia, after=0))["code"] == "not_found"
            await in_thread(world.restore, "francisco", "macia")
        found = await pauses(world)
        assert len(found) == ROUNDS
        for pause, back in found:
            between = set(range(pause.seq + 1, back.seq))
            assert len(between) >= 1
            assert not between & (heard(first) | heard(second))
            assert await stored_during(world, pause, back) == 0
        said = "".join([*first.texts(), *second.texts()])
        assert "Only for those who are here" not in said


async def test_the_poll_alone_keeps_the_fence(world: Cast, deaf: None) -> None:
    """P5, P15: every signal is lost, and still nothing from after the pause gets through."""
    macia = world.rooms["macia"].public_id
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await ana.follow(macia)
        for round_ in range(10):
            await francisco.follow(macia, after=max(heard(francisco), default=0))
            await in_thread(world.say, "ana", "macia", f"For all of us {round_}")
            await in_thread(world.suspend, "francisco", "macia")
            after = await in_thread(world.say, "ana", "macia", f"After the pause {round_}")
            assert (await francisco.until("left"))["code"] == "paused"
            await reached(ana, after.seq)
            await caught_up(francisco)
            await in_thread(world.restore, "francisco", "macia")
        for pause, back in await pauses(world):
            assert not set(range(pause.seq + 1, back.seq)) & heard(francisco)
        assert "After the pause" not in "".join(francisco.texts())


async def test_a_process_that_is_late_stops_at_the_pause(
    world: Cast, deaf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P5: a process wakes up long after the pause and reads all of it at once: he gets what came before, not after."""
    monkeypatch.setattr("rooms.hub.POLL", 3600)
    macia = world.rooms["macia"]
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await francisco.follow(macia.public_id)
        await ana.follow(macia.public_id)
        before = await in_thread(world.say, "ana", "macia", "Before the pause")
        await in_thread(world.suspend, "francisco", "macia")
        after = await in_thread(world.say, "ana", "macia", "After the pause")
        hub().look(hub().channel(macia.pk, 0))
        assert (await francisco.until("left"))["code"] == "paused"
        await reached(ana, after.seq)
        await caught_up(francisco)
        assert max(heard(francisco)) == before.seq


@pytest.mark.parametrize("how", ["suspend", "end"])
async def test_whoever_is_out_learns_nothing_more_of_the_room(world: Cast, how: str) -> None:
    """P5, P6: not that others write, read, come or go, nor how long the conversation has grown; on no command."""
    macia = world.rooms["macia"].public_id
    member = (await sync_to_async(world.member)("francisco", "macia")).public_id
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await francisco.follow(macia)
        await ana.follow(macia)
        await sync_to_async(getattr(memberships, how))(
            actor=world.tianna, room_id=macia, member_id=member, reason="a test"
        )
        assert (await francisco.until("left"))["code"] == {"suspend": "paused", "end": "ended"}[how]
        until_now = len(francisco.heard)
        async with phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as tianna:
            for one in (brianna, tianna):
                await one.follow(macia)
            await brianna.send("typing", room=macia)
            await ana.until("typing")
            await ana.say(macia, "Good night")
            await brianna.send("read", room=macia, upto=9)
            assert any(frame["t"] == "observing" for frame in ana.heard)
        await francisco.send("ping")
        assert (await francisco.until("pong"))["heads"] == {}
        assert [frame["t"] for frame in francisco.heard[until_now:]] == ["pong"]


async def test_the_others_see_the_paused_member_go(world: Cast) -> None:
    """S7, T10: he is not shown as present in a room that he can no longer read, nor as writing."""
    macia = world.rooms["macia"].public_id
    member = (await sync_to_async(world.member)("francisco", "macia")).public_id
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await ana.follow(macia)
        await francisco.follow(macia)
        await ana.until("presence", lambda frame: frame["member"] == member and frame["here"])
        await in_thread(world.suspend, "francisco", "macia")
        await ana.until("presence", lambda frame: frame["member"] == member and not frame["here"])
        assert (await francisco.refused("typing", room=macia))["code"] == "not_found"
    async with phone(world.brianna) as brianna:
        room = next(room for room in (await brianna.until("welcome"))["rooms"] if room["id"] == macia)
        assert not next(one for one in room["members"] if one["id"] == member)["here"]


async def test_a_part_narrowed_to_reading_stops_writing_at_once(world: Cast) -> None:
    """S7: on the open socket too, for words and for the sign that one is writing; reading goes on."""
    macia = world.rooms["macia"].public_id
    member = (await sync_to_async(world.member)("francisco", "macia")).public_id
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await francisco.follow(macia)
        await ana.follow(macia)
        await sync_to_async(memberships.narrow)(actor=world.tianna, room_id=macia, member_id=member, reason="a test")
        assert not (await francisco.until("you"))["can_write"]
        assert (await francisco.refused("typing", room=macia))["code"] == "read_only"
        assert (await francisco.refused("post", id=str(uuid4()), room=macia, text="?"))["code"] == "read_only"
        ack = await ana.say(macia, "Good night")
        await reached(francisco, ack["seq"])
        assert not any(frame["t"] == "you" for frame in ana.heard)


async def test_a_pause_by_its_date_cuts_open_sockets(world: Cast) -> None:
    """S7: a part that had an end date ends on open sockets when the worker comes to it."""
    macia = world.rooms["macia"].public_id
    async with phone(world.francisco) as francisco:
        await francisco.follow(macia)
        member = await sync_to_async(world.member)("francisco", "macia")
        member.until = member.since
        await sync_to_async(member.save)()
        assert (await francisco.refused("history", ref="x", room=macia, before=9))["code"] == "not_found"
        assert await in_thread(memberships.apply_due) == 1
        assert (await francisco.until("left"))["code"] == "ended"


def sign_out(person: Person) -> None:
    """On another device, or by staff."""
    Session.objects.all().delete()


def change_password(person: Person) -> None:
    """Whoever found the phone knows the old one."""
    person.set_password("three songs and no light")
    person.save()


def put_to_rest(person: Person) -> None:
    """The account may not sign in any more."""
    person.is_active = False
    person.save()


def put_to_rest_unnoticed(person: Person) -> None:
    """The same, past everything that would say so."""
    Person.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("path", ["/ws/", "/ws/desk/"])
@pytest.mark.parametrize("end", [sign_out, change_password, put_to_rest, put_to_rest_unnoticed])
async def test_a_socket_ends_with_its_sign_in(
    world: Cast, monkeypatch: pytest.MonkeyPatch, path: str, end: Callable[[Person], None]
) -> None:
    """P5, T4, T7: a socket that only listens is sent away too, and hears no word that is said after."""
    monkeypatch.setattr("rooms.sweep.SWEEP", 0.01 if end is put_to_rest_unnoticed else 3600)
    macia, name = world.rooms["macia"].public_id, "ana" if path == "/ws/" else "tianna"
    async with phone(world.people[name], path) as one:
        await one.follow(macia)
        await in_thread(end, world.people[name])
        assert (await one.until("closed"))["code"] == 4001
        await in_thread(world.say, "brianna", "macia", "Afterwards")
        assert "Afterwards" not in one.texts()


async def test_an_account_at_rest_opens_nothing(world: Cast) -> None:
    """P5: not even before its socket is ended."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        await ana.follow(macia)
        await in_thread(put_to_rest_unnoticed, world.ana)
        for kind, fields in (("history", {"ref": "x", "before": 9}), ("post", {"id": str(uuid4()), "text": "?"})):
            assert (await ana.refused(kind, room=macia, **fields))["code"] == "not_found"
