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
_OPEN: Final = "part.state = %s AND (part.until IS NULL OR part.until > %s) AND person.is_active"
_EVENT: Final = tuple(field for field in Event._meta.concrete_fields if not field.primary_key)


def lock_parts(people: Collection[int], public_ids: Collection[str], now: datetime) -> list[Membership]:
    """Lock rooms for writing until the transaction ends; return these people's open parts in them, each with its room.

    One statement: it waits for each room's row, in key order so that two writers cannot deadlock, and then looks again
    at the part and the person, so that a suspension which was committed meanwhile is seen. Rooms in which nobody of
    them has an open part are not locked: how long a stranger waits must not tell that a room exists. SQLite has no row
    locks; there the transaction itself is the only writer.
    """
    room, part = _columns("room", _ROOM), _columns("part", _MEMBER)
    lock = "FOR UPDATE OF room FOR SHARE OF part, person" if connection.features.has_select_for_update else ""
    rows = _fetch(
        f"SELECT {room}, {part} FROM rooms_room room JOIN rooms_membership part ON part.room_id = room.id "  # noqa: S608
        f"JOIN rooms_person person ON person.id = part.person_id WHERE room.public_id IN ({_marks(public_ids)}) "
        f"AND part.person_id IN ({_marks(people)}) AND {_OPEN} ORDER BY room.id, part.id {lock}",
        [*public_ids, *people, *_open_values(now)],
    )
    rooms: dict[int, Room] = {}
    members = []
    for row in rows:
        if row[0] not in rooms:
            rooms[row[0]] = Room.from_db(connection.alias, _ROOM, row[: len(_ROOM)])
        member = _member(row[len(_ROOM) :])
        member.room = rooms[row[0]]
        members.append(member)
    return members


def open_part(person: int, room_id: str, now: datetime) -> Membership | None:
    """A person's membership that opens the door of this room now, with its room and what is hidden from it.

    One statement, so that the part, the room's head and what is hidden are of one moment.
    """
    part, room = _columns("part", _MEMBER), _columns("room", _ROOM)
    rows = _fetch(
        f"SELECT {part}, {room}, hidden.first_seq, hidden.last_seq FROM rooms_membership part "  # noqa: S608
        "JOIN rooms_room room ON room.id = part.room_id JOIN rooms_person person ON person.id = part.person_id "
        "LEFT JOIN rooms_hiddenrange hidden ON hidden.membership_id = part.id "
        f"WHERE part.person_id = %s AND room.public_id = %s AND {_OPEN}",
        [person, room_id, *_open_values(now)],
    )
    if not rows:
        return None
    member = _member(rows[0][: len(_MEMBER)])
    member.room = Room.from_db(connection.alias, _ROOM, rows[0][len(_MEMBER) : -2])
    member.hidden_ranges = [(row[-2], row[-1]) for row in rows if row[-2] is not None]
    return member


def companions(person: int, now: datetime) -> list[tuple[Membership, Membership]]:
    """Every open part of a person, with its room, paired with each member of that room who has not left."""
    part, room, other = _columns("part", _MEMBER), _columns("room", _ROOM), _columns("other", _MEMBER)
    rows = _fetch(
        f"SELECT {part}, {room}, {other} FROM rooms_membership part "  # noqa: S608
        "JOIN rooms_room room ON room.id = part.room_id JOIN rooms_person person ON person.id = part.person_id "
        "JOIN rooms_membership other ON other.room_id = part.room_id AND other.state IN (%s, %s) "
        f"WHERE part.person_id = %s AND {_OPEN} ORDER BY part.id, other.id",
        [str(State.ACTIVE), str(State.SUSPENDED), person, *_open_values(now)],
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
    row = "(CAST(%s AS bigint), CAST(%s AS integer), CAST(%s AS varchar))"
    _run(
        "UPDATE rooms_room SET last_seq = head.column2, head_digest = head.column3 "  # noqa: S608
        f"FROM (VALUES {', '.join([row] * len(heads))}) AS head WHERE rooms_room.id = head.column1",
        [value for head in heads for value in head],
    )


def _member(row: Sequence[Any]) -> Membership:
    """A membership without its dates: the queries have checked them, and each engine gives them its own way."""
    return Membership.from_db(connection.alias, (*_MEMBER, "until"), (*row, None))


def _columns(table: str, names: Iterable[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def _open_values(now: datetime) -> list[Any]:
    return [str(State.ACTIVE), connection.ops.adapt_datetimefield_value(now)]


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
