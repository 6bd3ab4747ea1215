"""The SQL of coming in: whose sign-in it is, which part opens a door, who else is in the room.

Every browser that opens pays for these, so they are written out like `rooms.statements`, and read no more than is
asked for. They run on PostgreSQL and SQLite alike, with bound parameters. Only `rooms.access` uses this module.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from rooms.models import STAFF_ROLES, Membership, Person, Room, State

# In the order of the models' fields, as from_db() wants them. What is left out is read only if it is asked for.
_PERSON: Final = ("id", "password", "is_superuser", "name", "language", "time_zone", "is_active", "is_staff")
_ROOM: Final = (
    "id", "public_id", "family_id", "household_id", "purpose", "last_seq", "head_digest", "under_review", "pace"
)  # fmt: skip
_MEMBER: Final = ("id", "public_id", "room_id", "person_id", "role", "state", "read_only", "shown_name", "read_seq")
_OTHER: Final = ("public_id", "shown_name", "role", "state", "read_seq")


class Companion(NamedTuple):
    """A member as the others in the room know them, and no more."""

    public_id: str
    shown_name: str
    role: str
    state: str
    read_seq: int
    hidden: str | None
    """Stretches that they do not see, as "1-155,160-0": from their first to their last number, 0 while it goes on."""


class Part(NamedTuple):
    """A part that opens its room's door, and where that room stands."""

    public_id: str
    role: str
    read_only: bool
    read_seq: int
    room: int
    room_id: str
    head: int
    pace: int


def _columns(table: str, names: Iterable[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


_OPEN: Final = f"part.state = '{State.ACTIVE}' AND (part.until IS NULL OR part.until > %s) AND person.is_active"

_DOOR: Final = (
    f"SELECT {_columns('part', _MEMBER)}, {_columns('room', _ROOM)}, hidden.first_seq, hidden.last_seq "  # noqa: S608
    "FROM rooms_membership part JOIN rooms_room room ON room.id = part.room_id "
    "JOIN rooms_person person ON person.id = part.person_id "
    "LEFT JOIN rooms_hiddenrange hidden ON hidden.membership_id = part.id "
    f"WHERE part.person_id = %s AND room.public_id = %s AND {_OPEN}"
)
_STAFF_PART: Final = (
    "EXISTS (SELECT 1 FROM rooms_membership staff WHERE staff.person_id = person.id "  # noqa: S608
    f"AND staff.role IN ({', '.join(repr(str(role)) for role in sorted(STAFF_ROLES))}) "
    f"AND staff.state <> '{State.ENDED}')"
)
_HIDDEN: Final = (
    "(SELECT {listed}(hidden.first_seq || '-' || COALESCE(hidden.last_seq, 0), ',') "
    "FROM rooms_hiddenrange hidden WHERE hidden.membership_id = other.id)"
)
_LISTED: Final = {"postgresql": "string_agg", "sqlite": "group_concat"}
"""What each engine calls joining values with a sign between them."""
_ARRIVAL: Final = (
    f"SELECT {_columns('person', _PERSON)}, {_STAFF_PART}, {_columns('other', _OTHER)}, {_HIDDEN}, "  # noqa: S608
    "part.public_id, part.role, part.read_only, part.read_seq, room.id, room.public_id, room.last_seq, room.pace "
    f"FROM rooms_person person LEFT JOIN rooms_membership part ON part.person_id = person.id AND {_OPEN} "
    "LEFT JOIN rooms_room room ON room.id = part.room_id "
    "LEFT JOIN rooms_membership other ON other.room_id = part.room_id "
    f"AND other.state IN ('{State.ACTIVE}', '{State.SUSPENDED}') "
    "WHERE person.id = %s AND person.is_active ORDER BY part.id, other.id"
)


def open_part(person: int, room_id: str, now: datetime) -> Membership | None:
    """A person's membership that opens the door of this room now, with its room and what is hidden from it.

    One statement, so that the part, the room's head and what is hidden are of one moment.
    """
    rows = _fetch(_DOOR, [person, room_id, connection.ops.adapt_datetimefield_value(now)])
    if not rows:
        return None
    row = rows[0]
    # Without dates: the query has checked them, and engines hand them out in different ways.
    member = Membership.from_db(connection.alias, (*_MEMBER, "until"), (*row[: len(_MEMBER)], None))
    member.room = Room.from_db(connection.alias, _ROOM, row[len(_MEMBER) : -2])
    member.hidden_ranges = [(row[-2], row[-1]) for row in rows if row[-2] is not None]
    return member


def arrival(pk: int, now: datetime) -> tuple[Person, list[tuple[Part, list[Companion]]]] | None:
    """Somebody who may sign in, with every open part of theirs and each member of its room who has not left.

    The person comes with nothing of how to reach them: no socket has a use for that.
    """
    sql = _ARRIVAL.replace("{listed}", _LISTED[connection.vendor])
    rows = _fetch(sql, [connection.ops.adapt_datetimefield_value(now), pk])
    if not rows:
        return None
    other, part = len(_PERSON) + 1, len(_PERSON) + 1 + len(_OTHER) + 1
    parts: dict[str, tuple[Part, list[Companion]]] = {}
    for row in rows:
        key = row[part]
        if key is None:  # no open part at all
            continue
        if key not in parts:
            parts[key] = (Part(*row[part:]), [])
        parts[key][1].append(Companion(*row[other:part]))
    person = Person.from_db(connection.alias, _PERSON, rows[0][: len(_PERSON)])
    person.has_staff_part = bool(rows[0][len(_PERSON)])
    return person, list(parts.values())


def _fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
