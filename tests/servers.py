"""Real server processes for tests, benchmarks and fault runs: started, waited for, stopped by their own ids."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0


@dataclass(frozen=True)
class Server:
    """A running server process and where it is."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://localhost:{self.port}/ws/"

    def status(self, path: str) -> int:
        """The status of a page, 0 if nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


def demo_environment(folder: Path, **more: str) -> dict[str, str]:
    """A demo of its own in `folder`: the variables for `manage.py` and the server alike."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DEMO": "1", "VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", **more}


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a management command and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def prepare(environment: dict[str, str]) -> None:
    """Tables, static files and the demo families."""
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    manage(environment, "demo")


@contextmanager
def serving(environment: dict[str, str], port: int = 0, site_port: int = 0) -> Iterator[Server]:
    """One server process. `site_port` is the port in the address that people type, if a proxy stands in front."""
    port = port or free_port()
    log = Path(environment["VAR_DIR"]) / f"server-{port}.log"
    variables = {**environment, "PORT": str(port), "SITE_URL": f"http://localhost:{site_port or port}"}
    with log.open("ab") as out:
        command = [sys.executable, "-m", "chatserver.serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=out, stderr=subprocess.STDOUT)
    server = Server(process, port, log)
    try:
        wait_until_ready(server)
        yield server
    finally:
        stop(process)


def wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        if server.status("/readyz") == 200:
            return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text(errors='replace')}")


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> int:
    """Ask it to stop and wait; insist after a while. Returns the exit status."""
    with suppress(ProcessLookupError):
        process.send_signal(how)
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
