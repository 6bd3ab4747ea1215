"""Fills a database of the baseline: `python -m benchmarks.naive.data ROOMS MEMBERS LINES` prints the seats as JSON."""

import json
import sys
from datetime import timedelta

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from django.utils.crypto import get_random_string

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - models want Django set up
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402

from benchmarks.naive.chat.models import Message  # noqa: E402


def fill(rooms: int, members: int, lines: int) -> list[dict[str, str]]:
    """People, each with a session and a seat in one room, and lines in every room."""
    users = User.objects.bulk_create(
        User(username=f"user{at}", password=f"!{get_random_string(40)}") for at in range(rooms * members)
    )
    store, until = SessionStore(), timezone.now() + timedelta(days=1)
    sessions = Session.objects.bulk_create(
        Session(
            session_key=get_random_string(32).lower(),
            session_data=store.encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            ),
            expire_date=until,
        )
        for user in users
    )
    for room in range(rooms):
        Message.objects.bulk_create(
            Message(room=f"room{room}", author=users[room * members + at % members], text=f"Line {at} ".ljust(160, "a"))
            for at in range(lines)
        )
    return [
        {"room": f"room{at // members}", "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}
        for at, session in enumerate(sessions)
    ]


if __name__ == "__main__":
    json.dump(fill(*map(int, sys.argv[1:4])), sys.stdout)
