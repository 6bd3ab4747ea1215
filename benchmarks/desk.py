"""How long the server works on the desk of a worker with 15 families and 60 rooms, and how many queries it takes.

python -m benchmarks.desk           a database of its own: SQLite, or with --database URL an empty one of yours
python -m benchmarks.desk fill      fill the database of the environment, to try it by hand; prints who signs in
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import django

from tests.servers import ROOT, demo_environment, manage

ROUNDS: Final = 30
AIM_MS: Final = 300
PAGES: Final = ("/desk/", "/desk/team/", "/desk/team/outcomes/")


def _measure() -> None:
    """Fill the environment's database, then ask for the pages as the worker and as her supervisor."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415 - models want Django set up
    from django.test import Client  # noqa: PLC0415

    from benchmarks.caseload import make  # noqa: PLC0415

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


def _fill() -> None:
    from benchmarks.caseload import PASSWORD, make  # noqa: PLC0415 - models want Django set up

    load = make()
    for person in (load.worker, load.supervisor):
        person.set_password(PASSWORD)
        person.save()
        print(person.email, PASSWORD)


def _alone(database: str | None) -> int:
    """Measure in a process with an environment of its own."""
    with tempfile.TemporaryDirectory(prefix="coparenting-desk-") as folder:
        more = {"DATABASE_URL": database} if database else {}
        environment = demo_environment(Path(folder), DJANGO_SETTINGS_MODULE="chatserver.settings", **more)
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        command = [sys.executable, "-m", "benchmarks.desk", "measure"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("alone", "fill", "measure"), default="alone")
    parser.add_argument("--database", help="address of an empty database")
    asked = parser.parse_args()
    if asked.what == "alone":
        return _alone(asked.database)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")
    django.setup()
    {"fill": _fill, "measure": _measure}[asked.what]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
