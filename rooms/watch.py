"""The SQL of the looks that every process takes by itself: which rooms moved on, which sign-ins have ended.

A process asks about all its rooms and sockets at once, and gets only those for which there is something to do. What is
known goes along as one JSON value, which both engines unfold. Nothing but `rooms.hub` and `rooms.signins` uses this.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import connection

_PAIRS: Final = {"postgresql": "json_each_text(CAST(%s AS json)) AS known", "sqlite": "json_each(%s) AS known"}
_VALUES: Final = {
    "postgresql": "json_array_elements_text(CAST(%s AS json)) AS known(value)",
    "sqlite": "json_each(%s) AS known",
}
_SHA256: Final = {
    "postgresql": "encode(sha256(convert_to(person.password, 'UTF8')), 'hex')",
    "sqlite": "SHA256(person.password)",
}
PASSWORD_DIGITS: Final = 16
"""Hexadecimal digits of the SHA-256 of a password's hash that say whether it is still the same."""


def moved(heads: Mapping[int, int]) -> list[tuple[int, int]]:
    """Of these rooms (key: last seq known), those that stand further now."""
    return _fetch(
        f"SELECT room.id, room.last_seq FROM {_PAIRS[connection.vendor]} "  # noqa: S608
        "JOIN rooms_room room ON room.id = CAST(known.key AS bigint) "
        "WHERE room.last_seq > CAST(known.value AS integer)",
        [_json(heads)],
    )


def changed_people(known: Mapping[str, int]) -> set[str]:
    """Of these signatures (see `rooms.signins`), each with its person's key, those of people for whom it changed."""
    rows = _fetch(
        f"SELECT known.key FROM {_PAIRS[connection.vendor]} "  # noqa: S608
        "LEFT JOIN rooms_person person ON person.id = CAST(known.value AS bigint) AND person.is_active "
        "WHERE person.id IS NULL OR known.key <> "
        f"CAST(person.id AS text) || '.' || substr({_SHA256[connection.vendor]}, 1, {PASSWORD_DIGITS})",
        [_json(known)],
    )
    return {key for (key,) in rows}


def ended_sessions(keys: Iterable[str], now: datetime) -> set[str]:
    """Of these sessions, those that are no more."""
    rows = _fetch(
        f"SELECT known.value FROM {_VALUES[connection.vendor]} WHERE NOT EXISTS ("  # noqa: S608
        "SELECT 1 FROM django_session session WHERE session.session_key = known.value AND session.expire_date > %s)",
        [_json(list(keys)), connection.ops.adapt_datetimefield_value(now)],
    )
    return {key for (key,) in rows}


def _json(known: object) -> str:
    return msgspec.json.encode(known).decode()


def _fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
