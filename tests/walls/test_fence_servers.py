"""The fence over two real server processes on PostgreSQL and Redis, and again with Redis gone (P5, P15, S7).

Francisco has a phone at each process. The social worker pauses his part on her desk's page, at one of them.
"""

import asyncio
import json
import os
import signal
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection

from rooms.demo.people import ADULTS
from tests.client import Browser, Frame
from tests.servers import Server, demo_environment, manage, serving
from tests.services import Services, free_port, running

pytestmark = pytest.mark.servers

AT_ONCE = 2.0
"""Seconds within which an open socket is told, with Redis or without it."""


@dataclass
class Site:
    """Two server processes of one site, and everybody's browser at the first."""

    services: Services
    first: Server
    second: Server

    def browser(self, name: str, server: Server) -> Browser:
        one, person = Browser(server.url), next(adult for adult in ADULTS if adult.key == name)
        one.sign_in(person.email, person.password)
        return one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    environment = demo_environment(tmp_path_factory.mktemp("two"))
    with ThreadPoolExecutor() as pool:
        files = pool.submit(manage, environment, "collectstatic", "--no-input", "--verbosity", "0")
        with running() as services:
            environment = {**environment, **services.environment}
            files.result()  # it has made the demo's key, which the others read
            manage(environment, "migrate", "--verbosity", "0")
            manage(environment, "demo")
            port = free_port()
            with serving(environment, port) as first, serving(environment, site_port=port) as second:
                yield Site(services, first, second)


class Line:
    """An open socket that keeps what it hears."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[Frame] = []

    async def send(self, **frame: object) -> None:
        await self.socket.send(json.dumps(frame))

    async def until(self, *kinds: str, text: str = "") -> Frame:
        while True:
            frame: Frame = json.loads(await self.socket.recv())
            self.heard.append(frame)
            if frame["t"] in kinds and text in json.dumps(frame):
                return frame

    async def say(self, room: str, text: str) -> None:
        await self.send(t="post", id=str(uuid4()), room=room, text=text)
        await self.until("events", text=text)

    async def refusal(self, **frame: object) -> str:
        await self.send(**frame)
        return str((await self.until("error"))["code"])


async def test_a_pause_on_one_process_holds_on_both(site: Site) -> None:
    """P5: with Redis, and P15: with Redis killed; told within two seconds, and no later word on either process."""
    francisco, ana = site.browser("francisco", site.first), site.browser("ana", site.first)
    desk = site.browser("tianna", site.second)
    async with AsyncExitStack() as stack:
        his, hers = [
            [Line(await stack.enter_async_context(browser.socket(server.url))) for server in (site.first, site.second)]
            for browser in (francisco, ana)
        ]
        room = [await one.until("welcome") for one in his][0]["rooms"][0]
        for one in hers:
            await one.send(t="resume", room=room["id"], after=room["head"])
        for redis in ("with Redis", "without Redis"):
            if redis == "without Redis":
                os.kill(site.services.redis_pid, signal.SIGKILL)
            await one_pause(francisco, desk, his, hers, room, redis)


async def one_pause(
    francisco: Browser, desk: Browser, his: list[Line], hers: list[Line], room: Frame, redis: str
) -> None:
    """Pause him while Ana writes on both processes; look for her later words; bring him back."""
    base, me = f"/desk/rooms/{room['id']}/people/", room["me"]
    for one in his:
        await one.send(t="resume", room=room["id"], after=room["head"])
        await one.until("events")
    pause = {"reason": "a test"}
    async with asyncio.TaskGroup() as writing:
        for number, one in enumerate(hers):
            writing.create_task(one.say(room["id"], f"meanwhile {redis} {number}"))
        await asyncio.to_thread(desk.post, f"{base}{me}/suspend/", pause, f"{base}{me}/suspend/")
        async with asyncio.timeout(AT_ONCE):
            assert [(await one.until("left"))["code"] for one in his] == ["paused", "paused"]
    for number, one in enumerate(hers):
        await one.say(room["id"], f"afterwards {redis} {number}")
    for number, one in enumerate(hers):  # each process has handed out the words said at the other
        if not any(f"afterwards {redis} {1 - number}" in json.dumps(frame) for frame in one.heard):
            await one.until("events", text=f"afterwards {redis} {1 - number}")
    for one in his:
        await one.send(t="ping")
        assert (await one.until("pong"))["heads"] == {}
        assert await one.refusal(t="post", id=str(uuid4()), room=room["id"], text="Hello?") == "not_found"
        assert await one.refusal(t="resume", room=room["id"], after=0) == "not_found"
        assert await one.refusal(t="history", ref="x", room=room["id"], before=10_000) == "not_found"
        assert "afterwards" not in json.dumps(one.heard)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        francisco.get(f"/rooms/{room['id']}/")
    await asyncio.to_thread(desk.post, f"{base}{me}/restore/", pause, f"{base}{me}/restore/")
