"""What stands in front: origins to the letter, no root path from a client, unknown sockets refused quietly."""

from typing import Any

import pytest

from chatserver.doors import FrontDoor, OriginDoor, no_such_socket

OURS = "http://localhost:8000"


async def inside(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "inside"})


async def answers(app: Any, **scope: Any) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app({"type": "websocket", "path": "/ws/", "root_path": "", "headers": [], **scope}, None, send)
    return sent


def origins(*values: str) -> list[tuple[bytes, bytes]]:
    return [(b"origin", value.encode()) for value in values]


async def test_our_own_page_comes_in() -> None:
    door = OriginDoor(inside, [OURS])
    assert await answers(door, headers=origins(OURS)) == [{"type": "inside"}]


@pytest.mark.parametrize(
    "given",
    [
        (),
        ("null",),
        ("",),
        ("https://localhost:8000",),
        ("http://localhost",),
        ("http://localhost:8001",),
        ("http://localhost:8000.evil.example",),
        ("http://evil.example",),
        ("http://localhost:8000/",),
        ("HTTP://LOCALHOST:8000",),
        (OURS, OURS),
        (OURS, "http://evil.example"),
        (f"{OURS},http://evil.example",),
        ("http://[",),
    ],
)
async def test_any_other_origin_is_refused(given: tuple[str, ...]) -> None:
    door = OriginDoor(inside, [OURS])
    assert await answers(door, headers=origins(*given)) == [{"type": "websocket.close"}]


@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_a_root_path_from_the_client_is_refused(kind: str) -> None:
    sent = await answers(FrontDoor(inside), type=kind, path="/", root_path="/evil")
    assert {"type": "inside"} not in sent
    assert sent[0] == {"type": "websocket.close"} or sent[0]["status"] == 400


async def test_without_one_the_request_goes_on() -> None:
    assert await answers(FrontDoor(inside), type="http", path="/") == [{"type": "inside"}]


async def test_an_unknown_socket_is_refused() -> None:
    assert await answers(no_such_socket, path="/ws/nothing/") == [{"type": "websocket.close"}]


async def test_health_is_answered_before_anything_looks_at_the_host() -> None:
    sent = await answers(FrontDoor(inside), type="http", path="/healthz", headers=[(b"host", b"anything")])
    assert sent[0]["status"] == 200
