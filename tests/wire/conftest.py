"""The families as sockets meet them, and the real server that bad input is thrown at."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from rooms.hub import hub
from tests.cast import Cast, make_cast
from tests.wire.target import LOGGED, PATIENCE, PROMISED, Target, Witness, running


@pytest.fixture
async def world(transactional_db: None) -> AsyncIterator[Cast]:
    """Eight people in four rooms; the hub of the test's own loop ends with the test."""
    yield await sync_to_async(make_cast)()
    hub().stop()
    await sync_to_async(connections.close_all)()


@pytest.fixture(scope="package")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """One server process for all the bad input."""
    with running(tmp_path_factory.mktemp("target")) as found:
        yield found


@pytest.fixture(scope="module")
def witness(target: Target) -> Iterator[Witness]:
    found = Witness(target.visitors["samara"], target.visitors["francis"])
    yield found
    found.finish()


@pytest.fixture
def undisturbed(target: Target, witness: Witness, record_property: Callable[[str, object], None]) -> Iterator[None]:
    """The witnesses talked on, every answer came in time, and the log holds no traceback."""
    known = len(target.tracebacks())
    target.times.clear()
    witness.slowest = 0.0
    yield
    witness.heard_another()
    slowest = sorted(target.times, reverse=True)[:5]
    record_property("slowest", slowest)
    record_property("slower than promised", sum(seconds > PROMISED for seconds, _ in target.times))
    record_property("witness", round(witness.slowest, 3))
    assert not slowest or slowest[0][0] < PATIENCE
    assert [line for line in target.tracebacks()[known:] if not line.startswith(LOGGED)] == []
