"""Whose session a socket comes with: the key in its cookie, not looked at yet.

The stack that comes with Channels also loads the session and its person, in the one thread that Django shares. Here the
consumer does that, together with what it wants to know of them anyway. A socket never changes its session, so that
nothing is saved.
"""

from collections.abc import Iterable

from django.conf import settings
from django.http import parse_cookie

from chatserver.doors import App, Receive, Scope, Send
from chatserver.sessions import SessionStore


class WithSession:
    """Puts the session of the first Cookie header on the scope as `session`, for others to load."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "session": SessionStore(_key(scope["headers"]))}, receive, send)


def _key(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    for name, value in headers:
        if name == b"cookie":
            return parse_cookie(value.decode("latin1")).get(settings.SESSION_COOKIE_NAME)
    return None
