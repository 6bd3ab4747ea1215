"""What the court allows for visits, kept by staff; and what both sides ask staff for together (S39)."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action
from rooms.contact import BIRTH, STAFF, OutsideApproval, side, zone_of
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Approval, Event, Membership, Occasion, Person, PlaceKind, Room, Wish
from rooms.services import items
from rooms.services.occasion_parts import members_named
from rooms.services.occasion_steps import begin, changed, check_allowed, is_soon, live_after, tell

MOST_TIMES: Final = 31
MOST_MINUTES: Final = 31 * 24 * 60


def keep(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    supervised: str,
    times: int,
    per: str,
    minutes: int,
    places: Collection[str],
    from_on: date,
    until_on: date | None = None,
    everyone: bool = False,
    people: Collection[str] = (),
    earliest: time | None = None,
    latest: time | None = None,
    staff_decides: bool = True,
    replaces: str = "",
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Write down what the court allows, in place of what it allowed before if that is named.

    What was planned and does not fit any more is called off. Raises RoomError: not_allowed, bad_choice,
    bad_allowance, nobody_asked, changed_since, and as `items.tell`.
    """
    with transaction.atomic():
        does = Action.APPROVE
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=does, steps=("allowed",))
        if done:
            return done
        _check(member.room, supervised, per, places)
        _check_limits(times, minutes, (earliest, latest), (from_on, until_on))
        named = [] if everyone else _named(member, people)
        made = Approval(
            room=member.room,
            everyone=everyone,
            supervised=supervised,
            times=times,
            per=per,
            minutes=minutes,
            places=[place for place in PlaceKind.values if place in places],
            earliest=earliest,
            latest=latest,
            from_on=from_on,
            until_on=until_on,
            staff_decides=staff_decides,
            by=member,
            at=at or timezone.now(),
        )
        made.replaces = _over(member, replaces, at) if replaces else None
        event = _told(member, made.public_id, "allowed", client_id=client_id, text=text, sure=sure, at=at)
        made.seq = event.seq
        made.save()
        made.people.set(named)
        _call_off_what_does_not_fit(member, at)
        return event


def _check_limits(
    times: int, minutes: int, hours: tuple[time | None, time | None], days: tuple[date, date | None]
) -> None:
    in_order = hours[0] is None or hours[1] is None or hours[0] < hours[1]
    lasts = days[1] is None or days[0] <= days[1]
    if not (0 < times <= MOST_TIMES and 0 < minutes <= MOST_MINUTES and in_order and lasts):
        raise RoomError("bad_allowance")


def _named(member: Membership, people: Collection[str]) -> list[Membership]:
    named = members_named(member, people, BIRTH)
    if not named:
        raise RoomError("nobody_asked")
    return named


def end(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    approval: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """The court does not allow it any more: what was planned under it is called off. Raises changed_since …"""
    with transaction.atomic():
        steps = ("allowance_ended",)
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.APPROVE, steps=steps)
        if done:
            return done
        over = _over(member, approval, at)
        event = _told(member, over.public_id, "allowance_ended", client_id=client_id, text=text, sure=sure, at=at)
        _call_off_what_does_not_fit(member, at)
        return event


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
        facts = {"wish": f"wish.{what}"}
        event = _told(member, made.public_id, "wished", client_id=client_id, text=text, sure=sure, at=at, **facts)
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
        facts = {"wish": f"wish.{one.what}"}
        event = _told(member, one.public_id, "wish_joined", client_id=client_id, text=text, sure=sure, at=at, **facts)
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
        facts = {"wish": f"wish.{one.what}"}
        event = _told(member, one.public_id, "wish_answered", client_id=client_id, text=text, sure=sure, at=at, **facts)
        Wish.objects.filter(pk=one.pk).update(answered_at=at or timezone.now(), answer_seq=event.seq)
        return event


def _check(room: Room, supervised: str, per: str, places: Collection[str]) -> None:
    good = (
        room.purpose == Room.Purpose.COPARENTING
        and supervised in Approval.Supervised.values
        and per in Approval.Per.values
        and places
        and set(places) <= set(PlaceKind.values) - {PlaceKind.OFFICE}
    )
    if not good:
        raise RoomError("bad_choice")


def _over(member: Membership, approval: str, at: datetime | None) -> Approval:
    """End an approval of this room, now. Raises not_found, changed_since."""
    one = Approval.objects.filter(room=member.room, public_id=approval).first()
    if one is None:
        raise RoomError("not_found")
    if one.ended_at is not None:
        raise RoomError("changed_since")
    one.ended_at, one.ended_by = at or timezone.now(), member
    one.save(update_fields=["ended_at", "ended_by"])
    return one


def _call_off_what_does_not_fit(member: Membership, at: datetime | None) -> None:
    """Contact to come that lies inside no approval any more does not stand, and everybody is told."""
    zone = zone_of(member.room)
    for one in reversed(live_after(member, at or timezone.now())):
        try:
            check_allowed(one, zone)
        except OutsideApproval:
            one.state = Occasion.State.CALLED_OFF
            changed([one])
            tell(member, [one], "unallowed", client_id=None, soon=is_soon([one.starts], at), at=at)
        else:
            one.save(update_fields=["approval"])


def _open_wish(member: Membership, wish: str) -> Wish:
    one = Wish.objects.select_related("by__person", "by__room").filter(room=member.room, public_id=wish).first()
    if one is None:
        raise RoomError("not_found")
    if one.answered_at is not None:
        raise RoomError("changed_since")
    return one


def _told(
    member: Membership,
    id: str,
    step: str,
    *,
    client_id: UUID,
    text: str,
    sure: bool,
    at: datetime | None,
    **facts: str,
) -> Event:
    item = Item(kind=f"dates.{step}", id=id, facts=facts)
    return items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
