"""The inside of `benchmarks.desk`: a caseload in the environment's database, and its pages asked for over and over.

python -m benchmarks.desk_pages fill | measure
"""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median, quantiles
from typing import Any, Final

import django
from django.conf import settings
from django.db import connection
from django.test import Client

django.setup()

from benchmarks.caseload import PASSWORD, make  # noqa: E402 - models want Django set up

ROUNDS: Final = 30
AIM_MS: Final = 300
PAGES: Final = ("/desk/", "/desk/team/", "/desk/team/outcomes/")


def measure() -> None:
    """Fill the environment's database, then ask for the pages as the worker and as her supervisor."""

    def ask(client: Client, page: str) -> None:
        response = client.get(page, secure=True)
        assert response.status_code == 200, (page, response.status_code)

    for families in (5, 15):
        load = make(families)
        for person, pages in ((load.worker, PAGES[:1]), (load.supervisor, PAGES)):
            client = Client(SERVER_NAME="localhost")
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
            for page in pages:
                ask(client, page)
                counted: list[str] = []
                with connection.execute_wrapper(partial(_count, counted)):
                    ask(client, page)
                times, work = zip(*_times(lambda page=page, client=client: ask(client, page)), strict=True)  # type: ignore[misc]
                print(
                    f"{page:22} {person.name:14} {len(load.rooms):3} rooms  median {median(times):5.0f} ms  "
                    f"p95 {quantiles(times, n=20)[-1]:5.0f} ms  work {median(work):4.0f} ms  "
                    f"{len(counted):3} queries  (aim: {AIM_MS} ms)"
                )


def _times(ask: Callable[[], None]) -> Iterator[tuple[float, float]]:
    """Milliseconds of each round, from the request to the whole answer: by the clock, and of our own work."""
    for _ in range(ROUNDS):
        begun, worked = time.perf_counter(), time.process_time()
        ask()
        yield (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _count(counted: list[str], execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    counted.append(sql)
    return execute(sql, *rest)


def fill() -> None:
    """Fill the environment's database, and print who may sign in."""
    load = make()
    for person in (load.worker, load.supervisor):
        person.set_password(PASSWORD)
        person.save()
        print(person.email, PASSWORD)


if __name__ == "__main__":
    {"fill": fill, "measure": measure}[sys.argv[1]]()
