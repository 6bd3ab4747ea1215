"""Who may be in a room where foster homes plan follows who cares for the children (S44, S7).

A part there is paused, brought back and ended with the parts in the children's rooms, and over when the child lives
elsewhere: by an ordinary event of the planning room, so that its own order is the fence. Nobody comes in by themselves;
staff asks a new home in.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rooms.access import open_memberships
from rooms.caring import LASTING, carers
from rooms.models import CARERS, STAFF_ROLES, Act, Membership, Person, Room, StaffAct, State
from rooms.services import part_dates, part_states

logger = logging.getLogger(__name__)

FOLLOWS: Final = "follows from the child’s room"
"""What the trail says of parts that change with those in the children's rooms; the reasons of those are not told."""


def lock_along(actor: Person, *room_ids: str) -> None:
    """Lock rooms that staff is about to change, and where their foster homes plan, in key order.

    So nobody who writes in several rooms waits in a circle. Rooms in which the actor is no staff are not locked.
    """
    _lock([part.room for part in open_memberships(actor).filter(room__public_id__in=room_ids, role__in=STAFF_ROLES)])


def lock_with(room: Room) -> Room:
    """Lock a room, and where its family's foster homes plan, in key order; returns the room as it is then."""
    return _lock([room])[room.pk]


def _lock(rooms: Collection[Room]) -> dict[int, Room]:
    families = {room.family_id for room in rooms if room.purpose == Room.Purpose.COPARENTING}
    wanted = Q(pk__in={room.pk for room in rooms}) | Q(family__in=families, purpose=Room.Purpose.PLANNING)
    return {one.pk: one for one in Room.objects.select_for_update().filter(wanted).order_by("pk")}


def follow(part: Membership, actor: Person | None) -> None:
    """A part was paused, brought back, ended or recast, in this transaction: the same person's parts in planning rooms
    are what they have to be now. So is a part there itself: its own pause may be over before that in the child's room.
    """
    if part.role not in CARERS:
        return
    if part.room.purpose == Room.Purpose.PLANNING:
        _settle(part, actor)
        return
    for there in _parts(part.room, [part.person_id]):
        _settle(there, actor)


def follow_home(room: Room, actor: Person | None, *, gone: datetime | None = None) -> None:
    """A child of this room lives elsewhere now, or does from the moment `gone`: whoever cared for it here goes."""
    for there in _parts(room, room.memberships.filter(role__in=CARERS).values_list("person", flat=True)):
        if gone is None:
            _settle(there, actor)
        elif _wanted(there, room.day(gone)) == State.ENDED:
            there.until = min(gone, there.until or gone)
            there.save(update_fields=["until"])
            StaffAct.objects.create(actor=actor, membership=there, act=Act.END, reason=FOLLOWS, until=there.until)
            part_dates.step_out(there, after=there.until)


def follow_all() -> int:
    """Put right what changed otherwise: a stay that was ended by hand. For the worker; safe in several.

    It looks without a lock, and locks for what differs alone.
    """
    due = []
    for _room, parts in groupby(_lasting().order_by("room", "pk"), key=lambda part: part.room_id):
        here = list(parts)
        active = set(carers(here[0].room).filter(state=State.ACTIVE).values_list("person", flat=True))
        unlike = [part for part in here if part.state != State.ACTIVE or part.person_id not in active]
        due += [part.pk for part in unlike if _change(part) is not None]
    return sum(_follow_one(pk) for pk in due)


def _follow_one(pk: int) -> bool:
    try:
        with transaction.atomic():
            Room.objects.select_for_update(of=("self",)).get(memberships=pk)
            return _settle(_lasting().get(pk=pk), None)
    except Membership.DoesNotExist:
        return False
    except Exception as error:
        logger.warning("part %d: following failed with %s", pk, type(error).__name__)
        return False


def _parts(room: Room, people: Iterable[int]) -> Iterator[Membership]:
    """These people's lasting parts where the family of this room plans. Each is read with its room as it is by then.

    Those rooms are locked, also one that was opened while the caller waited for its own locks: no key is above its.
    """
    rooms = Room.objects.select_for_update().filter(family=room.family_id, purpose=Room.Purpose.PLANNING)
    list(rooms.order_by("pk").values_list("pk", flat=True))
    found = _lasting().filter(room__family=room.family_id, person__in=list(people)).order_by("room", "pk")
    return (_lasting().get(pk=pk) for pk in list(found.values_list("pk", flat=True)))


def _lasting() -> QuerySet[Membership]:
    parts = Membership.objects.select_related("room", "person")
    return parts.filter(room__purpose=Room.Purpose.PLANNING, role__in=CARERS, state__in=LASTING)


def _wanted(there: Membership, day: date | None = None) -> State | None:
    """What this part has to be; None for somebody whom staff brought in and who never cared for one of the family."""
    leaves = there.room.day(there.until) if day is None and _leaves_later(there) else None
    if leaves is not None:  # until that hour the day before still holds
        day = min(there.room.day(), leaves - timedelta(days=1))
    caring = {str(one.state) for one in carers(there.room, day).filter(person=there.person_id)}
    if caring:
        return State.ACTIVE if State.ACTIVE in caring else State.SUSPENDED
    ever = Membership.objects.filter(
        person=there.person_id,
        role__in=CARERS,
        room__family=there.room.family_id,
        room__purpose=Room.Purpose.COPARENTING,
    )
    return State.ENDED if ever.exists() else None


def _settle(there: Membership, actor: Person | None) -> bool:
    """Whether a part in a planning room had to change. The room is locked."""
    change = _change(there)
    if change is None:
        return False
    StaffAct.objects.create(actor=actor, membership=there, act=change(there, None), reason=FOLLOWS)
    return True


def _change(there: Membership) -> Callable[[Membership, datetime | None], Act] | None:
    """What has to happen to a part in a planning room, if anything."""
    wanted = _wanted(there) if there.state in LASTING else None
    if wanted is None or wanted == there.state:
        return None
    if wanted == State.ACTIVE:
        return part_states.restore if _paused_by_following(there) else None
    return part_states.end if wanted == State.ENDED else part_states.suspend


def _leaves_later(there: Membership) -> bool:
    """Whether this part ends with a move to come; any other date of it says nothing of who cares for the children."""
    if there.until is None or there.until <= timezone.now():
        return False
    return StaffAct.objects.filter(membership=there, act=Act.END, reason=FOLLOWS, until=there.until).exists()


def _paused_by_following(there: Membership) -> bool:
    """Whether this pause came from a child's room; one that staff set here is staff's to lift."""
    last = StaffAct.objects.filter(membership=there, act=Act.SUSPEND).order_by("-pk").first()
    return last is not None and last.reason == FOLLOWS
