"""Natural group commit: messages that arrive while a commit is under way share the next one.

There is no timer: a message that comes alone is committed at once.
"""

import asyncio
from typing import Final

from rooms.database import in_thread
from rooms.errors import RoomError
from rooms.models import Event
from rooms.services.messages import Post, post_many

BATCH: Final = 128
"""Messages in one commit at most."""

Answer = asyncio.Future[Event | RoomError]


class Writer:
    """Posts messages for all the sockets of a process, one commit at a time."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Post, Answer]] = []
        self._task: asyncio.Task[None] | None = None

    async def post(self, post: Post) -> Event:
        """Post one message; returns when it is committed. Raises RoomError as `messages.post`."""
        answer: Answer = asyncio.get_running_loop().create_future()
        self._waiting.append((post, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._write())
        outcome = await answer
        if isinstance(outcome, RoomError):
            raise outcome
        return outcome

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                await self._commit(batch)
        finally:
            self._task = None

    async def _commit(self, batch: list[tuple[Post, Answer]]) -> None:
        """Commit a batch; if that fails, commit its messages one by one, so that one cannot spoil the others."""
        try:
            outcomes = await in_thread(post_many, [post for post, _ in batch])
        except Exception as error:
            if len(batch) > 1:
                for pair in batch:
                    await self._commit([pair])
            elif not batch[0][1].cancelled():
                batch[0][1].set_exception(error)
            return
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            if not answer.cancelled():
                answer.set_result(outcome)
