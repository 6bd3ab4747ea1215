"""The generator's sockets: they connect, tell what arrives, and do what a browser does by itself."""

import base64
import json
import os
import random
import subprocess
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from benchmarks import proc
from benchmarks.dialects import DIALECTS
from benchmarks.tally import Tally
from benchmarks.wire import Connection, Loop

OPENING: Final = 16
"""Handshakes under way at a time."""
WARM_UP: Final = 40
"""Sockets opened before anything is measured, so that what a process does once is not charged to a socket."""
MOMENT: Final = 1.0
"""Seconds that a line stays on the screen before a browser says that it was read (see its reading.js)."""
PATIENCE: Final = 30.0


class Crowd:
    """All sockets of a run, and the books."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.dialect = DIALECTS[plan["dialect"]]()
        self.loop = Loop()
        self.connections: list[Connection] = []
        self.tally = Tally([])
        self.readiness: set[int] = set()
        self.on_ack: Callable[[], None] = nothing
        self.on_page: Callable[[Connection], None] = no_page
        self.pages = 0
        self.page_latency: list[float] = []
        self._asked: dict[int, float] = {}
        self.marks_read = False
        self._upto: dict[int, tuple[float, int]] = {}
        self.due: deque[tuple[float, int]] = deque()
        self.reads = 0

    # What the connections tell

    def opened(self, connection: Connection) -> None:
        self.dialect.opened(connection, self)

    def text(self, connection: Connection, payload: bytes) -> None:
        self.dialect.understand(connection, payload, self)

    def closed(self, connection: Connection, code: int) -> None:
        self.tally.closed[code] += 1

    # What the dialect finds in it

    def ready(self, connection: Connection) -> None:
        self.readiness.add(connection.index)

    def acked(self, number: int) -> None:
        self.tally.ack(number)
        self.on_ack()

    def delivered(self, connection: Connection, number: int) -> None:
        self.tally.deliver(connection, number)

    def refused(self, code: str) -> None:
        self.tally.refusals[code] += 1
        self.on_ack()

    def shown(self, connection: Connection, upto: int) -> None:
        if self.marks_read:
            due = time.perf_counter() + MOMENT
            self._upto[connection.index] = (due, upto)
            self.due.append((due, connection.index))

    def paged(self, connection: Connection) -> None:
        self.page_latency.append(time.perf_counter() - self._asked[connection.index])
        self.pages += 1
        self.on_page(connection)

    def sender_of(self, number: int) -> int:
        return self.tally.sender[number]

    # What it does

    def say(self, connection: Connection) -> None:
        connection.send(self.dialect.say(connection, self.tally.send(connection)))

    def ask_page(self, connection: Connection) -> None:
        low, high = self.plan["before"]
        frame = {"t": "history", "ref": "r", "room": connection.room, "before": random.randint(low, high), "limit": 50}
        self._asked[connection.index] = time.perf_counter()
        connection.send(json.dumps(frame).encode())

    def tell_read(self, now: float) -> None:
        """Send the read marks that are due, as the browser does: once nothing has come for a moment."""
        while self.due and self.due[0][0] <= now:
            due, index = self.due.popleft()
            latest, upto = self._upto[index]
            if latest == due:
                connection = self.connections[index]
                connection.send(json.dumps({"t": "read", "room": connection.room, "upto": upto}).encode())
                self.reads += 1

    def connect(self) -> dict[str, Any]:
        """Open every seat's socket; CPU per handshake and memory per idle connection."""
        watch, seats, ports = self.plan["watch"], self.plan["seats"], self.plan["ports"]
        for index, seat in enumerate(seats):
            request = self._request(seat)
            self.connections.append(Connection(index, seat["room"], ports[index % len(ports)], request, self))
            self.loop.add(self.connections[-1])
            self.until(lambda: len(self.connections) - len(self.readiness) < OPENING)
            if index == min(WARM_UP, len(seats) - 1):
                self.until(lambda: len(self.readiness) == len(self.connections))
                self.quiet(0.5)
                beside = start_beside(self.plan)
                before, first = (proc.cpu(watch), proc.memory(watch["server"])), index + 1
        self.until(lambda: len(self.readiness) == len(seats))
        used = proc.difference(proc.cpu(watch), before[0])
        wait(beside)
        self.quiet(self.plan.get("settle", 2.0))
        grown = proc.memory(watch["server"]) - before[1]
        count = max(1, len(seats) - first)
        self.tally = Tally(self.connections)
        return {
            "sockets": len(seats),
            "cpu_ms": 1000 * sum(used.values()) / count,
            "cpu_ms_by_part": {part: 1000 * seconds / count for part, seconds in used.items()},
            "kib": grown / count / 1024,
        }

    def _request(self, seat: dict[str, str]) -> bytes:
        lines = [
            f"GET {self.dialect.path(seat['room'])} HTTP/1.1",
            f"Host: {self.plan['host']}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            f"Origin: {self.plan['origin']}",
            f"Cookie: {seat['cookie']}",
            *([f"Sec-WebSocket-Protocol: {self.plan['subprotocol']}"] if self.plan.get("subprotocol") else []),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def until(self, done: Callable[[], bool]) -> None:
        deadline = time.perf_counter() + PATIENCE
        while not done():
            self.loop.turn(0.05)
            if time.perf_counter() > deadline:
                raise RuntimeError(f"nobody answers: {len(self.readiness)} of {len(self.connections)} are ready")

    def quiet(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            self.loop.turn(min(0.05, end - now))


def start_beside(what: dict[str, Any]) -> subprocess.Popen[bytes] | None:
    """A command that runs beside it: the profiler."""
    return subprocess.Popen(what["beside"], stdout=subprocess.DEVNULL) if "beside" in what else None


def wait(process: subprocess.Popen[bytes] | None) -> None:
    """Until the command beside it has ended."""
    if process:
        process.wait(PATIENCE)


def nothing() -> None:
    """Do not go on."""


def no_page(connection: Connection) -> None:
    """Do not go on."""
