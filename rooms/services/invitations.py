"""Inviting somebody to a room: making a card, taking it back, letting in whoever came with it (S2, S7, S58; T14).

A card works once, for one person, for a few days. Its holder alone gets nobody in: either staff has told the person a
word by voice, or staff says at the desk that the one at the door is the right one. `rooms.services.joining` is the
newcomer's half.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from rooms import codes
from rooms.access import Action, enter_locked
from rooms.errors import RoomError
from rooms.given import readers
from rooms.models import (
    CARERS,
    MADE_AGAIN,
    PAPER_ROLES,
    STAFF_ROLES,
    Invitation,
    Membership,
    Notification,
    Person,
    Role,
    Room,
)
from rooms.services.memberships import check_place, refuse_lookalike
from rooms.services.notifications import notify
from rooms.text import clean_name

ROLES: Final = tuple(role for role in Role if role not in STAFF_ROLES)
"""What somebody can be invited as."""
HOURS: Final = (72, 24, 168)
"""How long a card can be good for; the first is the usual."""
ENTRY: Final = timedelta(hours=72)
"""How long the door stays open for somebody whom staff has confirmed."""
LONGEST: Final = timedelta(days=366)
"""How far away the last day of somebody who is given papers may be."""
_PHONE_LIMIT: Final = 40


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whom to invite, and how. `until` ends their part in the room; with `word` staff tells them a word by voice."""

    role: str
    name: str
    language: str = "en"
    email: str = ""
    phone: str = ""
    until: datetime | None = None
    hours: int = HOURS[0]
    word: bool = False


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card that was just made. The code and the word are here and nowhere else: only hashes are kept."""

    invitation: Invitation
    code: str
    word: str


def invite(*, actor: Person, room_id: str, wanted: Wanted, client_id: UUID) -> Card:
    """Make a card for somebody.

    Raises RoomError: bad_choice, bad_name, name_taken, bad_contact, bad_date; end_needed, far_day for who is given
    papers; shown_once if this very card was made before.
    """
    with transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        if Invitation.objects.filter(client_id=client_id).exists():
            raise RoomError("shown_once")
        _check(wanted)
        check_place(staff.room, wanted.role)
        name = clean_name(wanted.name)
        refuse_lookalike(staff.room, name)
        draft = Invitation(
            room=staff.room,
            role=wanted.role,
            name=name,
            email=wanted.email.strip(),
            phone=wanted.phone.strip(),
            language=wanted.language,
            household=staff.room.household if wanted.role in CARERS else None,
            until=wanted.until,
            client_id=client_id,
            invited_by=actor,
        )
        return _issue(draft, hours=wanted.hours, word=wanted.word)


def invite_again(*, actor: Person, room_id: str, invitation_id: str) -> Card:
    """Take a card back that nobody came in with, and make another for the same person: with a new code, and word.

    Raises RoomError: not_found; invitation_over for one that somebody came in with.
    """
    with transaction.atomic():
        staff, old = _enter(actor, room_id, invitation_id)
        if old.state == Invitation.State.ACCEPTED:
            raise RoomError("invitation_over")
        until = old.until if old.until and old.until > timezone.now() else None
        _check_end(old.role, until)
        hours = round((old.expires_at - old.created_at) / timedelta(hours=1))
        if old.state != Invitation.State.REVOKED:
            _take_back(old, MADE_AGAIN)
        draft = Invitation(
            room=staff.room,
            role=old.role,
            name=old.name,
            email=old.email,
            phone=old.phone,
            language=old.language,
            household=old.household,
            until=until,
            client_id=uuid4(),
            invited_by=actor,
        )
        return _issue(draft, hours=hours if hours in HOURS else HOURS[0], word=bool(old.word_hash))


def revoke(*, actor: Person, room_id: str, invitation_id: str, reason: str) -> Invitation:
    """Take a card back, or turn away who came with it: nobody comes in with it any more.

    An account that was made with it and never got further is switched off. Raises RoomError: not_found,
    reason_needed; invitation_over for one that somebody came in with.
    """
    if not reason.strip():
        raise RoomError("reason_needed")
    with transaction.atomic():
        _, found = _enter(actor, room_id, invitation_id)
        if found.state in (Invitation.State.ACCEPTED, Invitation.State.REVOKED):
            raise RoomError("invitation_over")
        _take_back(found, reason.strip())
        return found


def end_papers(*, actor: Person, room_id: str, invitation_id: str, reason: str) -> Invitation:
    """End what somebody is given who has no part in the room: nothing of it opens for them any more.

    Raises RoomError: not_found, reason_needed.
    """
    if not reason.strip():
        raise RoomError("reason_needed")
    with transaction.atomic():
        staff, found = _enter(actor, room_id, invitation_id)
        if not readers(staff.room).filter(pk=found.pk).exists():
            raise RoomError("not_found")
        found.state, found.reason = Invitation.State.REVOKED, reason.strip()
        found.save(update_fields=["state", "reason"])
        return found


def papers_over(room: Room, at: datetime) -> None:
    """The children have left the room, at home or elsewhere: nobody is given papers of it after `at`, by a card that is
    still out either, until staff shares anew."""
    theirs = room.invitations.filter(role__in=PAPER_ROLES)
    theirs.filter(until__gt=at).update(until=at)
    cards = theirs.exclude(state__in=(Invitation.State.ACCEPTED, Invitation.State.REVOKED))
    cards.filter(expires_at__gt=at).update(expires_at=at)


def confirm(*, actor: Person, room_id: str, invitation_id: str, number: str) -> Invitation:
    """Say that the one at the door is the one who was invited, by the number that they read out from their screen.

    They are told, and see the welcome next. Raises RoomError: not_found; invitation_over if nobody waits any more;
    wrong_number.
    """
    with transaction.atomic():
        _, found = _enter(actor, room_id, invitation_id)
        now = timezone.now()
        if found.standing(now) != Invitation.State.WAITING or found.person is None:
            raise RoomError("invitation_over")
        if not codes.same(codes.check_number(found.public_id, found.person.pk), number.strip()):
            raise RoomError("wrong_number")
        found.state, found.confirmed_by = Invitation.State.CONFIRMED, actor
        found.expires_at = max(found.expires_at, now + ENTRY)
        found.save(update_fields=["state", "confirmed_by", "expires_at"])
        notify(person=found.person, kind=Notification.Kind.INVITED)
        return found


def _enter(actor: Person, room_id: str, invitation_id: str) -> tuple[Membership, Invitation]:
    """Lock the room, then the invitation: everybody takes them in this order."""
    staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
    found = Invitation.objects.select_for_update().filter(room=staff.room, public_id=invitation_id).first()
    if found is None:
        raise RoomError("not_found")
    return staff, found


def _issue(draft: Invitation, *, hours: int, word: bool) -> Card:
    """Draw the code, and the word if one is wanted, and keep what they hash to."""
    code = codes.new_code()
    spoken = codes.new_word(draft.language) if word else ""
    draft.code_hash = codes.code_hash(code)
    draft.word_hash = codes.word_hash(spoken) if word else ""
    draft.expires_at = draft.created_at + timedelta(hours=hours)
    draft.save(force_insert=True)
    return Card(invitation=draft, code=code, word=spoken)


def _take_back(found: Invitation, reason: str) -> None:
    found.state, found.reason, found.settled_at = Invitation.State.REVOKED, reason, timezone.now()
    found.save(update_fields=["state", "reason", "settled_at"])
    person = found.person
    if person is not None and found.is_new_person and not person.memberships.exists():
        others = person.invitations.exclude(pk=found.pk).exclude(state=Invitation.State.REVOKED)
        if not others.exists():
            person.is_active = False
            person.save(update_fields=["is_active"])


def _check(wanted: Wanted) -> None:
    if wanted.role not in ROLES or wanted.language not in dict(settings.LANGUAGES) or wanted.hours not in HOURS:
        raise RoomError("bad_choice")
    if wanted.until is not None and wanted.until <= timezone.now():
        raise RoomError("bad_date")
    _check_end(wanted.role, wanted.until)
    if len(wanted.phone.strip()) > _PHONE_LIMIT or "\x00" in wanted.phone:
        raise RoomError("bad_contact")
    if wanted.email.strip():
        try:
            validate_email(wanted.email.strip())
        except ValidationError:
            raise RoomError("bad_contact") from None


def _check_end(role: str, until: datetime | None) -> None:
    """Whoever is given papers is given them until a day, at most a year away."""
    if role not in PAPER_ROLES:
        return
    if until is None:
        raise RoomError("end_needed")
    if until > timezone.now() + LONGEST:
        raise RoomError("far_day")
