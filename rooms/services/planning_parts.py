"""Who may be in a room where foster homes plan follows who cares for the children (S44, S7).

A part there is paused, brought back and ended with the parts in the children's rooms, and over when the child lives
elsewhere: by an ordinary event of the planning room, so that its own order is the fence. Nobody comes in by themselves;
staff asks a new home in.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime
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


def lock_along(actor: Person, room_id: str) -> None:
    """Lock a room that staff is about to change, and where its foster homes plan, in key order.

    So nobody who writes in several rooms waits in a circle. For whoever is no staff of the room nothing is locked.
    """
    mine = open_memberships(actor).filter(room__public_id=room_id, role__in=STAFF_ROLES).first()
    if mine is not None:
        lock_with(mine.room)


def lock_with(room: Room) -> Room:
    """Lock a room, and where its family's foster homes plan, in key order; returns the room as it is then."""
    wanted = Q(pk=room.pk)
    if room.purpose == Room.Purpose.COPARENTING:
        wanted |= Q(family=room.family_id, purpose=Room.Purpose.PLANNING)
    locked = {one.pk: one for one in Room.objects.select_for_update().filter(wanted).order_by("pk")}
    return locked[room.pk]


def follow(part: Membership, actor: Person | None) -> None:
    """A part was paused, brought back, ended or recast, in this transaction: the same person's parts in planning rooms
    are what they have to be now."""
    if part.role in CARERS and part.room.purpose == Room.Purpose.COPARENTING:
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
    """Put right what changed otherwise: a stay that was ended by hand. For the worker; safe in several."""
    return sum(_follow_one(pk) for pk in list(_lasting().values_list("pk", flat=True)))


def _follow_one(pk: int) -> bool:
    try:
        with transaction.atomic():
            Room.objects.select_for_update().get(memberships=pk)
            there = _lasting().get(pk=pk)
            ends_anyhow = there.until is not None and there.until > timezone.now()
            return not ends_anyhow and _settle(there, None)
    except Membership.DoesNotExist:
        return False
    except Exception as error:
        logger.warning("part %d: following failed with %s", pk, type(error).__name__)
        return False


def _parts(room: Room, people: Iterable[int]) -> Iterator[Membership]:
    """These people's lasting parts where the family of this room plans. Each is read with its room as it is by then."""
    found = _lasting().filter(room__family=room.family_id, person__in=list(people)).order_by("room", "pk")
    return (_lasting().get(pk=pk) for pk in list(found.values_list("pk", flat=True)))


def _lasting() -> QuerySet[Membership]:
    parts = Membership.objects.select_related("room", "person")
    return parts.filter(room__purpose=Room.Purpose.PLANNING, role__in=CARERS, state__in=LASTING)


def _wanted(there: Membership, day: date | None = None) -> State | None:
    """What this part has to be; None for somebody whom staff brought in and who never cared for one of the family."""
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
    wanted = _wanted(there)
    if wanted == there.state or wanted is None:
        return False
    if wanted == State.ENDED:
        act = part_states.end(there)
    elif wanted == State.SUSPENDED:
        act = part_states.suspend(there, None)
    elif _paused_by_following(there):
        act = part_states.restore(there)
    else:
        return False
    StaffAct.objects.create(actor=actor, membership=there, act=act, reason=FOLLOWS)
    return True


def _paused_by_following(there: Membership) -> bool:
    """Whether this pause came from a child's room; one that staff set here is staff's to lift."""
    last = StaffAct.objects.filter(membership=there, act=Act.SUSPEND).order_by("-pk").first()
    return last is not None and last.reason == FOLLOWS
