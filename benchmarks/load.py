"""The load generator, a process of its own on a core of its own: `python -m benchmarks.load < plan.json > result.json`.

It opens a socket per seat, runs the phases of the plan one after another, and measures the watched processes itself,
so that CPU and counts belong to the same moments.
"""

import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import proc
from benchmarks.crowd import Crowd, no_page, nothing, start_beside, wait
from benchmarks.tally import percentiles
from benchmarks.wire import Connection


class Load(Crowd):
    """A crowd that talks, and the books of it, phase by phase."""

    def run(self, phase: dict[str, Any]) -> dict[str, Any]:
        """One phase: warm up, measure, let everything arrive, compare."""
        self.marks_read = bool(phase.get("reads"))
        self.reads, self.pages, self.page_latency = 0, 0, []
        step = {"steady": self._steady, "closed": self._closed, "history": self._history, "idle": self._idle}[
            phase["kind"]
        ](phase)
        self._for(step, phase.get("warm", 1.0))
        reads, pages, first_page = self.reads, self.pages, len(self.page_latency)
        beside = start_beside(phase)
        start = self._sample()
        self._for(step, phase["seconds"])
        end = self._sample()
        reads, pages = self.reads - reads, self.pages - pages
        self.on_ack, self.on_page = nothing, no_page
        self.marks_read = False
        self._settle()
        wait(beside)
        return {**phase, **self._figures(start, end), "reads": reads, "pages": pages} | (
            {"latency": percentiles(self.page_latency[first_page:])} if pages else {}
        )

    def _for(self, step: Callable[[float], float], seconds: float) -> None:
        """Turn the loop; `step` does what is due and says when it wants to be called again."""
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            self.loop.turn(min(step(now), end) - now)
            if self.due:
                self.tell_read(now)

    def _steady(self, phase: dict[str, Any]) -> Callable[[float], float]:
        """Messages at random moments, so many a second on average, whatever the server does."""
        senders = self._senders()
        due = [time.perf_counter()]

        def step(now: float) -> float:
            while due[0] <= now:
                self.say(next(senders))
                due[0] += random.expovariate(phase["rate"])
            return min(due[0], now + 0.1)

        return step

    def _closed(self, phase: dict[str, Any]) -> Callable[[float], float]:
        """So many messages under way at any time: the next goes out when one is acknowledged."""
        senders = self._senders()
        self.on_ack = lambda: self.say(next(senders))
        for _ in range(phase["outstanding"]):
            self.say(next(senders))
        return _later

    def _history(self, phase: dict[str, Any]) -> Callable[[float], float]:
        """So many browsers that read page after page."""
        self.on_page = self.ask_page
        for connection in random.sample(self.connections, min(phase["outstanding"], len(self.connections))):
            self.ask_page(connection)
        return _later

    def _idle(self, phase: dict[str, Any]) -> Callable[[float], float]:
        return _later

    def _senders(self) -> Iterator[Connection]:
        """Everybody in turn, in an order that mixes the rooms."""
        order = self.connections.copy()
        random.shuffle(order)
        return itertools.cycle(order)

    def _settle(self) -> None:
        deadline = time.perf_counter() + 10.0
        while not self.tally.settled and time.perf_counter() < deadline:
            self.loop.turn(0.05)
        self.quiet(0.3)

    def _sample(self) -> dict[str, Any]:
        cpu = proc.cpu(self.plan["watch"])
        return {
            "at": time.perf_counter(),
            "cpu": cpu,
            "core": proc.core_seconds(self.plan["server_core"]),
            "own": time.process_time(),
            "deliveries": self.tally.deliveries,
            "acked": len(self.tally.acked_at),
        }

    def _figures(self, start: dict[str, Any], end: dict[str, Any]) -> dict[str, Any]:
        took = end["at"] - start["at"]
        used = proc.difference(end["cpu"], start["cpu"])
        acked, deliveries = end["acked"] - start["acked"], end["deliveries"] - start["deliveries"]
        return {
            "took": took,
            "acknowledged": acked,
            "deliveries": deliveries,
            "acked_per_second": acked / took,
            "cpu": used,
            "cpu_ms_per_delivery": 1000 * sum(used.values()) / max(1, deliveries),
            "cpu_ms_per_message": 1000 * sum(used.values()) / max(1, acked),
            "cpu_share": sum(used.values()) / took,
            "generator_share": (end["own"] - start["own"]) / took,
            "others_share": (end["core"] - start["core"] - sum(used.values())) / took,
            "latency": self.tally.latency(start["deliveries"], end["deliveries"]),
            "ack_latency": self.tally.ack_latency(start["at"], end["at"]),
        }


def _later(now: float) -> float:
    return now + 0.1


def main() -> None:
    plan = json.load(sys.stdin)
    os.sched_setaffinity(0, {plan["core"]})
    load = Load(plan)
    result: dict[str, Any] = {"connect": load.connect()}
    result["phases"] = [load.run(phase) for phase in plan["phases"]]
    result["verdict"] = load.tally.verdict()
    for connection in load.connections:
        connection.close()
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
