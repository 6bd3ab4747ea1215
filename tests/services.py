"""A PostgreSQL and a Redis of our own on free ports, for as long as something needs them.

    python -m tests.services                    print DATABASE_URL and REDIS_URL, stop on Ctrl-C
    python -m tests.services pytest -m both_engines     run a command with them, stop when it ends

Nothing survives: the data are in a temporary folder, and PostgreSQL does not wait for the disk unless `durable` is set.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 20.0


@dataclass(frozen=True, kw_only=True)
class Services:
    """Where they are; `environment` is what a server needs to use them."""

    postgres_port: int
    redis_port: int
    postgres_pid: int
    redis_pid: int

    @property
    def database_url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.postgres_port}/postgres"

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.redis_port}/0"

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*, durable: bool = False) -> Iterator[Services]:
    """Both services, started and at the end stopped by their own process ids."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coparenting-services-")))
        folder.chmod(0o755)
        postgres_port, postgres = stack.enter_context(postgresql(folder / "pg", durable=durable))
        redis_port, redis = stack.enter_context(redis_server(folder / "redis"))
        yield Services(
            postgres_port=postgres_port, redis_port=redis_port, postgres_pid=postgres.pid, redis_pid=redis.pid
        )


@contextmanager
def postgresql(
    folder: Path, *, durable: bool = False, wal_segment_mib: int = 16
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    folder.mkdir()
    who = _postgres_user(folder)
    tools = _postgres_tools()
    initdb = [str(tools / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "--no-sync"]
    initdb += ["-E", "UTF8", "--locale=C.UTF-8", f"--wal-segsize={wal_segment_mib}"]
    subprocess.run([*who, *initdb], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    port = free_port()
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "max_connections": "120",
    }
    command = [str(tools / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with _process([*who, *command], port, stop=signal.SIGINT, cwd=folder) as process:
        # It listens before it lets anybody in.
        ask = [str(tools / "pg_isready"), "--quiet", "--host", "127.0.0.1", "--port", str(port)]
        _wait_until(lambda: subprocess.run(ask, check=False).returncode == 0, process, folder / "log")
        yield port, process


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    folder.mkdir(exist_ok=True)
    port = port or free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with _process([*command, "--dir", str(folder)], port, stop=signal.SIGTERM, cwd=folder) as process:
        yield port, process


@contextmanager
def _process(command: list[str], port: int, *, stop: signal.Signals, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    log = cwd / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=cwd)
    try:
        _wait_until(lambda: _answers(port), process, log)
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(stop)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return
        time.sleep(0.02)
    raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text(errors='replace')}")


def _postgres_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


def _postgres_tools() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        raise RuntimeError("PostgreSQL is not installed; tests/install.sh does it.")
    return versions[-1].parent


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with running() as services:
        if command := sys.argv[1:]:
            return subprocess.run(command, env={**os.environ, **services.environment}, check=False).returncode
        for name, value in services.environment.items():
            print(f"export {name}={value}", flush=True)
        with suppress(KeyboardInterrupt):
            signal.pause()
        return 0


if __name__ == "__main__":
    sys.exit(main())
