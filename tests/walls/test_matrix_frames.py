"""The access matrix, frames: every role × socket × command × way to stand to a room (P5, P6, P13, S7).

Inside, what is allowed is what the role table says. Outside, the error frame is that of a room that does not exist, to
the byte, but for the room and the id that were sent and come back.
"""

import asyncio
from threading import Event
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connection, transaction

from chatserver.asgi import application
from rooms.access import ROLE_ACTIONS
from rooms.database import in_thread
from rooms.errors import RoomError
from rooms.models import Role, Room
from rooms.protocol import CLIENT_FRAMES, SUBPROTOCOL
from rooms.services import messages
from tests.cast import Cast
from tests.sockets import PATIENCE, Phone, phone
from tests.walls.frames import COMMANDS, ROOMLESS, SOCKETS, name_of, needs, taken_by
from tests.walls.roleworld import INSIDE, OUTSIDE, ROLES, RoleWorld, make_role_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


def test_every_command_has_a_row() -> None:
    """A new command says in tests/walls/frames.py what it needs, or this fails."""
    assert frozenset(COMMANDS) | ROOMLESS == frozenset(CLIENT_FRAMES)
    for path, (consumer, _) in SOCKETS.items():
        assert frozenset(consumer.commands) == taken_by(path)


async def told(one: Phone, kind: str, **fields: Any) -> list[dict[str, Any]]:
    """What comes back on a command: everything up to the answer to the ping that follows it."""
    before = len(one.heard)
    await one.send(kind, **fields)
    await one.send("ping")
    await one.until("pong")
    return one.heard[before:-1]


def error_of(frames: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((frame for frame in frames if frame["t"] == "error"), None)


def masked(error: dict[str, Any] | None, sent: dict[str, Any]) -> bytes:
    """An error frame as bytes, with what was sent and only comes back taken out."""
    assert error is not None
    echoed = {key: f"<{key}>" for key in ("room", "id", "ref") if key in error and error[key] == sent.get(key)}
    return msgspec.json.encode({**error, **echoed})


@pytest.mark.usefixtures("in_a_hurry", "loop_end")
@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize("role", ROLES, ids=str)
async def test_every_command_of_every_role(role: Role, path: str) -> None:
    """On one socket, over all rooms that are the person's, were theirs, or never were."""
    world = await sync_to_async(make_role_world)(role)
    lines = {standing: await sync_to_async(world.line)(standing) for standing in (*INSIDE, *OUTSIDE, "missing")}
    async with phone(world.person, path) as one:
        welcome = await one.until("welcome")
        may_open = [name for name in INSIDE if SOCKETS[path][0].action in world.may(name)]
        assert {room["id"] for room in welcome["rooms"]} == {world.id_of(name) for name in may_open}
        for command in COMMANDS:
            for standing in INSIDE:
                await inside(one, path, command, world, standing, lines[standing])
            await outside(one, command, world, lines)


async def inside(one: Phone, path: str, command: type, world: RoleWorld, standing: str, line: int) -> None:
    """A command on a room of one's own: done if the table says so, and else refused with the reason.

    Staff has no part at the members' socket, whatever their role may do: from the desk it is written down.
    """
    error = error_of(await told(one, name_of(command), room=world.id_of(standing), **COMMANDS[command].fields(line)))
    action, about = needs(command, path), (path, name_of(command), standing)
    if command not in taken_by(path):
        assert error and error["code"] == "unknown_command", about
    elif {action, SOCKETS[path][0].action} <= world.may(standing):
        assert error is None, (about, error)
    else:
        opens = SOCKETS[path][0].action in world.may(standing)
        narrowed = opens and standing == "read_only" and action in ROLE_ACTIONS[world.role]
        assert error and error["code"] == ("read_only" if narrowed else "not_allowed"), (about, error)


async def outside(one: Phone, command: type, world: RoleWorld, lines: dict[str, int]) -> None:
    """P6: the same frame for every room that is not theirs as for one that is nobody's."""
    answers = {}
    for standing in ("missing", *OUTSIDE):
        sent = {"room": world.id_of(standing), **COMMANDS[command].fields(lines[standing])}
        heard = await told(one, name_of(command), **sent)
        assert [frame["t"] for frame in heard] == ["error"], (name_of(command), standing)
        answers[standing] = masked(error_of(heard), sent)
    assert set(answers.values()) == {answers["missing"]}, name_of(command)


@pytest.mark.usefixtures("loop_end")
async def test_a_visitor_is_sent_away_from_both_sockets_alike() -> None:
    """P6: signed out, there is no difference between any two sockets, and nothing comes before the close."""
    ends = []
    for path in SOCKETS:
        headers = [(b"host", b"testserver"), (b"origin", b"http://testserver"), (b"cookie", b"session=made-up")]
        communicator = WebsocketCommunicator(application, path, headers=headers, subprotocols=[SUBPROTOCOL])
        assert (await communicator.connect())[0]
        ends.append(await communicator.receive_output(5))
        await communicator.wait()
    assert ends == [{"type": "websocket.close", "code": 4001}] * 2
    assert settings.SESSION_COOKIE_NAME == "session"


async def test_a_stranger_does_not_wait_for_a_room_that_is_busy(world: Cast) -> None:
    """P6: how long a refusal takes must not tell that the room exists, or that somebody writes in it just now."""
    if connection.vendor == "sqlite":
        return  # one writer at a time, whichever the room: nothing to learn
    macia = world.rooms["macia"]
    locked, done = Event(), Event()

    def keep_busy() -> None:
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=macia.pk)
            locked.set()
            done.wait(PATIENCE)

    busy = asyncio.create_task(in_thread(keep_busy))
    try:
        assert await asyncio.to_thread(locked.wait, PATIENCE)
        async with asyncio.timeout(PATIENCE / 2):
            for strangers in (_post, _edit, _react):
                with pytest.raises(RoomError, match="not_found"):
                    await in_thread(strangers, world)
    finally:
        done.set()
        await busy


def _post(world: Cast) -> None:
    world.say("samara", "macia", "Is somebody there?")


def _edit(world: Cast) -> None:
    room = world.rooms["macia"].public_id
    messages.edit(actor=world.samara, room_id=room, client_id=uuid4(), target=1, text="Is somebody there?")


def _react(world: Cast) -> None:
    room = world.rooms["macia"].public_id
    messages.react(actor=world.samara, room_id=room, client_id=uuid4(), target=1, emoji="👍", on=True)
