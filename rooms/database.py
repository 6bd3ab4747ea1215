"""How the event loop talks to the database: off the loop, and off Django's one shared thread.

Channels' own helper runs every query of a process in one thread, so that one slow query holds up every room, and opens
a connection each time. This one has a few threads, each of which keeps its connection for as long as it works: some
for anything, and one for the commits that many wait for, so that its connection has all their statements prepared.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier
from typing import Final, ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")

_ANYTHING: Final = 4
THREADS: Final = _ANYTHING + 1
"""Queries of one process at a time; the connection pool must be larger (see chatserver.checks)."""

_executor: Final = ThreadPoolExecutor(_ANYTHING, thread_name_prefix="database")
_writing: Final = ThreadPoolExecutor(1, thread_name_prefix="writing")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a synchronous `function` that uses the database in one of the threads."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()
    _executor.submit(_run_and_tell, partial(function, *args, **kwargs), partial(_settle, answer), loop)
    return await answer


def _settle(answer: asyncio.Future[T], result: T | Exception) -> None:
    if answer.done():
        return  # whoever waited was cancelled
    if isinstance(result, Exception):
        answer.set_exception(result)
    else:
        answer.set_result(result)


def in_writing_thread(function: Callable[[], T], done: Callable[[T | Exception], None]) -> None:
    """Run `function` in the writing thread, and then `done` on this loop with its result or what it raised.

    One wake-up of the loop instead of the several that awaiting takes: this is on the way of every message.
    """
    _writing.submit(_run_and_tell, function, done, asyncio.get_running_loop())


def _run_and_tell(
    function: Callable[[], T], done: Callable[[T | Exception], None], loop: asyncio.AbstractEventLoop
) -> None:
    result: T | Exception
    try:
        result = _run(function)
    except Exception as error:
        result = error
    with suppress(RuntimeError):  # the loop has ended, and with it everybody who waited
        loop.call_soon_threadsafe(partial(done, result))


def _run(function: Callable[[], T]) -> T:
    """A connection that failed before is tried first, so that a database that came back is noticed at once."""
    if connection.errors_occurred:
        connection.close_if_unusable_or_obsolete()
    return function()


def disconnect() -> None:
    """Close the threads' connections, where a database is about to be dropped."""
    everybody = Barrier(_ANYTHING)

    def close() -> None:
        everybody.wait()  # so that no thread does another one's share
        connection.close()

    for future in [*(_executor.submit(close) for _ in range(_ANYTHING)), _writing.submit(lambda: connection.close())]:
        future.result()
