"""Whether the database keeps what it says it has kept: "sent" on a screen is worth no more than this."""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

NEVER_OFF: Final = ("fsync", "synchronous_commit", "full_page_writes")
"""PostgreSQL's settings without which a crash of the machine can take, or spoil, what was committed."""

SQLITE_FULL: Final = 2
"""PRAGMA synchronous: 2 is FULL, 3 is EXTRA."""


def loose_settings(connection: BaseDatabaseWrapper) -> list[str]:
    """Settings by which what this connection commits may be lost in a power cut; none when all is well.

    Raises DatabaseError when the database does not answer.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return [] if cursor.fetchone()[0] >= SQLITE_FULL else ["synchronous"]
        cursor.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), "
            "current_setting('full_page_writes')"
        )
        return [name for name, value in zip(NEVER_OFF, cursor.fetchone(), strict=True) if value == "off"]
