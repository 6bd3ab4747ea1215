"""Words between a child and a parent: sent by one, passed on by another, who tells how it went."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Event, Membership, PassedWords, Person
from rooms.protocol import FileRef
from rooms.services import items
from rooms.services.retelling import child_in

_KINDS = {PassedWords.Way.TO: "words.sent", PassedWords.Way.FROM: "words.brought"}


def send(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    way: str,
    child_id: str = "",
    text: str = "",
    files: tuple[FileRef, ...] = (),
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Send words for the child, or bring words, or a drawing, from the child.

    Raises RoomError as the door does, and bad_choice, nothing_told; what `items.tell` raises.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, *_KINDS.values()):
            return done
        permit(member, Action.TELL)
        if way not in PassedWords.Way.values:
            raise RoomError("bad_choice")
        if not (text.strip() or files):
            raise RoomError("nothing_told")
        row = PassedWords(
            room=member.room,
            child=child_in(member, child_id),
            author=member,
            way=way,
            at=at or timezone.now(),
        )
        item = Item(kind=_KINDS[PassedWords.Way(way)], id=row.public_id, facts={})
        event = items.tell(member, item, client_id=client_id, text=text, files=files, child=row.child, sure=sure, at=at)
        row.seq = event.seq
        row.save()
        return event


def told(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    words_id: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Say that words were passed on to the child, and how it went.

    Raises RoomError as the door does, and not_found, not_allowed for one's own, already_passed; what `items.tell`
    raises.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "words.told"):
            return done
        permit(member, Action.TELL)
        row = _found(member, words_id)
        if row.author_id == member.pk:
            raise RoomError("not_allowed")
        if row.told_at is not None:
            raise RoomError("already_passed")
        item = Item(kind="words.told", id=row.public_id, facts={})
        event = items.tell(member, item, client_id=client_id, text=text, child=row.child, sure=sure, at=at)
        row.told_at, row.told_seq = at or timezone.now(), event.seq
        row.save(update_fields=["told_at", "told_seq"])
        return event


def _found(member: Membership, words_id: str) -> PassedWords:
    row = PassedWords.objects.filter(room=member.room_id, public_id=words_id, way=PassedWords.Way.TO).first()
    if row is None:
        raise RoomError("not_found")
    message(member, row.seq)
    return row
