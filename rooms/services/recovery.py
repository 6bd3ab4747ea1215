"""Staff let somebody back in who lost their password or phone: a code that works once, for an hour.

The code is told by staff who know whom they speak with; only its hash is kept. It sets a new password and takes away
every second factor, so that whoever uses it is signed out everywhere, and told on the account's own page and by mail.
"""

from datetime import timedelta
from typing import Final

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rooms import codes
from rooms.access import Action, door, enter_locked, on_staff, part_in
from rooms.errors import RoomError
from rooms.models import AccountNote, Membership, Person, RecoveryCode, Role, State
from rooms.services.accounts import check_password, note

LASTS: Final = timedelta(hours=1)
_SALT: Final = "rooms.recovery"


def start(*, actor: Person, room_id: str, member_id: str, reason: str) -> tuple[str, Membership]:
    """Make a code for somebody of one's room; earlier ones work no more. Return it, and the member it is for.

    For staff's accounts only a supervisor of their agency may. Raises RoomError reason_needed; not_found; not_allowed;
    bad_choice for an account that is switched off or has left the room.
    """
    if not reason.strip():
        raise RoomError("reason_needed")
    with transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        member = _other(staff, member_id)
        _check(staff, member)
        code, now = codes.new_code(), timezone.now()
        member.person.recovery_codes.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
        RecoveryCode.objects.create(
            person=member.person,
            made_by=actor,
            reason=reason.strip(),
            code_hash=codes.code_hash(code, _SALT),
            made_at=now,
            expires_at=now + LASTS,
        )
        note(person=member.person, kind=AccountNote.Kind.HELP, actor=actor)
        return code, member


def check(*, actor: Person, room_id: str, member_id: str) -> None:
    """Raise RoomError, as `start` does, for whom the actor could not make a code."""
    staff = door(actor=actor, room_id=room_id, action=Action.MANAGE)
    _check(staff, _other(staff, member_id))


def _other(staff: Membership, member_id: str) -> Membership:
    """Another member of the room of this part."""
    member = part_in(staff, member_id)
    if member.person_id == staff.person_id:
        raise RoomError("not_found")
    return member


def _check(staff: Membership, member: Membership) -> None:
    person = member.person
    if on_staff(person):
        supervises = staff.role == Role.SUPERVISOR and staff.person.agency_id is not None
        if not supervises or person.agency_id != staff.person.agency_id or person.is_superuser:
            raise RoomError("not_allowed")
    if not person.is_active or member.state == State.ENDED:
        raise RoomError("bad_choice")


def finish(*, login: str, code: str, password: str) -> Person:
    """Set a new password with a code. Every session and second factor of the account ends.

    Raises RoomError bad_recovery, whether it is the name or the code that is wrong; weak_password, after which the code
    still works.
    """
    typed = login.strip().lower()
    check_password(password, Person())  # told alike, whether or not the rest is right
    with transaction.atomic():
        found = (
            RecoveryCode.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(
                Q(person__email=typed) | Q(person__username=typed),
                code_hash=codes.code_hash(code, _SALT),
                used_at=None,
                expires_at__gt=timezone.now(),
                person__is_active=True,
            )
            .first()
        )
        if found is None:
            raise RoomError("bad_recovery")
        person = found.person
        check_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
        found.used_at = timezone.now()
        found.save(update_fields=["used_at"])
        drop_second_factors(person)
        note(person=person, kind=AccountNote.Kind.HELPED, actor=found.made_by)
        return person


def drop_second_factors(person: Person) -> None:
    """Take away what somebody signs in with beside the password: it is lost."""
    apps.get_model("mfa", "Authenticator").objects.filter(user=person).delete()
