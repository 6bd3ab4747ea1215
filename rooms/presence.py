"""Who is here, and which staff are reading: lives on the wire only, never in the database.

Each process counts its own sockets and tells the others; what another process said is forgotten when that process has
been silent for `EXPIRY` seconds.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from rooms.bus import Signal

EXPIRY: Final = 60.0
REPEAT: Final = 20.0
"""Seconds between a process's repeats of what it knows."""

Place = tuple[str, int, str]
"""("here" or "observing", room key, member id)."""


class Presence:
    """The presence of members in rooms, over all processes. Methods return the entries that changed."""

    def __init__(self, process: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._process = process
        self._clock = clock
        self._local: dict[Place, int] = defaultdict(int)
        self._remote: dict[str, tuple[float, frozenset[Place]]] = {}

    def enter(self, entry: Place) -> bool:
        """Count one socket in; True if the member was not there before, on any process."""
        was = self.has(entry)
        self._local[entry] += 1
        return not was

    def leave(self, entry: Place) -> bool:
        """Count one socket out; True if the member is now gone from every process."""
        if entry not in self._local:
            return False
        self._local[entry] -= 1
        if self._local[entry] <= 0:
            del self._local[entry]
        return not self.has(entry)

    def has(self, entry: Place) -> bool:
        """Whether the member is there, on any process."""
        return entry in self._local or any(entry in entries for _, entries in self._remote.values())

    def of_room(self, kind: str, room: int) -> set[str]:
        """Ids of the members who are there."""
        everyone = set(self._local).union(*(entries for _, entries in self._remote.values()))
        return {member for what, where, member in everyone if what == kind and where == room}

    def report(self) -> Signal:
        """What this process has, for the others."""
        return {"s": "presence", "process": self._process, "entries": sorted(self._local)}

    def hear(self, signal: Signal) -> tuple[set[Place], set[Place]]:
        """Take another process's report; return who came and who went by it."""
        if signal["process"] == self._process:
            return set(), set()
        entries = frozenset((str(kind), int(room), str(member)) for kind, room, member in signal["entries"])
        return self._replace(signal["process"], (self._clock(), entries))

    def expire(self) -> tuple[set[Place], set[Place]]:
        """Forget processes that fell silent; return who came (nobody) and who went."""
        gone: set[Place] = set()
        for process in [name for name, (at, _) in self._remote.items() if self._clock() - at > EXPIRY]:
            gone |= self._replace(process, None)[1]
        return set(), gone

    def _replace(self, process: str, new: tuple[float, frozenset[Place]] | None) -> tuple[set[Place], set[Place]]:
        old = self._remote.pop(process, (0.0, frozenset[Place]()))[1]
        mentioned = old | (new[1] if new else frozenset())
        before = self._there(mentioned) | old
        if new and new[1]:
            self._remote[process] = new
        after = self._there(mentioned)
        return after - before, before - after

    def _there(self, entries: Iterable[Place]) -> set[Place]:
        return {entry for entry in entries if self.has(entry)}
