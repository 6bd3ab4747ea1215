"""Reads pages over HTTP, from a process of its own: `python -m benchmarks.pages < plan.json > result.json`."""

import http.client
import json
import os
import random
import sys
import threading
import time
from typing import Any

from benchmarks import proc
from benchmarks.tally import percentiles


class Readers:
    """Some browsers with kept connections, each asking for page after page."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.latency: list[float] = []
        self.size = 0
        self.failures: list[str] = []
        self.stop = threading.Event()

    def read(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=20)
        while not self.stop.is_set():
            page = random.choice(self.plan["pages"])
            before = time.perf_counter()
            connection.request("GET", page["path"], headers={**self.plan["headers"], "Cookie": page["cookie"]})
            answer = connection.getresponse()
            self.size = len(answer.read())
            if answer.status != 200:
                self.failures.append(f"{page['path']}: {answer.status}")
                return
            self.latency.append(time.perf_counter() - before)

    def run(self) -> dict[str, Any]:
        threads = [threading.Thread(target=self.read, daemon=True) for _ in range(self.plan["readers"])]
        for thread in threads:
            thread.start()
        time.sleep(self.plan["warm"])
        cpu, first, start = proc.cpu(self.plan["watch"]), len(self.latency), time.perf_counter()
        time.sleep(self.plan["seconds"])
        used = proc.difference(proc.cpu(self.plan["watch"]), cpu)
        last, took = len(self.latency), time.perf_counter() - start
        self.stop.set()
        for thread in threads:
            thread.join(20)
        if self.failures or last == first:
            raise RuntimeError(f"no pages: {self.failures[:3]}")
        return {
            "pages": last - first,
            "pages_per_second": (last - first) / took,
            "cpu": used,
            "cpu_ms_per_page": 1000 * sum(used.values()) / (last - first),
            "latency": percentiles(self.latency[first:last]),
            "bytes": self.size,
        }


def main() -> None:
    plan = json.load(sys.stdin)
    os.sched_setaffinity(0, {plan["core"]})
    json.dump(Readers(plan).run(), sys.stdout)


if __name__ == "__main__":
    main()
