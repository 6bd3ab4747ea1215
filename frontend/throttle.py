"""How often codes and names may be tried: counted in the shared cache, by address and over all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from rooms.errors import RoomError

RATES: Final = {"join_code": "10/m/ip,600/m/key", "join_account": "20/m/ip,20/10m/key"}
"""By action: tries of one address, and of everybody (or of one card) together. What succeeds does not count."""
_WAIT: Final = 60.0
"""Seconds until it makes sense to try again."""


@contextmanager
def tries(request: HttpRequest, action: str, key: str = "all") -> Iterator[None]:
    """Count one try, unless the block succeeds. Raises RoomError slow_down where there were too many."""
    usage = ratelimit.consume(request, app="coparenting", action=action, config=RATES, key=key)
    if usage is None:
        raise RoomError("slow_down", wait=_WAIT)
    yield
    usage.rollback()
