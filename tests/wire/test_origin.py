"""The handshake: only pages of ours, only signed-in people, over the real application (W1; chatserver.doors)."""

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings

from chatserver.asgi import application
from rooms.protocol import SUBPROTOCOL, Close
from tests.cast import Cast
from tests.sockets import phone

pytestmark = pytest.mark.django_db(transaction=True)

OURS = "http://testserver"
REFUSED = {
    "missing": [],
    "empty": [""],
    "null": ["null"],
    "doubled": [OURS, OURS],
    "ours and another": [OURS, "http://evil.example"],
    "another and ours": ["http://evil.example", OURS],
    "joined by a comma": [f"{OURS}, http://evil.example"],
    "joined by a space": [f"{OURS} {OURS}"],
    "foreign": ["http://evil.example"],
    "another scheme": ["https://testserver"],
    "a scheme of sockets": ["ws://testserver"],
    "another port": ["http://testserver:8001"],
    "the usual port, spelt out": ["http://testserver:80"],
    "a path": [f"{OURS}/"],
    "a path to ours": ["http://evil.example/http://testserver"],
    "a fragment with ours": ["http://evil.example#testserver"],
    "ours as a user": ["http://testserver@evil.example"],
    "ours as a subdomain": ["http://testserver.evil.example"],
    "a subdomain of ours": ["http://www.testserver"],
    "a longer name": ["http://testserverx"],
    "a shorter name": ["http://testserve"],
    "a dot at the end": ["http://testserver."],
    "upper case": ["HTTP://TESTSERVER"],
    "a look-alike letter": ["http://testsеrver"],
    "a full-width letter": ["http://ｔestserver"],
    "spaces around": [f" {OURS} "],
    "a tab after": [f"{OURS}\t"],
    "a NUL after": [f"{OURS}\0"],
    "a file": ["file://"],
    "no host": ["http://"],
    "half an address": ["http://["],
    "an address in brackets": ["http://[::1]"],
}


def knock(origins: list[str], path: str, cookie: bytes, *, subprotocol: bool = True) -> WebsocketCommunicator:
    headers = [(b"host", b"testserver"), (b"cookie", cookie), *((b"origin", one.encode()) for one in origins)]
    offered = [SUBPROTOCOL] if subprotocol else []
    return WebsocketCommunicator(application, path, headers=headers, subprotocols=offered)


async def session_of(cast: Cast, name: str) -> bytes:
    async with phone(cast.people[name]) as one:
        return dict(one.communicator.scope["headers"])[b"cookie"]


@pytest.mark.parametrize("path", ["/ws/", "/ws/desk/"])
async def test_only_a_page_of_ours_opens_a_socket(world: Cast, path: str) -> None:
    cookie = await session_of(world, "tianna")
    opened = []
    for name, origins in REFUSED.items():
        communicator = knock(origins, path, cookie)
        accepted, _ = await communicator.connect(timeout=5)
        opened += [name] if accepted else []
    assert opened == []
    communicator = knock([OURS], path, cookie)
    assert (await communicator.connect(timeout=5))[0]
    await communicator.disconnect()


@pytest.mark.parametrize("subprotocol", [True, False])
@pytest.mark.parametrize("path", ["/ws/", "/ws/desk/"])
async def test_a_visitor_is_sent_to_sign_in(world: Cast, path: str, subprotocol: bool) -> None:
    """After accepting, since a browser is told no code of a socket that never opened; and nothing else is said."""
    name = settings.SESSION_COOKIE_NAME
    values = ("", "0123456789abcdefghijklmnopqrstuv", '"', "'; DROP TABLE", "é" * 32, '"01234567\\00089"')
    for cookie in ("", "sessionid=\x01", *(f"{name}={value}" for value in values)):
        communicator = knock([OURS], path, cookie.encode(), subprotocol=subprotocol)
        accepted, chosen = await communicator.connect(timeout=5)
        assert (accepted, chosen) == (True, SUBPROTOCOL if subprotocol else None)
        assert await communicator.receive_output(timeout=5) == {"type": "websocket.close", "code": Close.SIGNED_OUT}


@pytest.mark.parametrize("path", ["/", "/ws", "/ws/x/", "/ws/desk", "/ws/desk/x/", "/rooms/", "/ws/\0"])
async def test_there_are_two_sockets_and_no_more(world: Cast, path: str) -> None:
    communicator = knock([OURS], path, await session_of(world, "ana"))
    assert (await communicator.connect(timeout=5))[0] is False
