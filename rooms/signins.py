"""Ends sockets when a sign-in ends: signed out, password changed, account switched off (P5).

The room's log is the fence for what members may see; this is the fence for who they are. The process in which it
happens tells every hub at once, and each hub looks by itself now and then.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string

from rooms import bus, watch
from rooms.access import on_staff
from rooms.models import Person

SECOND: Final = "second"
"""Where a session says whose second factor it was made with."""


def claimed(session: SessionBase) -> int | None:
    """The key of the person whose sign-in this session says it is; to be believed only if it `stands`."""
    try:
        pk, backend = int(session[SESSION_KEY]), session[BACKEND_SESSION_KEY]
    except KeyError:
        return None
    return pk if backend in settings.AUTHENTICATION_BACKENDS else None


def stands(session: SessionBase, person: Person) -> bool:
    """Whether the session was made with the password that this person, who may sign in, has now.

    With `claimed` this is what Django's `get_user` checks. As there, a session from before a change of password is
    emptied. One signed with a former secret key counts; the next page renews it.
    """
    given = session.get(HASH_SESSION_KEY) or ""
    right = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    if any(constant_time_compare(given, one) for one in right):
        return True
    session.flush()
    return False


def needs_second(session: SessionBase, person: Person) -> bool:
    """Whether this is staff who signed in without a second factor, and may go no further (STAFF_MFA)."""
    return bool(settings.STAFF_MFA) and session.get(SECOND) != person.pk and on_staff(person)


def keep_alive(session_keys: Collection[str]) -> None:
    """People did something on these sessions' sockets: the sessions last from now on."""
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    for key in session_keys:
        store(key).go_on()


def fingerprint(session_key: str | None) -> str:
    """Stands for a session between processes: whoever reads the channel layer cannot use it."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:32]


def session_ended(sender: type[Session], instance: Session, **_: Any) -> None:
    """Signal receiver: a session was deleted."""
    ended = {"s": "signed_out", "session": fingerprint(instance.session_key)}
    transaction.on_commit(lambda: bus.signal([ended]), robust=True)


def person_changed(sender: type[Person], instance: Person, created: bool, **_: Any) -> None:
    """Signal receiver: an account was saved; its password or its right to sign in may have changed."""
    if not created:
        transaction.on_commit(lambda: bus.signal([{"s": "check", "person": instance.pk}]), robust=True)


def signature(person: Person) -> str:
    """Stands for a person with the password they have now."""
    return f"{person.pk}.{hashlib.sha256(person.password.encode()).hexdigest()[: watch.PASSWORD_DIGITS]}"


def live_sessions(session_keys: Iterable[str]) -> set[str]:
    """Of these sessions, those that are not over."""
    alive = Session.objects.filter(session_key__in=list(session_keys), expire_date__gt=timezone.now())
    return set(alive.values_list("session_key", flat=True))


def ended(people: Mapping[str, int], session_keys: Collection[str]) -> tuple[set[str], set[str]]:
    """Of these signatures (each with its person's pk) and sessions, those whose sign-in is over."""
    return watch.changed_people(people), watch.ended_sessions(session_keys, timezone.now())
