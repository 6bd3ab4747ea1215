"""Everything that a person can obtain: each page by each method, each answer to a form, each frame of both sockets."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from rooms.models import Person
from tests.cast import Cast
from tests.sockets import Phone, phone
from tests.walls.answers import answer, signed_in
from tests.walls.frames import SOCKETS
from tests.walls.pages import DESK_PAGES, OPEN_PAGES, OWN_PAGES, ROOM_PAGES, TEAM_PAGES, Where

_KEYED = "account_reset_password_from_key"
WAYS = ("GET", "POST", "POST nothing", "POST too long", "PUT")
"""How a page is asked: a look, a form in order, an empty one, one that is too much, and a method it does not know."""


@dataclass
class Haul:
    """What one person has obtained: pieces of text, each with where it came from."""

    pieces: list[tuple[str, str]] = field(default_factory=list)

    def add(self, where: str, text: str) -> None:
        self.pieces.append((where, text))

    def add_page(self, where: str, response: HttpResponse, *asked: str) -> None:
        """A whole answer, headers and cookies too; ids that were asked for and only come back are masked."""
        whole = answer(response, *asked)
        self.add(
            where, "\n".join([f"{name}: {value}" for name, value in (*whole.headers, *whole.cookies)] + [whole.body])
        )

    def add_frames(self, where: str, frames: Iterable[dict[str, Any]]) -> None:
        for frame in frames:
            self.add(f"{where} {frame['t']}", json.dumps(frame, ensure_ascii=False))

    def having(self, pattern: str) -> list[str]:
        """Where something was found."""
        wanted = re.compile(pattern, re.IGNORECASE)
        return [where for where, text in self.pieces if wanted.search(text)]

    def tokens(self, pattern: str) -> set[str]:
        """Everything in it that looks like `pattern`."""
        return {token for _, text in self.pieces for token in re.findall(pattern, text)}


def every_page(person: Person | None, places: Mapping[Where, Collection[str]]) -> Haul:
    """All that can be got over HTTP: own and open pages, and all addresses of these places in the ways given."""
    haul, client = Haul(), signed_in(person)
    for name in sorted(OWN_PAGES | OPEN_PAGES | DESK_PAGES | TEAM_PAGES):
        if name != _KEYED:
            haul.add_page(name, client.get(Where(room_id="").address(name)))
    for where, ways in places.items():
        for name in ROOM_PAGES:
            for how, response in every_way(client, where.address(name), dict(ROOM_PAGES[name].form), ways):
                asked = (where.room_id, where.member_id, where.summary_id, where.file_id, where.video_id)
                haul.add_page(f"{how} {name}", response, *asked)
    return haul


def every_way(
    client: Client, address: str, form: dict[str, str], ways: Collection[str]
) -> Iterator[tuple[str, HttpResponse]]:
    """Look, send what is in order, and send what is not; nothing of it stays."""
    sent = {
        "POST": {**form, "client_id": str(uuid4())},
        "POST nothing": {},
        "POST too long": {**dict.fromkeys(form, "x" * 9_000), "client_id": str(uuid4())},
    }
    for how in ways:
        with transaction.atomic():
            yield how, client.post(address, sent[how]) if how in sent else getattr(client, how.lower())(address)
            transaction.set_rollback(True)


class Phones:
    """Both sockets of each of several people, all open at once."""

    def __init__(self) -> None:
        self.open: dict[tuple[str, str], Phone] = {}
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Phones":
        await self._stack.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._stack.__aexit__(*error)

    async def connect(self, people: dict[str, Person]) -> None:
        for name, person in people.items():
            for path in SOCKETS:
                self.open[name, path] = await self._stack.enter_async_context(phone(person, path))

    async def ask_everything(self, rooms: Collection[str]) -> None:
        """Everybody asks for every room on both sockets, and for its history."""
        for one in self.open.values():
            for room in rooms:
                await one.send("resume", room=room, after=0)
                await one.send("history", ref="all", room=room, before=10_000)

    async def settle(self) -> None:
        """Everything that was sent so far is heard."""
        for _ in range(2):  # what one socket asks for may still be on its way to the others
            for one in self.open.values():
                await one.send("ping")
            for one in self.open.values():
                await one.until("pong")

    def haul(self, name: str) -> Haul:
        """What one person has heard. The id of a room that was asked for and not found is not news."""
        haul = Haul()
        for (who, path), one in self.open.items():
            if who == name:
                frames = [{**frame, "room": ""} if frame["t"] == "error" else frame for frame in one.heard]
                haul.add_frames(path, frames)
        return haul


def socket_of(name: str) -> str:
    """Where somebody of the cast talks: staff at the desk."""
    return "/ws/desk/" if name == "tianna" else "/ws/"


async def evening(phones: Phones, cast: Cast, room: str, people: Iterable[str]) -> None:
    """A lively evening in a room: all write, type, read, react, change their minds and take something back."""
    public_id = cast.rooms[room].public_id
    for name in people:
        one = phones.open[name, socket_of(name)]
        await one.send("typing", room=public_id)
        kept = await one.say(public_id, f"{name} says good night in {room}")
        gone = await one.say(public_id, f"{name} says too much in {room}")
        await one.send(
            "edit", id=str(uuid4()), room=public_id, target=kept["seq"], text=f"{name} says it better in {room}"
        )
        await one.send("retract", id=str(uuid4()), room=public_id, target=gone["seq"])
        await one.send("react", id=str(uuid4()), room=public_id, target=kept["seq"], emoji="🙏", on=True)
        await one.send("read", room=public_id, upto=kept["seq"])
