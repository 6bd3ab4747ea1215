"""A whole site for tests: PostgreSQL that waits for the disk, Redis, server processes, the demo families."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from rooms.demo.people import ADULTS
from tests.client import SUBPROTOCOL, Browser, Frame
from tests.servers import Server, demo_environment, manage, serving
from tests.services import Services, free_port, running

TOKEN = "a word for those who watch the server"
PATIENCE = 15.0
"""Seconds that an answer may take here; what is slower is not slow but lost."""


@dataclass
class Site:
    """Server processes behind one address, on services of their own."""

    environment: dict[str, str]
    services: Services
    servers: list[Server] = field(default_factory=list)

    def browser(self, name: str) -> Browser:
        """Somebody of the cast, signed in at the first process; the session counts at all of them."""
        one, person = Browser(self.servers[0].url), next(adult for adult in ADULTS if adult.key == name)
        one.sign_in(person.email, person.password)
        return one

    def run(self, code: str) -> str:
        """Run Python inside the product, beside the servers; returns what it prints."""
        return manage(self.environment, "shell", "--verbosity", "0", "--command", code)


def at_the_desk(browser: Browser, server: Server) -> connect:
    """Staff's socket, at this process."""
    return connect(
        f"ws://localhost:{server.port}/ws/desk/",
        origin=browser.url,
        additional_headers={"Cookie": browser.cookies},
        subprotocols=[SUBPROTOCOL],
    )


@contextmanager
def site(folder: Path, processes: int) -> Iterator[Site]:
    environment = demo_environment(folder, METRICS_TOKEN=TOKEN)
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor())
        files = pool.submit(manage, environment, "collectstatic", "--no-input", "--verbosity", "0")
        services = stack.enter_context(running(durable=True))
        environment |= services.environment
        files.result()  # it has made the demo's key, which the others read
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "demo")
        made = Site(environment, services)
        port = free_port()
        for number in range(processes):
            made.servers.append(stack.enter_context(serving(environment, port * (number == 0), site_port=port)))
        yield made


class Line:
    """An open socket that keeps what it hears, and how far it has heard each room."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[Frame] = []
        self.events: dict[str, list[Frame]] = defaultdict(list)
        self.have: dict[str, int] = {}

    async def send(self, **frame: object) -> None:
        await self.socket.send(json.dumps(frame))

    async def next(self) -> Frame:
        """The next frame. An event that came before, or one that was left out, is a failure right here."""
        frame: Frame = json.loads(await asyncio.wait_for(self.socket.recv(), PATIENCE))
        self.heard.append(frame)
        if frame["t"] == "events":
            room = frame["room"]
            assert frame["after"] == self.have.get(room, frame["after"]), "a gap or a repetition"
            self.events[room] += frame["events"]
            self.have[room] = frame["upto"]
        return frame

    async def until(self, kind: str, **fields: object) -> Frame:
        """The next frame of a kind in which these fields are as given."""
        while True:
            frame = await self.next()
            if frame["t"] == kind and all(frame.get(name) == value for name, value in fields.items()):
                return frame

    async def follow(self, room: str, after: int = 0) -> int:
        """Resume a room and hear all that was missed; returns how far that goes."""
        self.have.pop(room, None)
        await self.send(t="resume", room=room, after=after)
        await self.send(t="ping")
        return int((await self.until("pong"))["heads"][room])

    async def say(self, room: str, text: str, identity: str = "") -> Frame:
        """Post, and wait for the acknowledgement."""
        identity = identity or str(uuid4())
        await self.send(t="post", id=identity, room=room, text=text)
        return await self.until("ack", id=identity)

    async def hear_up_to(self, room: str, seq: int) -> None:
        while self.have[room] < seq:
            await self.next()

    def texts(self, room: str) -> list[str]:
        """The words of a room's messages, in the order in which they came."""
        return [event.get("text", "") for event in self.events[room] if event["kind"] == "message"]
