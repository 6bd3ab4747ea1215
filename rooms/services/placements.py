"""A change of placement: a child leaves one home for the next, or goes home (S12, S13, S70).

The next home gets a room of its own. Those around the birth family, and staff, are in it from its first line; what the
child owns comes along; nothing that was said in the room before does. The birth family keeps that one, to read.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, allowed, enter_locked
from rooms.contact import zone_of
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import (
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
from rooms.services import about, book, items, memberships, stays
from rooms.services.first_days import NEW
from rooms.services.retelling import copies_kept
from rooms.services.rooms import open_room
from rooms.services.writing import set_read_only

logger = logging.getLogger(__name__)

CARERS: Final = frozenset({Role.FOSTER_PARENT, Role.KINSHIP_CAREGIVER})
"""Who belongs to the home that the child lives in."""
LASTING: Final = (State.ACTIVE, State.SUSPENDED)
WHY: Final = "a change of placement"
"""What the trail says of parts that change with it."""


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


def move(*, actor: Person, room_id: str, client_id: UUID, plan: MovePlan, at: datetime | None = None) -> Event:
    """Open the room of the next home and bring there what the child owns; returns the line that tells the old room.

    That line says the last day in this home and nothing of the next. Raises RoomError bad_choice, bad_moment, bad_date,
    not_living_there.
    """
    with copies_kept(), transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        if done := items.told_before(staff, client_id, "meeting.moving"):
            return done
        source, now = staff.room, at or timezone.now()
        children, home = _children(source, plan.children), _home(source, plan.household)
        zone = zone_of(source)
        until = _goodbye(plan, zone, now)
        along = _along(source, plan.along, home)
        day = plan.when.astimezone(zone).date()
        ended = _end_stays(source, children, day)
        for child in children:
            Placement.objects.create(
                child=child, household=home, started_on=day, started_at=plan.when, for_now=plan.for_now
            )
        target = open_room(family=source.family, children=children, household=home, at=at)
        team = source.memberships.filter(role__in=STAFF_ROLES, state=State.ACTIVE).select_related("person")
        joined = [_join(target, one, actor, at) for one in [*team, *along]]
        as_member = next((one for one in joined if one.is_staff and Action.TELL in allowed(one)), None)
        if as_member is None:
            raise RoomError("no_worker")
        for person in home.adults.filter(is_active=True).order_by("pk"):
            _let_in(source, target, person, Role(plan.role), actor, at)
        for child in children:
            about.carried(source=source, target=target, child=child, as_member=as_member, at=now)
            book.carried(source=source, target=target, child=child, as_member=as_member, at=now)
        _hearings(source, as_member, now)
        gone = Move.objects.create(source=source, target=target, by=staff, until=until, at=now)
        told = Item(kind="meeting.moving", id=gone.public_id, facts={"on": day.isoformat()})
        event = items.tell(staff, told, client_id=client_id, at=at)
        _over(gone, ended, day, at)
        _leave(gone, children, actor)
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
                stays.dates_over(teller, timezone.localdate(gone.until, zone_of(gone.source)))
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


def _home(room: Room, wanted: int) -> Household:
    found = Household.objects.filter(pk=wanted, agency=room.family.agency_id).exclude(pk=room.household_id or 0).first()
    if found is None:
        raise RoomError("bad_choice")
    return found


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


def _join(target: Room, old: Membership, actor: Person, at: datetime | None) -> Membership:
    """The same part in the new room, by the same name, with its end, its pause and its narrowing."""
    member = memberships.add(
        actor=actor,
        room=target,
        person=old.person,
        role=Role(old.role),
        shown_name=old.shown_name,
        sees_history=True,
        reason=WHY,
        until=old.until,
        at=at,
    )
    _as_before(target, member, old, actor)
    return member


def _let_in(source: Room, target: Room, person: Person, role: Role, actor: Person, at: datetime | None) -> None:
    """An adult of the new home, by first name; in full where somebody has one like it; by last name if it is staff."""
    words = person.name.split()
    names = (words[0], person.name, words[-1])
    for name in names:
        try:
            member = memberships.add(
                actor=actor, room=target, person=person, role=role, shown_name=name, reason=WHY, at=at
            )
        except RoomError as error:
            if error.code != "name_taken" or name == names[-1]:
                raise
        else:
            break
    for old in source.memberships.filter(person=person, state=State.SUSPENDED):
        _as_before(target, member, old, actor)


def _as_before(target: Room, member: Membership, old: Membership, actor: Person) -> None:
    """Pause, or narrow, a part in the new room as it is in the old one."""
    change, until = None, None
    if old.state == State.SUSPENDED:
        change, until = memberships.suspend, old.paused_until
    elif old.read_only:
        change, until = memberships.narrow, old.read_only_until
    if change is not None:
        change(actor=actor, room_id=target.public_id, member_id=member.public_id, reason=WHY, until=until)


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


def _over(gone: Move, ended: Sequence[Placement], day: date, at: datetime | None) -> None:
    """End what hangs on the stay in the old home: what was planned for after it, and its first days once it is over."""
    room = gone.source
    others = room.children.exclude(pk__in=[stay.child_id for stay in ended]).exists()
    if others or day <= timezone.localdate(at, zone_of(room)):
        stays.meetings_over(room, ended)
    if not others:
        stays.dates_over(gone.by, day, at=at)


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
    gone.closed = True
    gone.save(update_fields=["closed"])
