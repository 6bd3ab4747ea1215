"""What those who run the server ask it: is it alive, may it have visitors, which version is it.

Answered in front of Django, since whoever asks (a proxy, a container engine) asks by address and over plain http,
where the host check and the redirect to https would refuse.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from channels.db import database_sync_to_async
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from chatserver import VERSION
from chatserver.cache import FallbackCache
from chatserver.durability import loose_settings

PATIENCE: Final = 3.0
"""Seconds that one question may take; whoever asks gives up soon after."""

Answer = tuple[HTTPStatus, dict[str, Any]]


@dataclass
class Process:
    """What this process knows about itself."""

    draining: bool = False
    migrated: bool = False
    """Once seen it stays: a new migration comes with a new process."""


process = Process()


async def healthz() -> Answer:
    """Alive: the event loop turns."""
    return HTTPStatus.OK, {"status": "ok"}


async def version() -> Answer:
    return HTTPStatus.OK, {"version": VERSION, "build": settings.BUILD}


async def readyz() -> Answer:
    """Ready for visitors: it is not stopping, and the record can be read, is in shape and waits for the disk.

    Redis is reported and does not decide: without it messages are still saved, acknowledged and found by the poll,
    while a proxy that took away every server at once would end all talk.
    """
    database, redis = await asyncio.gather(_ask(_database), _ask(_redis))
    ready = database == "ok" and not process.draining
    answer = {"status": _status(ready=ready, redis=redis), "database": database, "redis": redis}
    return HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE, answer


def _status(*, ready: bool, redis: str) -> str:
    if process.draining:
        return "stopping"
    if not ready:
        return "not ready"
    return "ready" if redis in ("ok", "not used") else "ready, without Redis"


async def _ask(question: Callable[[], str]) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return await database_sync_to_async(question, thread_sensitive=False)()
    except TimeoutError:
        return "no answer"


def _database() -> str:
    try:
        loose = loose_settings(connection)
        if loose and not settings.DEMO:
            return f"does not wait for the disk: {', '.join(loose)}"
        if not process.migrated:
            executor = MigrationExecutor(connection)
            process.migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "down"
    return "ok" if process.migrated else "not migrated"


def _redis() -> str:
    if not settings.REDIS_URL:
        return "not used"
    cache = caches["default"]
    return "ok" if isinstance(cache, FallbackCache) and cache.answers() else "down"


QUESTIONS: Final[dict[str, Callable[[], Awaitable[Answer]]]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/version": version,
}


async def respond(path: str, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    """Answer one of QUESTIONS over ASGI."""
    status, answer = await QUESTIONS[path]()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
