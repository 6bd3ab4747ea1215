"""Sessions in the database, with keys that any database can look for.

Django takes any string of a cookie as a key; one with a NUL in it makes PostgreSQL refuse the whole query.
"""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's own, for keys as Django makes them: letters and digits."""

    def _validate_session_key(self, key: str) -> bool:
        known = bool(super()._validate_session_key(key))  # type: ignore[misc]  # the stubs leave it out
        return known and key.isascii() and key.isalnum()
