"""Fills a database of ours: people with sessions, rooms, their record.

    python -m benchmarks.data rooms COUNT MEMBERS     rooms with people; prints the seats as JSON
    python -m benchmarks.data lines SEQ ROOM…         messages in these rooms, up to that number, straight by SQL

The rooms' first events go through `rooms.events.record`. The lines made by SQL have digests that do not chain: they
are there to be many.
"""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - models want Django set up
from django.contrib.sessions.models import Session  # noqa: E402

from rooms.events import Draft, record  # noqa: E402
from rooms.models import (  # noqa: E402
    Agency,
    Child,
    Family,
    Household,
    Kind,
    Membership,
    Person,
    Placement,
    Role,
    Room,
    State,
)

CHUNK: Final = 200
ROLES: Final = (Role.BIRTH_PARENT, Role.FOSTER_PARENT, Role.RELATIVE, Role.MENTOR, Role.KINSHIP_CAREGIVER)
NAMES: Final = ("Ana", "Brianna", "Francisco", "Wendy", "Joshua")
SEATED: Final = 12_000
"""People who get a session at most: nobody opens more sockets than this."""

LINES: Final = """
INSERT INTO rooms_event (room_id, seq, kind, author_id, at, target, data, text, salt, text_hash, client_id, digest)
SELECT room.id, seq, 'message', authors.ids[1 + seq %% cardinality(authors.ids)],
       now() - make_interval(secs => %(upto)s - seq), NULL, '{}', rpad('Line ' || seq || ' ', 160, 'we read a book '),
       md5(seq::text), repeat(md5(seq::text), 2), gen_random_uuid(), repeat(md5(seq::text), 2)
FROM rooms_room room
CROSS JOIN LATERAL (SELECT array_agg(id) AS ids FROM rooms_membership WHERE room_id = room.id) authors
CROSS JOIN LATERAL generate_series(room.last_seq + 1, %(upto)s) AS seq
WHERE room.public_id = ANY(%(rooms)s)
"""


def make_rooms(count: int, members: int) -> list[dict[str, str]]:
    """Rooms of so many people each, everybody in one room; returns a seat per person of the first rooms."""
    agency, _ = Agency.objects.get_or_create(name="Agency")
    household, _ = Household.objects.get_or_create(agency=agency, name="Winter")
    seats: list[dict[str, str]] = []
    for start in range(0, count, CHUNK):
        made = _chunk(agency, household, min(CHUNK, count - start), members)
        if len(seats) < SEATED:
            seats += made
    return seats


@transaction.atomic
def _chunk(agency: Agency, household: Household, count: int, members: int) -> list[dict[str, str]]:
    people = Person.objects.bulk_create(
        Person(
            email=f"{get_random_string(12).lower()}@example.test",
            name=f"{NAMES[at % len(NAMES)]} {at}",
            password=f"!{get_random_string(40)}",
            agency=agency,
        )
        for at in range(count * members)
    )
    rooms = _rooms(agency, household, count)
    parts = Membership.objects.bulk_create(
        Membership(
            room=room,
            person=person,
            role=ROLES[at % len(ROLES)],
            state=State.ACTIVE,
            shown_name=NAMES[at % len(NAMES)] + " " * (at // len(NAMES)),
            read_seq=members + 1,
        )
        for room, group in zip(rooms, _groups(people, members), strict=True)
        for at, person in enumerate(group)
    )
    locked = {room.pk: room for room in Room.objects.select_for_update().filter(pk__in=[room.pk for room in rooms])}
    opened = [Draft(room=room, kind=Kind.ROOM_OPENED) for room in locked.values()]
    joined = [
        Draft(
            room=locked[part.room_id],
            kind=Kind.MEMBER_JOINED,
            author=part,
            text=part.shown_name,
            data={"member": part.public_id, "role": part.role},
        )
        for part in parts
    ]
    record([*opened, *joined])
    return [
        {"room": part.room.public_id, "cookie": cookie}
        for part, cookie in zip(parts, _cookies([part.person for part in parts]), strict=True)
    ]


def _rooms(agency: Agency, household: Household, count: int) -> list[Room]:
    families = Family.objects.bulk_create(Family(agency=agency, name=f"Family {at}") for at in range(count))
    children = Child.objects.bulk_create(Child(family=family, first_name="Macia") for family in families)
    today = timezone.localdate()
    Placement.objects.bulk_create(Placement(child=child, household=household, started_on=today) for child in children)
    rooms = Room.objects.bulk_create(Room(family=family, household=household) for family in families)
    link = Room.children.through
    link.objects.bulk_create(
        link(room_id=room.pk, child_id=child.pk) for room, child in zip(rooms, children, strict=True)
    )
    return rooms


def _groups(people: Sequence[Person], size: int) -> list[Sequence[Person]]:
    return [people[at : at + size] for at in range(0, len(people), size)]


def _cookies(people: Sequence[Person]) -> list[str]:
    """Sign everybody in, as the sign-in page would leave it."""
    store = SessionStore()
    until = timezone.now() + timedelta(days=1)
    sessions = [
        Session(
            session_key=get_random_string(32).lower(),
            session_data=store.encode(
                {
                    SESSION_KEY: str(person.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: person.get_session_auth_hash(),
                }
            ),
            expire_date=until,
        )
        for person in people
    ]
    Session.objects.bulk_create(sessions)
    return [f"{settings.SESSION_COOKIE_NAME}={session.session_key}" for session in sessions]


def make_lines(upto: int, rooms: Sequence[str]) -> None:
    """Fill rooms with messages up to the number `upto`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LINES, {"upto": upto, "rooms": list(rooms)})
        cursor.execute(
            "UPDATE rooms_room SET last_seq = greatest(last_seq, %s) WHERE public_id = ANY(%s)", [upto, list(rooms)]
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        # Now, or PostgreSQL does it while something else is measured.
        cursor.execute("CHECKPOINT")


def main() -> None:
    command, *arguments = sys.argv[1:]
    if command == "rooms":
        json.dump(make_rooms(int(arguments[0]), int(arguments[1])), sys.stdout)
    else:
        make_lines(int(arguments[0]), arguments[1:])


if __name__ == "__main__":
    main()
