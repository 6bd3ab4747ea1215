"""What this process has done, in plain numbers: counted where it happens, read by whoever watches the server.

Nothing here names a room, a person or a word. Adding one to an attribute is all that the way of a message pays;
`chatserver.metrics` turns the numbers into what monitoring reads. Each number is counted in one thread only: commits in
the writing thread, the rest on the event loop.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

SIZES: Final = (1, 2, 4, 8, 16, 32, 64, 128)
"""Upper bounds: messages in one commit."""
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds: how long a commit took."""


class Histogram:
    """How often a value fell between two bounds, and the sum of all values."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        """By upper bound; the last is for what lies above all of them."""
        self.total = 0.0

    def add(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


@dataclass(slots=True)
class Tally:
    """The numbers of one process since it started."""

    sockets_opened: int = 0
    sockets_closed: int = 0
    rooms_opened: int = 0
    """Rooms that got their first socket in this process."""
    rooms_closed: int = 0
    """Rooms whose last socket here went."""
    events: int = 0
    """Events that this process committed: messages and whatever else goes into a room's record."""
    frames_in: int = 0
    deliveries: int = 0
    """Events frames handed to sockets."""
    peers: int = 0
    """Other server processes that were heard of lately."""
    healed: int = 0
    """Rooms in which the poll found what no signal had told."""
    polled_at: float = 0.0
    """When the poll last got its answer, on the monotonic clock; 0 before the first."""
    signals_lost: int = 0
    """Times that Redis did not take a signal to the other processes."""
    database_errors: int = 0
    batch_sizes: Histogram = field(default_factory=lambda: Histogram(SIZES))
    commit_seconds: Histogram = field(default_factory=lambda: Histogram(SECONDS))
    refused: Counter[str] = field(default_factory=Counter)
    """Refusals by error code."""
    sent_away: Counter[int] = field(default_factory=Counter)
    """Sockets that this server ended, by close code."""

    def committed(self, messages: int, seconds: float) -> None:
        """Note a commit of so many messages."""
        self.batch_sizes.add(messages)
        self.commit_seconds.add(seconds)


tally: Final = Tally()
"""This process's own."""
