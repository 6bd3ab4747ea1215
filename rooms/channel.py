"""One room within one server process: where it stands in the log, and the sockets that follow it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from rooms.bus import Signal
from rooms.models import Kind, Membership
from rooms.protocol import (
    Encoded,
    Events,
    Flagged,
    HeldNow,
    Left,
    Seen,
    ServerFrame,
    Slow,
    Told,
    TypingNow,
    You,
    encode,
)
from rooms.queries.timeline import WORDS, Entry, frame, settled
from rooms.tally import tally

_CUTS: Final[dict[str, str]] = {Kind.MEMBER_SUSPENDED: "paused", Kind.MEMBER_ENDED: "ended"}
"""Events after which a member's sockets get nothing more, and what they are told."""


class Feed(Protocol):
    """A socket as the hub sees it."""

    person_pk: int
    session_key: str
    session: str
    """The session's fingerprint (rooms.signins)."""
    signature: str
    """Whose sign-in it is, with which password (rooms.signins)."""
    acted: bool
    """Whether the person did something here since the sweep looked last."""

    def push(self, frame: Encoded) -> None:
        """Send an encoded frame; never blocks."""

    def leave_room(self, room_id: str) -> None:
        """Forget a room, and that the person is there."""

    def leave_all(self) -> None:
        """Forget every room."""

    def close(self, code: int) -> None:
        """End the socket."""


@dataclass(eq=False)
class Follower:
    """A socket following a room. `cursor` is the last seq it was handed.

    `since` is the seq at which the door was found open: a pause at or before it is history, one after it cuts.
    """

    socket: Feed
    membership: Membership
    cursor: int
    since: int
    live: bool = False

    @property
    def member_id(self) -> str:
        return self.membership.public_id

    def is_cut_by(self, event: Entry) -> bool:
        """Whether this event ends the follower's part: a pause after the door was found open."""
        ends = event.kind in _CUTS and event.data.get("member") == self.member_id
        return ends and event.seq > self.since

    def may_see(self, event: Entry) -> bool:
        """Not a change to what was said while this member was not in the room: a change carries words."""
        target = event.target or 0
        return not any(first <= target <= (last or target) for first, last in self.membership.hidden_ranges)


class RoomChannel:
    """Hands a room's events to its followers, strictly in order, each event once."""

    def __init__(self, room: int, head: int) -> None:
        self.room = room
        self.head = head
        self._followers: list[Follower] = []
        tally.rooms_opened += 1

    @property
    def empty(self) -> bool:
        """Whether no socket is here."""
        return not self._followers

    def add(self, follower: Follower) -> None:
        """Let a socket in; it gets nothing until it is `live`, which it becomes when it has caught up."""
        self._followers.append(follower)

    def has(self, follower: Follower) -> bool:
        """Whether this socket is still here."""
        return follower in self._followers

    def remove(self, follower: Follower) -> None:
        """Let a socket go."""
        if follower in self._followers:
            self._followers.remove(follower)

    def offer(self, events: Sequence[Entry]) -> bool:
        """Hand out the events that follow the head; False if there is a gap before them."""
        new = [event for event in events if event.seq > self.head]
        if not new:
            return True
        if new[0].seq != self.head + 1:
            return False
        for run in _runs(new):
            self.cut(self._followers, run[0])
            self._hand_out(run)
        return True

    def cut(self, followers: Sequence[Follower], event: Entry) -> None:
        """If `event` ends somebody's part, tell their sockets to stop and let go of them."""
        for follower in [follower for follower in followers if follower.is_cut_by(event)]:
            self.remove(follower)
            follower.live = False
            code, room_id = _CUTS[event.kind], follower.membership.room.public_id
            follower.socket.push(encode(Left(room=room_id, code=code)))
            follower.socket.leave_room(room_id)

    def _hand_out(self, run: Sequence[Entry]) -> None:
        after, self.head = self.head, run[-1].seq
        shared: dict[bool, Encoded] = {}
        for follower in tuple(self._followers):
            if not follower.live or follower.cursor >= self.head:
                continue
            staff, room = follower.membership.is_staff, follower.membership.room.public_id
            if follower.cursor == after and not follower.membership.hidden_ranges:
                ready = shared[staff] = shared.get(staff) or self._encode(run, after, staff=staff, room=room)
            else:
                rest = [event for event in run if event.seq > follower.cursor and follower.may_see(event)]
                ready = self._encode(rest, follower.cursor, staff=staff, room=room)
            follower.cursor = self.head
            follower.socket.push(ready)
            tally.deliveries += 1

    def _encode(self, events: Sequence[Entry], after: int, *, staff: bool, room: str) -> Encoded:
        frames = [frame(event) for event in events] if staff else settled(events)
        return encode(Events(room=room, after=after, upto=self.head, events=frames))

    def set_read_only(self, member: str, read_only: bool) -> None:
        """A member's part was narrowed to reading, or widened again."""
        for follower in self._followers:
            if follower.member_id == member:
                follower.membership.read_only = read_only

    def hear(self, signal: Signal) -> None:
        """Hand a signal that lives on the wire only to those whom it is for."""
        kind, member = signal["s"], signal.get("member", "")
        if kind == "typing":
            self.tell(lambda room: TypingNow(room=room, member=member), but=member)
        elif kind == "seen":
            self.tell(lambda room: Seen(room=room, upto=signal["upto"], at=signal["at"]))
        elif kind == "you":
            self.set_read_only(member, not signal["can_write"])
            self.tell(lambda room: You(room=room, can_write=signal["can_write"]), only=member)
        elif kind == "slow":
            self.tell(lambda room: Slow(room=room, every=signal["every"], until=signal["until"]))
        elif kind == "flagged":
            about = {key: signal[key] for key in ("flag", "category", "urgency")}
            self.tell(lambda room: Flagged(room=room, **about), staff=True)
        elif kind == "held":
            self.tell(lambda room: HeldNow(room=room, id=signal["id"], state=signal["state"]), only=member)
            self.tell(lambda room: HeldNow(room=room, id=signal["id"], state=signal["state"]), staff=True)
        elif kind == "told":
            self.tell(lambda room: Told(room=room, flag=signal["flag"]), only=signal["member"])

    def tell(
        self,
        make: Callable[[str], ServerFrame],
        *,
        only: str | None = None,
        but: str | None = None,
        staff: bool = False,
    ) -> None:
        """Send a frame that lives on the wire only to the followers, to one member, to all but one, or to staff."""
        ready = None
        for follower in tuple(self._followers):
            if not follower.live or follower.member_id == but or (only is not None and follower.member_id != only):
                continue
            if staff and not follower.membership.is_staff:
                continue
            ready = ready or encode(make(follower.membership.room.public_id))
            follower.socket.push(ready)


def _runs(events: Sequence[Entry]) -> list[list[Entry]]:
    """Split so that an event that ends somebody's part comes first in its run, and each run fits into a frame."""
    runs: list[list[Entry]] = [[]]
    words = 0
    for event in events:
        words += len(event.text)
        if runs[-1] and (event.kind in _CUTS or words > WORDS):
            runs.append([])
            words = len(event.text)
        runs[-1].append(event)
    return runs
