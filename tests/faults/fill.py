"""Makes the tables' content of a fault run: the cast in their rooms, silent so far. Prints who there is as JSON.

python -m tests.faults.fill
"""

import json
import sys

import django

django.setup()

from rooms.models import Membership, Role  # noqa: E402 - models want Django set up
from tests.cast import PASSWORD, make_cast  # noqa: E402

STAFF = (Role.SOCIAL_WORKER, Role.SUPERVISOR)


def main() -> None:
    parts: dict[str, list[Membership]] = {}
    make_cast()
    for part in Membership.objects.select_related("room", "person").order_by("pk"):
        parts.setdefault(part.person.email, []).append(part)
    people = [
        {
            "person": theirs[0].person.name,
            "email": email,
            "password": PASSWORD,
            "rooms": [part.room.public_id for part in theirs],
            "is_staff": theirs[0].role in STAFF,
        }
        for email, theirs in parts.items()
    ]
    json.dump(people, sys.stdout)


if __name__ == "__main__":
    main()
