"""What a session knows of its sign-in: when it began, whose device it is, whether a second factor was shown."""

import time
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from rooms.access import on_staff
from rooms.models import Person
from rooms.signins import SECOND

BORROWED: Final = "borrowed"
"""Where a session says that the device is not its person's: a short stay, no push, nothing left behind."""


def began(sender: type[Person], request: HttpRequest, user: Person, **_: Any) -> None:
    """Signal receiver: somebody has signed in."""
    session = request.session
    session["began"] = int(time.time())
    session["staff"] = on_staff(user)
    if session.get(SECOND) != user.pk:
        session.pop(SECOND, None)
    if "REMOTE_ADDR" in request.META:  # from a browser, not from a script of ours
        UserSession.objects.create_from_request(request)


def second_shown(sender: type[Authenticator], request: HttpRequest, user: Person, **_: Any) -> None:
    """Signal receiver: a second factor was used, or added, in this session."""
    request.session[SECOND] = user.pk


def second_gone(sender: type[Authenticator], request: HttpRequest, user: Person, **_: Any) -> None:
    """Signal receiver: a second factor was removed. Without any the session is one without it."""
    if not has_second(user):
        request.session.pop(SECOND, None)


def has_second(person: Person) -> bool:
    """Whether there is anything to show beside the password."""
    found: bool = Authenticator.objects.filter(user=person).exists()
    return found


def mark_device(request: HttpRequest, *, borrowed: bool) -> None:
    """Keep what somebody said of the device while signing in."""
    if borrowed:
        request.session[BORROWED] = True
    else:
        request.session.pop(BORROWED, None)


def shown_lately(request: HttpRequest) -> bool:
    """Whether the person showed who they are in the last minutes, at sign-in or since (STEP_UP)."""
    if not settings.STEP_UP:
        return True
    times = [one["at"] for one in get_authentication_records(request, request.user)]
    return bool(times) and time.time() - max(times) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
