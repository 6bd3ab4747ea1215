"""What each frame of a browser does: find the service, call it off the loop, answer."""

from asyncio import Future
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

import msgspec
from django.contrib.sessions.backends.base import SessionBase
from django.utils import translation
from msgspec import UNSET, UnsetType

from rooms.access import Action, door, permit
from rooms.channel import Follower
from rooms.database import in_thread
from rooms.limits import MESSAGES_PER_MINUTE, senders
from rooms.models import Event, Membership, Person
from rooms.protocol import (
    FRAME_LIMIT,
    SUBPROTOCOL,
    Ack,
    AdviceInfo,
    EditFrame,
    Events,
    HistoryFrame,
    Limits,
    Page,
    Ping,
    Pong,
    PostFrame,
    ReactFrame,
    ReadFrame,
    Resume,
    RetractFrame,
    TypingFrame,
    Welcome,
)
from rooms.queries.seats import Seat, seats
from rooms.queries.timeline import iso, page, since, since_now
from rooms.screen import Advice, Held
from rooms.services import messages
from rooms.services.posting import Post
from rooms.services.reading import Mark
from rooms.signins import claimed, needs_second, stands
from rooms.socket import Socket, advised
from rooms.text import MESSAGE_LIMIT


def arrive(session: SessionBase, action: Action) -> tuple[Person, list[Seat]] | None:
    """Whose sign-in this session is, and their rooms; None if it is nobody's."""
    person = claimed(session)
    found = None if person is None else seats(person, action)
    return found if found and stands(session, found[0]) and not needs_second(session, found[0]) else None


async def greet(seats: Iterable[Seat], socket: Socket) -> None:
    """Say who is who in every room of this person."""
    presence = socket.hub.presence
    socket.answer(
        Welcome(
            protocol=SUBPROTOCOL,
            at=iso(datetime.now(UTC)),
            rooms=[
                info.with_presence(presence.of_room("here", info.room), presence.of_room("observing", info.room))
                for info in seats
            ],
            limits=Limits(message_chars=MESSAGE_LIMIT, frame_bytes=FRAME_LIMIT, per_minute=MESSAGES_PER_MINUTE),
        )
    )


async def resume(socket: Socket, frame: Resume) -> None:
    """Follow a room: first what was missed, then live."""

    def come_in() -> Any:
        member = door(actor=socket.person, room_id=frame.room, action=socket.action)
        return member, since(member, after=min(frame.after, member.room.last_seq))

    member, missed = await in_thread(come_in)
    socket.unfollow(frame.room)
    head = member.room.last_seq
    channel = socket.hub.channel(member.room_id, head)
    follower = Follower(socket, member, cursor=min(frame.after, head), since=head)
    channel.add(follower)
    socket.following[frame.room] = (channel, follower)
    kind = "observing" if member.is_staff else "here"
    socket.set_here((kind, member.room_id, member.public_id), frame.here)
    while channel.has(follower):
        frames, events, upto = missed
        ended = next((event for event in events if follower.is_cut_by(event)), None)
        if ended is not None:
            frames, upto = [one for one in frames if one.seq < ended.seq], ended.seq - 1
        socket.answer(Events(room=frame.room, after=follower.cursor, upto=upto, events=frames))
        follower.cursor = upto
        if ended is not None:
            channel.cut([follower], ended)
        elif follower.cursor >= channel.head:
            follower.live = True
            return
        else:
            await socket.drained()
            missed = await in_thread(since_now, member, after=follower.cursor)


async def post(socket: Socket, frame: PostFrame) -> None:
    """Say something."""
    senders.take(socket.person_pk)
    await own_room(socket, frame)
    one = Post(
        actor=socket.person,
        room_id=frame.room,
        client_id=frame.id,
        text=frame.text,
        reply_to=frame.reply_to,
        sure=frame.sure,
        files=tuple(frame.files),
    )
    _ack(socket, frame, await socket.hub.posts.put(one))


async def edit(socket: Socket, frame: EditFrame) -> None:
    """Change a message."""
    senders.take(socket.person_pk)
    await own_room(socket, frame)
    outcome = await in_thread(
        messages.change,
        actor=socket.person,
        room_id=frame.room,
        client_id=frame.id,
        target=frame.target,
        text=frame.text,
        sure=frame.sure,
    )
    _ack(socket, frame, outcome)


async def retract(socket: Socket, frame: RetractFrame) -> None:
    """Take a message back."""
    await own_room(socket, frame)
    event = await in_thread(
        messages.retract, actor=socket.person, room_id=frame.room, client_id=frame.id, target=frame.target
    )
    _ack(socket, frame, event)


async def react(socket: Socket, frame: ReactFrame) -> None:
    """Add or remove a reaction."""
    await own_room(socket, frame)
    event = await in_thread(
        messages.react,
        actor=socket.person,
        room_id=frame.room,
        client_id=frame.id,
        target=frame.target,
        emoji=frame.emoji,
        on=frame.on,
    )
    _ack(socket, frame, event)


async def read(socket: Socket, frame: ReadFrame) -> None:
    """Note how far the member has seen. Nobody waits for it: marks of many are committed together."""
    await _part(socket, frame.room, Action.MARK_READ)
    mark = Mark(actor=socket.person, room_id=frame.room, upto=frame.upto)
    socket.hub.marks.put(mark).add_done_callback(partial(_explain, socket, frame))


async def typing(socket: Socket, frame: TypingFrame) -> None:
    """Show the others that the member is writing."""
    member = await _part(socket, frame.room, Action.TYPE)
    socket.hub.signalled([{"s": "typing", "room": member.room_id, "member": member.public_id}])


async def _part(socket: Socket, room_id: str, action: Action) -> Membership:
    """The person's part in a room; of a room that the socket follows without asking the database.

    The hub keeps a follower's part up to date.
    """
    found = socket.following.get(room_id)
    if found is None:
        return await in_thread(door, actor=socket.person, room_id=room_id, action=action)
    return permit(found[1].membership, action)


async def own_room(socket: Socket, frame: PostFrame | EditFrame | RetractFrame | ReactFrame) -> None:
    """Refuse a room that this socket does not open: staff speaks from the desk, where it is written down.

    Raises RoomError as the door does.
    """
    await _part(socket, frame.room, socket.action)


async def history(socket: Socket, frame: HistoryFrame) -> None:
    """Answer with a page of older lines."""

    def read_page() -> Any:
        member = door(actor=socket.person, room_id=frame.room, action=socket.action)
        return page(member, before=frame.before, limit=frame.limit)

    window = await in_thread(read_page)
    socket.answer(Page(ref=frame.ref, room=frame.room, first=window.first, more=window.more, events=window.events))


async def ping(socket: Socket, frame: Ping) -> None:
    """Say how far each followed room is."""
    socket.answer(Pong(heads={room: channel.head for room, (channel, _) in socket.following.items()}))


def _explain(socket: Socket, frame: ReadFrame, answer: Future[int]) -> None:
    if not answer.cancelled() and (error := answer.exception()):
        socket.explain(error, msgspec.json.encode(frame))


def _ack(socket: Socket, frame: PostFrame | EditFrame | RetractFrame | ReactFrame, outcome: Event | Held) -> None:
    """Say that it is committed, or waits for staff, with the help that its writer may need."""
    seq: int | UnsetType = UNSET
    held: bool | UnsetType = UNSET
    advice: list[AdviceInfo] | UnsetType = UNSET
    if isinstance(outcome, Held):
        held, told = True, outcome.help
    else:
        seq, told = outcome.seq, cast(tuple[Advice, ...], outcome.told)
    if told:
        with translation.override(socket.person.language):
            advice = advised(told)
    socket.answer(Ack(id=frame.id, room=frame.room, at=iso(outcome.at), seq=seq, held=held, advice=advice))
