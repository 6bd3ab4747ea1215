"""A patient client for fault runs: it writes, reads every room of its person, reconnects and resumes, and notes it all.

It does what the browser code does, in as few lines: one message at a time, kept until it is acknowledged and sent again
under the same id; everything above the last number it has, whenever it comes back.
"""

import asyncio
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from tests.client import Browser, Frame

PAUSE = 0.2
"""Seconds before the next try to connect, and between messages."""
ANSWER = 5.0
"""Seconds to wait for an acknowledgement before sending again."""


@dataclass
class Notes:
    """What one phone saw."""

    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Words of a message → its room and number."""
    seen: dict[str, list[Frame]] = field(default_factory=lambda: defaultdict(list))
    closes: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    doubled: int = 0
    disordered: int = 0


class Phone:
    """One person's client. `servers` are the addresses of the server processes; it moves on when one goes."""

    def __init__(self, browser: Browser, rooms: Sequence[str], servers: Sequence[str], name: str) -> None:
        self.browser, self.rooms, self.servers, self.name = browser, rooms, list(servers), name
        self.notes = Notes()
        self.have: dict[str, int] = {}
        self.writing = True
        self._number = 0
        self._pending: tuple[str, str, str] | None = None
        self._answered = asyncio.Event()
        self._retry_after = 0.0

    async def run(self) -> None:
        """Stay connected until cancelled."""
        turn = hash(self.name)
        while True:
            turn += 1
            with suppress(OSError, WebSocketException, TimeoutError):
                async with self.browser.socket(self.servers[turn % len(self.servers)], open_timeout=3) as socket:
                    await self._live(socket)
            await asyncio.sleep(PAUSE)

    async def _live(self, socket: ClientConnection) -> None:
        writer: asyncio.Task[None] | None = None
        try:
            async for text in socket:
                frame = json.loads(text)
                await self._take(frame, socket)
                if frame["t"] == "welcome" and writer is None:
                    writer = asyncio.create_task(self._write(socket))
        finally:
            self.notes.closes[socket.close_code or 1006] += 1
            if writer:
                writer.cancel()

    async def _take(self, frame: Frame, socket: ClientConnection) -> None:
        if frame["t"] == "welcome":
            for room in frame["rooms"]:
                if room["id"] in self.rooms:
                    # From the first line on: somebody may have spoken before this phone came.
                    self.have.setdefault(room["id"], 0)
                    await self._resume(socket, room["id"])
        elif frame["t"] == "events":
            await self._events(frame, socket)
        elif frame["t"] == "error" and self._pending is None:
            self.notes.errors[frame["code"]] += 1
        elif frame["t"] in ("ack", "error") and self._pending and frame.get("id") == self._pending[0]:
            if frame["t"] == "ack":
                _, room, words = self._pending
                self.notes.acknowledged[words] = (room, frame["seq"])
                self._pending = None
            else:
                self.notes.errors[frame["code"]] += 1
            self._retry_after = float(frame.get("wait") or 0)
            self._answered.set()

    async def _events(self, frame: Frame, socket: ClientConnection) -> None:
        room, have = frame["room"], self.have[frame["room"]]
        if frame["after"] > have:
            await self._resume(socket, room)
            return
        numbers = [event["seq"] for event in frame["events"]]
        self.notes.doubled += sum(number <= have for number in numbers)
        self.notes.disordered += numbers != sorted(numbers)
        self.notes.seen[room] += [event for event in frame["events"] if event["seq"] > have]
        self.have[room] = max(have, frame["upto"])

    async def _resume(self, socket: ClientConnection, room: str) -> None:
        await socket.send(json.dumps({"t": "resume", "room": room, "after": self.have[room]}))

    async def _write(self, socket: ClientConnection) -> None:
        while self.writing or self._pending:
            if self._pending is None:
                self._number += 1
                room = self.rooms[self._number % len(self.rooms)]
                self._pending = (str(uuid.uuid4()), room, f"{self.name} {self._number}")
            identity, room, words = self._pending
            self._answered.clear()
            await socket.send(json.dumps({"t": "post", "id": identity, "room": room, "text": words}))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._answered.wait(), ANSWER)
            await asyncio.sleep(max(PAUSE, self._retry_after))
