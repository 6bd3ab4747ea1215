"""Ends sockets when a sign-in ends: signed out, password changed, account switched off (P5).

The room's log is the fence for what members may see; this is the fence for who they are. The process in which it
happens tells every hub at once, and each hub looks by itself now and then.
"""

import hashlib
from collections.abc import Collection
from functools import partial
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from rooms import bus
from rooms.models import Person


def fingerprint(session_key: str | None) -> str:
    """Stands for a session between processes: whoever reads the channel layer cannot use it."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:32]


def session_ended(sender: type[Session], instance: Session, **_: Any) -> None:
    """Signal receiver: a session was deleted."""
    ended = {"s": "signed_out", "session": fingerprint(instance.session_key)}
    transaction.on_commit(partial(bus.signal, [ended]), robust=True)


def person_changed(sender: type[Person], instance: Person, created: bool, **_: Any) -> None:
    """Signal receiver: an account was saved; its password or its right to sign in may have changed."""
    if not created:
        transaction.on_commit(partial(bus.signal, [{"s": "check", "person": instance.pk}]), robust=True)


def valid(people: Collection[int], session_keys: Collection[str]) -> tuple[dict[int, str], set[str]]:
    """Of these, the people who may sign in, each with the hash of their password, and the sessions that still are."""
    passwords = Person.objects.filter(pk__in=people, is_active=True).values_list("pk", "password")
    sessions = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    return dict(passwords), set(sessions.values_list("session_key", flat=True))
