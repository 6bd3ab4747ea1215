"""A second look: whoever was told how a flag was settled may ask for one, once; a supervisor decides it."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from moderation.models import Appeal, Flag, Look
from moderation.services.entry import staffed, tell_members, tell_staff, words
from moderation.services.looks import looked
from rooms.access import lasting_memberships
from rooms.errors import RoomError
from rooms.models import Membership, Notification, Person, Role, Room
from rooms.services.notifications import notify_staff

LIMIT: Final = 2_000
"""Characters of what somebody writes to the supervisor."""


def appeal(*, actor: Person, flag_id: str, text: str) -> Appeal:
    """Ask the supervisor for a second look: whom it is about, or who raised it, also while their part is paused.

    Sending the very same twice is fine. Raises RoomError: not_found for everybody else, not_settled, asked_already,
    settled for something good, empty, too_long, bad_text.
    """
    with transaction.atomic():
        member, flag = _concerned(actor, flag_id)
        said = words(text, LIMIT)
        earlier = Appeal.objects.filter(flag=flag).first()
        if earlier is not None and earlier.by_id == member.pk and earlier.text == said:
            return earlier
        if earlier is not None:
            raise RoomError("asked_already")
        if flag.state in (Flag.State.OPEN, Flag.State.CLAIMED):
            raise RoomError("not_settled")
        if flag.category == Flag.Category.GOOD:
            raise RoomError("settled")
        made = Appeal.objects.create(flag=flag, by=member, text=said)
        flag.state = Flag.State.APPEALED
        flag.save(update_fields=["state"])
        notify_staff(flag.room, Notification.Kind.FLAG)
        tell_staff(flag)
        return made


def decide(*, actor: Person, flag_id: str, upheld: bool, told: str) -> Appeal:
    """A supervisor decides a second look; `upheld` says that whoever asked was right. The words go to them.

    Raises RoomError: not_found; not_allowed for staff who are no supervisor of the room; other_eyes for whoever
    settled the flag; settled if no second look waits; words_needed, too_long, bad_text.
    """
    with transaction.atomic():
        staff, flag = staffed(actor, flag_id)
        if staff.role != Role.SUPERVISOR:
            raise RoomError("not_allowed")
        if flag.state != Flag.State.APPEALED:
            raise RoomError("settled")
        if flag.resolved_by_id == actor.pk:
            raise RoomError("other_eyes")
        if not told.strip():
            raise RoomError("words_needed")
        asked = Appeal.objects.select_related("by").get(flag=flag)
        asked.upheld, asked.told = upheld, words(told, LIMIT)
        asked.decided_by, asked.decided_at = actor, timezone.now()
        asked.save()
        flag.state = Flag.State.CLOSED
        flag.save(update_fields=["state"])
        looked(actor=actor, room=staff.room, kind=Look.Kind.FLAG, flag=flag.public_id, act="decide")
        tell_staff(flag)
        tell_members(flag, {asked.by.public_id})
        return asked


def _concerned(actor: Person, flag_id: str) -> tuple[Membership, Flag]:
    """The actor's part in the flag, and the flag, with its room locked. Whom it is nothing to finds nothing."""
    found = Flag.objects.filter(public_id=flag_id).first()
    if found is None:
        raise RoomError("not_found")
    Room.objects.select_for_update().get(pk=found.room_id)
    flag = Flag.objects.get(pk=found.pk)
    mine = lasting_memberships(actor).filter(room=flag.room_id)
    member = next((one for one in mine if concerns(flag, one)), None)
    if member is None:
        raise RoomError("not_found")
    return member, flag


def concerns(flag: Flag, member: Membership) -> bool:
    """Whether this member raised the flag, or is told how it was settled since it is about them."""
    raised = flag.source == Flag.Source.MEMBER and flag.raised_by_id == member.pk
    return raised or (flag.member_id == member.pk and bool(flag.told_author))
