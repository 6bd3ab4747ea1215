"""The desk's socket at /ws/desk/: staff observing their rooms live, with an authorization of its own.

Nothing of a room goes out here before its row is in the trail (moderation.services.looks).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any, ClassVar, Final
from weakref import WeakKeyDictionary

import msgspec
from django.contrib.sessions.backends.base import SessionBase

from moderation.models import Look
from moderation.services import looks
from rooms import commands
from rooms.access import Action, open_memberships
from rooms.consumers import Arrived, RoomConsumer
from rooms.database import in_thread
from rooms.errors import RoomError
from rooms.limits import senders
from rooms.models import STAFF_ROLES, Event
from rooms.protocol import (
    Ack,
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
from rooms.queries.timeline import iso
from rooms.services import messages, posting
from rooms.socket import Command, Socket

AGAIN: Final = looks.SITTING[Look.Kind.BOARD].total_seconds()
"""Seconds after which a room that is still followed leaves its next row."""


@dataclass
class _Sitting:
    """A room that a desk's socket follows: as what it was written down, and when it is again."""

    kind: str
    due: float


_sittings: WeakKeyDictionary[Socket, dict[str, _Sitting]] = WeakKeyDictionary()


async def resume(socket: Socket, frame: Resume) -> None:
    """Follow a room. With its page open that is reading it, and the light shows unless it is off."""
    kind = Look.Kind.READ if frame.here else Look.Kind.BOARD
    light = await _sit_down(socket, frame.room, kind)
    await commands.resume(socket, msgspec.structs.replace(frame, here=light))


async def history(socket: Socket, frame: HistoryFrame) -> None:
    """Answer with a page of older lines."""
    await in_thread(looks.reading, actor=socket.person, room_id=frame.room, kind=Look.Kind.READ)
    await commands.history(socket, frame)


async def post(socket: Socket, frame: PostFrame) -> None:
    """Step in with a message."""
    senders.take(socket.person_pk)
    said = partial(posting.post, actor=socket.person, room_id=frame.room, client_id=frame.id)
    await _act(socket, frame, partial(said, text=frame.text, reply_to=frame.reply_to, files=tuple(frame.files)))


async def edit(socket: Socket, frame: EditFrame) -> None:
    """Change one's own message."""
    senders.take(socket.person_pk)
    await _act(socket, frame, partial(_change(socket, frame, messages.edit), text=frame.text))


async def retract(socket: Socket, frame: RetractFrame) -> None:
    """Take one's own message back."""
    await _act(socket, frame, _change(socket, frame, messages.retract))


async def react(socket: Socket, frame: ReactFrame) -> None:
    """Add or remove a reaction."""
    await _act(socket, frame, partial(_change(socket, frame, messages.react), emoji=frame.emoji, on=frame.on))


async def ping(socket: Socket, frame: Ping) -> None:
    """Say how far each room is. Whoever is still there after an hour looks again, and leaves a row again."""
    now = monotonic()
    for room_id, sitting in list(_sittings.get(socket, {}).items()):
        if room_id not in socket.following:
            del _sittings[socket][room_id]
        elif sitting.due <= now:
            await _go_on(socket, room_id, sitting.kind)
    await commands.ping(socket, frame)


class DeskConsumer(RoomConsumer):
    """A staff member's browser: every room they may observe. Only a role that may OBSERVE opens a room here.

    Following a room with its page open switches on the light that tells its members. The board follows every room for
    its last line, without a light: members are told at all times that staff can read, and find both in the list of who
    has looked.
    """

    decoder: ClassVar[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(DeskCommand)
    action: ClassVar[Action] = Action.OBSERVE
    commands: ClassVar[Mapping[type[ClientFrame], Command]] = {
        Resume: resume,
        PostFrame: post,
        EditFrame: edit,
        RetractFrame: retract,
        ReactFrame: react,
        HistoryFrame: history,
        Ping: ping,
    }

    @staticmethod
    def arrive(session: SessionBase, action: Action) -> Arrived:
        """Whose socket it is. Being told of one's rooms is a look at each of them."""
        arrived = commands.arrive(session, action)
        if arrived is not None:
            looks.note(open_memberships(arrived[0]).filter(role__in=STAFF_ROLES), Look.Kind.BOARD)
        return arrived


def _change(socket: Socket, frame: EditFrame | RetractFrame | ReactFrame, do: Callable[..., Event]) -> Any:
    return partial(do, actor=socket.person, room_id=frame.room, client_id=frame.id, target=frame.target)


async def _act(
    socket: Socket, frame: PostFrame | EditFrame | RetractFrame | ReactFrame, do: Callable[[], Event]
) -> None:
    await commands.own_room(socket, frame)
    event = await in_thread(looks.acting, actor=socket.person, do=do)
    socket.answer(Ack(id=frame.id, room=frame.room, seq=event.seq, at=iso(event.at)))


async def _sit_down(socket: Socket, room_id: str, kind: str) -> bool:
    """Leave the row of this sitting; return whether the light shows for it."""
    known = _sittings.setdefault(socket, {}).get(room_id)
    if kind == Look.Kind.BOARD and known is not None and known.kind == kind and known.due > monotonic():
        return False
    light = await in_thread(_come_in, socket, room_id, kind)
    _sittings[socket][room_id] = _Sitting(kind, monotonic() + AGAIN)
    return light


async def _go_on(socket: Socket, room_id: str, kind: str) -> None:
    try:
        light = await _sit_down(socket, room_id, kind)
    except RoomError:  # no longer theirs: the hub sends the socket out of the room
        del _sittings[socket][room_id]
        return
    if (found := socket.following.get(room_id)) is not None:
        socket.set_here(("observing", found[0].room, found[1].member_id), light)


def _come_in(socket: Socket, room_id: str, kind: str) -> bool:
    member = looks.reading(actor=socket.person, room_id=room_id, kind=kind)
    return kind == Look.Kind.READ and looks.shows_light(member)
