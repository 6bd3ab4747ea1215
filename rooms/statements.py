"""The SQL of the way of a message: lock the rooms, find who may write, append, move the heads.

Every message pays for these, so they are written out: building the same four queries through the ORM costs several
times what the database needs to run them (benchmarks/README.md). They run on PostgreSQL and SQLite alike, with bound
parameters only. Nothing but `rooms.access` and `rooms.events` uses this module.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from rooms.models import Event, Membership, Room, State

# In the order of the models' fields, as from_db() wants them.
_ROOM: Final = ("id", "public_id", "family_id", "household_id", "purpose", "last_seq", "head_digest")
_MEMBER: Final = ("id", "public_id", "room_id", "person_id", "role", "state", "read_only", "shown_name", "read_seq")
_EVENT: Final = tuple(field for field in Event._meta.concrete_fields if not field.primary_key)


def lock_rooms(public_ids: Collection[str], people: Collection[int]) -> list[Room]:
    """Lock the rows of these rooms until the transaction ends, in key order so that two writers cannot deadlock.

    Only rooms in which one of these people has an active part: a stranger must not wait for a lock, since how long
    it takes would tell that the room exists. SQLite has no row locks; there the transaction itself is the only writer.
    """
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    part = "SELECT 1 FROM rooms_membership WHERE room_id = rooms_room.id AND state = %s AND person_id IN "
    rows = _fetch(
        f"SELECT {', '.join(_ROOM)} FROM rooms_room WHERE public_id IN ({_marks(public_ids)}) AND EXISTS "  # noqa: S608
        f"({part}({_marks(people)})) ORDER BY id {lock}",
        [*public_ids, str(State.ACTIVE), *people],
    )
    return [Room.from_db(connection.alias, _ROOM, row) for row in rows]


def open_parts(rooms: Collection[int], people: Collection[int], now: datetime) -> list[Membership]:
    """Memberships of these people in these rooms that open a door now."""
    if not rooms:
        return []
    columns = ", ".join(f"part.{name}" for name in _MEMBER)
    rows = _fetch(
        f"SELECT {columns} FROM rooms_membership part JOIN rooms_person person ON person.id = part.person_id "  # noqa: S608
        f"WHERE part.room_id IN ({_marks(rooms)}) AND part.person_id IN ({_marks(people)}) "
        "AND part.state = %s AND person.is_active AND (part.until IS NULL OR part.until > %s)",
        [*rooms, *people, str(State.ACTIVE), connection.ops.adapt_datetimefield_value(now)],
    )
    return [_member(row) for row in rows]


def open_part(person: int, room_id: str, now: datetime) -> Membership | None:
    """A person's membership that opens the door of this room now, with its room and what is hidden from it.

    One statement, so that the part, the room's head and what is hidden are of one moment.
    """
    part, room = (
        ", ".join(f"{table}.{name}" for name in names) for table, names in (("part", _MEMBER), ("room", _ROOM))
    )
    rows = _fetch(
        f"SELECT {part}, {room}, hidden.first_seq, hidden.last_seq FROM rooms_membership part "  # noqa: S608
        "JOIN rooms_room room ON room.id = part.room_id JOIN rooms_person person ON person.id = part.person_id "
        "LEFT JOIN rooms_hiddenrange hidden ON hidden.membership_id = part.id "
        "WHERE part.person_id = %s AND room.public_id = %s AND part.state = %s AND person.is_active "
        "AND (part.until IS NULL OR part.until > %s)",
        [person, room_id, str(State.ACTIVE), connection.ops.adapt_datetimefield_value(now)],
    )
    if not rows:
        return None
    member = _member(rows[0][: len(_MEMBER)])
    member.room = Room.from_db(connection.alias, _ROOM, rows[0][len(_MEMBER) : -2])
    member.hidden_ranges = [(row[-2], row[-1]) for row in rows if row[-2] is not None]
    return member


def companions(person: int, now: datetime) -> list[tuple[Membership, Membership]]:
    """Every open part of a person, with its room, paired with each member of that room who has not left."""
    part, other = (", ".join(f"{table}.{name}" for name in _MEMBER) for table in ("part", "other"))
    room = ", ".join(f"room.{name}" for name in _ROOM)
    rows = _fetch(
        f"SELECT {part}, {room}, {other} FROM rooms_membership part "  # noqa: S608
        "JOIN rooms_room room ON room.id = part.room_id JOIN rooms_person person ON person.id = part.person_id "
        "JOIN rooms_membership other ON other.room_id = part.room_id AND other.state IN (%s, %s) "
        "WHERE part.person_id = %s AND part.state = %s AND person.is_active "
        "AND (part.until IS NULL OR part.until > %s) ORDER BY part.id, other.id",
        [
            str(State.ACTIVE),
            str(State.SUSPENDED),
            person,
            str(State.ACTIVE),
            connection.ops.adapt_datetimefield_value(now),
        ],
    )
    mine, rooms = len(_MEMBER), len(_MEMBER) + len(_ROOM)
    parts: dict[int, Membership] = {}
    pairs = []
    for row in rows:
        if row[0] not in parts:
            parts[row[0]] = _member(row[:mine])
            parts[row[0]].room = Room.from_db(connection.alias, _ROOM, row[mine:rooms])
        pairs.append((parts[row[0]], _member(row[rooms:])))
    return pairs


def append(events: Sequence[Event]) -> None:
    """Insert events, all in one statement."""
    row = f"({', '.join(['%s'] * len(_EVENT))})"
    columns = ", ".join(str(field.column) for field in _EVENT)
    values = [field.get_db_prep_save(getattr(event, field.attname), connection) for event in events for field in _EVENT]
    _run(f"INSERT INTO rooms_event ({columns}) VALUES {', '.join([row] * len(events))}", values)  # noqa: S608


def move_heads(rooms: Iterable[Room]) -> None:
    """Write the new heads of locked rooms, all in one statement."""
    heads = [(room.pk, room.last_seq, room.head_digest) for room in rooms]
    rows = ", ".join(["(%s, %s, %s)"] * len(heads))
    _run(
        f"UPDATE rooms_room SET last_seq = head.column2, head_digest = head.column3 FROM (VALUES {rows}) AS head "  # noqa: S608
        "WHERE rooms_room.id = head.column1",
        [value for head in heads for value in head],
    )


def _member(row: Sequence[Any]) -> Membership:
    """A membership without its dates: the queries have checked them, and each engine gives them its own way."""
    return Membership.from_db(connection.alias, (*_MEMBER, "until"), (*row, None))


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _run(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
