"""The social worker's hand: a process beside the servers that suspends and restores people while everybody talks.

    python -m tests.faults.warden        reads one JSON order a line, answers each with one line

It has no sockets of its own, so the server processes learn of a suspension from the log alone, or from Redis.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import django

# Answers go out alone: whatever else is printed, a log line say, goes elsewhere.
answers, sys.stdout = sys.stdout, sys.stderr
django.setup()

from django.conf import settings  # noqa: E402 - models want Django set up
from django.db import connection  # noqa: E402

from rooms.models import Person  # noqa: E402
from rooms.services import memberships  # noqa: E402

THREADS = 4
POOL: int = settings.DATABASE_POOL_SIZE + 1
ORDERS = {"suspend": memberships.suspend, "restore": memberships.restore}


def obey(order: dict[str, Any]) -> dict[str, Any]:
    """Carry out an order, in one transaction, which is over when this returns."""
    try:
        find_connection()
        actor = Person.objects.get(name=order["actor"])
        ORDERS[order["do"]](actor=actor, room_id=order["room"], member_id=order["member"], reason="a fault run")
    except Exception as error:
        return {"id": order["id"], "error": repr(error)}
    return {"id": order["id"]}


def find_connection() -> None:
    """The database may have been restarted since the last order: leave the connections of before behind."""
    for _ in range(POOL):
        connection.ensure_connection()
        if connection.is_usable():
            return
        connection.close()


def main() -> None:
    mouth = Lock()

    def work(line: str) -> None:
        answer = json.dumps(obey(json.loads(line)))
        with mouth:
            print(answer, file=answers, flush=True)

    with ThreadPoolExecutor(THREADS) as pool:
        for line in sys.stdin:
            pool.submit(work, line)


if __name__ == "__main__":
    main()
