"""Keeps the books of a run: every message that was sent, who got it when, and what went wrong."""

import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.wire import Connection


class Tally:
    """Counts while the load runs; `verdict` compares afterwards what was acknowledged with what each reader saw."""

    def __init__(self, connections: Sequence[Connection]) -> None:
        self._connections = connections
        self._rooms: dict[str, list[int]] = defaultdict(list)
        for connection in connections:
            self._rooms[connection.room].append(connection.index)
        self.sent_at = array("d")
        self.sender = array("l")
        self.acked_at: dict[int, float] = {}
        self.refusals: Counter[str] = Counter()
        self.closed: Counter[int] = Counter()
        self._seen: list[array[int]] = [array("l") for _ in connections]
        self._latency = array("d")
        self.deliveries = 0
        self._expected = 0

    # While it runs

    def send(self, connection: Connection) -> int:
        """Note a message that is about to go out; returns its number."""
        self.sender.append(connection.index)
        self.sent_at.append(time.perf_counter())
        return len(self.sent_at) - 1

    def ack(self, number: int) -> None:
        if number not in self.acked_at:
            self.acked_at[number] = time.perf_counter()
            self._expected += len(self._rooms[self._connections[self.sender[number]].room]) - 1

    def deliver(self, connection: Connection, number: int) -> None:
        """Note a line at a reader. What the sender sees of their own is kept for the order, and is no delivery."""
        self._seen[connection.index].append(number)
        if self.sender[number] != connection.index:
            self._latency.append(time.perf_counter() - self.sent_at[number])
            self.deliveries += 1

    @property
    def settled(self) -> bool:
        """Whether every message was answered and reached everybody it had to."""
        answered = len(self.acked_at) + sum(self.refusals.values()) >= len(self.sent_at)
        return answered and self.deliveries >= self._expected

    # Afterwards

    def latency(self, first: int, last: int) -> dict[str, float]:
        """Milliseconds from sending to delivery, of the deliveries in between."""
        return percentiles(self._latency[first:last])

    def ack_latency(self, since: float, until: float) -> dict[str, float]:
        """Milliseconds from sending to the acknowledgement, of those that came in between."""
        return percentiles(at - self.sent_at[number] for number, at in self.acked_at.items() if since <= at < until)

    def verdict(self) -> dict[str, Any]:
        """What went wrong in the whole run: lost, doubled, out of order, and lines that nobody was told are stored."""
        acked: dict[str, set[int]] = defaultdict(set)
        for number in self.acked_at:
            acked[self._connections[self.sender[number]].room].add(number)
        lost = doubled = disorder = unacknowledged = 0
        for room, members in self._rooms.items():
            place = {number: at for at, number in enumerate(dict.fromkeys(self._seen[members[0]]))}
            for index in members:
                seen = self._seen[index]
                once = set(seen)
                doubled += len(seen) - len(once)
                lost += sum(1 for number in acked[room] - once if self.sender[number] != index)
                unacknowledged += len(once - acked[room])
                places = [place[number] for number in dict.fromkeys(seen) if number in place]
                disorder += sum(1 for one, two in zip(places, places[1:], strict=False) if one > two)
        return {
            "sent": len(self.sent_at),
            "acknowledged": len(self.acked_at),
            "lost": lost,
            "doubled": doubled,
            "out_of_order": disorder,
            "seen_but_not_acknowledged": unacknowledged,
            "refused": dict(self.refusals),
            "closed": {str(code): count for code, count in self.closed.items()},
        }


def percentiles(seconds: Iterable[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    ordered = sorted(seconds)
    if not ordered:
        return {}
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 3)
        for name, part in (("p50", 0.50), ("p95", 0.95), ("p99", 0.99))
    }
