"""A change of placement: a child leaves one home for the next, or goes home (S12, S13, S70).

The next home gets a room of its own. Those around the birth family, and staff, are in it from its first line; what the
child owns comes along; nothing that was said in the room before does. The birth family keeps that one, to read.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, allowed, enter_locked
from rooms.caring import LASTING
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import (
    CARERS,
    STAFF_ROLES,
    Act,
    Child,
    Event,
    Household,
    Meeting,
    Membership,
    Move,
    Person,
    Placement,
    Role,
    Room,
    StaffAct,
    State,
)
from rooms.services import about, book, invitations, items, memberships, planning, planning_parts, stays
from rooms.services.first_days import NEW
from rooms.services.kept_hidden import Carried, keep_hidden
from rooms.services.move_people import WHY, as_before, join, let_in
from rooms.services.retelling import copies_kept
from rooms.services.rooms import open_room
from rooms.services.writing import set_read_only
from rooms.text import clean_name

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class MovePlan:
    """Which children move where, and when they come there.

    `along` are the members, none of them staff or of the old home, who are in the new room too. The old home can still
    say goodbye in its room until the end of the day `goodbye`. `for_now`: the lasting home is not known yet.
    """

    children: Sequence[str]
    household: int
    when: datetime
    along: Sequence[str]
    role: str = Role.FOSTER_PARENT
    for_now: bool = False
    goodbye: date | None = None
    ask_in: bool = False
    new_home: str = ""


def move(*, actor: Person, room_id: str, client_id: UUID, plan: MovePlan, at: datetime | None = None) -> Event:
    """Open the room of the next home and bring there what the child owns; returns the line that tells the old room.

    That line says the last day in this home and nothing of the next. Raises RoomError bad_choice, bad_moment, bad_date,
    not_living_there.
    """
    with copies_kept(), transaction.atomic():
        planning_parts.lock_along(actor, room_id)
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        if done := items.told_before(staff, client_id, "meeting.moving"):
            return done
        source, now = staff.room, at or timezone.now()
        children, home = _children(source, plan.children), _home(source, plan)
        zone = source.zone
        until = _goodbye(plan, zone, now)
        others = _along(source, plan.along, home)
        day = plan.when.astimezone(zone).date()
        ended = _end_stays(source, children, day)
        for child in children:
            Placement.objects.create(
                child=child, household=home, started_on=day, started_at=plan.when, for_now=plan.for_now
            )
        target = open_room(family=source.family, children=children, household=home, at=at)
        team = source.memberships.filter(role__in=STAFF_ROLES, state=State.ACTIVE).select_related("person")
        along = [(old, join(target, old, actor, at)) for old in [*team, *others]]
        as_member = next((new for _old, new in along if new.is_staff and Action.TELL in allowed(new)), None)
        if as_member is None:
            raise RoomError("no_worker")
        for person in home.adults.filter(is_active=True).order_by("pk"):
            let_in(target, person, Role(plan.role), actor, at)
        lines = [line for child in children for line in _carried(source, target, child, as_member, now)]
        _as_in_the_room_before(source, target, along, lines, actor)
        _hearings(source, as_member, now)
        gone = Move.objects.create(source=source, target=target, by=staff, until=until, at=now)
        told = Item(kind="meeting.moving", id=gone.public_id, facts={"on": day.isoformat()})
        event = items.tell(staff, told, client_id=client_id, child=children[0] if len(children) == 1 else None, at=at)
        _over(gone, ended, plan.when, at)
        _leave(gone, children, actor)
        _where_homes_plan(gone, plan, actor, now)
        return event


def close_left() -> int:
    """Close the rooms whose goodbye is over: the birth family keeps them to read. For the worker; safe in several."""
    due = Move.objects.filter(closed=False, until__lte=timezone.now()).values_list("pk", flat=True)
    return sum(_close_one(pk) for pk in list(due))


def _close_one(pk: int) -> bool:
    try:
        with transaction.atomic():
            Room.objects.select_for_update().get(moves_out=pk)
            gone = Move.objects.select_related("source").get(pk=pk)
            if gone.closed:
                return False
            teller = stays.teller_of(gone.source, gone.by)
            if teller is not None and gone.until is not None:
                stays.dates_over(teller, gone.source.day(gone.until))
            _close(gone, None)
            return True
    except Exception as error:
        logger.warning("move %d: what was due failed with %s", pk, type(error).__name__)
        return False


def _children(room: Room, wanted: Sequence[str]) -> list[Child]:
    found = list(room.children.filter(public_id__in=wanted))
    if not found or len(found) != len(set(wanted)):
        raise RoomError("bad_choice")
    return found


def _home(room: Room, plan: MovePlan) -> Household:
    if plan.new_home.strip() and not plan.household:
        return Household.objects.create(agency=room.family.agency, name=clean_name(plan.new_home))
    found = Household.objects.filter(pk=plan.household, agency=room.family.agency_id)
    home = found.exclude(pk=room.household_id or 0).first()
    if home is None:
        raise RoomError("bad_choice")
    return home


def _along(room: Room, wanted: Sequence[str], home: Household) -> list[Membership]:
    """Those who come along, paused ones too: their pause comes with them. Who is of the new home comes in as that."""
    others = room.memberships.filter(state__in=LASTING).exclude(role__in=[*STAFF_ROLES, *CARERS])
    found = list(others.filter(public_id__in=wanted).select_related("person").order_by("pk"))
    if len(found) != len(set(wanted)):
        raise RoomError("bad_choice")
    return [one for one in found if one.person.household_id != home.pk]


def _goodbye(plan: MovePlan, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Until when the old home takes part: up to the move at least, if that is still to come."""
    if plan.role not in CARERS:
        raise RoomError("bad_choice")
    if abs(plan.when - now) > NEW:
        raise RoomError("bad_moment")
    last = datetime.combine(plan.goodbye, time(23, 59), zone) if plan.goodbye else None
    if last is not None and (last <= now or last > now + 6 * NEW):
        raise RoomError("bad_date")
    return max((one for one in (last, plan.when) if one is not None and one > now), default=None)


def _end_stays(room: Room, children: Iterable[Child], day: date) -> list[Placement]:
    ended = []
    for child in children:
        stays = Placement.objects.select_for_update().filter(child=child, household=room.household_id)
        stay = stays.filter(ended_on__isnull=True, started_on__lte=day).order_by("started_on").last()
        if stay is None:
            raise RoomError("not_living_there")
        stay.ended_on = day
        stay.save(update_fields=["ended_on"])
        ended.append(stay)
    return ended


def _carried(source: Room, target: Room, child: Child, as_member: Membership, now: datetime) -> list[Carried]:
    """What the child owns comes along: what is known of it, and its book."""
    known = about.carried(source=source, target=target, child=child, as_member=as_member, at=now)
    return known + book.carried(source=source, target=target, child=child, as_member=as_member, at=now)


def _as_in_the_room_before(
    source: Room, target: Room, along: Iterable[tuple[Membership, Membership]], lines: Sequence[Carried], actor: Person
) -> None:
    """Pauses and narrowings come along, and what was hidden stays so; who is paused finds the rest when they are back.

    Whoever cares for the child from now on, kin of the old room too, knows of it what any home would.
    """
    for old, new in along:
        if not new.is_staff:
            keep_hidden(lines, old, new)
        as_before(target, new, old, actor)
    for new in target.memberships.filter(role__in=CARERS, state=State.ACTIVE).select_related("person"):
        for old in source.memberships.filter(person=new.person_id, state=State.SUSPENDED):
            as_before(target, new, old, actor)


def _where_homes_plan(gone: Move, plan: MovePlan, actor: Person, now: datetime) -> None:
    """Whoever cared for a child goes from where homes plan when the child does; the new home is asked in from then."""
    later = plan.when if plan.when > now else None
    planning_parts.follow_home(gone.source, actor, gone=later)
    if plan.ask_in and later is None:
        planning.ask_home_in(actor=actor, room=gone.target, reason=WHY)


def _hearings(source: Room, as_member: Membership, now: datetime) -> None:
    """A hearing to come is the child's too: its day stands in the new room, with a list that begins anew."""
    for one in source.meetings.filter(kind=Meeting.Kind.HEARING, state=Meeting.State.SET, starts_at__gt=now):
        day = {"state": Meeting.State.SET, "starts_at": one.starts_at, "asked_by": as_member, "at": now}
        Meeting.objects.create(room=as_member.room, kind=Meeting.Kind.HEARING, **day)


def _leave(gone: Move, children: Sequence[Child], actor: Person) -> None:
    """What becomes of the old room: where other children stay, it is theirs; else its home leaves it."""
    room = gone.source
    if room.children.count() > len(children):
        room.children.remove(*children)
        gone.closed = True
        gone.save(update_fields=["closed"])
    elif gone.until is None:
        _close(gone, actor)
    else:
        carers = room.memberships.filter(role__in=CARERS, state__in=LASTING)
        for one in carers:
            one.until = min(gone.until, one.until or gone.until)
            one.save(update_fields=["until"])
            StaffAct.objects.create(actor=actor, membership=one, act=Act.END, reason=WHY, until=one.until)


def _over(gone: Move, ended: Sequence[Placement], when: datetime, at: datetime | None) -> None:
    """End what hangs on the stay in the old home: what was planned for after it, what was shared outside the
    room, and its first days once it is over."""
    room = gone.source
    day = room.day(when)
    others = room.children.exclude(pk__in=[stay.child_id for stay in ended]).exists()
    if others or day <= room.day(at):
        stays.meetings_over(room, ended)
    if not others:
        stays.dates_over(gone.by, day, at=at)
        invitations.papers_over(room, max(when, gone.at))


def _close(gone: Move, actor: Person | None) -> None:
    """End the parts of the home that was, unless their date does it; all others but staff may only read from now on."""
    room = gone.source
    for one in room.memberships.filter(state__in=LASTING).exclude(role__in=STAFF_ROLES).select_related("person"):
        one.room = room
        if one.role not in CARERS:
            set_read_only(one, True, None)
            StaffAct.objects.create(actor=actor, membership=one, act=Act.NARROW, reason=WHY)
        elif actor is not None:
            memberships.end(actor=actor, room_id=room.public_id, member_id=one.public_id, reason=WHY)
    stays.meetings_over(room)
    invitations.papers_over(room, timezone.now())
    gone.closed = True
    gone.save(update_fields=["closed"])
