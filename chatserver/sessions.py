"""Sessions in the database: for how long they last, and with keys that any database can look for.

Django takes any string of a cookie as a key; one with a NUL in it makes PostgreSQL refuse the whole query.

How long: a row's `expire_date` is when it ends if nobody does anything. What a person does moves it on (`go_on`), up to
the end that was set at sign-in. Pages and sockets only ever ask whether it is over.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

_LOOK: Final = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"
_MOVE: Final = "UPDATE django_session SET expire_date = %s WHERE session_key = %s AND expire_date > %s"


@dataclass(frozen=True)
class Stay:
    """How long a session lasts: after the last thing that somebody did, and at most."""

    idle: timedelta
    whole: timedelta

    @property
    def step(self) -> timedelta:
        """By how much the end must move before that is written down."""
        return min(self.idle / 30, timedelta(hours=1))

    def shorter(self, other: "Stay") -> "Stay":
        return Stay(min(self.idle, other.idle), min(self.whole, other.whole))


VISITOR: Final = Stay(timedelta(days=1), timedelta(days=1))
"""Nobody has signed in: a language, half of a sign-in."""
OWN: Final = Stay(timedelta(days=30), timedelta(days=90))
"""A parent on a device of their own (docs/decisions/0012)."""
STAFF: Final = Stay(timedelta(minutes=30), timedelta(hours=12))
"""NIST SP 800-63B, level 2."""
BORROWED: Final = Stay(timedelta(minutes=15), timedelta(hours=12))
"""A device that somebody said is not theirs; the cookie goes with the browser, too."""


class SessionStore(db.SessionStore):
    """Django's own, for keys as Django makes them: letters and digits.

    Every page and every socket loads one, so that the statement is written out: the ORM takes ten times as long.
    What it knows of the sign-in: `began`, in seconds of the epoch; `staff`; `borrowed`; see `frontend.signing_in`.
    """

    _end: datetime | None = None
    """When the row as it was loaded ends."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_LOOK, [self.session_key, _adapted(timezone.now())])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row[0])
        self._end = _aware(row[1])
        return data

    @property
    def stay(self) -> Stay:
        """How long this session lasts."""
        if "began" not in self:
            return VISITOR
        stay = STAFF if self.get("staff") else OWN
        return stay.shorter(BORROWED) if self.get("borrowed") else stay

    @property
    def last_used(self) -> datetime | None:
        """When somebody did something with it last, to within a step; None if it is over."""
        loaded = "began" in self and self._end is not None
        return self._end - self.stay.idle if loaded and self._end is not None else None

    def go_on(self) -> None:
        """Somebody did something: the session lasts from now on. A session that is over stays so."""
        fresh = self.get_expiry_date()
        if self._end is None or fresh - self._end < self.stay.step:
            return
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, [_adapted(fresh), self.session_key, _adapted(timezone.now())])
        self._end = fresh

    def get_expiry_date(self, **_: Any) -> datetime:
        """When it ends if nothing more is done."""
        return min(timezone.now() + self.stay.idle, self._last_moment)

    def get_expiry_age(self, **_: Any) -> int:
        """Seconds for which the browser keeps the cookie: up to the end; the row may be over before."""
        return max(0, int((self._last_moment - timezone.now()).total_seconds()))

    def get_expire_at_browser_close(self) -> bool:
        return bool(self.get("borrowed"))

    @property
    def _last_moment(self) -> datetime:
        began = self.get("began")
        start = timezone.now() if began is None else datetime.fromtimestamp(began, UTC)
        return start + self.stay.whole

    def _validate_session_key(self, key: str) -> bool:
        known = bool(super()._validate_session_key(key))  # type: ignore[misc]  # the stubs leave it out
        return known and key.isascii() and key.isalnum()


def _adapted(when: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(when)


def _aware(value: datetime | str) -> datetime:
    """SQLite hands out what it keeps: text, in UTC."""
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return when if when.tzinfo else when.replace(tzinfo=UTC)
