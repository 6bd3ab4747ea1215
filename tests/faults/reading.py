"""The reading half of a phone: follows its rooms as docs/protocol.md asks of a browser, and notes what it was sent."""

import sys
import time
from typing import Any, Final

from tests.faults.notes import Ending, Notes, Seen, Stay

ASK_AGAIN: Final = 0.5
"""Seconds before a room that was not given is asked for again."""
ABOUT_A_ROOM: Final = frozenset({"events", "presence", "typing", "seen", "observing", "you"})

Frame = dict[str, Any]


class Reading:
    """Which rooms are followed, up to which number nothing is missing, and what was shown."""

    def __init__(self, notes: Notes, base: dict[str, int]) -> None:
        self.notes = notes
        self.base = base
        """Rooms to follow, each from this number on."""
        self.following: dict[str, float] = {}
        """Since when, in seconds since 1970."""
        self.out: set[str] = set()
        """Rooms that this person was sent out of."""
        self._asked: dict[str, float] = {}
        self._asks: dict[str, int] = {}
        self._last_frame: dict[str, float] = {}
        self._behind: set[str] = set()

    @property
    def settled(self) -> bool:
        """Whether every room is followed."""
        return len(self.following) == len(self.base)

    def have(self, room: str) -> int:
        """Up to which number nothing is missing."""
        stay = self.notes.here.get(room)
        return stay.have if stay else self.base[room]

    def due(self) -> list[Frame]:
        """The `resume` frames that are to be sent now."""
        now = time.monotonic()
        rooms = [
            room for room in self.base if room not in self.following and now - self._asked.get(room, 0.0) > ASK_AGAIN
        ]
        for room in rooms:
            self._asked[room] = now
            self._asks[room] = self._asks.get(room, 0) + 1
        return [{"t": "resume", "room": room, "after": self.have(room)} for room in rooms]

    def opened(self) -> None:
        """A line is open; nothing was asked on it yet."""
        self._asked.clear()
        self._asks.clear()
        self._behind.clear()

    def ended(self) -> None:
        """The line is gone."""
        for room in list(self.following):
            self._unfollow(room, "closed")

    def take(self, frame: Frame) -> None:
        """Understand a frame that is not an answer to a message."""
        kind, room = frame["t"], str(frame.get("room"))
        if kind in ABOUT_A_ROOM:
            if room not in self._asked:
                self.notes.uninvited += 1
                return
            self._last_frame[room] = time.time()
        if kind == "events":
            self._events(room, frame)
        elif kind == "left":
            self._sent_out(room)
        elif kind == "error" and room in self.base:
            self._refused(room, frame["code"])
        elif kind == "pong":
            self._compare(frame["heads"])

    def _events(self, room: str, frame: Frame) -> None:
        stay = self._stay(room)
        self.out.discard(room)
        self.following.setdefault(room, time.time())
        if frame["after"] > stay.have:
            self._gap(room)
            return
        now, before, have = time.monotonic(), frame["after"], stay.have
        for event in frame["events"]:
            seq = event["seq"]
            self.notes.disordered += seq <= before
            before = seq
            if seq > have:
                stay.lines.append(
                    Seen(seq, event["kind"], event.get("author"), _kept_once(event.get("text")), event.get("member"))
                )
                self.notes.heard_at.setdefault((room, seq), now)
            elif self._asks[room] == 1:  # what was asked for twice on one line may come twice
                self.notes.doubled += 1
        self.notes.disordered += frame["upto"] < before
        stay.have = max(have, frame["upto"])

    def _stay(self, room: str) -> Stay:
        stay = self.notes.here.get(room)
        if stay is None:
            stay = self.notes.here[room] = Stay(room, self.base[room], self.base[room])
            self.notes.stays.append(stay)
        return stay

    def _gap(self, room: str) -> None:
        self.notes.gaps += 1
        self.following.pop(room, None)
        self._asked[room] = 0.0

    def _compare(self, heads: dict[str, int]) -> None:
        """A room that is behind twice running has missed something without noticing."""
        behind = {room for room, head in heads.items() if room in self.following and head > self.have(room)}
        for room in behind & self._behind:
            self._gap(room)
        self._behind = behind

    def _refused(self, room: str, code: str) -> None:
        if room in self.following:
            return
        self._asked[room] = time.monotonic()
        if code == "not_found":
            self._forget(room)

    def _sent_out(self, room: str) -> None:
        if room in self.following:
            self._unfollow(room, "left")
        self._forget(room)

    def _forget(self, room: str) -> None:
        """Whoever is let in again begins from nothing."""
        self.notes.here.pop(room, None)
        self.out.add(room)

    def _unfollow(self, room: str, how: str) -> None:
        since, last = self.following.pop(room), self._last_frame.get(room, 0.0)
        self.notes.endings.append(Ending(room, since, last, time.time(), how))
        self._asked.pop(room, None)


def _kept_once(text: str | None) -> str | None:
    """The same string for all phones: a long run shows many long messages to many."""
    return None if text is None else sys.intern(text)
