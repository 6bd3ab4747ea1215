"""What the database holds, read past all code of the product: the other half of every comparison."""

from typing import Final, NamedTuple

from tests.faults.stores import Postgres

Parts = dict[tuple[str, str], str]
"""(room, person's name) → the id of their part there."""


class Row(NamedTuple):
    """One event of a room. `member` is whom it is about, `at` is seconds since 1970."""

    seq: int
    kind: str
    author: str | None
    text: str
    client_id: str | None
    member: str | None
    at: float


Record = dict[str, list[Row]]
"""Rows of each room, in order of seq."""

_ROWS: Final = """
SELECT event.seq, event.kind, author.public_id, event.text, event.client_id::text, event.data->>'member',
       extract(epoch FROM event.at)::float8
FROM rooms_event event JOIN rooms_room room ON room.id = event.room_id
LEFT JOIN rooms_membership author ON author.id = event.author_id
WHERE room.public_id = %s AND event.seq > %s ORDER BY event.seq
"""
_PARTS: Final = """
SELECT room.public_id, person.name, part.public_id FROM rooms_membership part
JOIN rooms_room room ON room.id = part.room_id JOIN rooms_person person ON person.id = part.person_id
"""


def read_heads(postgres: Postgres) -> dict[str, int]:
    """How far each room is."""
    return dict(postgres.query("SELECT public_id, last_seq FROM rooms_room"))


def read_record(postgres: Postgres, base: dict[str, int]) -> Record:
    """All rows above these numbers."""
    return {room: [Row(*row) for row in postgres.query(_ROWS, room, seq)] for room, seq in base.items()}


def parts(postgres: Postgres) -> Parts:
    """Who is who in which room."""
    return {(room, person): part for room, person, part in postgres.query(_PARTS)}
