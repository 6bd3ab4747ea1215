"""/readyz says no for the right reasons and not for the wrong ones."""

import time
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.db import OperationalError
from pytest_django import Settings

from chatserver import VERSION, health

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(health, "process", health.Process())
    yield


@pytest.mark.both_engines
async def test_ready() -> None:
    status, answer = await health.readyz()
    assert status == HTTPStatus.OK
    assert (answer["status"], answer["database"]) == ("ready", "ok")


async def test_not_while_stopping() -> None:
    health.process.draining = True
    status, answer = await health.readyz()
    assert (status, answer["status"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "stopping")


async def test_not_before_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one to go"])
    status, answer = await health.readyz()
    assert (status, answer["database"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "not migrated")


async def test_not_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(health, "loose_settings", down)
    status, answer = await health.readyz()
    assert (status, answer["database"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "down")


@pytest.mark.both_engines
async def test_not_on_a_database_that_does_not_wait_for_the_disk(settings: Settings) -> None:
    """P1: the databases of these tests do not; outside the demo nobody may be let in."""
    settings.DEMO = False
    status, answer = await health.readyz()
    assert (status, answer["status"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "not ready")
    assert answer["database"].startswith("does not wait for the disk: ")


async def test_a_database_that_does_not_answer_does_not_hang_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    monkeypatch.setattr(health, "_database", lambda: time.sleep(0.2) or "ok")
    status, answer = await health.readyz()
    assert (status, answer["database"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "no answer")


async def test_still_ready_without_redis(settings: Settings) -> None:
    """Messages go on without it; taking every server away would be worse."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "chatserver.cache.FallbackCache", "LOCATION": settings.REDIS_URL}}
    status, answer = await health.readyz()
    assert (status, answer["status"], answer["redis"]) == (HTTPStatus.OK, "ready, without Redis", "down")


async def test_version() -> None:
    assert (await health.version())[1]["version"] == VERSION
