"""What a server says and does while Redis or PostgreSQL is gone, and that it heals by itself (P1, P15)."""

import asyncio
import json
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest

from rooms.demo.people import ADULTS
from tests.chatserver.site import PATIENCE, Line
from tests.client import Browser
from tests.servers import Server, demo_environment, manage, serving, wait_until_ready
from tests.services import postgresql, redis_server

pytestmark = pytest.mark.servers


@dataclass
class House:
    """One server process, and the services that will be taken away from it."""

    folder: Path
    postgres: subprocess.Popen[bytes]
    redis_port: int
    redis: subprocess.Popen[bytes]
    server: Server = field(init=False)

    def ready(self) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(f"{self.server.url}/readyz", timeout=PATIENCE) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)

    def browser(self, name: str, password: str = "") -> Browser:
        one, person = Browser(self.server.url), next(adult for adult in ADULTS if adult.key == name)
        one.sign_in(person.email, password or person.password)
        return one


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    environment = demo_environment(tmp_path_factory.mktemp("house"))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="coparenting-outages-")))
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        pool = stack.enter_context(ThreadPoolExecutor())
        files = pool.submit(manage, environment, "collectstatic", "--no-input", "--verbosity", "0")
        port, postgres = stack.enter_context(postgresql(folder / "pg", durable=True))
        redis_port, redis = stack.enter_context(redis_server(folder / "redis"))
        environment |= {
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{port}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        }
        files.result()
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "demo")
        made = House(folder, postgres, redis_port, redis)
        stack.callback(lambda: end(made.postgres, signal.SIGINT))
        made.server = stack.enter_context(serving(environment))
        yield made


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    process.send_signal(how)
    process.wait(PATIENCE)


async def test_without_redis_everything_works(house: House) -> None:
    """Sign-in, its limits, and messages; said by /readyz, which stays at yes; and healed when Redis is back."""
    assert house.ready() == (200, {"status": "ready", "database": "ok", "redis": "ok"})
    end(house.redis, signal.SIGKILL)
    try:
        assert house.ready() == (200, {"status": "ready, without Redis", "database": "ok", "redis": "down"})
        async with house.browser("ana").socket() as socket:
            ana = Line(socket)
            room = (await ana.until("welcome"))["rooms"][0]["id"]
            await ana.follow(room)
            assert (await ana.say(room, "Without Redis"))["seq"]
        for _ in range(5):
            with pytest.raises(AssertionError, match="could not sign in"):
                house.browser("wendy", "not her password")
        with pytest.raises(AssertionError, match="could not sign in"):
            house.browser("wendy")
        house.browser("brianna")
    finally:
        with redis_server(house.folder / "redis", house.redis_port):
            assert house.ready() == (200, {"status": "ready", "database": "ok", "redis": "ok"})
            house.browser("francisco")
    said = house.server.log.read_text()
    assert said.count("cache: Redis does not answer") == 1
    assert said.count("cache: Redis answers again") == 1


async def test_without_postgresql_nothing_is_acknowledged_and_it_heals(house: House) -> None:
    """Alive, but not ready; a message is refused as unavailable and is taken, under the same id, when all is back."""
    browser = house.browser("samara")
    async with browser.socket() as socket:
        samara = Line(socket)
        room = (await samara.until("welcome"))["rooms"][0]["id"]
        await samara.follow(room)
        end(house.postgres, signal.SIGQUIT)
        assert house.server.status("/healthz") == 200
        status, answer = house.ready()
        assert (status, answer["status"]) == (503, "not ready")
        assert answer["database"] in ("down", "no answer")
        identity = str(uuid4())
        await samara.send(t="post", id=identity, room=room, text="Is anybody there?")
        refusal = await samara.until("error", id=identity)
        assert (refusal["code"], refusal["retry"]) == ("unavailable", True)
        await samara.send(t="resume", room=room, after=0)
        assert (await samara.until("error", room=room))["code"] == "unavailable"
        with pytest.raises(urllib.error.HTTPError, match="503"):
            await asyncio.to_thread(browser.get, f"/rooms/{room}/")
        with (house.folder / "pg" / "log").open("ab") as log:
            house.postgres = subprocess.Popen(house.postgres.args, stdout=log, stderr=log, cwd=house.folder / "pg")
        wait_until_ready(house.server)
        ack = await samara.say(room, "Is anybody there?", identity)
        await samara.hear_up_to(room, ack["seq"])
        assert samara.texts(room).count("Is anybody there?") == 1
