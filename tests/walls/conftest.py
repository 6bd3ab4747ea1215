"""Fixtures of the wall tests: a world that sockets share with the threads of the server, and no rate limits."""

from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from rooms.hub import hub
from tests.cast import Cast, make_cast


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told to slow down: what is tested here is who may, not how often."""
    monkeypatch.setattr("rooms.limits.MESSAGE_BURST", 1_000_000)
    monkeypatch.setattr("rooms.limits.SOCKETS_PER_PERSON", 1_000)
    monkeypatch.setattr("rooms.socket.FRAME_BURST", 1_000_000)
    monkeypatch.setattr("rooms.socket.FLOOD", 1_000_000)


@pytest.fixture
async def loop_end(transactional_db: None) -> AsyncIterator[None]:
    """For tests that open sockets: the loop's hub ends with the loop."""
    yield
    hub().stop()
    await sync_to_async(connections.close_all)()


@pytest.fixture
async def world(loop_end: None) -> Cast:
    """The cast, committed, so that every thread and socket sees it."""
    return await sync_to_async(make_cast)()
