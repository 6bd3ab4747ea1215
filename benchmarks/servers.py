"""Starts what is measured: one PostgreSQL and one Redis, and servers of ours and of the baseline, all on one core."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.databases import HOST, ORIGIN, Bench, Kind, Seat
from benchmarks.machine import LOAD_CORE, SERVER_CORE, on_core
from tests.servers import PATIENCE, ROOT, Server, stop, wait_until_ready
from tests.services import free_port, running


@dataclass(frozen=True)
class Running:
    """Server processes of one kind over one database."""

    bench: Bench
    kind: Kind
    database: str
    servers: list[Server]

    @property
    def watch(self) -> dict[str, list[int]]:
        services = self.bench.services
        return {
            "server": [server.process.pid for server in self.servers],
            "redis": [services.redis_pid],
            "postgres": [services.postgres_pid],
        }

    def load(self, phases: Sequence[dict[str, Any]], seats: Sequence[Seat] = (), **more: Any) -> dict[str, Any]:
        """Run the load generator against these servers; see `benchmarks.load`."""
        plan = {
            "dialect": self.kind,
            "ports": [server.port for server in self.servers],
            "core": LOAD_CORE,
            "server_core": SERVER_CORE,
            "host": HOST,
            "origin": ORIGIN,
            "subprotocol": "coparenting.v1" if self.kind == "ours" else "",
            "watch": self.watch,
            "seats": list(seats) or self.bench.seats[self.database],
            "phases": list(phases),
            **more,
        }
        return self._generate("benchmarks.load", plan)

    def read_pages(self, pages: Sequence[Seat], readers: int, seconds: float) -> dict[str, Any]:
        """Read these pages over HTTP again and again; see `benchmarks.pages`."""
        plan = {
            "port": self.servers[0].port,
            "core": LOAD_CORE,
            "headers": {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"},
            "watch": self.watch,
            "pages": list(pages),
            "readers": readers,
            "seconds": seconds,
            "warm": 1.0,
        }
        return self._generate("benchmarks.pages", plan)

    def _generate(self, module: str, plan: dict[str, Any]) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", module],
            cwd=ROOT,
            input=json.dumps(plan),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} failed:\n{done.stderr[-1000:]}\nThe server said:\n{self.said()}")
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    def said(self) -> str:
        """The last lines of the servers' logs."""
        return "\n".join(server.log.read_text(errors="replace")[-2000:] for server in self.servers)


@contextmanager
def bench() -> Iterator[Bench]:
    """Services for a while, as a server would have them: nothing acknowledged before it is on the disk."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coparenting-bench-")))
        with on_core(SERVER_CORE):
            services = stack.enter_context(running(durable=True))
        made = Bench(services=services, folder=folder)
        made.wait_for_database()
        yield made


@contextmanager
def serving(bench: Bench, kind: Kind, database: str, processes: int = 1, **more: str) -> Iterator[Running]:
    """Server processes over a database, ready for visitors."""
    with ExitStack() as stack:
        servers = [stack.enter_context(server(bench, kind, database, **more)) for _ in range(processes)]
        for one in servers:
            if kind == "ours":
                wait_until_ready(one)
            else:
                wait_for(one)
        yield Running(bench, kind, database, servers)


@contextmanager
def server(bench: Bench, kind: Kind, database: str, **more: str) -> Iterator[Server]:
    """One server process, which may not be ready yet."""
    port = free_port()
    command = {
        "ours": [sys.executable, "-m", "chatserver.serve"],
        "naive": [
            sys.executable,
            "-m",
            "daphne",
            "-b",
            "127.0.0.1",
            "-p",
            str(port),
            "benchmarks.naive.asgi:application",
        ],
    }[kind]
    log = bench.folder / f"{kind}-{port}.log"
    environment = bench.environment(kind, database, PORT=str(port), **more)
    with log.open("wb") as out, on_core(SERVER_CORE):
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield Server(process, port, log)
    finally:
        stop(process)


def wait_for(one: Server) -> None:
    """Until the baseline answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and one.process.poll() is None:
        if one.status("/healthz") == 200:
            return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{one.log.read_text(errors='replace')}")
