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
_ROOM: Final = ("id", "public_id", "family_id", "last_seq", "head_digest")
_MEMBER: Final = ("id", "public_id", "room_id", "person_id", "role", "state", "read_only", "shown_name", "read_seq")
_EVENT: Final = tuple(field for field in Event._meta.concrete_fields if not field.primary_key)


def lock_rooms(public_ids: Collection[str]) -> list[Room]:
    """Lock the rows of these rooms until the transaction ends, in key order so that two writers cannot deadlock.

    SQLite has no row locks; there the transaction itself is the only writer.
    """
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    rows = _fetch(
        f"SELECT {', '.join(_ROOM)} FROM rooms_room WHERE public_id IN ({_marks(public_ids)}) ORDER BY id {lock}",  # noqa: S608
        list(public_ids),
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
    names = (*_MEMBER, "until")  # checked by the query, and the dates of raw SQL differ between the engines
    return [Membership.from_db(connection.alias, names, (*row, None)) for row in rows]


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
