"""PostgreSQL and Redis of a fault run, and what can happen to them. Calls block; nothing else is touched."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import psycopg

from tests.services import postgresql, redis_server

PATIENCE: Final = 30.0
DISK: Final = 1024 * 1024
"""Bytes in one file of PostgreSQL while its disk is "full"; also the size of its WAL segments, which stay writable."""
LARGEST_TABLE: Final = """
SELECT greatest(pg_relation_size(oid), pg_relation_size(reltoastrelid)) FROM pg_class WHERE relname = 'rooms_event'
"""


class Postgres:
    """A server that waits for its disk, as a real one does: what it confirmed is there after a kill."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.port, self.process, self.folder = port, process, folder

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask, over a connection of its own."""
        with psycopg.connect(self.url, connect_timeout=5, autocommit=True) as connection:
            return list(connection.execute(sql, values))

    def freeze(self) -> None:
        """Stop the whole tree where it stands."""
        for pid in self._tree():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in reversed(self._tree()):
            os.kill(pid, signal.SIGCONT)

    def restart(self) -> None:
        """Immediate shutdown, as if the power went; then start, which replays the log."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE)
        self._start()

    def kill_backend(self) -> None:
        """Kill -9 of one backend: PostgreSQL then ends all the others and recovers by itself."""
        with suppress(ProcessLookupError):
            os.kill(self._backends()[0], signal.SIGKILL)

    def fill_disk(self) -> None:
        """From now on no file of the database can grow beyond DISK bytes."""
        self._limit(str(DISK))

    def free_disk(self) -> None:
        self._limit("unlimited")

    def is_large(self) -> bool:
        """Whether the record's largest file is beyond what a full disk lets it have."""
        return bool(self.query(LARGEST_TABLE)[0][0] >= DISK)

    def wait(self) -> None:
        """Until it lets somebody in."""

        def answers() -> bool:
            with suppress(psycopg.Error):
                return bool(self.query("SELECT 1"))
            return False

        wait_for(answers)

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def _start(self) -> None:
        # A backend may still hold the port's lock for a moment.
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self.process.args, stdout=log, stderr=log, cwd=self.folder)
        self.wait()

    def _limit(self, size: str) -> None:
        """Set what its processes may write to one file: as its own user, who may lower and raise it without more."""
        command = list(map(str, self.process.args))  # type: ignore[arg-type]  # tests.services gives a list
        who = command[: next(at for at, word in enumerate(command) if word.endswith("/postgres"))]
        for pid in (self.process.pid, *self._backends()):
            limit = [*who, "prlimit", f"--pid={pid}", f"--fsize={size}:"]
            # A backend may have ended meanwhile.
            subprocess.run(limit, check=pid == self.process.pid, stderr=subprocess.DEVNULL)

    def _backends(self) -> list[int]:
        me = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        return [row[0] for row in self.query(me)]

    def _tree(self) -> list[int]:
        return [self.process.pid, *children(self.process.pid)]


class Redis:
    """A Redis that keeps nothing, always on the same port."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.port, self.process = stack.enter_context(redis_server(folder))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def start(self) -> None:
        _, self.process = self.stack.enter_context(redis_server(self.folder, self.port))


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    with postgresql(folder, durable=True, wal_segment_mib=DISK // 2**20) as (port, process):
        made = Postgres(port, process, folder)
        try:
            yield made
        finally:
            made.stop()


def children(pid: int) -> list[int]:
    """The processes that `pid` started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("what was broken did not come back")
        time.sleep(0.02)
