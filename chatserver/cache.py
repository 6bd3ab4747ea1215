"""A cache in Redis that goes on without it: while Redis does not answer, each process counts for itself.

What is kept here is how often somebody tried to sign in. Without Redis those limits still hold, per process; a sign-in
that failed with an error instead would shut families out for as long as Redis is away.
"""

import logging
import time
from typing import Any, ClassVar, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

REST: Final = 5.0
"""Seconds after a failure in which Redis is not asked again, so that not every request waits for it."""
ENTRIES: Final = 20_000
"""What a process remembers at most while Redis is away."""

Timeout = float | int | None


class FallbackCache(BaseCache):
    """Django's Redis cache, or this process's memory while Redis does not answer. Never raises a RedisError."""

    _resting_until: ClassVar[float] = 0.0
    """On the monotonic clock, 0 while all is well. One for the process: Django makes new cache objects as it likes."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = RedisCache(server, params)
        self._memory = LocMemCache("without-redis", {**params, "OPTIONS": {"MAX_ENTRIES": ENTRIES}})

    def add(self, key: Any, value: Any, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("add", key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version)

    def set(self, key: Any, value: Any, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask("set", key, value, timeout, version)

    def touch(self, key: Any, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("touch", key, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask("delete", key, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._ask("incr", key, delta, version))

    def clear(self) -> None:
        self._ask("clear")
        self._memory.clear()

    def answers(self) -> bool:
        """Whether Redis itself answers now, resting or not."""
        try:
            self._redis.get("ready")
        except RedisError as error:
            self._note_down(error)
            return False
        self._note_up()
        return True

    def _ask(self, method: str, *arguments: Any) -> Any:
        if time.monotonic() >= self._resting_until:
            try:
                answer = getattr(self._redis, method)(*arguments)
            except RedisError as error:
                self._note_down(error)
            else:
                self._note_up()
                return answer
        return getattr(self._memory, method)(*arguments)

    def _note_down(self, error: RedisError) -> None:
        if not self._resting_until:
            logger.warning("cache: Redis does not answer (%s); counting in this process", type(error).__name__)
        FallbackCache._resting_until = time.monotonic() + REST

    def _note_up(self) -> None:
        if self._resting_until:
            FallbackCache._resting_until = 0.0
            logger.warning("cache: Redis answers again")
