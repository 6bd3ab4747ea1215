"""The SQL of the way of a message: lock the rooms, find who may write, append, move the heads.

Every message pays for these, so they are written out: building the same four queries through the ORM costs several
times what the database needs to run them (benchmarks/README.md). They run on PostgreSQL and SQLite alike, with bound
parameters only. Nothing but `rooms.access` and `rooms.events` uses this module.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec
from django.db import connection

from rooms.models import Event, Membership, Room, State

# In the order of the models' fields, as from_db() wants them.
_ROOM: Final = (
    "id", "public_id", "family_id", "household_id", "purpose", "last_seq", "head_digest", "under_review", "pace"
)  # fmt: skip
_MEMBER: Final = ("id", "public_id", "room_id", "person_id", "role", "state", "read_only", "shown_name", "read_seq")
_OPEN: Final = "part.state = %s AND (part.until IS NULL OR part.until > %s) AND person.is_active"
_EVENT: Final = tuple(field for field in Event._meta.concrete_fields if not field.primary_key)


def lock_parts(
    people: Collection[int], public_ids: Collection[str], now: datetime, *, rooms: bool = True
) -> list[Membership]:
    """Lock rooms for writing until the transaction ends; return these people's open parts in them, each with its room.

    With `rooms` False the parts themselves are locked, and their rooms are not.

    One statement: it waits for each room's row, in key order so that two writers cannot deadlock, and then looks again
    at the part and the person, so that a suspension which was committed meanwhile is seen. Rooms in which nobody of
    them has an open part are not locked: how long a stranger waits must not tell that a room exists. SQLite has no row
    locks; there the transaction itself is the only writer.
    """
    room, part = _columns("room", _ROOM), _columns("part", _MEMBER)
    lock = "FOR UPDATE OF room FOR SHARE OF part, person" if rooms else "FOR NO KEY UPDATE OF part"
    if not connection.features.has_select_for_update:
        lock = ""
    rows = _fetch(
        f"SELECT {room}, {part} FROM rooms_room room JOIN rooms_membership part ON part.room_id = room.id "  # noqa: S608
        f"JOIN rooms_person person ON person.id = part.person_id WHERE room.public_id IN ({_marks(public_ids)}) "
        f"AND part.person_id IN ({_marks(people)}) AND {_OPEN} ORDER BY room.id, part.id {lock}",
        [*public_ids, *people, *_open_values(now)],
    )
    found: dict[int, Room] = {}
    members = []
    for row in rows:
        if row[0] not in found:
            found[row[0]] = Room.from_db(connection.alias, _ROOM, row[: len(_ROOM)])
        member = _member(row[len(_ROOM) :])
        member.room = found[row[0]]
        members.append(member)
    return members


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


def move_cursors(members: Sequence[Membership]) -> None:
    """Write how far these locked parts have read, all in one statement."""
    row = "(CAST(%s AS bigint), CAST(%s AS integer))"
    _run(
        "UPDATE rooms_membership SET read_seq = cursor.column2 "  # noqa: S608
        f"FROM (VALUES {', '.join([row] * len(members))}) AS cursor WHERE rooms_membership.id = cursor.column1",
        [value for member in members for value in (member.pk, member.read_seq)],
    )


def append_if_unchanged(events: Sequence[Event], before: Mapping[int, tuple[int, str]], now: datetime) -> set[int]:
    """Insert events and move their rooms' heads, where the room still has the head `before`; return those rooms' keys.

    Every author's part must open the door for writing, and the room must not be under review or slow. A room's row is
    locked before it is compared, in key order; a pause moves the head, so that one which was committed meanwhile is
    always seen. PostgreSQL only.
    """
    authors = {event.author_id: event.author for event in events if event.author is not None}
    last = {event.room_id: event for event in events}
    heads = [
        {"room": room, "seq": before[room][0], "digest": before[room][1], "new_seq": one.seq, "new_digest": one.digest}
        for room, one in last.items()
    ]
    parts = [{"part": part.pk, "room": part.room_id, "role": part.role} for part in authors.values()]
    said = [{str(field.column): getattr(event, field.attname) for field in _EVENT} for event in events]
    most = next((size for size in _SIZES if len(said) <= size), len(said))
    rows = _fetch(_append_if_unchanged(most), [_json(heads), _json(parts), now, _json(said)])
    return {room for (room,) in rows}


def heads(rooms: Iterable[int]) -> list[tuple[int, int, str]]:
    """Where these rooms stand now: key, last seq, digest. PostgreSQL only."""
    sql = (
        "SELECT room.id, room.last_seq, room.head_digest FROM json_array_elements_text(CAST(%s AS json)) AS wanted(id) "
        "JOIN rooms_room room ON room.id = CAST(wanted.id AS bigint)"
    )
    return [(room, seq, digest) for room, seq, digest in _fetch(sql, [msgspec.json.encode(list(rooms)).decode()])]


def _json(rows: list[dict[str, Any]]) -> str:
    """Rows as one value: the driver handles one long string faster than many short ones."""
    return msgspec.json.encode(rows).decode()


_SIZES: Final = (1, 16, 128)
"""Events in a statement; the database plans for each of these sizes, since what is best for many is slow for one."""
_TYPES: Final = {
    "room_id": "bigint",
    "seq": "integer",
    "author_id": "bigint",
    "at": "timestamptz",
    "target": "integer",
    "data": "jsonb",
    "client_id": "uuid",
}
_SAID: Final = ", ".join(f"{field.column} {_TYPES.get(str(field.column), 'text')}" for field in _EVENT)


@cache
def _append_if_unchanged(most: int) -> str:
    """The statement for so many events at most."""
    columns = ", ".join(str(field.column) for field in _EVENT)
    head = _recordset("room bigint, seq integer, digest text, new_seq integer, new_digest text", most)
    return f"""
WITH head AS ({head}), author AS ({_recordset("part bigint, room bigint, role text", most)}),
closed AS MATERIALIZED (
    SELECT author.room FROM author WHERE NOT EXISTS (
        SELECT 1 FROM rooms_membership part JOIN rooms_person person ON person.id = part.person_id
        WHERE part.id = author.part AND part.room_id = author.room AND part.role = author.role AND NOT part.read_only
            AND part.state = '{State.ACTIVE}' AND (part.until IS NULL OR part.until > %s) AND person.is_active
    )
),
unchanged AS MATERIALIZED (
    SELECT room.id, head.new_seq, head.new_digest
    FROM head JOIN rooms_room room ON room.id = head.room
    WHERE room.last_seq = head.seq AND room.head_digest = head.digest AND NOT room.under_review AND room.pace = 0
    AND room.id NOT IN (SELECT closed.room FROM closed)
    ORDER BY room.id FOR NO KEY UPDATE OF room
),
moved AS (
    UPDATE rooms_room room SET last_seq = new_seq, head_digest = new_digest
    FROM unchanged WHERE room.id = unchanged.id RETURNING room.id
),
said AS ({_recordset(_SAID, most)})
INSERT INTO rooms_event ({columns})
SELECT said.* FROM said JOIN moved ON moved.id = said.room_id
RETURNING room_id
"""  # noqa: S608 - names of columns, no values


def _recordset(columns: str, most: int) -> str:
    """SQL that reads rows written by `_json`."""
    return f"SELECT * FROM json_to_recordset(CAST(%s AS json)) AS item({columns}) LIMIT {most}"  # noqa: S608


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
