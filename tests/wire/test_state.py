"""State and events are fresh state: who folded what came live sees what somebody who opens the room now sees.

A seeded conversation in which everything happens that can; browsers come, go, miss things, ask again and are let out
and in. The browser's own fold runs over the same files in tests/js/timeline.test.mjs.
"""

import json
import random
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from asgiref.sync import sync_to_async

from rooms.errors import RoomError
from rooms.fold import FoldedLine, fold
from rooms.models import Event, Kind, Room, State
from rooms.protocol import EventFrame
from rooms.services import memberships, messages, posting
from rooms.services.erasure import erase_text
from rooms.services.messages import EMOJI
from tests.cast import Cast
from tests.sockets import Phone, phone

FIXTURES = sorted((Path(__file__).resolve().parents[1] / "fixtures/fold").glob("*.json"))
STEPS = 70
FAR = 2**31 - 1
PARENTS = ("ana", "francisco", "brianna")


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_files_that_the_browser_folds_too(path: Path) -> None:
    case = json.loads(path.read_text())
    events = msgspec.convert(case["events"], list[EventFrame])
    shuffled = random.Random(7)
    for _ in range(20):
        assert [shown(line) for line in fold(events)] == case["lines"]
        events = [*events, shuffled.choice(events)]
        shuffled.shuffle(events)


def shown(line: FoldedLine) -> dict[str, Any]:
    """A line as the files and the members know it."""
    kept = ("seq", "kind", "author", "text", "edited", "retracted", "reply_to")
    reactions = [[emoji, members] for emoji, members in line.reactions.items()]
    masked = {"masked": [list(mask) for mask in line.masked]} if line.masked else {}
    files = {"files": [msgspec.to_builtins(file) for file in line.files]} if line.files else {}
    paper = {"paper": msgspec.to_builtins(line.paper)} if line.paper else {}
    item = {"item": msgspec.to_builtins(line.item)} if line.item else {}
    return {**{name: getattr(line, name) for name in kept}, **masked, **files, **paper, **item, "reactions": reactions}


class Reader:
    """A browser as docs/protocol.md tells it to be: keeps events by number, and how far it has them all."""

    def __init__(self, cast: Cast, name: str, path: str) -> None:
        self.person, self.path, self.room = cast.people[name], path, cast.rooms["macia"].public_id
        self.events: dict[int, EventFrame] = {}
        self.have = 0
        self.phone: Phone | None = None
        self.following = False
        self._line = AsyncExitStack()

    async def come(self) -> None:
        self.phone = await self._line.enter_async_context(phone(self.person, self.path))

    async def go(self) -> None:
        await self._line.aclose()
        self.phone, self.following = None, False

    async def resume(self, back: int = 0) -> None:
        """Ask for what is missing, or for some of what is not missing too."""
        assert self.phone
        await self.phone.send("resume", room=self.room, after=max(0, self.have - back))
        kind = ""
        while kind not in ("events", "error"):
            kind = await self.take()
        self.following = kind == "events"

    async def take(self) -> str:
        """Take the next frame of this room."""
        assert self.phone
        frame = await self.phone.next()
        if frame["t"] == "events":
            assert frame["after"] <= self.have, "something is missing"
            self.events |= {one["seq"]: msgspec.convert(one, EventFrame) for one in frame["events"]}
            self.have = max(self.have, frame["upto"])
        elif frame["t"] == "left":
            self.events, self.have, self.following = {}, 0, False
        return str(frame["t"])

    async def settle(self, head: int) -> None:
        while self.following and self.have < head:
            await self.take()

    def lines(self) -> list[FoldedLine]:
        return fold(self.events.values())


class Story:
    """One conversation in Macia's room, decided by a seed."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.random, self.room = cast, random.Random(seed), cast.rooms["macia"]
        self.readers = {name: Reader(cast, name, "/ws/") for name in PARENTS}
        self.readers["tianna"] = Reader(cast, "tianna", "/ws/desk/")

    async def step(self) -> None:
        what = self.random.choices(
            [self.speak, self.change, self.react, self.rename, self.let_out_or_in, self.erase, self.travel],
            [40, 22, 25, 3, 6, 1, 14],
        )[0]
        with suppress(RoomError):  # a message that is gone, somebody who is out: nothing happens
            await what()

    # What is said

    def someone(self) -> dict[str, Any]:
        actor = self.cast.people[self.random.choice([*PARENTS, "tianna"])]
        return {"actor": actor, "room_id": self.room.public_id, "client_id": uuid4()}

    async def message(self) -> int:
        """One of the last messages."""
        recent = Event.objects.filter(room=self.room, kind=Kind.MESSAGE).order_by("-seq").values_list("seq", flat=True)
        found = [seq async for seq in recent[:12]]
        return self.random.choice(found or [1])

    async def speak(self) -> None:
        reply = await self.message() if self.random.random() < 0.3 else None
        text = f"words {self.random.random()}"
        await sync_to_async(posting.post)(**self.someone(), text=text, reply_to=reply)

    async def change(self) -> None:
        target = await self.message()
        for name in self.random.sample([*PARENTS, "tianna"], 4):  # whoever said it
            about = {**self.someone(), "actor": self.cast.people[name], "target": target}
            with suppress(RoomError):
                if self.random.random() < 0.35:
                    await sync_to_async(messages.retract)(**about)
                else:
                    await sync_to_async(messages.edit)(**about, text=f"other words {self.random.random()}")

    async def react(self) -> None:
        emoji, on = self.random.choice(EMOJI[:3]), self.random.random() < 0.7
        await sync_to_async(messages.react)(**self.someone(), target=await self.message(), emoji=emoji, on=on)

    async def rename(self) -> None:
        name = self.random.choice(["Mama Ana", "Ana G.", "Francisco D", "Brianna W.", "Brie"])
        await sync_to_async(memberships.rename)(**self.someone(), name=name)

    async def erase(self) -> None:
        await sync_to_async(erase_text)(room=self.room, seq=await self.message(), order="a test")

    # Who is there

    async def let_out_or_in(self) -> None:
        name = self.random.choice(PARENTS)
        member = await sync_to_async(self.cast.member)(name, "macia")
        if member.state == State.SUSPENDED:
            await self.let_in(name)
            return
        await sync_to_async(self.cast.suspend)(name, "macia")
        reader = self.readers[name]
        while reader.following:
            await reader.take()

    async def let_in(self, name: str) -> None:
        await sync_to_async(self.cast.restore)(name, "macia")
        if self.readers[name].phone:
            await self.readers[name].resume()

    async def travel(self) -> None:
        reader = self.random.choice(list(self.readers.values()))
        if reader.phone is None:
            await reader.come()
            await reader.resume()
        elif self.random.random() < 0.5:
            await reader.go()
        elif reader.following:
            await reader.resume(back=self.random.randrange(30))

    async def end(self) -> None:
        """Everybody is let in, comes, and hears the last word."""
        for name, reader in self.readers.items():
            if (await sync_to_async(self.cast.member)(name, "macia")).state == State.SUSPENDED:
                await self.let_in(name)
            if reader.phone is None:
                await reader.come()
                await reader.resume()
        await self.speak()
        head = (await Room.objects.aget(pk=self.room.pk)).last_seq
        for reader in self.readers.values():
            assert reader.following
            await reader.settle(head)


async def paged(one: Phone, room: str, limit: int) -> list[FoldedLine]:
    """The room's whole past, page by page, folded."""
    events: list[EventFrame] = []
    before, more = FAR, True
    while more:
        await one.send("history", ref="past", room=room, before=before, limit=limit)
        page = await one.until("page")
        assert page["first"] < before
        before, more = page["first"], page["more"]
        events = [*msgspec.convert(page["events"], list[EventFrame]), *events]
    return fold(events)


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(1, 7))
async def test_state_and_events_are_fresh_state(world: Cast, seed: int) -> None:
    story = Story(world, seed)
    async with AsyncExitStack() as stack:
        for reader in story.readers.values():
            stack.push_async_callback(reader.go)
            await reader.come()
            await reader.resume()
        for _ in range(STEPS):
            await story.step()
        await story.end()
        for name, reader in story.readers.items():
            async with phone(reader.person, reader.path) as fresh:
                pages = await paged(fresh, reader.room, limit=story.random.randrange(3, 30))
            if name == "tianna":
                assert reader.lines() == pages
            else:
                assert [shown(line) for line in reader.lines()] == [shown(line) for line in pages], name


# What happened while somebody was out


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
async def test_what_was_taken_back_meanwhile_is_taken_back_on_return(world: Cast) -> None:
    """A phone that was offline through a pause keeps no words that were withdrawn during it."""
    seq = (await sync_to_async(world.say)("ana", "macia", "withdrawn words")).seq
    francisco = Reader(world, "francisco", "/ws/")
    await francisco.come()
    await francisco.resume()
    await francisco.go()
    await sync_to_async(world.suspend)("francisco", "macia")
    about = {"actor": world.ana, "room_id": francisco.room, "target": seq}
    await sync_to_async(messages.retract)(**about, client_id=uuid4())
    await sync_to_async(world.restore)("francisco", "macia")
    await francisco.come()
    await francisco.resume()
    async with phone(world.francisco) as fresh:
        pages = await paged(fresh, francisco.room, limit=50)
    await francisco.go()
    assert [shown(line) for line in francisco.lines()] == [shown(line) for line in pages]
    assert next(line for line in francisco.lines() if line.seq == seq).retracted


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
async def test_changes_to_what_one_may_not_see_are_not_seen_either(world: Cast) -> None:
    """P5: words said during a pause stay hidden when they are changed after it, live and by resuming."""
    await sync_to_async(world.suspend)("francisco", "macia")
    hidden = (await sync_to_async(world.say)("ana", "macia", "hidden words")).seq
    await sync_to_async(world.restore)("francisco", "macia")
    room = world.rooms["macia"].public_id
    about = {"actor": world.ana, "room_id": room, "target": hidden}
    async with phone(world.francisco) as francisco, phone(world.brianna) as brianna:
        await francisco.follow(room)
        await brianna.follow(room)
        await sync_to_async(messages.edit)(**about, client_id=uuid4(), text="hidden words, changed")
        await sync_to_async(messages.react)(**about, client_id=uuid4(), emoji="🙏", on=True)
        head = (await sync_to_async(world.say)("ana", "macia", "seen words")).seq
        for one in (francisco, brianna):
            await one.until("events", lambda frame: frame["upto"] == head)
        await francisco.follow(room, after=hidden)
        await paged(francisco, room, limit=50)
        assert "hidden words" not in str(francisco.heard)
        assert str(hidden) not in [
            str(event.get("target")) for frame in francisco.heard for event in frame.get("events", [])
        ]
        assert "hidden words, changed" in brianna.texts()
