"""A child is sick: everybody in the room is told at once, says that they saw it, and hears when it is better.

A card holds taps and no words, so that nothing can hold it back: not a slow room, nor staff who read first.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, message, permit, still_open, visible
from rooms.errors import RoomError
from rooms.items import Item
from rooms.items.days import DOCTOR, SIGNS
from rooms.models import Event, Membership, Notification, Person, SickCard, SickSeen
from rooms.services import items, notifications
from rooms.services.retelling import child_in


def tell(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    child_id: str = "",
    signs: Collection[str] = (),
    doctor: str = "",
    at: datetime | None = None,
) -> Event:
    """Tell the room that a child is sick, and everybody else in it by all their ways, at once.

    Raises RoomError as the door does, and bad_choice.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "sick.told"):
            return done
        permit(member, Action.TELL)
        if not (set(signs) <= set(SIGNS) and (not doctor or doctor in DOCTOR)):
            raise RoomError("bad_choice")
        tapped = [key for key in SIGNS if key in signs] + ([doctor] if doctor else [])
        row = SickCard(
            room=member.room,
            child=child_in(member, child_id),
            author=member,
            signs=tapped,
            at=at or timezone.now(),
        )
        facts = {key.split(".")[1] if key in SIGNS else "doctor": key for key in tapped}
        item = Item(kind="sick.told", id=row.public_id, facts=facts)
        event = items.tell(member, item, client_id=client_id, child=row.child, at=at)
        row.seq = event.seq
        row.save()
        others = member.room.memberships.filter(still_open(), person__is_active=True).exclude(pk=member.pk)
        kind = Notification.Kind.CHILD_SICK
        notifications.notify_members(others.select_related("person").order_by("pk"), kind, member.room)
        return event


def see(*, actor: Person, room_id: str, client_id: UUID, card_id: str, at: datetime | None = None) -> Event:
    """Say that one has seen a card; saying it again records nothing. Raises RoomError as the door does.

    What told them of it is answered once they have seen every open card of the room. For everybody who may read it,
    also those who may write nothing else.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "sick.seen"):
            return done
        permit(member, Action.PEOPLE)
        row = found(member, card_id)
        earlier = SickSeen.objects.filter(card=row, member=member).first()
        if earlier is not None or row.author_id == member.pk:
            return message(member, earlier.seq if earlier else row.seq)
        item = Item(kind="sick.seen", id=row.public_id, facts={})
        event = items.tell(member, item, client_id=client_id, child=row.child, at=at)
        SickSeen.objects.create(card=row, member=member, seq=event.seq, at=at or timezone.now())
        if not _has_more_to_see(member):
            for waiting in Notification.objects.filter(
                person=actor, room=member.room, kind=Notification.Kind.CHILD_SICK, acknowledged_at__isnull=True
            ):
                notifications.acknowledge(actor=actor, notification=waiting)
        return event


def better(*, actor: Person, room_id: str, client_id: UUID, card_id: str, at: datetime | None = None) -> Event:
    """Say that the child is better: all its open cards are closed. For those the child is with, staff, and who told it.

    Raises RoomError as the door does, not_allowed and already_better.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "sick.better"):
            return done
        permit(member, Action.TELL)
        row = found(member, card_id)
        if not row.may_be_closed_by(member):
            raise RoomError("not_allowed")
        if row.better_at is not None:
            raise RoomError("already_better")
        item = Item(kind="sick.better", id=row.public_id, facts={})
        event = items.tell(member, item, client_id=client_id, child=row.child, at=at)
        still = SickCard.objects.filter(room=member.room, child=row.child_id, better_at__isnull=True)
        still.update(better_at=at or timezone.now(), better_seq=event.seq)
        return event


def _has_more_to_see(member: Membership) -> bool:
    """Whether the room has another open card that this member may see, and has not said yet that they saw."""
    others = SickCard.objects.filter(room=member.room_id, child__rooms=member.room_id, better_at__isnull=True)
    unseen = set(others.exclude(author=member).exclude(seen__member=member).values_list("seq", flat=True))
    unseen -= items.retracted(member.room_id, unseen)
    return Event.objects.filter(visible(member), seq__in=unseen).exists()


def found(member: Membership, card_id: str) -> SickCard:
    """A card of the member's room that they may see. Raises RoomError not_found."""
    row = SickCard.objects.filter(room=member.room_id, public_id=card_id).first()
    if row is None:
        raise RoomError("not_found")
    message(member, row.seq)
    return row
