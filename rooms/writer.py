"""Natural group commit: what arrives while a commit is under way shares the next one.

There is no timer for messages: one that comes alone is committed at once. What nobody waits for may be given a delay.
"""

import asyncio
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final, Generic, TypeVar

from django.db import InterfaceError, OperationalError

from rooms.database import in_writing_thread
from rooms.errors import RoomError
from rooms.models import Event
from rooms.screen import Held
from rooms.services.posting import Post, post_many
from rooms.services.reading import Mark, advance_many
from rooms.tally import tally

MOST: Final = 128
"""Items in one commit."""
MARKS_WAIT: Final = 0.1
"""Seconds that a read mark may wait for others: nobody waits for it."""

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
_Outcomes = Sequence[Outcome | Exception] | Exception


class GroupCommit(Generic[Item, Outcome]):
    """Commits items for all the sockets of a process, one commit at a time.

    `commit` answers with the outcome of each item or its refusal, in the order given.
    """

    def __init__(
        self, commit: Callable[[Sequence[Item]], Sequence[Outcome | RoomError]], *, delay: float = 0.0
    ) -> None:
        self._commit = commit
        self._delay = delay
        self._loop = asyncio.get_running_loop()
        self._waiting: list[tuple[Item, asyncio.Future[Outcome]]] = []
        self._busy = False

    def put(self, item: Item) -> asyncio.Future[Outcome]:
        """Commit one item; the future is done when it is committed, or raises its RoomError or a DatabaseError."""
        answer: asyncio.Future[Outcome] = self._loop.create_future()
        self._waiting.append((item, answer))
        if not self._busy:
            self._busy = True
            if self._delay:
                self._loop.call_later(self._delay, self._next)
            else:
                self._next()
        return answer

    async def settle(self) -> None:
        """Wait for what is under way."""
        while self._waiting or self._busy:
            await asyncio.sleep(0.01)

    def _next(self) -> None:
        batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        items = [item for item, _ in batch]
        in_writing_thread(lambda: self._outcomes(items), lambda outcomes: self._done(batch, outcomes))

    def _outcomes(self, items: list[Item]) -> list[Outcome | Exception]:
        """Commit a batch; if that fails, commit its items one by one, so that one cannot spoil the others."""
        try:
            return list(self._commit(items))
        except (OperationalError, InterfaceError) as error:  # the database itself: trying each would take as long again
            return [error] * len(items)
        except Exception as error:
            if len(items) == 1:
                return [error]
            return [outcome for item in items for outcome in self._outcomes([item])]

    def _done(self, batch: list[tuple[Item, asyncio.Future[Outcome]]], outcomes: _Outcomes[Outcome]) -> None:
        if isinstance(outcomes, Exception):
            outcomes = [outcomes] * len(batch)
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            if answer.cancelled():
                continue
            if isinstance(outcome, Exception):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)
        if self._waiting:
            self._next()
        else:
            self._busy = False


def posts() -> GroupCommit[Post, Event | Held]:
    """For messages."""
    return GroupCommit(_post_and_count)


def _post_and_count(items: Sequence[Post]) -> Sequence[Event | Held | RoomError]:
    started = perf_counter()
    outcomes = post_many(items)
    tally.committed(len(items), perf_counter() - started)
    return outcomes


def marks() -> GroupCommit[Mark, int]:
    """For how far members have read."""
    return GroupCommit(lambda items: advance_many(items), delay=MARKS_WAIT)
