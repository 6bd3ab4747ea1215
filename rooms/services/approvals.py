"""What the court allows for visits, kept by staff: written down, in place of what it allowed before, or ended (S35)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action
from rooms.contact import STAFF, OutsideApproval, in_force, side
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import BIRTH_SIDE, Approval, Event, Membership, Occasion, Person, PlaceKind, Room
from rooms.services import items
from rooms.services.occasion_parts import members_named
from rooms.services.occasion_steps import agreed, begin, changed, check_allowed, is_soon, live_after, tell

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
    replaces: Collection[str] = (),
    beside: Collection[str] = (),
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Write down what the court allows. What is in force for the same people is named: `replaces` gives way to it.

    What gives way ends for the people of the new one with its first day; what is `beside` stands. What was planned and
    fits no more is called off; what now needs staff's yes waits for it. Raises RoomError: not_allowed, bad_choice,
    bad_allowance, nobody_asked, not_found, changed_since, allowance_stands if one is not named; as `items.tell`.
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
        older = _older(made, named, replaces, beside, member.room.day(at))
        free = _settled_without_staff(member, at)
        told = Item(kind="dates.allowed", id=made.public_id, facts={})
        event = items.tell(member, told, client_id=client_id, text=text, sure=sure, at=at)
        _put_down(member, made, event.seq, named, older, at)
        _look_again(member, free, at)
        return event


def _put_down(
    member: Membership,
    made: Approval,
    seq: int,
    named: Sequence[Membership],
    older: Sequence[Approval],
    at: datetime | None,
) -> None:
    """Save the new one. An older one is over at once where the new one holds from today for everybody of it."""
    made.seq = seq
    made.save()
    made.people.set(named)
    made.replaces.set(older)
    for one in older:
        if made.from_on <= member.room.day(at) and made.covers(one):
            _over(member, one, at)


def _older(
    made: Approval, named: Sequence[Membership], replaces: Collection[str], beside: Collection[str], today: date
) -> list[Approval]:
    """What the new one takes the place of: chosen among what is in force for the same people.

    Raises RoomError: not_found, changed_since for what ended meanwhile; allowance_stands.
    """
    ended = dict(Approval.objects.filter(room=made.room).values_list("public_id", "ended_at"))
    for one in replaces:
        if one not in ended:
            raise RoomError("not_found")
        if ended[one] is not None:
            raise RoomError("changed_since")
    there = [one for one in in_force(made.room) if not one.over(max(today, made.from_on))]
    same = [one for one in there if made.everyone or one.everyone or any(map(one.meant_for, named))]
    unasked = [one for one in same if one.public_id not in {*replaces, *beside}]
    if any(_same_days(made, one) for one in unasked):
        raise RoomError("allowance_stands")
    return [one for one in same if one.public_id in replaces]


def _same_days(made: Approval, one: Approval) -> bool:
    before = one.until_on is not None and one.until_on < made.from_on
    after = made.until_on is not None and made.until_on < one.from_on
    return not (before or after)


def _check_limits(
    times: int, minutes: int, hours: tuple[time | None, time | None], days: tuple[date, date | None]
) -> None:
    in_order = hours[0] is None or hours[1] is None or hours[0] < hours[1]
    lasts = days[1] is None or days[0] <= days[1]
    if not (0 < times <= MOST_TIMES and 0 < minutes <= MOST_MINUTES and in_order and lasts):
        raise RoomError("bad_allowance")


def _named(member: Membership, people: Collection[str]) -> list[Membership]:
    named = members_named(member, people, BIRTH_SIDE)
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
        one = Approval.objects.filter(room=member.room, public_id=approval).first()
        if one is None:
            raise RoomError("not_found")
        if one.ended_at is not None:
            raise RoomError("changed_since")
        free = _settled_without_staff(member, at)
        _over(member, one, at)
        told = Item(kind="dates.allowance_ended", id=one.public_id, facts={})
        event = items.tell(member, told, client_id=client_id, text=text, sure=sure, at=at)
        _look_again(member, free, at)
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


def _over(member: Membership, one: Approval, at: datetime | None) -> None:
    one.ended_at, one.ended_by = at or timezone.now(), member
    one.save(update_fields=["ended_at", "ended_by"])


def _settled_without_staff(member: Membership, at: datetime | None) -> set[int]:
    """What the two sides settled between them, as they could: by key."""
    zone, to_come = member.room.zone, live_after(member, at or timezone.now())
    theirs = [one for one in to_come if one.state == Occasion.State.SET and side(one.by) != STAFF]
    return {one.pk for one in theirs if agreed(one, zone) == Occasion.State.SET}


def _look_again(member: Membership, free: Collection[int], at: datetime | None) -> None:
    """What lies inside no approval any more does not stand, the latest first, and everybody is told.

    What was settled without staff (`free`) waits for staff's yes where that is needed now.
    """
    zone = member.room.zone
    for one in reversed(live_after(member, at or timezone.now())):
        try:
            check_allowed(one, zone)
        except OutsideApproval:
            _moved_to(member, one, Occasion.State.CALLED_OFF, "unallowed", at)
            continue
        if one.pk in free and agreed(one, zone) == Occasion.State.AGREED:
            _moved_to(member, one, Occasion.State.AGREED, "again", at)
        else:
            one.save(update_fields=["approval"])


def _moved_to(member: Membership, one: Occasion, state: str, step: str, at: datetime | None) -> None:
    one.state = state
    changed([one])
    tell(member, [one], step, client_id=None, soon=is_soon([one.starts], at), at=at)
