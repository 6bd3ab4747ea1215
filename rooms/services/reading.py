"""How far a member has read, and when they first saw it: kept for the record."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rooms import bus
from rooms.access import Action, door, still_open
from rooms.errors import RoomError
from rooms.models import Membership, Person, Reading


def advance(*, actor: Person, room_id: str, upto: int, at: datetime | None = None) -> int:
    """Move the actor's read cursor forward to `upto` at most; return where it stands. It never moves back.

    `at` is for loading what was seen before (the demo, an import).
    """
    member = door(actor=actor, room_id=room_id, action=Action.MARK_READ)
    if upto < 0:
        raise RoomError("bad_choice")
    upto = min(upto, member.room.last_seq)
    with transaction.atomic():
        locked = Membership.objects.select_for_update().filter(still_open(), pk=member.pk).first()
        if locked is None:
            raise RoomError("not_found")  # paused since the door was opened
        if upto <= locked.read_seq:
            return locked.read_seq
        now = at or timezone.now()
        Reading.objects.create(membership=locked, first_seq=locked.read_seq + 1, last_seq=upto, at=now)
        locked.read_seq = upto
        locked.save(update_fields=["read_seq"])
        seen = {"s": "seen", "room": member.room_id, "member": member.public_id, "upto": upto, "at": now.isoformat()}
        transaction.on_commit(lambda: bus.signal([seen]), robust=True)
    return upto
