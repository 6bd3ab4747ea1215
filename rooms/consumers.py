"""The members' socket at /ws/: names its commands, and nothing else."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import msgspec
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.sessions.backends.base import SessionBase

from rooms import commands
from rooms.access import Action
from rooms.database import in_thread
from rooms.models import Person
from rooms.outlet import outlet
from rooms.protocol import (
    SUBPROTOCOL,
    ClientFrame,
    Close,
    EditFrame,
    HistoryFrame,
    MemberCommand,
    Ping,
    PostFrame,
    ReactFrame,
    ReadFrame,
    Resume,
    RetractFrame,
    TypingFrame,
)
from rooms.queries.seats import Seat
from rooms.socket import Command, Socket, refuse_connection

Arrived = tuple[Person, list[Seat]] | None
"""Whose socket it is, with their rooms; None if it is nobody's."""


class RoomConsumer(AsyncWebsocketConsumer):
    """A member's browser: every room they take part in, over one socket.

    It reads its own frames instead of Channels' dispatch loop, which would add a task and a thread hop to each.
    """

    decoder: ClassVar[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(MemberCommand)
    action: ClassVar[Action] = Action.READ
    commands: ClassVar[Mapping[type[ClientFrame], Command]] = {
        Resume: commands.resume,
        PostFrame: commands.post,
        EditFrame: commands.edit,
        RetractFrame: commands.retract,
        ReactFrame: commands.react,
        ReadFrame: commands.read,
        TypingFrame: commands.typing,
        HistoryFrame: commands.history,
        Ping: commands.ping,
    }

    @staticmethod
    def arrive(session: SessionBase, action: Action) -> Arrived:
        """Whose socket it is. Runs off the loop."""
        return commands.arrive(session, action)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        session, offered = scope["session"], scope.get("subprotocols") or []
        ours = SUBPROTOCOL if SUBPROTOCOL in offered else None
        arrived = await in_thread(self.arrive, session, self.action) if session.session_key else None
        if arrived is None:
            return await refuse_connection(receive, send, Close.SIGNED_OUT, ours)
        if offered and not ours:
            return await refuse_connection(receive, send, Close.FORBIDDEN, None)
        person, seats = arrived
        await receive()
        await send({"type": "websocket.accept", "subprotocol": ours})
        socket = Socket(
            person=person,
            session_key=session.session_key,
            outlet=outlet(scope, send),
            decoder=self.decoder,
            commands=self.commands,
            action=self.action,
        )
        await socket.run(receive, partial(commands.greet, seats))
