"""The machine: which core does what, and what is installed. Printed above every table."""

import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import proc

_cores = sorted(os.sched_getaffinity(0))
SERVER_CORE: Final = _cores[0]
"""Server, Redis and PostgreSQL share this one."""
LOAD_CORE: Final = _cores[-1]
"""The load generator has this one."""

QUIET: Final = 0.1
"""Share of the core that others may use for the machine to be called quiet."""

PACKAGES: Final = ("django", "channels", "daphne", "channels-redis", "twisted", "autobahn", "psycopg", "redis")


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Processes started in here stay on one core, and so does what they start."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def wait_for_quiet(patience: float) -> None:
    """Wait until nobody else uses the servers' core much, at most `patience` seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        before, begun = proc.core_seconds(SERVER_CORE), time.monotonic()
        time.sleep(1.0)
        if (proc.core_seconds(SERVER_CORE) - before) / (time.monotonic() - begun) < QUIET:
            return


def allow_many_sockets() -> None:
    """Thousands of sockets need thousands of file descriptors, here and in what is started from here."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def describe() -> dict[str, str]:
    """What a reader needs to judge the figures."""
    names = [
        line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return {
        "python": sys.version.split()[0],
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "redis": _first_line("redis-server", "--version"),
        "kernel": platform.release(),
        "cores": f"{len(names)} x {names[0] if names else platform.machine()}",
        "pinned": f"server, Redis and PostgreSQL on core {SERVER_CORE}; load generator on core {LOAD_CORE}",
        "load before": " ".join(f"{value:.2f}" for value in os.getloadavg()),
    }


def _first_line(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
