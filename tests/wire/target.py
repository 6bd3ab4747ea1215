"""What bad input is thrown at: a real server process with the demo families, people signed in, and a witness."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_from_bytes, urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from rooms.protocol import FRAME_LIMIT
from tests.client import Browser
from tests.servers import ROOT, Server, demo_environment, manage, prepare, stop, wait_until_ready
from tests.services import free_port
from tests.wire.raw import RawSocket, raw_socket

PATIENCE = 5.0
"""Seconds in which every answer must have come, on the busiest machine. The promise is a quarter of a second."""
PROMISED = 0.25
LOGGED = ("django.core.exceptions.RequestDataTooBig",)
"""Refusals that Django itself logs with a traceback."""
CONNECTION_LIMIT = 2 * FRAME_LIMIT
"""Bytes in a frame from which the server ends the connection (chatserver.serve.MAX_FRAME)."""
LINE_LIMIT = 16_000
"""Bytes in a request line or header from which Daphne hangs up without a word; the proxy in front answers instead."""


class Visitor:
    """One signed-in person: their cookies, and pages over one connection that is kept."""

    def __init__(self, server: Server, person: dict[str, str]) -> None:
        browser = Browser(server.url)
        browser.sign_in(person["email"], person["password"])
        self.cookies, self.port, self.rooms = browser.cookies, server.port, list(person["rooms"])
        self._line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self._headers = {"Host": f"localhost:{server.port}", "Cookie": self.cookies, "Origin": server.url}

    def request(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str, str]:
        """Status, page and where it sends us; status 0 if the server hung up."""
        headers = {**self._headers, "Content-Type": "application/x-www-form-urlencoded"}
        for _ in range(2):  # the server may have ended an idle connection
            try:
                self._line.request(method, path, body, headers)
                answer = self._line.getresponse()
                return answer.status, answer.read().decode(), answer.getheader("Location") or ""
            except (http.client.HTTPException, ConnectionError):
                self._line.close()
        return 0, "", ""

    def get(self, path: str) -> tuple[int, str]:
        status, page, _ = self.request("GET", path)
        return status, page

    def submit(self, path: str, form_page: str, **fields: bytes) -> tuple[int, str, str]:
        """Send a form with an id of its own."""
        given = {"csrfmiddlewaretoken": self._token(form_page), "client_id": str(uuid4()).encode(), **fields}
        return self.request(
            "POST", path, b"&".join(f"{key}={quote_from_bytes(v)}".encode() for key, v in given.items())
        )

    def socket(self, path: str = "/ws/"):
        return raw_socket(self.port, self.cookies, path)

    def _token(self, form_page: str) -> bytes:
        if "token" not in self.__dict__:
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(form_page)[1])
            assert found
            self.token = found[1].encode()
        return self.token


class Witness:
    """Two people who talk in another room all the while, and must not notice anything."""

    def __init__(self, speaker: Visitor, listener: Visitor) -> None:
        self.room = next(iter(set(speaker.rooms) & set(listener.rooms)))
        self.slowest, self.said = 0.0, 0
        self._stack = ExitStack()
        self._speaker, self._listener = self._open(speaker), self._open(listener)
        self._turn, self._stop = threading.Condition(), threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _open(self, visitor: Visitor) -> RawSocket:
        socket = self._stack.enter_context(visitor.socket())
        follow(socket, self.room)
        return socket

    def _run(self) -> None:
        try:
            while not self._stop.wait(0.02):
                self._exchange()
        except BaseException as failure:
            self._failure = failure

    def _exchange(self) -> None:
        begun, words = time.monotonic(), f"witness {self.said}"
        self._speaker.say(t="post", id=str(uuid4()), room=self.room, text=words)
        for socket in (self._speaker, self._listener):  # both hear it: once, in order, nothing between
            events = socket.until("events")
            assert events
            assert [event["text"] for event in events["events"]] == [words]
        with self._turn:
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.said += 1
            self._turn.notify_all()

    def heard_another(self) -> None:
        """Wait until one more line was said and heard."""
        with self._turn:
            said = self.said
            heard = self._turn.wait_for(lambda: self.said > said or self._failure, PATIENCE)
        if self._failure:
            raise self._failure
        assert heard

    def finish(self) -> None:
        self._stop.set()
        self._thread.join(2 * PATIENCE)
        self._stack.close()


def follow(socket: RawSocket, room: str) -> int:
    """Follow a room from where it is; returns how far that is."""
    welcome = socket.until("welcome")
    assert welcome
    head = next(int(one["head"]) for one in welcome["rooms"] if one["id"] == room)
    socket.say(t="resume", room=room, after=head)
    assert socket.until("events")
    return head


@dataclass
class Target:
    """The server, who is signed in, and how long it took to answer what."""

    server: Server
    visitors: dict[str, Visitor]
    times: list[tuple[float, str]] = field(default_factory=list)

    @contextmanager
    def timed(self, what: object) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.times.append((time.monotonic() - begun, str(what)))

    @property
    def shared_room(self) -> str:
        """The room in which Ana and Brianna meet."""
        return next(iter(set(self.visitors["ana"].rooms) & set(self.visitors["brianna"].rooms)))

    def tracebacks(self) -> list[str]:
        """What the server's log says of errors: the last line of each traceback."""
        log = self.server.log.read_text(errors="replace")
        return re.findall(r"^Traceback .*\n(?:[ \t].*\n)*(.*)$", log, re.MULTILINE)


@contextmanager
def running(folder: Path) -> Iterator[Target]:
    """A demo of its own, on the engine that this test run uses."""
    with ExitStack() as stack:
        environment = stack.enter_context(_environment(folder))
        prepare(environment)
        people = json.loads(manage(environment, "demo", "--list", "--json"))
        server = stack.enter_context(_patient(environment))
        names = {person["email"].split("@")[0]: person for person in people}
        who = ("ana", "brianna", "samara", "francis", "tianna")
        yield Target(server, {name: Visitor(server, names[name]) for name in who})
        assert server.process.poll() is None, "the server died"


@contextmanager
def _patient(environment: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    log = Path(environment["VAR_DIR"]) / f"server-{port}.log"
    variables = {**environment, "PORT": str(port), "SITE_URL": f"http://localhost:{port}"}
    with log.open("ab") as out:
        command = [sys.executable, "-m", "tests.wire.patient"]
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=out, stderr=subprocess.STDOUT)
    try:
        server = Server(process, port, log)
        wait_until_ready(server)
        yield server
    finally:
        stop(process)


@contextmanager
def _environment(folder: Path) -> Iterator[dict[str, str]]:
    """SQLite in the folder, or a database of its own beside the tests' PostgreSQL, with their Redis.

    Nothing is screened: what goes in is what must come out.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield demo_environment(folder, MESSAGE_SCREEN="")
        return
    name = f"bad_input_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        own = urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        redis = os.environ.get("REDIS_URL", "")
        yield demo_environment(folder, DATABASE_URL=own, REDIS_URL=redis, MESSAGE_SCREEN="")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
