"""How the event loop talks to the database: off the loop, and off Django's one shared thread.

Channels' own helper runs every query of a process in one thread, so that one slow query holds up every room, and opens
a connection each time. This one has a few threads, each of which keeps its connection for as long as it works.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Final, ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")

THREADS: Final = 4
"""Queries of one process at a time; the connection pool must be larger (see chatserver.checks)."""

_executor: Final = ThreadPoolExecutor(THREADS, thread_name_prefix="database")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a synchronous `function` that uses the database in one of the threads."""
    work = partial(_run, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_executor, work)


def _run(function: Callable[[], T]) -> T:
    """A connection that failed before is tried first, so that a database that came back is noticed at once."""
    if connection.errors_occurred:
        connection.close_if_unusable_or_obsolete()
    return function()


def disconnect() -> None:
    """Close the threads' connections, where a database is about to be dropped."""
    everybody = Barrier(THREADS)

    def close() -> None:
        everybody.wait()  # so that no thread does another one's share
        connection.close()

    for future in [_executor.submit(close) for _ in range(THREADS)]:
        future.result()
