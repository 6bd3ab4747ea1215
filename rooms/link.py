"""A hub's line to the other server processes: what it has to say goes out together, and only while somebody is there.

A process announces itself with "hello" and repeats who is present at it now and then; whoever hears that knows that
there is somebody to tell. A process that is alone publishes nothing else, which is a third of the cost of a message.
Whatever is lost between two processes, the hub's poll finds.
"""

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

from rooms import bus
from rooms.presence import EXPIRY
from rooms.tally import tally

ALWAYS: Final = frozenset({"presence", "hello"})
"""What is published even when nobody seems to be there."""

PAUSE: Final = 0.01
"""Seconds between two publications at least: under load many rooms share one."""

Spawn = Callable[[Coroutine[Any, Any, None]], None]


class Link:
    """Gathers signals for one turn of the loop and publishes them as one."""

    def __init__(self, spawn: Spawn) -> None:
        self.process = uuid.uuid4().hex
        self._loop = asyncio.get_running_loop()
        self._spawn = spawn
        self._peers: dict[str, float] = {}
        self._signals: list[bus.Signal] = []
        self._heads: dict[int, tuple[int, str]] = {}
        self._flushing = False

    def send(self, signals: Iterable[bus.Signal]) -> None:
        """Publish signals to the other processes."""
        self._signals.extend(signals)
        self._flush_soon()

    def head(self, room: int, seq: int, digest: str) -> None:
        """Tell the other processes how far a room is now."""
        self._heads[room] = max((seq, digest), self._heads.get(room, (0, "")))
        self._flush_soon()

    def meet(self, process: str) -> bool:
        """Note that a process is up; False if it is this one."""
        if process == self.process:
            return False
        self._peers[process] = self._loop.time() + EXPIRY
        tally.peers = len(self._peers)
        return True

    def forget_silent(self) -> None:
        """Forget processes that have said nothing for long."""
        now = self._loop.time()
        self._peers = {process: until for process, until in self._peers.items() if until > now}
        tally.peers = len(self._peers)

    def _flush_soon(self) -> None:
        if not self._flushing:
            self._flushing = True
            self._spawn(self._flush())

    async def _flush(self) -> None:
        """Publish what there is; what comes up while Redis takes that, or right after, goes out together."""
        await asyncio.sleep(0)
        try:
            while self._signals or self._heads:
                await bus.publish(self._gathered())
                await asyncio.sleep(PAUSE)
        finally:
            self._flushing = False

    def _gathered(self) -> list[bus.Signal]:
        signals, self._signals = self._signals, []
        heads, self._heads = self._heads, {}
        if not self._peers:
            return [signal for signal in signals if signal["s"] in ALWAYS]
        if heads:
            signals.append({"s": "heads", "rooms": [(room, *head) for room, head in heads.items()]})
        return signals
