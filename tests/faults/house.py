"""The house under fault: two server processes of one site, PostgreSQL, Redis, and a line to Redis for each process."""

import json
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.client import Browser
from tests.faults.clock import Clock
from tests.faults.desk import Desk, desk
from tests.faults.proxy import Line, line
from tests.faults.record import Parts, Record, parts, read_heads, read_record
from tests.faults.stores import Postgres, Redis, postgres, wait_for
from tests.servers import ROOT, Server, demo_environment, manage, serving, stop
from tests.services import free_port


@dataclass(frozen=True)
class Resident:
    """Somebody of the cast, signed in, and the rooms they are in."""

    name: str
    browser: Browser
    rooms: tuple[str, ...]
    is_staff: bool


class House:
    """Start it with `house()`. Everything that breaks something blocks; call it from a thread."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.stack = stack
        self.folder = folder
        folder.chmod(0o755)
        self.postgres: Postgres = stack.enter_context(postgres(folder / "postgres"))
        self.redis = Redis(folder / "redis", stack)
        self.lines: list[Line] = [stack.enter_context(line(self.redis.port)) for _ in range(2)]
        self.clocks = [Clock(folder / f"clock-{which}") for which in range(2)]
        self.ports = [free_port(), free_port()]
        self.doors: list[Line] = [stack.enter_context(line(port)) for port in self.ports]
        """Lines between browsers and the server processes, for those who want one that breaks."""
        self.environment = demo_environment(
            folder / "var",
            DATABASE_URL=self.postgres.url,
            REDIS_URL=f"redis://127.0.0.1:{self.redis.port}/0",
            DJANGO_SETTINGS_MODULE="tests.faults.settings",
            LIFT_LIMITS="1",
            MESSAGE_SCREEN="",  # words made of random digits must come out as they went in
        )
        people = self._prepare()
        with ThreadPoolExecutor() as pool:
            self.servers = list(pool.map(self._start, range(2)))
            self.residents = list(pool.map(self._sign_in, people))
        self.parts: Parts = parts(self.postgres)

    @cached_property
    def desk(self) -> Desk:
        """The social worker's hand, when somebody needs it."""
        actor = next(one.name for one in self.residents if one.is_staff)
        return self.stack.enter_context(desk(self.environment, actor))

    @property
    def addresses(self) -> list[str]:
        return [f"http://localhost:{port}" for port in self.ports]

    @property
    def vanished(self) -> int:
        """Bytes that were lost on the lines to Redis so far."""
        return sum(one.lost for one in self.lines)

    @property
    def rooms(self) -> list[str]:
        return sorted({room for one in self.residents for room in one.rooms})

    def kill(self, which: int, how: signal.Signals = signal.SIGKILL) -> None:
        """End a server process."""
        stop(self.servers[which].process, how)

    def start(self, which: int) -> None:
        """Start a server process again, at its old address."""
        self.servers[which] = self._start(which)

    def verify(self) -> None:
        """Read every room's chain. Raises RuntimeError if one is broken."""
        manage(self.environment, "verify_record")

    def heads(self) -> dict[str, int]:
        return read_heads(self.postgres)

    def record(self, base: dict[str, int]) -> Record:
        """What was recorded above these numbers."""
        return read_record(self.postgres, base)

    def check_durable(self) -> None:
        """Refuse to prove anything on a database that confirms before it is on the disk (P1)."""
        for name in ("fsync", "synchronous_commit"):
            assert self.postgres.query(f"SHOW {name}") == [("on",)], f"{name} is not on"

    def memory(self, which: int) -> int:
        """Bytes of a server process that are in memory."""
        status = Path(f"/proc/{self.servers[which].process.pid}/status").read_text()
        return next(int(row.split()[1]) * 1024 for row in status.splitlines() if row.startswith("VmRSS"))

    def said(self) -> str:
        """The last lines of the servers' logs."""
        return "\n".join(server.log.read_text(errors="replace")[-3000:] for server in self.servers)

    def is_whole(self) -> bool:
        """Whether both server processes let people in."""
        return all(server.status("/readyz") == 200 for server in self.servers)

    def wait_until_whole(self) -> None:
        wait_for(self.is_whole)

    def _prepare(self) -> list[dict[str, object]]:
        """Tables and the cast; returns who there is to sign in as."""
        (self.folder / "var" / "static").mkdir(parents=True)
        manage(self.environment, "migrate", "--verbosity", "0")
        fill = [sys.executable, "-m", "tests.faults.fill"]
        people: list[dict[str, object]] = json.loads(subprocess.check_output(fill, cwd=ROOT, env=self.environment))
        return people

    def _start(self, which: int) -> Server:
        environment = {
            **self.environment,
            "REDIS_URL": f"redis://127.0.0.1:{self.lines[which].port}/0",
            "CLOCK_FILE": str(self.clocks[which].path),
        }
        return self.stack.enter_context(serving(environment, port=self.ports[which], site_port=self.ports[0]))

    def _sign_in(self, person: dict[str, object]) -> Resident:
        browser = Browser(self.addresses[0])
        browser.sign_in(str(person["email"]), str(person["password"]))
        rooms = person["rooms"]
        assert isinstance(rooms, list)
        return Resident(str(person["person"]), browser, tuple(map(str, rooms)), bool(person["is_staff"]))


@contextmanager
def house() -> Iterator[House]:
    """A house for a while."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="coparenting-faults-"))
        yield House(Path(folder), stack)


def either() -> int:
    """One of the two."""
    return random.randrange(2)
