"""A browser without a screen, for tests against real servers: signs in, opens the socket, talks in frames."""

import http.cookiejar
import json
import re
import urllib.parse
import urllib.request
import uuid
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

SUBPROTOCOL = "coparenting.v1"
Frame = dict[str, Any]


class Browser:
    """Cookies and pages of one person."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, path: str, fields: dict[str, str], form_page: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(form_page))
        assert token, f"no form on {form_page}"
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        request = urllib.request.Request(self.url + path, body, {"Origin": self.url, "Referer": self.url + form_page})  # noqa: S310
        with self.opener.open(request, timeout=20) as answer:
            return str(answer.read().decode())

    def sign_in(self, email: str, password: str) -> None:
        self.post("/accounts/login/", {"login": email, "password": password}, "/accounts/login/")
        assert any(cookie.name == "session" for cookie in self.jar), f"{email} could not sign in"

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def socket(self, url: str = "", **options: Any) -> connect:
        """The person's socket, here or at another server process of the same site."""
        address = (url or self.url).replace("http", "ws", 1) + "/ws/"
        headers = {"Cookie": self.cookies}
        return connect(address, origin=self.url, additional_headers=headers, subprotocols=[SUBPROTOCOL], **options)


async def hear(socket: ClientConnection, kind: str) -> Frame:
    """The next frame of a kind; others are passed over."""
    while True:
        frame: Frame = json.loads(await socket.recv())
        if frame["t"] == kind:
            return frame


async def say(socket: ClientConnection, **fields: Any) -> str:
    """Send a frame; returns the id of a post."""
    identity = str(fields.get("id") or uuid.uuid4())
    await socket.send(json.dumps({**fields, "id": identity} if fields["t"] == "post" else fields))
    return identity
