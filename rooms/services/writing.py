"""Letting a member's part write, or only read: the row, and the word to their open pages."""

from datetime import datetime

from django.db import transaction

from rooms import bus
from rooms.models import Membership


def set_read_only(member: Membership, read_only: bool, until: datetime | None = None) -> None:
    """Narrow an active part to reading, or widen it again. The caller has locked the room in its transaction."""
    member.read_only, member.read_only_until = read_only, until
    member.save(update_fields=["read_only", "read_only_until"])
    told = {"s": "you", "room": member.room_id, "member": member.public_id, "can_write": not read_only}
    transaction.on_commit(lambda: bus.signal([told]), robust=True)
