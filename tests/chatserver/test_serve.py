"""The real server process: what it refuses at the door, and how it says goodbye."""

import asyncio
import json
import signal
import socket as sockets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.client import Browser, hear, say
from tests.servers import ROOT, Server, demo_environment, manage, prepare, serving

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A demo of this module's own."""
    found = demo_environment(tmp_path_factory.mktemp("demo"))
    prepare(found)
    return found


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[Server]:
    with serving(environment) as running:
        yield running


@pytest.fixture
def ana(server: Server, environment: dict[str, str]) -> Browser:
    return signed_in(server, environment, "ana")


def signed_in(server: Server, environment: dict[str, str], name: str) -> Browser:
    people = json.loads(manage(environment, "demo", "--list", "--json"))
    person = next(one for one in people if one["email"].startswith(name))
    browser = Browser(server.url)
    browser.sign_in(person["email"], person["password"])
    return browser


def fetch(server: Server, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(server.url + path, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers)


def test_health_is_answered_to_whoever_asks_by_address(server: Server) -> None:
    for path in ("/healthz", "/readyz", "/version"):
        assert fetch(server, path, Host="10.0.0.7:1234")[0] == 200


def test_a_foreign_host_is_refused(server: Server) -> None:
    assert fetch(server, "/accounts/login/", Host="evil.example")[0] == 400


def test_a_root_path_from_a_client_is_refused(server: Server) -> None:
    assert fetch(server, "/admin/", **{"Daphne-Root-Path": "/evil"})[0] == 400


def test_pages_carry_the_security_headers_and_do_not_name_the_server(server: Server) -> None:
    status, headers = fetch(server, "/accounts/login/")
    assert status == 200
    assert "Server" not in headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_admin_sends_to_the_one_sign_in_page(server: Server) -> None:
    browser = Browser(server.url)
    with browser.opener.open(server.url + "/admin/") as answer:
        assert answer.url.startswith(server.url + "/accounts/login/?next=")


async def test_someone_without_staff_rights_finds_no_admin(ana: Browser) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        ana.get("/admin/")


async def test_a_page_of_ours_opens_the_socket(ana: Browser) -> None:
    async with ana.socket() as socket:
        assert (await hear(socket, "welcome"))["protocol"] == "coparenting.v1"


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://localhost", "http://localhost"])
async def test_other_origins_do_not(ana: Browser, server: Server, origin: str | None) -> None:
    with pytest.raises(InvalidStatus, match="HTTP 40[03]"):
        async with connect(server.socket_url, origin=origin, additional_headers={"Cookie": ana.cookies}):
            pass


async def test_two_origins_do_not(ana: Browser, server: Server) -> None:
    headers = [("Cookie", ana.cookies), ("Origin", server.url), ("Origin", "http://evil.example")]
    with pytest.raises(InvalidStatus, match="HTTP 40[03]"):
        async with connect(server.socket_url, additional_headers=headers):
            pass


@pytest.mark.parametrize("path", ["/ws", "/ws/nothing/", "/", "/ws/%00", "/ws/desk/x"])
async def test_unknown_sockets_are_refused_without_a_traceback(ana: Browser, server: Server, path: str) -> None:
    with pytest.raises(InvalidStatus, match="HTTP 40[03]"):
        async with connect(f"ws://localhost:{server.port}{path}", origin=server.url):
            pass
    assert "Traceback" not in server.log.read_text()


async def test_the_front_door_refuses_a_root_path_on_sockets(ana: Browser, server: Server) -> None:
    headers = {"Cookie": ana.cookies, "Daphne-Root-Path": "/evil"}
    with pytest.raises(InvalidStatus, match="HTTP 40[03]"):
        async with connect(server.socket_url, origin=server.url, additional_headers=headers):
            pass


def test_drafts_of_the_websocket_standard_are_refused(server: Server) -> None:
    lines = [
        "GET /ws/ HTTP/1.1",
        f"Host: localhost:{server.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 8",
        f"Origin: {server.url}",
        f"Sec-WebSocket-Origin: {server.url}",
    ]
    with sockets.create_connection(("127.0.0.1", server.port), timeout=5) as raw:
        raw.sendall("\r\n".join([*lines, "", ""]).encode())
        assert b" 400 " in raw.recv(200)


async def test_a_frame_beyond_the_limit_ends_only_that_socket(ana: Browser) -> None:
    async with ana.socket() as large, ana.socket() as other:
        await hear(other, "welcome")
        await large.send("x" * 300_000)
        with pytest.raises(ConnectionClosed):
            while True:
                await large.recv()
        await other.send('{"t":"ping"}')
        assert await hear(other, "pong")


def test_a_taken_port_is_said_plainly(server: Server, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "chatserver.serve"]
    variables = {**environment, "PORT": str(server.port)}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert f"Cannot listen on port {server.port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_broken_settings_stop_the_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "chatserver.serve"]
    variables = {**demo_environment(tmp_path), "DEMO": "0"}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


async def test_goodbye(environment: dict[str, str]) -> None:
    """On SIGTERM: everything acknowledged is kept, `bye` comes before close code 1012, the process ends well."""
    with serving(environment) as server:
        ana, brianna = (signed_in(server, environment, name) for name in ("ana", "brianna"))
        async with ana.socket() as hers, brianna.socket() as theirs:
            room = await shared_room(hers, theirs)
            talk = asyncio.create_task(talk_until_closed(hers, room))
            await asyncio.sleep(0.5)
            server.process.send_signal(signal.SIGTERM)
            assert (await hear(theirs, "bye"))["wait"] <= 5
            assert server.status("/readyz") != 200
            acknowledged = await talk
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await theirs.recv()
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 1012
        assert await asyncio.to_thread(server.process.wait, 15) == 0
        assert "Traceback" not in server.log.read_text()
    assert acknowledged
    with serving(environment, port=server.port):
        async with ana.socket() as hers:
            assert await texts(hers, room) >= acknowledged


async def test_an_interrupted_drain_ends_at_once(environment: dict[str, str]) -> None:
    with serving(environment) as server:
        ana = signed_in(server, environment, "ana")
        async with ana.socket() as hers:
            await hear(hers, "welcome")
            server.process.send_signal(signal.SIGTERM)
            await hear(hers, "bye")
            server.process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(server.process.wait, 5) == 0


async def shared_room(one: ClientConnection, other: ClientConnection) -> str:
    """A room that both are in."""
    mine = {room["id"]: room for room in (await hear(one, "welcome"))["rooms"]}
    theirs = {room["id"] for room in (await hear(other, "welcome"))["rooms"]}
    return next(iter(set(mine) & theirs))


async def talk_until_closed(socket: ClientConnection, room: str) -> set[str]:
    """Post until the server closes; returns the words that were acknowledged."""
    said: dict[str, str] = {}
    acknowledged: set[str] = set()
    try:
        for number in range(1000):
            words = f"line {number}"
            said[await say(socket, t="post", room=room, text=words)] = words
            frame = json.loads(await socket.recv())
            while frame["t"] not in ("ack", "error"):
                frame = json.loads(await socket.recv())
            if frame["t"] == "ack":
                acknowledged.add(said[frame["id"]])
            await asyncio.sleep(0.1)
    except ConnectionClosed as closed:
        assert closed.rcvd is not None and closed.rcvd.code == 1012
    return acknowledged


async def texts(socket: ClientConnection, room: str) -> set[str]:
    await hear(socket, "welcome")
    await say(socket, t="history", ref="r", room=room, before=2**31 - 1, limit=100)
    return {event.get("text", "") for event in (await hear(socket, "page"))["events"]}
