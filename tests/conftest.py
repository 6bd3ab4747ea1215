"""Fixtures for every test: the cast, and a database that async tests can share with server threads."""

from collections.abc import AsyncIterator, Iterator

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.utils import translation

from rooms import guard
from rooms.database import disconnect
from rooms.hub import hub
from rooms.limits import senders, uploads
from tests.cast import Cast, make_cast


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """An async test without a real transaction leaks its rows into the next: refuse it."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if item.get_closest_marker("asyncio") and marker and not marker.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: an async test needs django_db(transaction=True)")


@pytest.fixture(autouse=True)
def _flushable(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the test database be emptied after a test that commits: the named way out of the append-only record."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if not commits:
        yield
        return
    request.getfixturevalue("transactional_db")
    guard.restore(connection)
    yield
    connections.close_all()
    guard.lift(connection, "flush")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Give back the pool's connections before the test database is dropped."""
    yield
    disconnect()
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


@pytest.fixture(autouse=True)
def _nobody_has_sent_anything() -> Iterator[None]:
    """Rate limits count per process, and on the cache; every test starts at nought."""
    senders.clear()
    cache.clear()
    uploads.clear()
    yield


@pytest.fixture(autouse=True)
def _the_language_of_the_service() -> Iterator[None]:
    """A page in somebody's language leaves its thread in it, which in a test is the next test's thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Eight people in four rooms."""
    return make_cast()


@pytest.fixture
async def world(transactional_db: None) -> AsyncIterator[Cast]:
    """The cast, for tests with open sockets: what they commit is seen by every thread."""
    yield await sync_to_async(make_cast)()
    hub().stop()
    await sync_to_async(connections.close_all)()
