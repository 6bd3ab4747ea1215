"""The desk's socket at /ws/desk/: staff observing their rooms live, with an authorization of its own."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from rooms import commands
from rooms.access import Action
from rooms.consumers import RoomConsumer
from rooms.protocol import (
    ClientFrame,
    DeskCommand,
    EditFrame,
    HistoryFrame,
    Ping,
    PostFrame,
    ReactFrame,
    Resume,
    RetractFrame,
)
from rooms.socket import Command


class DeskConsumer(RoomConsumer):
    """A staff member's browser: every room they may observe. Only a role that may OBSERVE opens a room here.

    Following a room with its page open switches on the light that tells its members. The board follows every room for
    its last line, without a light: members are told at all times that staff can read.
    """

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
    }
