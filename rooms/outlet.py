"""How frames leave: through the server's ASGI `send`, or straight to the connection where the server offers it.

A server may put `write` under EXTENSION in the connection's scope: `write(frame: bytes) -> int` takes a ready-made
WebSocket frame and returns the bytes that now wait for the browser to read. Ours does (chatserver.direct); with any
other server, and in tests, frames go through `send`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any, Final, Protocol

from rooms.protocol import Close, Encoded
from rooms.tally import tally

EXTENSION: Final = "coparenting.write"

WAITING_BYTES: Final = 256 * 1024
"""Bytes that may wait for a browser that does not read; beyond it the socket is closed and the browser resumes."""
ANSWERS_BYTES: Final = 64 * 1024
"""Bytes that may still wait when the next thing the browser asked for is sent: it gets no more than it reads."""
LOOK: Final = 0.05
"""Seconds between looks at what waits, while more than that does."""
STALLED: Final = 3.0
"""Seconds in which a browser that has asked for more reads nothing at all, after which its socket is closed."""
WAITING_FRAMES: Final = 1_000
"""The same, in frames, where the server does not say how many bytes wait."""

Send = Callable[[Any], Awaitable[None]]


class Outlet(Protocol):
    """One connection's way out. Nothing is sent after `close`."""

    def push(self, frame: Encoded) -> None:
        """Send a frame; never blocks."""

    async def drained(self) -> None:
        """Wait until the browser has read most of what was sent, or the connection is gone."""

    def close(self, code: int) -> None:
        """End the connection after what was pushed."""

    def stop(self) -> None:
        """The connection is gone."""


def outlet(scope: Mapping[str, Any], send: Send) -> Outlet:
    """The best way out that the server offers."""
    write = scope.get("extensions", {}).get(EXTENSION)
    return PlainOutlet(send) if write is None else DirectOutlet(send, write)


class PlainOutlet:
    """Frames queue for a task that hands them to the server one by one."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._closed = False
        self._queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._task = asyncio.create_task(self._write())

    def push(self, frame: Encoded) -> None:
        if self._closed:
            return
        if self._queue.qsize() >= WAITING_FRAMES:
            self.close(Close.FELL_BEHIND)
        else:
            self._queue.put_nowait({"type": "websocket.send", "text": frame.payload.decode()})

    async def drained(self) -> None:
        """At once: Daphne's own way does not say what waits."""

    def close(self, code: int) -> None:
        if not self._closed:
            self._closed = True
            tally.sent_away[code] += 1
            self._queue.put_nowait({"type": "websocket.close", "code": int(code)})

    def stop(self) -> None:
        self._closed = True
        self._task.cancel()

    async def _write(self) -> None:
        while True:
            message = await self._queue.get()
            await self._send(message)
            if message["type"] == "websocket.close":
                return


class DirectOutlet:
    """Ready-made frames go straight to the connection: no queue, no task, and the bytes that wait are known."""

    def __init__(self, send: Send, write: Callable[[bytes], int]) -> None:
        self._send = send
        self._write = write
        self._closed = False
        self._closing: asyncio.Task[None] | None = None

    def push(self, frame: Encoded) -> None:
        # What waited before counts: one large frame is not a browser that stopped reading.
        if not self._closed and self._write(frame.wire) - len(frame.wire) > WAITING_BYTES:
            self.close(Close.FELL_BEHIND)

    async def drained(self) -> None:
        waiting, since = self._write(b""), monotonic()
        while not self._closed and waiting > ANSWERS_BYTES:
            await asyncio.sleep(LOOK)
            before, waiting = waiting, self._write(b"")
            if waiting < before:
                since = monotonic()
            elif monotonic() - since > STALLED:
                self.close(Close.FELL_BEHIND)

    def close(self, code: int) -> None:
        if not self._closed:
            self._closed = True
            tally.sent_away[code] += 1
            self._closing = asyncio.ensure_future(self._send({"type": "websocket.close", "code": int(code)}))

    def stop(self) -> None:
        self._closed = True
