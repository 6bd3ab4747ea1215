"""What each frame of a browser does: find the service, call it off the loop, answer."""

from datetime import UTC, datetime
from typing import Any

from rooms.access import Action, door, permit
from rooms.channel import Follower
from rooms.database import in_thread
from rooms.limits import MESSAGES_PER_MINUTE, senders
from rooms.models import Event
from rooms.protocol import (
    FRAME_LIMIT,
    SUBPROTOCOL,
    Ack,
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
from rooms.queries.seats import room_infos
from rooms.queries.timeline import iso, page, since
from rooms.services import messages, reading
from rooms.services.messages import Post
from rooms.socket import Socket
from rooms.text import MESSAGE_LIMIT


async def greet(socket: Socket) -> None:
    """Say who is who in every room of this person."""
    infos = await in_thread(room_infos, socket.person, socket.action)
    presence = socket.hub.presence
    socket.answer(
        Welcome(
            protocol=SUBPROTOCOL,
            at=iso(datetime.now(UTC)),
            rooms=[
                info.with_presence(presence.of_room("here", info.room), presence.of_room("observing", info.room))
                for info in infos
            ],
            limits=Limits(message_chars=MESSAGE_LIMIT, frame_bytes=FRAME_LIMIT, per_minute=MESSAGES_PER_MINUTE),
        )
    )


async def resume(socket: Socket, frame: Resume) -> None:
    """Follow a room: first what was missed, then live."""
    member = await in_thread(door, actor=socket.person, room_id=frame.room, action=socket.action)
    socket.unfollow(frame.room)
    head = member.room.last_seq
    channel = socket.hub.channel(member.room_id, head)
    follower = Follower(socket, member, cursor=min(frame.after, head), since=head)
    channel.add(follower)
    socket.following[frame.room] = (channel, follower)
    kind = "observing" if member.is_staff else "here"
    socket.set_here((kind, member.room_id, member.public_id), frame.here)
    known: int | None = head
    while channel.has(follower):
        frames, events, upto = await in_thread(since, member, after=follower.cursor, head=known)
        known = None
        if not channel.has(follower):
            return
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


async def post(socket: Socket, frame: PostFrame) -> None:
    """Say something."""
    senders.take(socket.person_pk)
    one = Post(actor=socket.person, room_id=frame.room, client_id=frame.id, text=frame.text, reply_to=frame.reply_to)
    _ack(socket, frame, await socket.hub.writer.post(one))


async def edit(socket: Socket, frame: EditFrame) -> None:
    """Change a message."""
    senders.take(socket.person_pk)
    event = await in_thread(
        messages.edit,
        actor=socket.person,
        room_id=frame.room,
        client_id=frame.id,
        target=frame.target,
        text=frame.text,
    )
    _ack(socket, frame, event)


async def retract(socket: Socket, frame: RetractFrame) -> None:
    """Take a message back."""
    event = await in_thread(
        messages.retract, actor=socket.person, room_id=frame.room, client_id=frame.id, target=frame.target
    )
    _ack(socket, frame, event)


async def react(socket: Socket, frame: ReactFrame) -> None:
    """Add or remove a reaction."""
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
    """Note how far the member has seen."""
    await in_thread(reading.advance, actor=socket.person, room_id=frame.room, upto=frame.upto)


async def typing(socket: Socket, frame: TypingFrame) -> None:
    """Show the others that the member is writing."""
    found = socket.following.get(frame.room)
    if found is None:
        member = await in_thread(door, actor=socket.person, room_id=frame.room, action=Action.TYPE)
    else:  # without the database: the hub keeps a follower's part up to date
        member = permit(found[1].membership, Action.TYPE)
    socket.hub.signalled([{"s": "typing", "room": member.room_id, "member": member.public_id}])


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


def _ack(socket: Socket, frame: PostFrame | EditFrame | RetractFrame | ReactFrame, event: Event) -> None:
    socket.answer(Ack(id=frame.id, room=frame.room, seq=event.seq, at=iso(event.at)))
