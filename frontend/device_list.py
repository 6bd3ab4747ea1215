"""The devices on which somebody is signed in. Nothing here tells where a device is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from frontend.browsers import describe
from rooms.errors import RoomError
from rooms.models import Person


@dataclass(frozen=True, kw_only=True)
class Device:
    """One sign-in that has not ended."""

    pk: int
    name: str
    since: datetime
    last_used: datetime
    borrowed: bool
    here: bool


def devices(request: HttpRequest, person: Person) -> list[Device]:
    """All of a person's, this one first, then by when they were last used."""
    if request.method == "GET":
        UserSession.objects.create_from_request(request)
    return sorted(_found(request, person), key=lambda device: (device.here, device.last_used), reverse=True)


def sign_out(request: HttpRequest, person: Person, pk: int) -> bool:
    """End one sign-in; its open pages end at once. Return whether it was this one. Raises RoomError not_found."""
    row = UserSession.objects.filter(user=person, pk=pk).first()
    if row is None:
        raise RoomError("not_found")
    row.end()
    return bool(row.session_key == request.session.session_key)


def sign_out_all(person: Person, *, but: str | None = None) -> None:
    """End every sign-in of a person, but the one with this session key."""
    for row in UserSession.objects.filter(user=person).exclude(session_key=but or ""):
        row.end()


def _found(request: HttpRequest, person: Person) -> Iterator[Device]:
    store: Any = type(request.session)
    for row in UserSession.objects.filter(user=person):
        session = store(row.session_key)
        if session.last_used is None:  # it is over
            row.delete()
            continue
        yield Device(
            pk=row.pk,
            name=describe(row.user_agent),
            since=row.created_at,
            last_used=session.last_used,
            borrowed=bool(session.get("borrowed")),
            here=row.session_key == request.session.session_key,
        )
