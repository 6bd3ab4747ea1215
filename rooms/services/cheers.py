"""Celebrating a success of a child or a parent: one tap, and a few words if one likes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rooms.access import Action, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.items.days import CHEERS
from rooms.models import BookEntry, Cheer, Day, Event, Person
from rooms.services import items

_KINDS: dict[type[Day] | type[BookEntry], str] = {Day: "day.cheered", BookEntry: "book.cheered"}


def day(**form: object) -> Event:
    """Celebrate a day. See `_cheer`."""
    return _cheer(Day, **form)  # type: ignore[arg-type]  # passed through as it came


def entry(**form: object) -> Event:
    """Celebrate an entry of the book. See `_cheer`."""
    return _cheer(BookEntry, **form)  # type: ignore[arg-type]  # as above


def _cheer(
    table: type[Day] | type[BookEntry],
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    about: str,
    cheer: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Celebrate what has the public id `about`.

    Raises RoomError as the door does, and not_found, bad_choice; what `items.tell` raises.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, _KINDS[table]):
            return done
        permit(member, Action.TELL)
        row = table._default_manager.filter(room=member.room_id, public_id=about).first()
        if row is None:
            raise RoomError("not_found")
        message(member, row.seq)
        if cheer not in CHEERS:
            raise RoomError("bad_choice")
        item = Item(kind=_KINDS[table], id=about, facts={"cheer": cheer})
        event = items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
        of = {"day": row} if isinstance(row, Day) else {"entry": row}
        Cheer.objects.create(author=member, cheer=cheer, seq=event.seq, **of)
        return event
