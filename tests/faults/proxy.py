"""A TCP line that can be broken on purpose: bytes vanish, nothing passes, or everybody is cut off.

It runs in a thread of its own, so that it works the same for servers, tests and the event loop of the phones.
"""

import asyncio
import random
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from typing import Any, Final

CHUNK: Final = 64 * 1024


class Mode(Enum):
    """What a line does with what comes."""

    PASS = "pass"
    DROP = "drop"
    """Each piece vanishes with the line's `loss`, in both directions; connections stay open."""
    CUT = "cut"
    """Connections end at once, and new ones end as soon as they come."""


class Line:
    """Listens on `port` and passes on to `target` on this machine. Break and heal it at any time."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.loss = 1.0
        self.lost = 0
        """Bytes that vanished."""
        self._mode = Mode.PASS
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def drop(self, loss: float = 1.0) -> None:
        """Let pieces vanish with this probability."""
        self.loss, self._mode = loss, Mode.DROP

    def cut(self) -> None:
        """End all connections, and let nobody in until `heal`."""
        self._mode = Mode.CUT
        self._call(self._end_all())

    def heal(self) -> None:
        """Pass everything on again. Connections that lost bytes stay as they are."""
        self._mode = Mode.PASS

    def start(self) -> None:
        """Listen on a free port."""
        self._thread.start()
        self._call(self._listen())

    def stop(self) -> None:
        """End everything, the thread included."""
        self.cut()
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _end_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with suppress(OSError, asyncio.CancelledError):
            await self._connect(reader, writer)
        writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on between one who came and the target, until one of them ends it or the line is cut."""
        if self._is_cut():
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        ends = {writer, far_writer}
        self._writers |= ends
        try:
            # It may have been cut while the target was called.
            if not self._is_cut():
                await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer))
        finally:
            self._writers -= ends
            for end in ends:
                end.transport.abort()

    def _is_cut(self) -> bool:
        return self._mode is Mode.CUT

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until one side ends; then both do, since the lines that are tested here never half-close."""
        while data := await reader.read(CHUNK):
            if self._mode is Mode.DROP and random.random() < self.loss:
                self.lost += len(data)
                continue
            writer.write(data)
            await writer.drain()
        raise ConnectionResetError


@contextmanager
def line(target: int) -> Iterator[Line]:
    """A line to a port of this machine, for a while."""
    made = Line(target)
    made.start()
    try:
        yield made
    finally:
        made.stop()
