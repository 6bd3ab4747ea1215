"""What one side would like to ask staff for, and the other joins: more than the court allows so far (S39)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action
from rooms.contact import STAFF, side
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Event, Membership, Person, Wish
from rooms.services import items
from rooms.services.occasion_steps import begin


def wish(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    what: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """One side would like to ask for longer, more frequent or more natural visits, and asks the other to join."""
    with transaction.atomic():
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=("wished",))
        if done:
            return done
        if what not in Wish.What.values:
            raise RoomError("bad_choice")
        if side(member) in (STAFF, ""):
            raise RoomError("not_allowed")
        if Wish.objects.filter(room=member.room, what=what, answered_at__isnull=True).exists():
            raise RoomError("wished_already")
        made = Wish(room=member.room, what=what, by=member, at=at or timezone.now())
        told = Item(kind="dates.wished", id=made.public_id, facts={"wish": f"wish.{what}"})
        event = items.tell(member, told, client_id=client_id, text=text, sure=sure, at=at)
        made.seq = event.seq
        made.save()
        return event


def join(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    wish: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """The other side asks for it too: now it waits for staff. Raises RoomError: not_asked, changed_since …"""
    with transaction.atomic():
        steps = ("wish_joined",)
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=steps)
        if done:
            return done
        one = _open_wish(member, wish)
        if side(member) in (STAFF, "", side(one.by)):
            raise RoomError("not_asked")
        if one.joined_by_id is not None:
            raise RoomError("changed_since")
        told = Item(kind="dates.wish_joined", id=one.public_id, facts={"wish": f"wish.{one.what}"})
        event = items.tell(member, told, client_id=client_id, text=text, sure=sure, at=at)
        Wish.objects.filter(pk=one.pk).update(joined_by=member, joined_seq=event.seq)
        return event


def answer(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    wish: str,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Staff answers in words that everybody reads. Raises RoomError: words_needed, changed_since …"""
    with transaction.atomic():
        steps = ("wish_answered",)
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.APPROVE, steps=steps)
        if done:
            return done
        if not text.strip():
            raise RoomError("words_needed")
        one = _open_wish(member, wish)
        told = Item(kind="dates.wish_answered", id=one.public_id, facts={"wish": f"wish.{one.what}"})
        event = items.tell(member, told, client_id=client_id, text=text, sure=sure, at=at)
        Wish.objects.filter(pk=one.pk).update(answered_at=at or timezone.now(), answer_seq=event.seq)
        return event


def _open_wish(member: Membership, wish: str) -> Wish:
    one = Wish.objects.select_related("by__person", "by__room").filter(room=member.room, public_id=wish).first()
    if one is None:
        raise RoomError("not_found")
    if one.answered_at is not None:
        raise RoomError("changed_since")
    return one
