"""Which signals of Django's, allauth's and ours are heard, and by whom."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset, authenticator_used
from django.contrib.auth.signals import user_logged_in

from frontend import letters, signing_in
from rooms.models import AccountNote, Person
from rooms.services.accounts import note, noted

_ADDED = {
    Authenticator.Type.TOTP: AccountNote.Kind.APP_ON,
    Authenticator.Type.WEBAUTHN: AccountNote.Kind.PASSKEY_ON,
    Authenticator.Type.RECOVERY_CODES: AccountNote.Kind.CODES,
}
_REMOVED = {
    Authenticator.Type.TOTP: AccountNote.Kind.APP_OFF,
    Authenticator.Type.WEBAUTHN: AccountNote.Kind.PASSKEY_OFF,
}


def connect() -> None:
    """Connect everything, once."""
    user_logged_in.connect(signing_in.began, dispatch_uid="frontend.began")
    for shown in (authenticator_used, authenticator_added):
        shown.connect(signing_in.second_shown, dispatch_uid="frontend.second_shown")
    authenticator_removed.connect(signing_in.second_gone, dispatch_uid="frontend.second_gone")
    for new in (authenticator_added, authenticator_reset):
        new.connect(_factor_added, dispatch_uid="frontend.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="frontend.factor_removed")
    for changed in (password_changed, password_set, password_reset):
        changed.connect(_password_changed, dispatch_uid="frontend.password_changed")
    noted.connect(letters.account_changed, dispatch_uid="frontend.letters")


def _password_changed(sender: type[Person], user: Person, **_: Any) -> None:
    note(person=user, kind=AccountNote.Kind.PASSWORD)


def _factor_added(sender: type[Authenticator], user: Person, authenticator: Authenticator, **_: Any) -> None:
    note(person=user, kind=_ADDED[authenticator.type])


def _factor_removed(sender: type[Authenticator], user: Person, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in _REMOVED:  # spare codes go with the last of the others
        note(person=user, kind=_REMOVED[authenticator.type])
