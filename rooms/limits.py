"""How much one person may do: messages, frames and open sockets. Refusals say when to come back.

Counts of sockets are per server process; they protect the process and the people in its rooms, and are not a quota.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from django.core.cache import cache
from django.db.models import QuerySet

from rooms.errors import RoomError

MESSAGES_PER_MINUTE: Final = 30
MESSAGE_BURST: Final = 10
_MINUTE: Final = 60
PHOTOS_PER_MINUTE: Final = 12
PHOTO_BURST: Final = 12
FRAMES_PER_SECOND: Final = 20.0
FRAME_BURST: Final = 60
FLOOD: Final = 200
"""Refused frames on one socket before it is closed."""
SOCKETS_PER_PERSON: Final = 10

STEPS: Final = 60
"""Lines of the plan for the way home at once; of those that were taken out too there are `STEPS_EVER` at most."""
STEPS_EVER: Final = 600
ENTRIES_EACH: Final = 40
"""Entries of one member on one topic of a child, and their questions on it: nobody fills the page for the others."""
BIG_STEPS: Final = 100
"""Big steps that one member asks about, of one child."""
DEAR_THINGS: Final = 100
"""Of one child."""
DATES: Final = 300
"""Dates that one member asked for and that are still to come; a series of a year is 53."""
JOURNAL: Final = 2_000
"""Pages of one person's journal in one room."""

Clock = Callable[[], float]


class TokenBucket:
    """Lets `burst` through at once and `rate` a second on average. Not for several threads at a time."""

    __slots__ = ("_burst", "_clock", "_rate", "_then", "_tokens")

    def __init__(self, *, rate: float, burst: int, clock: Clock = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._then = float(burst), clock()

    def take(self) -> float:
        """Take one token: 0.0 if there was one, else the seconds until there is one."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._then) * self._rate)
        self._then = now
        if self._tokens < 1:
            return (1 - self._tokens) / self._rate
        self._tokens -= 1
        return 0.0

    @property
    def full(self) -> bool:
        """Whether it could be forgotten without anyone gaining by it."""
        return self._tokens + (self._clock() - self._then) * self._rate >= self._burst


class Senders:
    """One bucket for messages, or photos, per person, whichever of their sockets they come by."""

    PRUNE_AT: Final = 5_000

    def __init__(
        self,
        clock: Clock = time.monotonic,
        *,
        per_minute: float | None = None,
        burst: int | None = None,
    ) -> None:
        self._clock, self._per_minute, self._burst = clock, per_minute, burst
        self._buckets: dict[int, TokenBucket] = {}

    def take(self, person: int) -> None:
        """Count one message of this person. Raises RoomError slow_down with the seconds to wait."""
        if len(self._buckets) > self.PRUNE_AT:
            self._buckets = {pk: bucket for pk, bucket in self._buckets.items() if not bucket.full}
        bucket = self._buckets.get(person)
        if bucket is None:
            # The rates of messages are looked up now: trials lift them.
            per_minute, burst = self._per_minute or MESSAGES_PER_MINUTE, self._burst or MESSAGE_BURST
            bucket = TokenBucket(rate=per_minute / 60, burst=burst, clock=self._clock)
            self._buckets[person] = bucket
        if wait := bucket.take():
            raise RoomError("slow_down", wait=wait)

    def clear(self) -> None:
        """Forget everybody."""
        self._buckets.clear()


senders: Final = Senders()
"""This process's count of messages, shared by all sockets."""
uploads: Final = Senders(per_minute=PHOTOS_PER_MINUTE, burst=PHOTO_BURST)
"""The same for photos."""


def check_space(found: QuerySet[Any], most: int) -> None:
    """Raise RoomError enough if there are `most` of these already. To be asked under the room's lock."""
    if found.count() >= most:
        raise RoomError("enough")


def take_form(person: int) -> None:
    """Count one message that came by a plain form, for all processes together. Raises RoomError slow_down.

    Forms carry no state from one to the next, so that whoever posts them could go round the processes.
    """
    now = time.time()
    key = f"said:{person}:{int(now // _MINUTE)}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache changed hands just now: Redis went or came back
        return
    if count > MESSAGES_PER_MINUTE:
        raise RoomError("slow_down", wait=_MINUTE - now % _MINUTE)
