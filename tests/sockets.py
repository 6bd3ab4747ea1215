"""Socket tests as conversations: a phone in somebody's hand, over the real ASGI application."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import msgspec
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from chatserver.asgi import application
from rooms.models import Person
from rooms.protocol import SUBPROTOCOL

PATIENCE = 5.0
QUIET = 0.15
"""Seconds in which nothing must come, where a test says that nothing comes."""


class Phone:
    """One open socket."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.communicator = communicator
        self.heard: list[dict[str, Any]] = []
        self.closed: int | None = None
        self.session = ""

    async def send(self, kind: str, **fields: Any) -> None:
        await self.send_raw(msgspec.json.encode({"t": kind, **fields}).decode())

    async def send_raw(self, text: str) -> None:
        await self.communicator.send_to(text_data=text)

    async def next(self) -> dict[str, Any]:
        """The next frame, or {"t": "closed"} when the server ends the socket."""
        message = await self.communicator.receive_output(PATIENCE)
        if message["type"] == "websocket.close":
            self.closed = message["code"]
            return {"t": "closed", "code": self.closed}
        frame: dict[str, Any] = msgspec.json.decode(message["text"])
        self.heard.append(frame)
        return frame

    async def until(self, kind: str, check: Callable[[dict[str, Any]], bool] = lambda frame: True) -> dict[str, Any]:
        """The next frame of a kind; the ones before it are kept in `heard`."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = await self.next()
                if frame["t"] == kind and check(frame):
                    return frame

    async def follow(self, room: str, after: int = 0) -> dict[str, Any]:
        """Resume a room and return the frame that ends the catching up."""
        await self.send("resume", room=room, after=after)
        return await self.until("events", lambda frame: frame["room"] == room)

    async def say(self, room: str, text: str, **more: Any) -> dict[str, Any]:
        """Post, and wait for the acknowledgement."""
        client_id = more.pop("id", str(uuid4()))
        await self.send("post", id=client_id, room=room, text=text, **more)
        return await self.until("ack", lambda frame: frame["id"] == client_id)

    async def refused(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send something that is refused; return the error."""
        await self.send(kind, **fields)
        return await self.until("error")

    async def is_silent(self) -> bool:
        """Whether nothing comes."""
        return await self.communicator.receive_nothing(timeout=QUIET)

    def texts(self) -> list[str]:
        """Every word that this socket has ever received."""
        return [event["text"] for frame in self.heard for event in frame.get("events", ()) if event.get("text")]


@asynccontextmanager
async def phone(person: Person | None, path: str = "/ws/", **headers: str) -> AsyncIterator[Phone]:
    """A signed-in person's socket, opened and at the end closed."""
    key = "" if person is None else await sync_to_async(session_key)(person)
    communicator = await connect(key, path, **headers)
    one = Phone(communicator)
    one.session = key
    try:
        yield one
    finally:
        await communicator.disconnect(timeout=PATIENCE)


async def connect(session: str, path: str = "/ws/", **headers: str) -> WebsocketCommunicator:
    """Open a socket as a browser does: own origin, own session, our subprotocol."""
    sent = {"host": "testserver", "origin": "http://testserver", **headers}
    if session:
        sent["cookie"] = f"{settings.SESSION_COOKIE_NAME}={session}"
    pairs = [(name.encode(), value.encode()) for name, value in sent.items()]
    communicator = WebsocketCommunicator(application, path, headers=pairs, subprotocols=[SUBPROTOCOL])
    connected, _ = await communicator.connect(timeout=PATIENCE)
    assert connected
    return communicator


def session_key(person: Person) -> str:
    """Sign a person in and return the key of their session."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return str(client.session.session_key)
