"""A patient client for fault runs: it does what the browser code does, in as few lines, and notes it all.

One message at a time is kept until it is answered, and sent again under the same id on whichever line comes next. Of
each room it asks for everything above the last number it has, whenever it comes back.
"""

import asyncio
import json
import random
import socket as sockets
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.client import SUBPROTOCOL
from tests.faults.house import Resident
from tests.faults.notes import Book, Notes, Said
from tests.faults.reading import Frame, Reading

COME_BACK: Final = 0.1
"""Seconds at most before the next try to connect."""
ANSWER: Final = 2.0
"""Seconds to wait for an acknowledgement before sending again."""
TICK: Final = 0.25
PING: Final = 1.0
SILENT: Final = 5.0
"""Seconds without any frame after which a line counts as dead."""
TWICE: Final = 0.3
"""Part of all messages that is sent twice at once, answered or not."""


class Phone:
    """One open page of one person. `at` is the server process it is at, or was last."""

    def __init__(
        self, who: Resident, servers: Sequence[str], book: Book, base: dict[str, int], *, at: int, label: str
    ) -> None:
        self.who, self.servers, self.book, self.at = who, list(servers), book, at
        self.name = f"{label} {who.name} {at}"
        self.notes = Notes(self.name, who.name, who.is_staff)
        self.reading = Reading(self.notes, {room: base[room] for room in who.rooms})
        self.writing = not who.is_staff
        self.pace = 0.05
        """Seconds between an answer and the next message."""
        self.size = 0
        """Characters to which messages are filled up."""
        self.moves = True
        """Whether it goes to the other server process when a line ends."""
        self.buffer = 0
        """Bytes that the kernel keeps for it, where that matters."""
        self.partner: Phone | None = None
        """Another phone of this person, which sends everything too."""
        self.reads = asyncio.Event()
        """Cleared while it lies in a drawer: it reads nothing and does not come back."""
        self.reads.set()
        self.line: ClientConnection | None = None
        self.port = 0
        """Its own end of the line."""
        self._number = 0
        self._pending: Said | None = None
        self._sent_at = 0.0
        self._answered = asyncio.Event()
        self._wait = 0.0
        self._heard = 0.0

    @property
    def idle(self) -> bool:
        """Whether everything it said is answered."""
        return self._pending is None

    @property
    def refused_all(self) -> bool:
        """Whether every forgery was refused."""
        return self.notes.errors["id_reused"] >= self.notes.forged

    async def run(self) -> None:
        """Stay connected until cancelled."""
        while True:
            await self.reads.wait()
            try:
                await self._connect()
            except* (OSError, WebSocketException, TimeoutError):
                pass
            if self.moves:
                self.at = 1 - self.at
            await asyncio.sleep(random.uniform(0, COME_BACK))

    async def _connect(self) -> None:
        address = urlsplit(self.servers[self.at])
        line = sockets.socket()
        if self.buffer:
            line.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, self.buffer)
        line.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", address.port))
            self.port = line.getsockname()[1]
            self.line = await connect(
                f"ws://{address.netloc}{'/ws/desk/' if self.who.is_staff else '/ws/'}",
                sock=line,
                origin=self.who.browser.url,  # type: ignore[arg-type]  # a plain str is one
                additional_headers={"Cookie": self.who.browser.cookies},
                subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]
                open_timeout=SILENT,
                ping_interval=None,
                compression=None,
                max_queue=4,
                max_size=None,
            )
            try:
                await self._live(self.line)
            finally:
                self.line.transport.abort()
                self.line = None
        finally:
            line.close()

    async def _live(self, line: ClientConnection) -> None:
        self.reading.opened()
        self._heard = time.monotonic()
        try:
            async with asyncio.TaskGroup() as work:
                watch = work.create_task(self._watch(line))
                writer: asyncio.Task[None] | None = None
                async for text in line:
                    await self.reads.wait()
                    self._heard = time.monotonic()
                    self._take(json.loads(text))
                    await self._ask(line)
                    writer = writer or work.create_task(self._write(line))
                watch.cancel()
                if writer:
                    writer.cancel()
        finally:
            self.notes.closes[line.close_code or 1006] += 1
            self.reading.ended()

    async def _watch(self, line: ClientConnection) -> None:
        """Ask for what is due, ask how far the rooms are, and give up a line that is dead."""
        asked = time.monotonic()
        while True:
            await asyncio.sleep(TICK)
            await self._ask(line)
            if time.monotonic() - asked > PING:
                asked = time.monotonic()
                await line.send('{"t":"ping"}')
            if self.reads.is_set() and time.monotonic() - self._heard > SILENT:
                line.transport.abort()

    async def _ask(self, line: ClientConnection) -> None:
        for frame in self.reading.due():
            await line.send(json.dumps(frame))

    def _take(self, frame: Frame) -> None:
        if frame["t"] == "ack":
            self._acknowledged(frame)
        elif frame["t"] == "error":
            self.notes.errors[frame["code"]] += 1
            if frame.get("id"):
                self._refused(frame)
            else:
                self.reading.take(frame)
        else:
            self.reading.take(frame)

    # What it says

    def _acknowledged(self, frame: Frame) -> None:
        said = self.book.get(frame["id"])
        if said is None:
            self.notes.wrong_acks += 1
            return
        said.answers.add((frame["room"], frame["seq"]))
        now = time.monotonic()
        said.acked_at = said.acked_at or now
        if said is self._pending:
            self.notes.acks.append((self._sent_at, now))
            self.notes.acked_in[said.room] += 1
            self._settle()

    def _refused(self, frame: Frame) -> None:
        if self._pending is None or frame["id"] != self._pending.id:
            return
        if not frame["retry"]:
            self._settle()
        self._wait = float(frame.get("wait") or 0)
        self._answered.set()

    def _settle(self) -> None:
        self._pending = None
        self._wait = 0.0
        self._answered.set()

    async def _write(self, line: ClientConnection) -> None:
        while True:
            if self._pending is None and not self.writing:
                await asyncio.sleep(TICK)
                continue
            said = self._pending = self._pending or self._next()
            self._answered.clear()
            self._sent_at = time.monotonic()
            await self._send(line, said)
            with suppress(TimeoutError):
                async with asyncio.timeout(ANSWER):
                    await self._answered.wait()
            if said.acked_at and self.partner:
                await self._forge(said)
            await asyncio.sleep(max(self.pace, self._wait))

    def _next(self) -> Said:
        self._number += 1
        room = self.who.rooms[self._number % len(self.who.rooms)]
        words = f"{self.name} {self._number}"
        if self.size > len(words):
            words += " " + random.randbytes(self.size // 2).hex()[: self.size - len(words) - 1]
        said = Said(str(uuid.uuid4()), room, self.who.name, {words}, time.monotonic())
        self.book[said.id] = said
        return said

    async def _send(self, line: ClientConnection, said: Said) -> None:
        frame = post(said, next(iter(said.words)))
        copies = 2 if self.partner or random.random() < TWICE else 1
        for _ in range(copies):
            await line.send(frame)
        if self.partner and self.partner.line:
            with suppress(OSError, WebSocketException):
                await self.partner.line.send(frame)

    async def _forge(self, said: Said) -> None:
        """Try other words under an id that was acknowledged, on the other line too."""
        for phone in (self, self.partner):
            if phone and phone.line:
                phone.notes.forged += 1
                await phone.line.send(post(said, f"other words {said.id}"))


def post(said: Said, words: str) -> str:
    """The frame of a message."""
    return json.dumps({"t": "post", "id": said.id, "room": said.room, "text": words})
