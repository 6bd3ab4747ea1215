"""The desk's socket at /ws/desk/: staff observing their rooms live, with an authorization of its own."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from rooms import commands
from rooms.access import Action
from rooms.consumers import RoomConsumer
from rooms.errors import RoomError
from rooms.protocol import (
    ClientFrame,
    DeskCommand,
    EditFrame,
    HistoryFrame,
    ObserveFrame,
    Ping,
    PostFrame,
    ReactFrame,
    Resume,
    RetractFrame,
)
from rooms.socket import Command, Socket


async def observe(socket: Socket, frame: ObserveFrame) -> None:
    """Switch the light that tells members that staff is reading their room now."""
    found = socket.following.get(frame.room)
    if found is None:
        raise RoomError("not_found")
    channel, follower = found
    socket.set_here(("observing", channel.room, follower.member_id), frame.on)


class DeskConsumer(RoomConsumer):
    """A staff member's browser: every room they may observe. Only a role that may OBSERVE opens a room here."""

    decoder: ClassVar[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(DeskCommand)
    action: ClassVar[Action] = Action.OBSERVE
    commands: ClassVar[Mapping[type[ClientFrame], Command]] = {
        Resume: commands.resume,
        PostFrame: commands.post,
        EditFrame: commands.edit,
        RetractFrame: commands.retract,
        ReactFrame: commands.react,
        HistoryFrame: commands.history,
        Ping: commands.ping,
        ObserveFrame: observe,
    }
