"""Who is here, and which staff are reading: lives on the wire only, never in the database.

Each process counts its own sockets and tells the others; what another process said is forgotten when that process has
been silent for `EXPIRY` seconds.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from rooms.bus import Signal

EXPIRY: Final = 60.0
REPEAT: Final = 20.0
"""Seconds between a process's repeats of what it knows."""

Place = tuple[str, int, str]
"""("here" or "observing", room key, member id)."""


class Presence:
    """The presence of members in rooms, over all processes."""

    def __init__(self, process: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._process = process
        self._clock = clock
        self._sockets: Counter[Place] = Counter()
        self._remote: dict[str, tuple[float, frozenset[Place]]] = {}
        self._there: Counter[Place] = Counter()
        self._rooms: defaultdict[tuple[str, int], set[str]] = defaultdict(set)

    def enter(self, place: Place) -> bool:
        """Count one socket in; True if the member was not there before, on any process."""
        self._sockets[place] += 1
        return self._sockets[place] == 1 and self._add(place)

    def leave(self, place: Place) -> bool:
        """Count one socket out; True if the member is now gone from every process."""
        if self._sockets[place] > 1:
            self._sockets[place] -= 1
            return False
        return self._sockets.pop(place, 0) == 1 and self._remove(place)

    def of_room(self, kind: str, room: int) -> frozenset[str]:
        """Ids of the members who are there."""
        return frozenset(self._rooms.get((kind, room), ()))

    def report(self) -> Signal:
        """What this process has, for the others."""
        return {"s": "presence", "process": self._process, "entries": sorted(self._sockets)}

    def hear(self, signal: Signal) -> tuple[set[Place], set[Place]]:
        """Take another process's report; return who came and who went by it."""
        places = frozenset((str(kind), int(room), str(member)) for kind, room, member in signal["entries"])
        return self._replace(signal["process"], places)

    def expire(self) -> tuple[set[Place], set[Place]]:
        """Forget processes that fell silent; return who came (nobody) and who went."""
        gone: set[Place] = set()
        for process in [name for name, (at, _) in self._remote.items() if self._clock() - at > EXPIRY]:
            gone |= self._replace(process, frozenset())[1]
        return set(), gone

    def _replace(self, process: str, new: frozenset[Place]) -> tuple[set[Place], set[Place]]:
        old = self._remote.pop(process, (0.0, frozenset[Place]()))[1]
        if new:
            self._remote[process] = (self._clock(), new)
        return self._each(self._add, new - old), self._each(self._remove, old - new)

    def _each(self, change: Callable[[Place], bool], places: Iterable[Place]) -> set[Place]:
        return {place for place in places if change(place)}

    def _add(self, place: Place) -> bool:
        """One more process has the member there; True if it is the first."""
        self._there[place] += 1
        kind, room, member = place
        self._rooms[kind, room].add(member)
        return self._there[place] == 1

    def _remove(self, place: Place) -> bool:
        """One process fewer; True if it was the last."""
        self._there[place] -= 1
        if self._there[place] > 0:
            return False
        del self._there[place]
        kind, room, member = place
        self._rooms[kind, room].discard(member)
        if not self._rooms[kind, room]:
            del self._rooms[kind, room]
        return True
