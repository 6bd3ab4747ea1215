"""One hub per server process: reads each room's log once and hands it to the process's sockets.

The log is the fence. Events are handed out strictly in order of seq, and a pause or an end is an event: when the hub
comes to it, it cuts that member's sockets before it goes on. Whatever is lost, late or said twice on the way, nobody
is ever handed an event that comes after their own pause (docs/decisions/0001).

Everything here runs on the event loop; `committed` and `signalled` may be called from any thread.
"""

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

from rooms import bus, recent, watch
from rooms.channel import Feed, RoomChannel
from rooms.database import in_thread
from rooms.link import Link
from rooms.models import Event
from rooms.presence import REPEAT, Place, Presence
from rooms.protocol import Bye, Close, Observing, PresenceFrame, ServerFrame, encode
from rooms.queries.timeline import Entry, above, entry
from rooms.sweep import Sweep
from rooms.tally import tally
from rooms.whispers import hand_over
from rooms.writer import marks, posts

logger = logging.getLogger(__name__)

POLL: Final = 0.5
"""Seconds between looks at the heads of the rooms that have sockets: a lost signal heals within this."""
REPORT_AFTER: Final = 0.1
JITTER: Final = 2.0
"""Seconds over which a draining server sends its sockets away."""


class Hub:
    """The process's rooms with open sockets, and its line to the other processes."""

    def __init__(self) -> None:
        self.draining = False
        self._loop = asyncio.get_running_loop()
        self._rooms: dict[int, RoomChannel] = {}
        self._sockets: dict[int, set[Feed]] = defaultdict(set)
        self._tasks: set[asyncio.Task[None]] = set()
        self.link = Link(self._spawn)
        self.presence = Presence(self.link.process)
        self._due: set[RoomChannel] = set()
        self._reading = False
        self._reporting = False
        self.sweep = Sweep(self.everybody)
        self.posts, self.marks = posts(), marks()

    def start(self) -> None:
        """Begin listening and polling. The tasks live as long as the loop."""
        bus.listen(self)
        self._spawn(self._forever(self._poll))
        self._spawn(self._forever(self._hear))
        self._spawn(self._forever(self._repeat))
        self._spawn(self._forever(self.sweep.run))  # who is asked about messages makes ready before the first one comes
        self.link.send([{"s": "hello", "process": self.link.process}])

    def stop(self) -> None:
        """Let go of everything; for a loop that ends before the process does."""
        bus.forget(self)
        for task in self._tasks:
            task.cancel()

    # Sockets

    def connect(self, socket: Feed) -> int:
        """Count a person's socket in; return how many of theirs this process has now."""
        theirs = self._sockets[socket.person_pk]
        theirs.add(socket)
        return len(theirs)

    def disconnect(self, socket: Feed) -> None:
        """Count a socket out and take it out of every room."""
        theirs = self._sockets[socket.person_pk]
        theirs.discard(socket)
        if not theirs:
            del self._sockets[socket.person_pk]

    def everybody(self) -> list[Feed]:
        """Every socket of this process."""
        return [socket for theirs in self._sockets.values() for socket in theirs]

    def channel(self, room: int, head: int) -> RoomChannel:
        """The channel of a room, opened at `head` if no socket is in it yet."""
        channel = self._rooms.get(room)
        if channel is None:
            channel = self._rooms[room] = RoomChannel(room, head)
        return channel

    def close_if_empty(self, channel: RoomChannel) -> None:
        """Forget a room that no socket is in."""
        if channel.empty and self._rooms.get(channel.room) is channel:
            del self._rooms[channel.room]
            tally.rooms_closed += 1

    # What was committed

    def committed(self, events: Sequence[Event]) -> None:
        """Take events straight from the transaction that wrote them, in this process."""
        by_room: dict[int, list[Entry]] = defaultdict(list)
        for event in events:
            by_room[event.room_id].append(entry(event))
        self._soon(self._committed, by_room, {event.room_id: event.digest for event in events})

    def _committed(self, by_room: Mapping[int, list[Entry]], digests: Mapping[int, str]) -> None:
        for room, new in by_room.items():
            tally.events += len(new)
            self.link.head(room, new[-1].seq, digests[room])
            channel = self._rooms.get(room)
            if channel is not None and not channel.offer(new):
                self.look(channel)

    def _soon(self, work: Callable[..., None], *arguments: Any) -> None:
        """Do it on the loop; a hub whose loop has ended has nobody to tell, and listens no more."""
        try:
            self._loop.call_soon_threadsafe(work, *arguments)
        except RuntimeError:
            bus.forget(self)

    def look(self, channel: RoomChannel) -> None:
        """Read what is new in a room; rooms that are due while a read is under way share the next one."""
        self._due.add(channel)
        if not self._reading:
            self._reading = True
            self._spawn(self._read())

    async def _read(self) -> None:
        try:
            while self._due:
                due, self._due = self._due, set()
                found, more = await in_thread(above, {channel.room: channel.head for channel in due})
                for channel in due:
                    channel.offer(found.get(channel.room, ()))
                if more:
                    self._due |= due
        except Exception:
            logger.exception("hub: could not read what is new; the poll tries again")
        finally:
            self._reading = False

    # What other processes and services say

    def signalled(self, signals: Sequence[bus.Signal]) -> None:
        """Take signals of this process: hand them to its own sockets and to the other processes."""
        self._soon(self._signalled, signals)

    def _signalled(self, signals: Sequence[bus.Signal]) -> None:
        for signal in signals:
            self._handle(signal)
        self.link.send(signals)

    def _handle(self, signal: bus.Signal) -> None:
        kind = signal["s"]
        if kind == "heads":
            for room, seq, digest in signal["rooms"]:
                recent.saw(room, seq, digest)
                channel = self._rooms.get(room)
                if channel is not None and seq > channel.head:
                    self.look(channel)
        elif kind in ("presence", "hello"):
            self._meet(signal)
        elif kind == "signed_out":
            self.sweep.session_ended(signal["session"])
        elif kind == "check":
            self._spawn(self.sweep.check_person(signal["person"]))
        elif kind == "whisper":
            self._spawn(hand_over(signal, self._rooms))
        elif (channel := self._rooms.get(signal["room"])) is not None:
            channel.hear(signal)

    def _meet(self, signal: bus.Signal) -> None:
        """Another process is up."""
        if not self.link.meet(signal["process"]):
            return
        if signal["s"] == "presence":
            self._tell_presence(*self.presence.hear(signal))
        else:
            self.link.send([self.presence.report()])

    # Presence

    def enter(self, entry: Place) -> None:
        """A socket came into a room, or started to observe it."""
        if self.presence.enter(entry):
            self._tell_presence({entry}, set())
        self._report_soon()

    def leave(self, entry: Place) -> None:
        """A socket left."""
        if self.presence.leave(entry):
            self._tell_presence(set(), {entry})
        self._report_soon()

    def _report_soon(self) -> None:
        """Tell the other processes who is here, once for all that changes within `REPORT_AFTER` seconds."""
        if not self._reporting:
            self._reporting = True
            self._loop.call_later(REPORT_AFTER, self._report)

    def _report(self) -> None:
        self._reporting = False
        self.link.send([self.presence.report()])

    def _tell_presence(self, came: set[Place], went: set[Place]) -> None:
        for entries, there in ((came, True), (went, False)):
            for kind, room, member in entries:
                channel = self._rooms.get(room)
                if channel is not None:
                    channel.tell(partial(_presence, kind, member, there))

    # Background work

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            if not self._rooms:
                continue
            moved = await in_thread(watch.moved, {room: one.head for room, one in self._rooms.items()})
            tally.polled_at = self._loop.time()
            for room, head in moved:
                channel = self._rooms.get(room)
                if channel is not None and head > channel.head:
                    tally.healed += channel not in self._due
                    self.look(channel)

    async def _hear(self) -> None:
        async for signals in bus.read():
            for signal in signals:
                self._handle(signal)
        await asyncio.Event().wait()  # alone: there is nobody to hear

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(REPEAT)
            self.link.forget_silent()
            self._tell_presence(*self.presence.expire())
            self.link.send([self.presence.report()])

    async def _forever(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                logger.warning("hub: %s: %s; trying again", work.__name__, type(error).__name__)
            await asyncio.sleep(POLL)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Saying goodbye

    async def drain(self) -> None:
        """Send every socket away kindly, spread over a few seconds; what is under way is answered first."""
        self.draining = True
        await asyncio.gather(*(self._send_away(socket) for socket in self.everybody()), return_exceptions=True)
        await self.marks.settle()

    async def _send_away(self, socket: Feed) -> None:
        wait = random.uniform(0.0, JITTER)  # noqa: S311 - spreads load, hides nothing
        socket.push(encode(Bye(wait=round(wait, 2))))
        await asyncio.sleep(wait)
        socket.close(Close.RESTART)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop; a server process has one loop, and so one hub."""
    loop = asyncio.get_running_loop()
    found = _hubs.get(loop)
    if found is None:
        found = _hubs[loop] = Hub()
        found.start()
    return found


async def drain() -> None:
    """Drain this loop's hub, if it ever had a socket."""
    found = _hubs.get(asyncio.get_running_loop())
    if found is not None:
        await found.drain()


def _presence(kind: str, member: str, on: bool, room: str) -> ServerFrame:
    if kind == "observing":
        return Observing(room=room, member=member, on=on)
    return PresenceFrame(room=room, member=member, here=on)
