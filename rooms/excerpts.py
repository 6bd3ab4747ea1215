"""The SQL of reading: stretches of a room's record as one member may see them.

Every resume, every page of history and every room that fell behind pays for these, so they are written out like
`rooms.statements`. They run on PostgreSQL and SQLite alike, with bound parameters. What a member may see is said by a
`Sight`, which only `rooms.access` makes; `above` is for the hub, which hands out by the log itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection

from rooms.models import Event, Kind, Membership

_COLUMNS: Final = "event.seq, event.kind, author.public_id, event.at, event.target, event.data, event.text"
# The room is named again, so that no plan looks through the members of all rooms.
_AUTHOR: Final = "LEFT JOIN rooms_membership author ON author.id = event.author_id AND author.room_id = event.room_id"
_FROM: Final = f"FROM rooms_event event {_AUTHOR}"
_CHANGES: Final = f"event.kind IN ('{Kind.MESSAGE_EDITED}', '{Kind.MESSAGE_RETRACTED}')"

_IN_ORDER: Final = "ORDER BY event.room_id, event.seq LIMIT %s"
_ABOVE: Final = {
    # Each room and author is looked up by its index, however many there are and however long the log is.
    "postgresql": "json_each_text(CAST(%s AS json)) known CROSS JOIN LATERAL (SELECT line.*, "
    "(SELECT public_id FROM rooms_membership WHERE id = line.author_id) AS author FROM rooms_event line "
    "WHERE line.room_id = CAST(known.key AS bigint) AND line.seq > CAST(known.value AS integer) "
    "ORDER BY line.seq LIMIT 1000) event",
    "sqlite": "json_each(%s) known CROSS JOIN (SELECT line.*, "
    "(SELECT public_id FROM rooms_membership WHERE id = line.author_id) AS author FROM rooms_event line) event "
    "ON event.room_id = CAST(known.key AS bigint) AND event.seq > CAST(known.value AS integer)",
}

_IS_HIDDEN: Final = (
    "EXISTS (SELECT 1 FROM hidden WHERE hidden.room = event.room_id AND event.seq BETWEEN hidden.first AND hidden.last)"
)
_LATEST: Final = (
    "(SELECT event.seq FROM rooms_event event WHERE event.room_id = sight.room AND event.seq <= sight.head "  # noqa: S608
    f"AND event.kind = '{Kind.MESSAGE}' AND NOT {_IS_HIDDEN} ORDER BY event.seq DESC LIMIT 1)"
)

_data = msgspec.json.Decoder(dict[str, Any])

Values = list[Any]


class Entry(NamedTuple):
    """One event as it is read: what a frame is made of, and no more."""

    seq: int
    kind: str
    author: str | None
    at: datetime
    target: int | None
    data: dict[str, Any]
    text: str


@dataclass(frozen=True)
class Sight:
    """What a member may see of a room: all up to `head`, but for what is hidden, and for changes to what is hidden."""

    room: int
    head: int
    hidden: Sequence[tuple[int, int | None]]

    def visible(self) -> tuple[str, Values]:
        """A condition on events: the member may see them."""
        sql, values = "event.room_id = %s AND event.seq <= %s", [self.room, self.head]
        for first, last in self._stretches():
            sql += " AND event.seq NOT BETWEEN %s AND %s"
            values += [first, last]
        targets, more = self._targets()
        return sql + targets, values + more

    def concerning(self) -> tuple[str, Values]:
        """The same for changes and reactions: taking back counts even if it was done while the member was away."""
        sql, values = "event.room_id = %s AND event.seq <= %s", [self.room, self.head]
        for first, last in self._stretches():
            sql += f" AND (event.seq NOT BETWEEN %s AND %s OR event.kind = '{Kind.MESSAGE_RETRACTED}')"
            values += [first, last]
        targets, more = self._targets()
        return sql + targets, values + more

    def _targets(self) -> tuple[str, Values]:
        sql, values = "", []
        for first, last in self._stretches():
            sql += " AND (event.target IS NULL OR event.target NOT BETWEEN %s AND %s)"
            values += [first, last]
        return sql, values

    def _stretches(self) -> Iterable[tuple[int, int]]:
        return ((first, self.head if last is None else last) for first, last in self.hidden)


def page(sight: Sight, *, before: int | None, limit: int) -> list[Entry]:
    """The last `limit` lines before `before`, latest first, then the changes and reactions to them in any order.

    One statement, so that both are of one moment. The numbers between the first and the last line are all lines or
    hidden, which is why a stretch of targets finds all that concerns these lines.
    """
    lines, values = sight.visible()
    if before is not None:
        lines, values = f"{lines} AND event.seq < %s", [*values, before]
    return _lines(sight, f"{lines} AND event.target IS NULL", values, limit)


def last_message(sight: Sight) -> list[Entry]:
    """The latest message and all that concerns it; empty if there is none."""
    messages, values = sight.visible()
    return _lines(sight, f"{messages} AND event.kind = '{Kind.MESSAGE}'", values, 1)


def last_messages(sights: Collection[Sight]) -> dict[int, list[Entry]]:
    """`last_message` for many rooms in one statement, by the room's key; a room without any is left out."""
    if not sights:
        return {}
    hidden = [(sight.room, *stretch) for sight in sights for stretch in sight._stretches()] or [(0, 0, 0)]
    heads = [(sight.room, sight.head) for sight in sights]
    rows = _fetch(
        f"WITH sight (room, head) AS (VALUES {_numbers(heads)}), hidden (room, first, last) AS "  # noqa: S608
        f"(VALUES {_numbers(hidden)}), line AS (SELECT sight.room, sight.head, {_LATEST} AS seq FROM sight) "
        f"SELECT line.room, {_COLUMNS} FROM line JOIN rooms_event event ON event.room_id = line.room "
        f"AND event.seq = line.seq {_AUTHOR} UNION ALL SELECT line.room, {_COLUMNS} FROM line JOIN rooms_event event "
        f"ON event.room_id = line.room AND event.target = line.seq AND event.seq <= line.head {_AUTHOR} "
        f"WHERE event.kind = '{Kind.MESSAGE_RETRACTED}' OR NOT {_IS_HIDDEN}",
        [number for row in (*heads, *hidden) for number in row],
    )
    found: dict[int, list[Entry]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_entry(row[1:]))
    return found


def unread(sight: Sight, *, after: int, reader: int) -> int:
    """How many messages of others than `reader`, a membership's key, there are after `after`."""
    shown, values = sight.visible()
    rows = _fetch(
        f"SELECT count(*) FROM rooms_event event WHERE {shown} AND event.kind = '{Kind.MESSAGE}' "  # noqa: S608
        "AND event.seq > %s AND (event.author_id IS NULL OR event.author_id <> %s)",
        [*values, after, reader],
    )
    return int(rows[0][0])


def _lines(sight: Sight, lines: str, values: Values, limit: int) -> list[Entry]:
    concerning, more = sight.concerning()
    return _entries(
        f"WITH line AS (SELECT {_COLUMNS} {_FROM} WHERE {lines} ORDER BY event.seq DESC LIMIT %s) "  # noqa: S608
        f"SELECT * FROM line UNION ALL SELECT {_COLUMNS} {_FROM} WHERE {concerning} "
        "AND event.target >= (SELECT min(seq) FROM line) AND event.target <= (SELECT max(seq) FROM line)",
        [*values, limit, *more],
    )


def after(sight: Sight, seq: int, *, limit: int) -> list[Entry]:
    """The first `limit` events after `seq`, in order."""
    shown, values = sight.concerning()
    return _entries(
        f"SELECT {_COLUMNS} {_FROM} WHERE {shown} AND event.seq > %s ORDER BY event.seq LIMIT %s",  # noqa: S608
        [*values, seq, limit],
    )


def messages(sight: Sight, seqs: Collection[int]) -> list[Entry]:
    """These messages and all that concerns them, in any order."""
    shown, values = sight.visible()
    concerning, more = sight.concerning()
    marks = ", ".join(["%s"] * len(seqs))
    return _entries(
        f"SELECT {_COLUMNS} {_FROM} WHERE {shown} AND event.kind = '{Kind.MESSAGE}' AND event.seq IN ({marks}) "  # noqa: S608
        f"UNION ALL SELECT {_COLUMNS} {_FROM} WHERE {concerning} AND event.target IN ({marks})",
        [*values, *seqs, *more, *seqs],
    )


def changes(sight: Sight, seqs: Collection[int]) -> list[tuple[int, str, str, dict[str, Any]]]:
    """What was changed or taken back of these messages: target, kind, text and data, in order."""
    shown, values = sight.concerning()
    marks = ", ".join(["%s"] * len(seqs))
    rows = _fetch(
        f"SELECT event.target, event.kind, event.text, event.data FROM rooms_event event "  # noqa: S608
        f"WHERE {shown} AND {_CHANGES} AND event.target IN ({marks}) ORDER BY event.seq",
        [*values, *seqs],
    )
    return [(target, kind, text, _data.decode(data)) for target, kind, text, data in rows]


def own_words(author: Membership, *, since: datetime, limit: int) -> list[tuple[datetime, str]]:
    """What a member said last and when, oldest first: at most `limit` messages, none before `since`."""
    own = Event.objects.filter(room_id=author.room_id, author_id=author.pk, kind=Kind.MESSAGE, at__gte=since)
    return list(own.order_by("-seq").values_list("at", "text")[:limit])[::-1]


def above(heads: Mapping[int, int], *, limit: int) -> list[tuple[int, Entry, str]]:
    """The first `limit` events above these rooms' heads, in order, each with its room and its digest."""
    columns = _COLUMNS.replace("author.public_id", "event.author")
    sql = f"SELECT event.room_id, event.digest, {columns} FROM {_ABOVE[connection.vendor]} {_IN_ORDER}"  # noqa: S608
    rows = _fetch(sql, [msgspec.json.encode(heads).decode(), limit])
    return [(row[0], _entry(row[2:]), row[1]) for row in rows]


def _numbers(rows: Collection[Sequence[int]]) -> str:
    """Places for rows of whole numbers in a VALUES list."""
    return ", ".join(f"({', '.join(['CAST(%s AS bigint)'] * len(row))})" for row in rows)


def _entries(sql: str, values: Sequence[Any]) -> list[Entry]:
    return [_entry(row) for row in _fetch(sql, values)]


def _entry(row: Sequence[Any]) -> Entry:
    """SQLite hands out moments without a zone, meaning UTC, some of them as text; both hand out JSON as text."""
    seq, kind, author, at, target, data, text = row
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return Entry(seq, kind, author, at, target, _data.decode(data), text)


def _fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
