"""The cache goes on without Redis, asks it seldom while it is away, and returns to it (P15)."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache

from chatserver import cache as module
from chatserver.cache import FallbackCache
from tests.services import free_port, redis_server


@pytest.fixture(autouse=True)
def awake() -> Iterator[None]:
    """Whatever another test found out about Redis is forgotten."""
    FallbackCache._resting_until = 0.0
    yield
    FallbackCache._resting_until = 0.0


@pytest.fixture
def port() -> int:
    return free_port()


def made(port: int) -> FallbackCache:
    return FallbackCache(f"redis://127.0.0.1:{port}/0", {"KEY_PREFIX": "coparenting"})


def test_every_method_works_without_redis_and_is_shared_in_the_process(port: int) -> None:
    one, other = made(port), made(port)
    one.clear()
    assert one.get("tries") is None
    assert one.add("tries", 1)
    assert not other.add("tries", 5)
    assert other.incr("tries") == 2
    assert other.decr("tries") == 1
    one.set("who", ["a", "b"])
    assert other.get_many(["who", "tries"]) == {"who": ["a", "b"], "tries": 1}
    assert other.touch("who", 60) and "who" in other
    assert one.delete("who") and not one.delete("who")
    one.clear()
    assert other.get("tries", "none") == "none"


def test_whoever_asks_is_told_the_truth(port: int, tmp_path: Path) -> None:
    one = made(port)
    assert not one.answers()
    with redis_server(tmp_path, port):
        assert one.answers()
    assert not one.answers()


def test_while_it_rests_redis_is_not_asked(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a Redis that hangs costs one request a time-out, not all of them."""
    asked: list[str] = []
    get = RedisCache.get

    def count(self: RedisCache, key: Any, *arguments: Any) -> Any:
        asked.append(key)
        return get(self, key, *arguments)

    monkeypatch.setattr(RedisCache, "get", count)
    for _ in range(20):
        made(port).get("anything")
    assert asked == ["anything"]


def test_it_returns_to_redis_and_says_so_once(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "REST", 0.0)
    one = made(port)
    for number in range(3):
        one.set("tries", number)
    with redis_server(tmp_path, port):
        one.set("tries", 7)
        assert made(port).get("tries") == 7
        direct = RedisCache(f"redis://127.0.0.1:{port}/0", {"KEY_PREFIX": "coparenting"})
        assert direct.get("tries") == 7
    assert [record.getMessage() for record in caplog.records] == [
        "cache: Redis does not answer (ConnectionError); counting in this process",
        "cache: Redis answers again",
    ]


def test_a_redis_that_hangs_is_given_up() -> None:
    """It takes connections and answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        one = FallbackCache(address, {"OPTIONS": {"socket_timeout": 0.05, "socket_connect_timeout": 0.05}})
        assert one.add("tries", 1)
        assert one.get("tries") == 1
        assert not one.answers()
        one.clear()
