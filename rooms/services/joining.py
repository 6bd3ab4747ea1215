"""Coming in with a card: code, word or staff's yes, an account, the welcome, and then the room (S2, S3; T14, T15).

Nothing of the room is told before it is sure who came: the code alone says no name and opens nothing. A code that is
wrong, used, taken back or too old gets one and the same answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rooms import codes
from rooms.access import Action, enter_locked
from rooms.errors import RoomError
from rooms.given import comes_in, entries
from rooms.models import (
    GUESSED,
    PAPER_ROLES,
    WELCOME_VERSION,
    Consent,
    Invitation,
    Membership,
    Notification,
    Person,
    Role,
    Room,
    State,
)
from rooms.services import memberships, notifications
from rooms.services.accounts import open_account

WRONG_WORDS: Final = 5
"""After so many wrong words a card is taken back: whoever holds it does not know the word."""
_FRESH: Final = (Invitation.State.OPEN, Invitation.State.OPENED)
_TAKEN: Final = (Invitation.State.WAITING, Invitation.State.CONFIRMED)


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a newcomer chooses for signing in, with the language and time zone to read in."""

    username: str
    password: str
    language: str
    time_zone: str


def open_card(code: str) -> Invitation:
    """The invitation that this code opens. Raises RoomError bad_code, whatever is wrong with it."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(code_hash=codes.code_hash(code)).first()
        now = timezone.now()
        if found is None or found.standing(now) not in _FRESH:
            raise RoomError("bad_code")
        if found.state == Invitation.State.OPEN:
            found.state, found.opened_at = Invitation.State.OPENED, now
            found.save(update_fields=["state", "opened_at"])
        return found


def opened(invitation_id: str) -> Invitation | None:
    """An invitation whose code was typed in and that nobody has taken since; None if it is not that any more."""
    found = Invitation.objects.select_related("room__family__agency").filter(public_id=invitation_id).first()
    return found if found is not None and found.standing(timezone.now()) == Invitation.State.OPENED else None


def taken_by(person: Person) -> Invitation | None:
    """The invitation with which this person stands at the door, waiting or free to come in; None if there is none."""
    found = Invitation.objects.select_related("room").filter(
        person=person, state__in=_TAKEN, expires_at__gt=timezone.now()
    )
    return found.order_by("pk").first()


def say_word(*, invitation_id: str, word: str) -> None:
    """Check the word that staff told by voice. Raises RoomError: bad_word; bad_code if the card is no good any more."""
    with transaction.atomic():
        found = _lock(invitation_id)
        right = codes.same(found.word_hash, codes.word_hash(word))
        if not right:
            found.wrong_words += 1
            if found.wrong_words >= WRONG_WORDS:
                found.state, found.reason, found.settled_at = Invitation.State.REVOKED, GUESSED, timezone.now()
            found.save(update_fields=["wrong_words", "state", "reason", "settled_at"])
    if not right:
        raise RoomError("bad_word")


def sign_up(*, invitation_id: str, knows_word: bool, account: Account) -> Person:
    """Make an account for the newcomer and let it take the card.

    Raises RoomError: bad_code, bad_word, bad_choice; bad_username, username_taken, weak_password.
    """
    if account.language not in dict(settings.LANGUAGES) or account.time_zone not in available_timezones():
        raise RoomError("bad_choice")

    def make(found: Invitation) -> Person:
        return open_account(
            username=account.username,
            password=account.password,
            name=found.name,
            language=account.language,
            time_zone=account.time_zone,
            agency=found.room.family.agency,
        )

    return _take(invitation_id, knows_word, make, is_new=True)


def take(*, actor: Person, invitation_id: str, knows_word: bool) -> None:
    """Take the card with an account that is there already.

    Raises RoomError: bad_code, bad_word, you_are_in; papers_already for who is given papers of this room or
    waits to be.
    """

    def check(found: Invitation) -> Person:
        if found.room.memberships.filter(person=actor).exclude(state=State.ENDED).exists():
            raise RoomError("you_are_in")
        if found.role in PAPER_ROLES and comes_in(actor, found.room, beside=found):
            raise RoomError("papers_already")
        return actor

    _take(invitation_id, knows_word, check, is_new=False)


def accept(*, actor: Person, name: str, version: str, language: str) -> Membership:
    """Agree to the welcome and come in: from here on there is a part in the room.

    Raises RoomError: not_found if nothing waits for this person; welcome_changed, bad_name, name_taken, you_are_in.
    """
    waiting = taken_by(actor)
    if waiting is None or waiting.state != Invitation.State.CONFIRMED or waiting.role in PAPER_ROLES:
        raise RoomError("not_found")
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=waiting.room_id)
        found = Invitation.objects.select_for_update().get(pk=waiting.pk)
        now = timezone.now()
        if found.standing(now) != Invitation.State.CONFIRMED:
            raise RoomError("not_found")
        if version != WELCOME_VERSION:
            raise RoomError("welcome_changed")
        member = memberships.add(
            actor=found.confirmed_by or found.invited_by,
            room=room,
            person=actor,
            role=Role(found.role),
            shown_name=name,
            until=found.until,
        )
        Consent.objects.create(membership=member, version=version, language=language)
        found.state, found.membership, found.settled_at = Invitation.State.ACCEPTED, member, now
        found.save(update_fields=["state", "membership", "settled_at"])
        _keep_contacts(actor, found)
        if taken_by(actor) is None:
            notifications.drop(person=actor, kind=Notification.Kind.INVITED)
        return member


def accept_papers(*, actor: Person) -> Invitation:
    """Come in as somebody who is given papers: there is no part in the room, and no name is shown in it.

    Raises RoomError not_found if nothing waits for this person; papers_endless for a card from before papers had a last
    day; papers_already if they came in with another card.
    """
    waiting = taken_by(actor)
    if waiting is None or waiting.role not in PAPER_ROLES:
        raise RoomError("not_found")
    with transaction.atomic():
        Room.objects.select_for_update().get(pk=waiting.room_id)
        found = Invitation.objects.select_for_update().get(pk=waiting.pk)
        if found.standing(timezone.now()) != Invitation.State.CONFIRMED:
            raise RoomError("not_found")
        if found.until is None:
            raise RoomError("papers_endless")
        if entries(actor).filter(room=found.room_id).exists():
            raise RoomError("papers_already")
        found.state, found.settled_at = Invitation.State.ACCEPTED, timezone.now()
        found.save(update_fields=["state", "settled_at"])
        _keep_contacts(actor, found)
        if taken_by(actor) is None:
            notifications.drop(person=actor, kind=Notification.Kind.INVITED)
        return found


def agree(*, actor: Person, room_id: str, version: str, language: str) -> None:
    """Write down that a member has read the welcome; once for each wording. Raises RoomError: not_found."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.READ)
        if version != WELCOME_VERSION:
            raise RoomError("welcome_changed")
        if not Consent.objects.filter(membership=member, version=version).exists():
            Consent.objects.create(membership=member, version=version, language=language)


def _take(invitation_id: str, knows_word: bool, who: Callable[[Invitation], Person], *, is_new: bool) -> Person:
    """Bind the card to one account, for good: whoever comes second comes too late."""
    with transaction.atomic():
        found = _lock(invitation_id)
        if found.word_hash and not knows_word:
            raise RoomError("bad_word")
        person = who(found)
        found.person, found.is_new_person = person, is_new
        found.state = Invitation.State.CONFIRMED if found.word_hash else Invitation.State.WAITING
        found.save(update_fields=["person", "is_new_person", "state"])
        return person


def _lock(invitation_id: str) -> Invitation:
    """An opened invitation, locked. Raises RoomError bad_code if it is not that any more."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("room__family__agency")
    one = found.filter(public_id=invitation_id).first()
    if one is None or one.standing(timezone.now()) != Invitation.State.OPENED:
        raise RoomError("bad_code")
    return one


def _keep_contacts(person: Person, found: Invitation) -> None:
    """What staff knew of the newcomer goes where staff looks for it, unless something stands there already."""
    person.phone = person.phone or found.phone
    person.household = person.household or found.household
    person.save(update_fields=["phone", "household"])
