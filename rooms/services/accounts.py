"""Accounts: opening one, and changing what somebody signs in with.

User names are plain ASCII, so that no two of them look alike in another script. They are for signing in only; what
others in a room see is the name of the part (`rooms.services.memberships`).
"""

import re
from typing import Final

from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.dispatch import Signal
from django.utils import timezone

from rooms.errors import RoomError
from rooms.models import AccountNote, Agency, Household, Notification, Person
from rooms.services.notifications import notify

_USERNAME: Final = re.compile(r"[a-z0-9](?:[.-]?[a-z0-9]){2,39}")
USERNAME_LIMIT: Final = 40
_AT_ONCE: Final = 500

noted: Final = Signal()
"""Sent with a `note` when it is committed."""


def open_account(
    *,
    username: str,
    password: str,
    name: str,
    language: str,
    time_zone: str,
    agency: Agency | None,
    household: Household | None = None,
    email: str | None = None,
    phone: str = "",
) -> Person:
    """Make an account that can sign in at once. `email` is one that the agency knows to be theirs.

    Raises RoomError bad_username, weak_password, or username_taken if the name or the e-mail has an account. The last
    tells who has one: only whoever holds an invitation that stands may get this far.
    """
    person = Person(
        username=clean_username(username),
        email=email,
        name=name,
        language=language,
        time_zone=time_zone,
        agency=agency,
        household=household,
        phone=phone,
    )
    check_password(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise RoomError("username_taken") from error
    return person


def clean_username(username: str) -> str:
    """Return the user name as it is kept. Raises RoomError bad_username."""
    plain = username.strip().lower()
    if len(plain) > USERNAME_LIMIT or not _USERNAME.fullmatch(plain):
        raise RoomError("bad_username")
    return plain


def check_password(password: str, person: Person) -> None:
    """Raise RoomError weak_password for one that is short, known to everybody, or made of the person's own names."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise RoomError("weak_password") from error


def find(login: str) -> Person | None:
    """Whose e-mail address or user name this is."""
    typed = login.strip().lower()
    return Person.objects.filter(Q(email=typed) | Q(username=typed)).first() if typed else None


def change_username(*, actor: Person, username: str) -> None:
    """Change what the actor signs in with; empty takes it away from whoever has an e-mail address.

    Raises RoomError bad_username, username_taken.
    """
    with transaction.atomic():
        locked = _locked(actor)
        wanted = clean_username(username) if username.strip() or not locked.email else None
        _keep(locked, "username", wanted, AccountNote.Kind.USERNAME)
    actor.username = locked.username


def change_email(*, actor: Person, email: str) -> None:
    """Change the actor's e-mail address, which they have proved to be theirs; empty takes it away.

    Raises RoomError bad_choice from whoever has no user name and would have nothing left; username_taken.
    """
    with transaction.atomic():
        locked = _locked(actor)
        if not email and not locked.username:
            raise RoomError("bad_choice")
        _keep(locked, "email", email, AccountNote.Kind.EMAIL)
    actor.email = locked.email


def _locked(actor: Person) -> Person:
    """The account as it stands now: another page may have taken the other name away."""
    return Person.objects.select_for_update().get(pk=actor.pk)


def _keep(locked: Person, column: str, value: str | None, kind: AccountNote.Kind) -> None:
    setattr(locked, column, value)
    try:
        with transaction.atomic():
            locked.save(update_fields=[column])
    except IntegrityError as error:
        raise RoomError("username_taken") from error
    note(person=locked, kind=kind)


def forget_over() -> int:
    """Remove sessions that are over, and what was kept of their devices. Returns how many sessions."""
    devices = apps.get_model("usersessions", "UserSession").objects
    over = list(Session.objects.filter(expire_date__lt=timezone.now()).values_list("session_key", flat=True)[:_AT_ONCE])
    Session.objects.filter(session_key__in=over).delete()
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    gone = list(devices.filter(~Exists(there)).values_list("pk", flat=True)[:_AT_ONCE])
    devices.filter(pk__in=gone).delete()
    return len(over)


def note(*, person: Person, kind: str, actor: Person | None = None) -> AccountNote:
    """Write down what happened to an account, for its owner to see, and tell them on their devices."""
    with transaction.atomic():
        made = AccountNote.objects.create(person=person, kind=kind, actor=actor)
        notify(person=person, kind=Notification.Kind.ACCOUNT)
    transaction.on_commit(lambda: noted.send(sender=AccountNote, note=made))
    return made
