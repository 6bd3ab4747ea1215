"""Sessions in the database, with keys that any database can look for.

Django takes any string of a cookie as a key; one with a NUL in it makes PostgreSQL refuse the whole query.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

_LOOK = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own, for keys as Django makes them: letters and digits.

    Every page and every socket loads one, so that the statement is written out: the ORM takes ten times as long.
    """

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_LOOK, [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row[0])
        return data

    def _validate_session_key(self, key: str) -> bool:
        known = bool(super()._validate_session_key(key))  # type: ignore[misc]  # the stubs leave it out
        return known and key.isascii() and key.isalnum()
