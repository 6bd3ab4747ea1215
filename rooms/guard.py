"""Keeps the record append-only in the database itself, on SQLite and on PostgreSQL.

Triggers refuse every UPDATE, DELETE and TRUNCATE of the tables that were named to `protect`, whoever asks. There are
two named ways out, both for one connection only:

* `lifted("erasure")`: a court-ordered erasure may blank the text and salt of an event, and nothing else;
* `lifted("flush")`: test databases and the demo may be emptied.

The triggers are laid by `post_migrate`, not by a migration, because SQLite remakes a table when a column changes and
silently drops its triggers.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Reason = Literal["erasure", "flush"]

_tables: dict[str, None] = dict.fromkeys(("rooms_event", "rooms_reading", "rooms_staffact", "rooms_consent"))
"""What is append-only; other apps add theirs."""
ERASABLE = ("text", "salt")
"""Columns of rooms_event that an erasure may blank."""

REFUSAL = "the record is append-only"

_SWITCH = "CREATE TABLE IF NOT EXISTS rooms_recordswitch (mode varchar(8) NOT NULL)"

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION rooms_record_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mode text := coalesce(current_setting('coparenting.record', true), '');
BEGIN
  IF mode = 'flush' THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF mode = 'erasure' AND TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'rooms_event' THEN
    IF NEW.text = '' AND NEW.salt = ''
       AND to_jsonb(NEW) - 'text' - 'salt' = to_jsonb(OLD) - 'text' - 'salt' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '{REFUSAL}';
END $$;
"""


def protect(*tables: str) -> None:
    """Make these tables append-only as well, from the next migration on; for an app's `ready`."""
    _tables.update(dict.fromkeys(tables))


def tables() -> tuple[str, ...]:
    """What is append-only."""
    return tuple(_tables)


def install(connection: BaseDatabaseWrapper, armed: Sequence[str]) -> None:
    """Lay the triggers of these tables, whether or not they are there already."""
    with connection.cursor() as cursor:
        for statement in _statements(connection, armed):
            cursor.execute(statement)


def after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Signal receiver: arm the tables that exist (a partial migration may not have made them all)."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    if armed := [table for table in _tables if table in there]:
        install(connection, armed)


@contextmanager
def lifted(reason: Reason, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let this connection do what `reason` allows, and nothing else, until the block ends."""
    connection = connections[using]
    lift(connection, reason)
    try:
        yield
    finally:
        restore(connection)


def lift(connection: BaseDatabaseWrapper, reason: Reason) -> None:
    """Open the way out named `reason` on this connection; prefer `lifted`, which closes it again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('coparenting.record', %s, false)", [reason])
        else:
            cursor.execute("INSERT INTO rooms_recordswitch (mode) VALUES (%s)", [reason])


def restore(connection: BaseDatabaseWrapper) -> None:
    """Close every way out on this connection."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('coparenting.record', '', false)")
        else:
            cursor.execute("DELETE FROM rooms_recordswitch")


def _statements(connection: BaseDatabaseWrapper, armed: Sequence[str]) -> Iterator[str]:
    if connection.vendor == "postgresql":
        yield _POSTGRESQL
        for table in armed:
            for suffix, event, level in (("rows", "UPDATE OR DELETE", "ROW"), ("all", "TRUNCATE", "STATEMENT")):
                name = f"{table}_guard_{suffix}"
                yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
                yield (
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                    f"FOR EACH {level} EXECUTE FUNCTION rooms_record_guard()"
                )
        return
    yield _SWITCH
    for table in armed:
        yield _sqlite_trigger(connection, table, "UPDATE")
        yield _sqlite_trigger(connection, table, "DELETE")


def _sqlite_trigger(connection: BaseDatabaseWrapper, table: str, event: str) -> str:
    refused = "NOT EXISTS (SELECT 1 FROM rooms_recordswitch WHERE mode = 'flush')"
    if event == "UPDATE" and table == "rooms_event":
        refused += f" AND NOT ({_only_erases(connection, table)})"
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_guard_{event.lower()} BEFORE {event} ON {table} "
        f"WHEN {refused} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _only_erases(connection: BaseDatabaseWrapper, table: str) -> str:
    """SQL that is true when an UPDATE blanks the erasable columns and leaves every other one alone."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    kept = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in columns if name not in ERASABLE)
    blanked = " AND ".join(f"NEW.{name} = ''" for name in ERASABLE)
    switched = "EXISTS (SELECT 1 FROM rooms_recordswitch WHERE mode = 'erasure')"
    return f"{switched} AND {blanked} AND {kept}"
