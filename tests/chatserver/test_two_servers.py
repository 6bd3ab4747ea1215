"""Two real server processes on PostgreSQL and Redis: once, in one order, and all of it however long one was away."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest

from tests.chatserver.site import Line, Site, at_the_desk

pytestmark = pytest.mark.servers

LETTERS = "abcdefghij"
ROUNDS = 8
"""Messages of one person at one process; more at once would be refused as too many."""
MISSED = 10_000

WRITE_MANY = """
from uuid import uuid4
from rooms.models import Membership, Role, Room
from rooms.services.posting import Post, post_many

room = Room.objects.get(public_id="{room}")
who = Membership.objects.filter(room=room, role=Role.FOSTER_PARENT).select_related("person").get().person
for start in range(0, {count}, 500):
    post_many([Post(actor=who, room_id=room.public_id, client_id=uuid4(), text=f"night {{number}}")
               for number in range(start, start + 500)])
"""


async def lines(stack: AsyncExitStack, site: Site, *names: str) -> list[tuple[Line, Line]]:
    """Each person's sockets: one at the first process, one at the second."""
    found = []
    for name in names:
        browser = await asyncio.to_thread(site.browser, name)
        pair = [Line(await stack.enter_async_context(browser.socket(one.url))) for one in site.servers]
        found.append((pair[0], pair[1]))
    return found


async def rooms_of(line: Line) -> list[dict[str, Any]]:
    rooms: list[dict[str, Any]] = (await line.until("welcome"))["rooms"]
    return rooms


async def shared(one: Line, other: Line) -> str:
    """A room that two people are in."""
    theirs = {room["id"] for room in await rooms_of(other)}
    return next(room["id"] for room in await rooms_of(one) if room["id"] in theirs)


async def test_the_same_id_at_two_processes_at_once_is_one_message(site: Site) -> None:
    """P2: sent at the same moment to both; one entry, and both are told its number."""
    async with AsyncExitStack() as stack:
        [(first, second), (reader, _)] = await lines(stack, site, "samara", "francis")
        room = await shared(first, reader)
        await reader.follow(room)
        before = reader.have[room]
        for number in range(ROUNDS):
            identity, words = str(uuid4()), f"said twice {number}"
            answers = await asyncio.gather(*(one.say(room, words, identity) for one in (first, second)))
            assert answers[0] == answers[1]
            await reader.hear_up_to(room, answers[0]["seq"])
        assert reader.have[room] == before + ROUNDS
        assert reader.texts(room)[-ROUNDS:] == [f"said twice {number}" for number in range(ROUNDS)]


def word(number: int) -> str:
    """A number in letters: digits in message after message would be taken for one that is told in parts."""
    return "".join(LETTERS[int(digit)] for digit in str(number))


async def test_everybody_sees_one_order_and_each_their_own_in_order(site: Site) -> None:
    """P4, P7: two parents write at both processes at once; members and the social worker read the same."""
    async with AsyncExitStack() as stack:
        pairs = await lines(stack, site, "francisco", "brianna")
        desk = await asyncio.to_thread(site.browser, "tianna")
        room = await shared(pairs[0][0], pairs[1][0])
        watching = Line(await stack.enter_async_context(at_the_desk(desk, site.servers[1])))
        for one in (watching, *pairs[0], *pairs[1]):
            await one.follow(room)
        writers = [one for pair in pairs for one in pair]

        async def write(name: int, line: Line) -> list[int]:
            return [int((await line.say(room, f"{LETTERS[name]}: {word(number)}"))["seq"]) for number in range(ROUNDS)]

        numbers = await asyncio.gather(*(write(name, line) for name, line in enumerate(writers)))
        last = max(seq for seqs in numbers for seq in seqs)
        for one in (watching, *writers):
            await one.hear_up_to(room, last)
        orders = {tuple(one.texts(room)[-len(writers) * ROUNDS :]) for one in (watching, *writers)}
        assert len(orders) == 1
        order = orders.pop()
        for name, seqs in enumerate(numbers):
            assert seqs == sorted(seqs)
            assert [text for text in order if text.startswith(f"{LETTERS[name]}:")] == [
                f"{LETTERS[name]}: {word(n)}" for n in range(ROUNDS)
            ]


async def test_whoever_missed_ten_thousand_messages_gets_them_all_once_and_in_order(site: Site) -> None:
    """P3: by resuming from where one was, at whichever process; nothing is too long ago."""
    async with AsyncExitStack() as stack:
        [(first, second)] = await lines(stack, site, "joshua")
        room = (await rooms_of(first))[0]["id"]
        had = await first.follow(room)
        await asyncio.to_thread(site.run, WRITE_MANY.format(room=room, count=MISSED))
        await first.hear_up_to(room, had + MISSED)
        assert await second.follow(room, after=had) == had + MISSED
        for line in (first, second):
            assert [event["seq"] for event in line.events[room]][-MISSED:] == list(range(had + 1, had + MISSED + 1))
            assert line.texts(room)[-MISSED:] == [f"night {number}" for number in range(MISSED)]


async def test_resuming_from_nought_from_the_future_and_from_nowhere(site: Site) -> None:
    """P3: all of it; nothing but what is to come; a refusal."""
    async with AsyncExitStack() as stack:
        [(one, other)] = await lines(stack, site, "wendy")
        room = (await rooms_of(one))[0]["id"]
        head = await one.follow(room, after=0)
        assert [event["seq"] for event in one.events[room]] == list(range(1, head + 1))
        assert await other.follow(room, after=2**31 - 1) == head
        assert (other.have[room], other.events[room]) == (head, [])
        for nonsense in (-1, 2**31, "1", None, 0.5):
            await other.send(t="resume", room=room, after=nonsense)
            assert (await other.until("error"))["code"] == "bad_frame"
        seq = (await one.say(room, "Still there?"))["seq"]
        await other.hear_up_to(room, seq)
        assert other.texts(room) == ["Still there?"]
