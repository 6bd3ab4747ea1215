"""Whose number staff may give to the other side, for calls (S10)."""

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, is_open, permit
from rooms.errors import RoomError
from rooms.models import TWO_SIDES, NumberConsent, Person


def share_number(*, actor: Person, room_id: str, member_id: str, share: bool) -> None:
    """Let staff give a member's number to the other side for calls, or no longer (S10); never the number itself.

    Everybody on the two sides says it for themselves, unless they are paused; staff writes down what somebody told
    them. No line of the room: whoever says no need not explain it to anyone. Raises RoomError not_found, not_allowed,
    bad_choice.
    """
    with transaction.atomic():
        me = enter_locked(actor=actor, room_id=room_id)
        whose = me.room.memberships.filter(public_id=member_id).first()
        if whose is None:
            raise RoomError("not_found")
        permit(me, Action.PLAN if whose.pk == me.pk else Action.APPROVE)
        if whose.role not in TWO_SIDES or (share and not is_open(whose)):
            raise RoomError("bad_choice")
        given = NumberConsent.objects.filter(member=whose, ended_at__isnull=True)
        if not share:
            given.update(ended_at=timezone.now(), ended_by=me)
        elif not given.exists():
            NumberConsent.objects.create(member=whose, by=me)
