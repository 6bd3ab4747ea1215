"""When a child is home again: the day is written down, and the room lives on if both sides want it (S68)."""

import logging
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from rooms.access import Action, enter_locked, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Act, Event, HomeWish, Membership, Occasion, Person, Placement, Room, StaffAct, State
from rooms.reunited import OPEN_FOR, home_since, lives_on
from rooms.services import first_days, invitations, items, planning_parts, stays
from rooms.services.writing import set_read_only
from rooms.sides import SIDE

logger = logging.getLogger(__name__)

APPOINTMENTS: Final = frozenset(
    {Occasion.Kind.DOCTOR, Occasion.Kind.DENTIST, Occasion.Kind.THERAPY, Occasion.Kind.SCHOOL, Occasion.Kind.SERVICE}
)
"""What the child goes to wherever it lives: from home too."""


def arrived(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    on: date | None,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Staff write down that the children of a room are home again since a day: their stay ends as that.

    Raises RoomError home_already if no stay of theirs is open, home_day for a day to come or before it began.
    """
    with transaction.atomic():
        planning_parts.lock_along(actor, room_id)
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.arrived"):
            return done
        permit(member, Action.MANAGE)
        open_now = Placement.objects.filter(child__rooms=member.room, household=member.room.household_id, ended_on=None)
        ended = list(open_now)
        if not ended:
            raise RoomError("home_already")
        if on is None or on > member.room.day() or on < max(stay.started_on for stay in ended):
            raise RoomError("home_day")
        for stay in ended:
            stay.ended_on, stay.went_home = on, True
            stay.save(update_fields=["ended_on", "went_home"])
            first_days.start(member.room, stay, homeward=True, at=at)
        item = Item(kind="home.arrived", id=member.room.public_id, facts={"on": on.isoformat()})
        event = items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
        stays.meetings_over(member.room, ended)
        stays.dates_over(member, on, keep=stays.GOES_ON | APPOINTMENTS, at=at)
        planning_parts.follow_home(member.room, actor)
        invitations.papers_over(member.room, at or timezone.now())
        return event


def wish(*, actor: Person, room_id: str, client_id: UUID, wants: bool, at: datetime | None = None) -> Event | HomeWish:
    """Say whether one wants the room to go on. Nobody is told of it but by what both sides said yes to.

    Who says not now reads from then on, and writes again as soon as they say yes. The room is told when it begins to
    live on, and when somebody rests from a room that does. Raises RoomError not_home_yet, not_allowed for who is asked
    nothing: staff, and those who only read along.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.lives_on", "home.rests"):
            return done
        permit(member, Action.READ)
        since = home_since(member.room)
        if since is None:
            raise RoomError("not_home_yet")
        if member.role not in SIDE:
            raise RoomError("not_allowed")
        before = lives_on(member.room)
        mine, _ = HomeWish.objects.get_or_create(membership=member, defaults={"at": at or timezone.now()})
        changed = mine.wants != wants
        mine.wants, mine.at = wants, at or timezone.now()
        mine.save()
        after = lives_on(member.room)
        over = member.room.day() - since >= OPEN_FOR
        _rest(member, mine, resting=not wants or (over and not after))
        told = "home.lives_on" if after and not before else "home.rests" if before and changed and not wants else ""
        if after and not before:
            _wake(member.room)
        if not told:
            return mine
        return items.tell(member, Item(kind=told, id=member.room.public_id, facts={}), client_id=client_id, at=at)


def rest_when_over() -> int:
    """Parts in rooms whose time to think is over without a yes of both sides become parts to read. Returns how many.

    The room is not told; each finds it on the page about going home, where they can still say yes.
    """
    over = timezone.now().date() + timedelta(days=1) - OPEN_FOR  # the room's own day is asked below
    lived = Placement.objects.filter(child__rooms=OuterRef("room"), household=OuterRef("room__household"))
    due = Membership.objects.filter(
        Exists(lived.filter(went_home=True, ended_on__lte=over)),
        ~Exists(lived.filter(ended_on=None)),
        ~(_yes("birth") & _yes("foster")),
        role__in=list(SIDE),
        state=State.ACTIVE,
        read_only=False,
    )
    return sum(_rest_one(part) for part in list(due.values_list("pk", flat=True)))


def _yes(side: str) -> Exists:
    said = HomeWish.objects.filter(membership__room=OuterRef("room"), membership__state=State.ACTIVE, wants=True)
    return Exists(said.filter(membership__role__in=[role for role, one in SIDE.items() if one == side]))


def _rest_one(part: int) -> bool:
    try:
        with transaction.atomic():
            room = Room.objects.select_for_update().get(memberships=part)
            member, since = Membership.objects.get(pk=part), home_since(room)
            if member.read_only or member.state != State.ACTIVE or lives_on(room):
                return False
            if since is None or room.day() - since < OPEN_FOR or _widened_by_staff(member, since):
                return False
            mine, _ = HomeWish.objects.get_or_create(membership=member, defaults={"at": timezone.now()})
            _rest(member, mine, resting=True)
            return True
    except Exception as error:
        logger.warning("part %d: its rest failed with %s", part, type(error).__name__)
        return False


def _wake(room: Room) -> None:
    """Everybody who said yes writes again."""
    for mine in HomeWish.objects.filter(membership__room=room, wants=True, resting=True).select_related("membership"):
        _rest(mine.membership, mine, resting=False)


def _rest(member: Membership, mine: HomeWish, *, resting: bool) -> None:
    """Narrow a part to reading, or widen it; what staff narrowed stays as it is."""
    if resting and not member.read_only:
        set_read_only(member, True)
        mine.resting = True
    elif not resting and mine.resting:
        mine.resting = False
        if not _narrowed_by_staff(member):
            set_read_only(member, False)
    mine.save()


def _narrowed_by_staff(member: Membership) -> bool:
    last = _last_of_staff(member)
    return last is not None and last.act == Act.NARROW


def _widened_by_staff(member: Membership, since: date) -> bool:
    """Whether staff let a part write again after the child came home: that stands."""
    last = _last_of_staff(member)
    return last is not None and last.act == Act.WIDEN and member.room.day(last.at) >= since


def _last_of_staff(member: Membership) -> StaffAct | None:
    return StaffAct.objects.filter(membership=member, act__in=(Act.NARROW, Act.WIDEN)).order_by("-pk").first()
