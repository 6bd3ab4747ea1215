"""One browser's socket: reads frames, hands them to commands, writes what comes back and what the hub sends.

Which commands there are, and which action opens a room, is said by the consumer that owns the socket.
"""

import logging
import math
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import msgspec
from django.db import DatabaseError
from django.utils import translation

from rooms.access import Action
from rooms.channel import Follower, RoomChannel
from rooms.errors import RoomError
from rooms.hub import Hub, hub
from rooms.limits import FLOOD, FRAME_BURST, FRAMES_PER_SECOND, SOCKETS_PER_PERSON, TokenBucket
from rooms.models import Person
from rooms.outlet import Outlet, Send
from rooms.protocol import (
    FRAME_LIMIT,
    AdviceInfo,
    ClientFrame,
    Close,
    Encoded,
    ErrorFrame,
    Ping,
    ReadFrame,
    Resume,
    ServerFrame,
    encode,
)
from rooms.screen import Advice, SecondThought
from rooms.signins import fingerprint, signature
from rooms.tally import tally

logger = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[Any]]
Command = Callable[["Socket", Any], Awaitable[None]]

_BY_ITSELF = (Ping, Resume, ReadFrame)
"""What a page sends while nobody touches it."""


class _Trace(msgspec.Struct):
    """What can be told of a frame that makes no sense: which request it was."""

    id: Any = None
    ref: Any = None
    room: Any = None


class Socket:
    """A signed-in person's connection. `commands` maps frame types to what they do."""

    def __init__(
        self,
        *,
        person: Person,
        session_key: str,
        outlet: Outlet,
        decoder: msgspec.json.Decoder[Any],
        commands: Mapping[type[ClientFrame], Command],
        action: Action,
    ) -> None:
        self.person = person
        self.person_pk: int = person.pk
        self.session_key = session_key
        self.session = fingerprint(session_key)
        self.signature = signature(person)
        self.action = action
        self.acted = False
        self.hub: Hub = hub()
        self.following: dict[str, tuple[RoomChannel, Follower]] = {}
        self.here: set[tuple[str, int, str]] = set()
        self._decoder = decoder
        self._commands = commands
        self._bucket = TokenBucket(rate=FRAMES_PER_SECOND, burst=FRAME_BURST)
        self._refused = 0
        self._outlet = outlet
        self._closed = False

    # Out

    def push(self, frame: Encoded) -> None:
        """Send an encoded frame; a browser that has stopped reading is sent away to resume later."""
        self._outlet.push(frame)

    def answer(self, frame: ServerFrame) -> None:
        """Send a frame to this browser alone."""
        self.push(encode(frame))

    async def drained(self) -> None:
        """Wait until the browser has read most of what was sent, so that what it asks for does not pile up."""
        await self._outlet.drained()

    def close(self, code: int) -> None:
        """End the socket after what was sent."""
        self._closed = True
        self._outlet.close(code)

    # In

    async def run(self, receive: Receive, greet: Callable[["Socket"], Awaitable[None]]) -> None:
        """Serve the socket until either side ends it."""
        tally.sockets_opened += 1
        try:
            if self.hub.draining:
                self.close(Close.RESTART)
            elif self.hub.connect(self) > SOCKETS_PER_PERSON:
                self._refuse(RoomError("too_many_sockets"), b"")
                self.close(Close.TOO_MANY_SOCKETS)
            else:
                await self._guarded(b"", greet(self))
            while (message := await receive())["type"] != "websocket.disconnect":
                await self._outlet.drained()
                if message["type"] == "websocket.receive" and not self._closed:
                    await self._take(message)
        finally:
            self._closed = True
            self.leave_all()
            self.hub.disconnect(self)
            self._outlet.stop()
            tally.sockets_closed += 1

    async def _take(self, message: Mapping[str, Any]) -> None:
        tally.frames_in += 1
        text = message.get("text")
        raw = text.encode("utf-8", "surrogatepass") if text is not None else bytes(message.get("bytes") or b"")
        if wait := self._bucket.take():
            self._count_refusal()
            self._refuse(RoomError("slow_down", wait=wait), raw[:FRAME_LIMIT])
            return
        if text is None:
            self._refuse(RoomError("bad_frame"), b"")
            return
        await self._guarded(raw, self._obey(raw))

    async def _obey(self, raw: bytes) -> None:
        if len(raw) > FRAME_LIMIT:
            raise RoomError("too_large")
        frame = self._decode(raw)
        self.acted = self.acted or not isinstance(frame, _BY_ITSELF)
        await self._commands[type(frame)](self, frame)

    def _decode(self, raw: bytes) -> Any:
        try:
            return self._decoder.decode(raw)
        except msgspec.ValidationError as error:
            unknown = "`$.t`" in str(error) or "field `t`" in str(error)
            raise RoomError("unknown_command" if unknown else "bad_frame") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise RoomError("bad_frame") from error

    async def _guarded(self, raw: bytes, work: Awaitable[None]) -> None:
        """Turn what goes wrong into one clear frame; the socket lives on."""
        try:
            await work
        except Exception as error:
            self.explain(error, raw)

    def explain(self, error: BaseException, raw: bytes) -> None:
        """Answer the frame `raw` with what went wrong."""
        if isinstance(error, RoomError):
            self._refuse(error, raw)
            return
        if isinstance(error, DatabaseError):
            tally.database_errors += 1
            logger.warning("socket: the database did not answer: %s", type(error).__name__)
        else:
            logger.error("socket: a command failed", exc_info=error)
        self._refuse(RoomError("unavailable"), raw)

    def _refuse(self, refusal: RoomError, raw: bytes) -> None:
        tally.refused[refusal.code] += 1
        trace = _trace(raw)
        thought = refusal if isinstance(refusal, SecondThought) else None
        with translation.override(self.person.language):
            message = refusal.message
            advice = advised(thought.advice) if thought else msgspec.UNSET
        self.answer(
            ErrorFrame(
                code=refusal.code,
                retry=refusal.retry,
                message=message,
                id=_short(trace.id),
                ref=_short(trace.ref),
                room=_short(trace.room),
                wait=msgspec.UNSET if refusal.wait is None else math.ceil(refusal.wait * 10) / 10,
                advice=advice,
                private=list(thought.private) if thought else msgspec.UNSET,
            )
        )

    def _count_refusal(self) -> None:
        self._refused += 1
        if self._refused > FLOOD:
            self.close(Close.FLOOD)

    # Rooms

    def unfollow(self, room_id: str) -> RoomChannel | None:
        """Hear no more of a room; return the channel that was followed."""
        found = self.following.pop(room_id, None)
        if found is None:
            return None
        channel, follower = found
        channel.remove(follower)
        self.hub.close_if_empty(channel)
        return channel

    def leave_room(self, room_id: str) -> None:
        """Hear no more of a room, and be there no more."""
        channel = self.unfollow(room_id)
        for entry in [entry for entry in self.here if channel and entry[1] == channel.room]:
            self.set_here(entry, False)

    def leave_all(self) -> None:
        """Stop following every room."""
        for room_id in list(self.following):
            self.leave_room(room_id)

    def set_here(self, entry: tuple[str, int, str], on: bool) -> None:
        """Say that the person is in a room, or observes it; or no longer."""
        if on and entry not in self.here:
            self.here.add(entry)
            self.hub.enter(entry)
        elif not on and entry in self.here:
            self.here.discard(entry)
            self.hub.leave(entry)


async def refuse_connection(receive: Receive, send: Send, code: Close, subprotocol: str | None) -> None:
    """Accept and close at once: only after accepting does a browser learn the code.

    A subprotocol may only be accepted if it was offered; Daphne answers anything else with a dead connection.
    """
    tally.sent_away[code] += 1
    await receive()
    await send({"type": "websocket.accept", "subprotocol": subprotocol})
    await send({"type": "websocket.close", "code": int(code)})


def advised(advice: Iterable[Advice]) -> list[AdviceInfo]:
    """Advice in the language that is active now."""
    return [AdviceInfo(one.code, str(one.reason), str(one.suggestion)) for one in advice]


def _trace(raw: bytes) -> _Trace:
    try:
        return msgspec.json.decode(raw, type=_Trace)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Trace()


def _short(value: Any) -> Any:
    return value if isinstance(value, str) and len(value) <= 36 else msgspec.UNSET
