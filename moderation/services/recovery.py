"""Letting somebody back in, as staff do it: with the row in the trail that every act of theirs leaves."""

from django.db import transaction

from moderation.models import Look
from moderation.services.looks import looked
from rooms.models import Membership, Person
from rooms.services import recovery


def start(*, actor: Person, room_id: str, member_id: str, reason: str) -> tuple[str, Membership]:
    """Make a code for a member of one's room (see `rooms.services.recovery.start` for the errors)."""
    with transaction.atomic():
        code, member = recovery.start(actor=actor, room_id=room_id, member_id=member_id, reason=reason)
        looked(actor=actor, room=member.room, kind=Look.Kind.STEP, act="recovery")
        return code, member
