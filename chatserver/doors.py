"""What stands in front of Django and of the sockets: small ASGI wrappers that refuse what no browser of ours sends."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from chatserver import health

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
# An ASGI application. The stubs of Channels and of Django each write its type in their own way, and neither fits here.
App = Any


class FrontDoor:
    """Refuses a root path set by the client, and answers the health questions.

    Daphne takes the header Daphne-Root-Path from anyone and keeps it as the scope's root path, from which Django would
    build its links. This server always lives at the root of its address, so that a root path can only be a forgery.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("root_path"):
            await _refuse(scope, send)
        elif scope["type"] == "http" and scope["path"] in health.QUESTIONS:
            await health.respond(scope["path"], send)
        else:
            await self.app(scope, receive, send)


class OriginDoor:
    """Lets a WebSocket in only from a page of ours: exactly one Origin header, equal to one of ours to the letter.

    Stricter than the validator that comes with Channels, which lets missing ports and host patterns pass and stumbles
    over two origins joined into one header. Browsers always write the origin in the one form that settings.py builds.
    """

    def __init__(self, app: App, origins: Iterable[str]) -> None:
        self.app = app
        self.origins = frozenset(origin.encode() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = [value for name, value in scope["headers"] if name == b"origin"]
        if len(given) == 1 and given[0] in self.origins:
            await self.app(scope, receive, send)
        else:
            await _refuse(scope, send)


async def no_such_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """The end of the list of sockets: whatever else is asked for is refused like a wrong origin."""
    await _refuse(scope, send)


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close"})
        return
    await send({"type": "http.response.start", "status": 400, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"Bad request\n"})
