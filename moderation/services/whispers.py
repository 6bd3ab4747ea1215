"""A private note of staff to one member or one side of a room: no part of the record, and nothing to the others."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from moderation.models import Look, Whisper
from moderation.queries.whispers import SIDES, listeners
from moderation.services.looks import looked
from rooms import bus
from rooms.access import Action, enter_locked
from rooms.errors import RoomError
from rooms.models import Membership, Notification, Person
from rooms.services.notifications import notify_members
from rooms.text import check_message

TWICE: Final = timedelta(minutes=1)
"""The same words to the same people within this time are one note: the form was sent twice."""


def whisper(*, actor: Person, room_id: str, to: str, text: str) -> Whisper:
    """Write to one member, by their id, or to one side ("birth", "foster"). Leaves its row in the trail.

    Raises RoomError: not_found, not_allowed; bad_choice if nobody there takes part now; empty, too_long, bad_text.
    """
    with transaction.atomic():
        author = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        chosen = [member for member in listeners(author.room) if to == member.public_id or member.role in _roles(to)]
        if not chosen:
            raise RoomError("bad_choice")
        check_message(text)
        if (earlier := _earlier(author, chosen, text)) is not None:
            return earlier
        made = Whisper.objects.create(room=author.room, author=author, text=text)
        made.to.set(chosen)
        names = [member.public_id for member in chosen]
        looked(actor=actor, room=author.room, kind=Look.Kind.WHISPER, whisper=made.public_id, to=names)
        notify_members(chosen, Notification.Kind.WHISPER, author.room)
        told = {"s": "whisper", "room": author.room_id, "id": made.public_id}
        transaction.on_commit(lambda: bus.signal([told]), robust=True)
        return made


def _roles(to: str) -> frozenset[str]:
    return SIDES.get(to, frozenset())


def _earlier(author: Membership, chosen: list[Membership], text: str) -> Whisper | None:
    recent = Whisper.objects.filter(author=author, text=text, at__gt=timezone.now() - TWICE)
    wanted = {member.pk for member in chosen}
    return next((one for one in recent if set(one.to.values_list("pk", flat=True)) == wanted), None)
