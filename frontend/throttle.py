"""How often codes and names may be tried: counted in the shared cache, by address, by person and over all.

How often somebody may sign in, or ask for a new password, is allauth's to count (`chatserver.accounts`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from rooms.errors import RoomError


@dataclass(frozen=True)
class Limit:
    """How often one thing may be done."""

    rates: str
    """Tries by address (ip), by person (user), and of everybody, of one card or of one name together (key)."""
    wait: float
    """Seconds until it makes sense to try again."""
    every: bool = False
    """Whether what succeeds counts as well."""


LIMITS: Final = {
    "join_code": Limit("10/m/ip,600/m/key", wait=60),
    "join_account": Limit("20/m/ip,20/10m/key", wait=60),
    "recover": Limit("10/m/ip,5/10m/key", wait=600, every=True),
    "change_names": Limit("10/h/user", wait=3600, every=True),
    "help": Limit("20/h/user", wait=600, every=True),
    "calendar_feed": Limit("600/m/ip,60/h/key", wait=600, every=True),
}
"""By action. Changing names tells which are taken, and sends letters; help makes codes. The calendars of
many people are fetched from one address: that of the company which keeps them."""


@contextmanager
def tries(request: HttpRequest, action: str, key: str = "all") -> Iterator[None]:
    """Count one try, unless the block succeeds (see `Limit.every`). Raises RoomError slow_down for one too many."""
    limit = LIMITS[action]
    rates = {action: limit.rates}
    usage = ratelimit.consume(request, app="coparenting", action=action, config=rates, key=key, limit_get=True)
    if usage is None:
        raise RoomError("slow_down", wait=limit.wait)
    yield
    if not limit.every:
        usage.rollback()
