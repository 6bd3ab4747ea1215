"""Every command of both sockets in one table: what it asks for. A new command without a row fails the matrix."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, get_args
from uuid import uuid4

from moderation.consumers import DeskConsumer
from rooms.access import Action
from rooms.consumers import RoomConsumer
from rooms.protocol import (
    DeskCommand,
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

SOCKETS: Final = {"/ws/": (RoomConsumer, MemberCommand), "/ws/desk/": (DeskConsumer, DeskCommand)}
"""Each socket's consumer, and the frames it takes."""


@dataclass(frozen=True)
class Command:
    """What a command needs: an action, or (None) the socket's own: READ at the members', OBSERVE at the desk's."""

    action: Action | None
    fields: Callable[[int], dict[str, Any]]
    """The command's fields beside the room, for a line of that room."""


def _changes(line: int) -> dict[str, Any]:
    return {"id": str(uuid4()), "target": line}


COMMANDS: Final[dict[type, Command]] = {
    Resume: Command(None, lambda line: {"after": 0}),
    HistoryFrame: Command(None, lambda line: {"ref": "x", "before": 1_000}),
    PostFrame: Command(Action.POST, lambda line: {"id": str(uuid4()), "text": "A word"}),
    EditFrame: Command(Action.EDIT, lambda line: {**_changes(line), "text": "Another word"}),
    ReactFrame: Command(Action.REACT, lambda line: {**_changes(line), "emoji": "👍", "on": True}),
    RetractFrame: Command(Action.RETRACT, _changes),
    ReadFrame: Command(Action.MARK_READ, lambda line: {"upto": line}),
    TypingFrame: Command(Action.TYPE, lambda line: {}),
}
"""In an order in which each finds what it needs: a room is resumed first, a line is changed before it is taken back."""

ROOMLESS: Final = frozenset({Ping})
"""Commands about no room."""


def name_of(command: type) -> str:
    """The command's name on the wire."""
    return str(command.__struct_config__.tag)


def taken_by(path: str) -> frozenset[type]:
    """The commands that a socket takes."""
    return frozenset(get_args(SOCKETS[path][1]))


def needs(command: type, path: str) -> Action:
    """The action that a command needs at a socket."""
    return COMMANDS[command].action or SOCKETS[path][0].action
