"""Who is in a room: adding, pausing, narrowing, ending, bringing back and recasting a person's part (S7).

Pausing, ending and coming back are events of the room: the log's own order is the fence that keeps what was said
after a pause from the paused person. Reasons, and narrowing, are private to staff.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked
from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.models import (
    CARERS,
    PAPER_ROLES,
    STAFF_ROLES,
    Act,
    Event,
    HiddenRange,
    Kind,
    Membership,
    Person,
    Role,
    Room,
    RoomReach,
    StaffAct,
    State,
)
from rooms.services import part_dates, part_states, planning_parts, replay
from rooms.services.writing import set_read_only
from rooms.text import clean_name, skeleton

logger = logging.getLogger(__name__)


def add(
    *,
    actor: Person | None,
    room: Room,
    person: Person,
    role: Role,
    shown_name: str = "",
    sees_history: bool = False,
    reason: str = "",
    until: datetime | None = None,
    at: datetime | None = None,
) -> Membership:
    """Give a person a part in a room, active at once. Staff see what was said before, others only with `sees_history`.

    `actor` is who decided it: None for the demo and for set-up by command. `until` is when the part
    ends by itself. Raises RoomError bad_name, name_taken, already_in; bad_choice for who is given papers and no part,
    and for who has no place where foster homes plan.
    """
    check_role(room, role)
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room.pk)
        name = clean_name(shown_name or person.name)
        check_newcomer(room, person, name)
        member = Membership.objects.create(
            room=room,
            person=person,
            role=role,
            state=State.ACTIVE,
            shown_name=name,
            read_seq=room.last_seq,
            since=at or timezone.now(),
            until=until,
        )
        if room.last_seq > 1 and not sees_history and role not in STAFF_ROLES:
            HiddenRange.objects.create(membership=member, first_seq=1, last_seq=room.last_seq)
        why = reason or str(Role(role).label)
        StaffAct.objects.create(actor=actor, membership=member, act=Act.ADD, reason=why, until=until)
        joined = {"member": member.public_id, "role": str(role)}
        record([Draft(room=room, kind=Kind.MEMBER_JOINED, author=member, text=name, data=joined, at=at)])
        return member


def suspend(*, actor: Person, room_id: str, member_id: str, reason: str, until: datetime | None = None) -> Membership:
    """Pause a person's part now, on every open page, until staff or the date `until` brings them back."""
    return _manage(actor, room_id, member_id, reason, until, part_states.suspend)


def restore(*, actor: Person, room_id: str, member_id: str, reason: str) -> Membership:
    """Bring a paused person back. What was said meanwhile stays hidden from them."""
    return _manage(actor, room_id, member_id, reason, None, part_states.restore)


def end(*, actor: Person, room_id: str, member_id: str, reason: str) -> Membership:
    """End a person's part for good."""
    return _manage(actor, room_id, member_id, reason, None, part_states.end)


def narrow(*, actor: Person, room_id: str, member_id: str, reason: str, until: datetime | None = None) -> Membership:
    """Let a person read but not write, until staff or the date `until` widens it."""
    return _manage(actor, room_id, member_id, reason, until, _narrow)


def widen(*, actor: Person, room_id: str, member_id: str, reason: str) -> Membership:
    """Let a narrowed person write again."""
    return _manage(actor, room_id, member_id, reason, None, _widen)


def show_missed(*, actor: Person, room_id: str, member_id: str, reason: str) -> Membership:
    """Let a member read what was said before they came and while their part was paused (G1: unless staff grant it).

    Raises RoomError bad_choice if nothing is hidden from them.
    """
    return _manage(actor, room_id, member_id, reason, None, _show)


def change_role(*, actor: Person, room_id: str, member_id: str, role: str, reason: str) -> Membership:
    """Give a person another role: their part ends, and one in the new role begins. Returns the one that ended.

    Nobody becomes staff, or stops being staff, this way. Raises RoomError bad_choice.
    """
    return _manage(actor, room_id, member_id, reason, None, partial(_recast, role))


def end_over() -> int:
    """End parts whose date has come, paused ones too. Returns how many. Quick if none; safe in several processes."""
    due = _due(part_states.end, state__in=(State.ACTIVE, State.SUSPENDED), until__lte=timezone.now())
    return sum(_apply_one(pk, step, filters) for pk, step, filters in due)


def apply_due() -> int:
    """Do what a set date asks for: end parts, lift pauses and narrowings whose time is over. Returns how many.

    Parts from when advocates still had one end too (S77).
    """
    now = timezone.now()
    due = [
        *_due(part_states.restore, state=State.SUSPENDED, paused_until__lte=now),
        *_due(_widen, state=State.ACTIVE, read_only=True, read_only_until__lte=now),
        *_due(part_states.end, state__in=(State.ACTIVE, State.SUSPENDED), role__in=PAPER_ROLES),
    ]
    return end_over() + sum(_apply_one(pk, step, filters) for pk, step, filters in due)


def rename(*, actor: Person, room_id: str, client_id: UUID, name: str) -> Event:
    """Change the name one shows in this room. Raises RoomError bad_name, name_taken."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.RENAME)
        name = clean_name(name)
        data = {"member": member.public_id}
        draft = Draft(
            room=member.room, kind=Kind.MEMBER_RENAMED, author=member, text=name, data=data, client_id=client_id
        )
        sent = replay.earlier([(member, client_id)]).get((member.pk, client_id))
        if sent is not None:
            return replay.same_or_refuse(sent, draft)
        refuse_lookalike(member.room, name, but=member)
        member.shown_name = name
        member.save(update_fields=["shown_name"])
        return record([draft])[0]


def check_newcomer(room: Room, person: Person, name: str) -> None:
    """Raise RoomError already_in or name_taken if this person cannot come into the room under this name."""
    if room.memberships.filter(person=person).exclude(state=State.ENDED).exists():
        raise RoomError("already_in")
    refuse_lookalike(room, name)


def check_role(room: Room, role: str) -> None:
    """Raise RoomError bad_choice for who is given papers, and has no part (S77); and as `check_place`."""
    if role in PAPER_ROLES:
        raise RoomError("bad_choice")
    check_place(room, role)


def check_place(room: Room, role: str) -> None:
    """Raise RoomError bad_choice where foster homes plan, for whoever is neither of such a home nor staff (S44)."""
    if room.purpose == Room.Purpose.PLANNING and role not in CARERS | STAFF_ROLES:
        raise RoomError("bad_choice")


def refuse_lookalike(room: Room, name: str, *, but: Membership | None = None) -> None:
    """Raise RoomError name_taken for a name that could be taken for another member's, or that begins like staff's."""
    others = room.memberships.exclude(state=State.ENDED)
    if but is not None:
        others = others.exclude(pk=but.pk)
    for other in others:
        alike = skeleton(other.shown_name) == skeleton(name)
        if alike or (other.is_staff and _first(other.shown_name) == _first(name)):
            raise RoomError("name_taken")


def _first(name: str) -> str:
    return skeleton(name.split()[0])


Step = Callable[[Membership, datetime | None], Act]


def _manage(actor: Person, room_id: str, member_id: str, reason: str, until: datetime | None, step: Step) -> Membership:
    if not reason.strip():
        raise RoomError("reason_needed")
    if until is not None and until <= timezone.now():
        raise RoomError("bad_date")
    with transaction.atomic():
        planning_parts.lock_along(actor, room_id)
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        member = Membership.objects.select_related("person").filter(room=staff.room, public_id=member_id).first()
        if member is None or member.pk == staff.pk:
            raise RoomError("not_found")
        member.room = staff.room
        act = step(member, until)
        StaffAct.objects.create(actor=actor, membership=member, act=act, reason=reason.strip(), until=until)
        planning_parts.follow(member, actor)
        return member


def _due(step: Step, **filters: Any) -> list[tuple[int, Step, dict[str, Any]]]:
    return [(pk, step, filters) for pk in Membership.objects.filter(**filters).values_list("pk", flat=True)]


def _apply_one(pk: int, step: Step, filters: dict[str, Any]) -> bool:
    """Take one due step, unless somebody was quicker. One that fails holds up no other, and is tried again."""
    try:
        with transaction.atomic():
            room = planning_parts.lock_with(Room.objects.get(memberships=pk))
            member = Membership.objects.select_related("person").filter(pk=pk, **filters).first()
            if member is None:
                return False
            member.room = room
            act = step(member, None)
            why = "is given papers instead" if member.role in PAPER_ROLES else "the set date came"
            StaffAct.objects.create(membership=member, act=act, reason=why)
            planning_parts.follow(member, None)
            return True
    except Exception as error:
        logger.warning("part %d: what was due failed with %s", pk, type(error).__name__)
        return False


def _show(member: Membership, until: datetime | None) -> Act:
    missed = member.hidden.filter(last_seq__isnull=False)
    if member.state != State.ACTIVE or not missed.exists():
        raise RoomError("bad_choice")
    missed.delete()
    return Act.SHOW


def _recast(role: str, member: Membership, until: datetime | None) -> Act:
    closed = STAFF_ROLES | PAPER_ROLES
    if role not in Role or {role, member.role} & closed or role == member.role or member.state != State.ACTIVE:
        raise RoomError("bad_choice")
    check_place(member.room, role)
    hidden = member.hidden_ranges
    new = member.in_role(role)
    part_dates.hand_on(member, part_states.replaced(member, new))
    HiddenRange.objects.bulk_create(HiddenRange(membership=new, first_seq=one, last_seq=last) for one, last in hidden)
    for wish in RoomReach.objects.filter(membership=member):
        wish.membership = new
        wish.save(force_insert=True)
    joined = {"member": new.public_id, "role": role}
    record([Draft(room=member.room, kind=Kind.MEMBER_JOINED, author=new, text=new.shown_name, data=joined)])
    return Act.ROLE


def _narrow(member: Membership, until: datetime | None) -> Act:
    return _set_read_only(member, True, until, Act.NARROW)


def _widen(member: Membership, until: datetime | None) -> Act:
    return _set_read_only(member, False, until, Act.WIDEN)


def _set_read_only(member: Membership, read_only: bool, until: datetime | None, act: Act) -> Act:
    if member.state != State.ACTIVE:
        raise RoomError("bad_choice")
    set_read_only(member, read_only, until)
    return act
