"""Graded steps: from talking it over to freezing a room, each with a reason for staff alone, and an end (S7, S60).

Muting, pausing and freezing are what `rooms.services.memberships` does; a step ties it to its reason, its flag and its
end, and undoes nothing but what it did itself.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from moderation.models import Flag, Look, Step
from moderation.services.looks import looked
from rooms.access import Action, enter_locked, member_in
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES, Membership, Person, Room, State
from rooms.services import memberships, planning_parts
from rooms.services.rooms import set_pace
from rooms.text import check_message

LIMIT: Final = 2_000
"""Characters of a reason."""
OF_A_MEMBER: Final = frozenset({Step.Kind.MUTE, Step.Kind.PAUSE})
"""Steps that are about one member."""
OF_THE_ROOM: Final = frozenset({Step.Kind.SLOW, Step.Kind.FREEZE})
"""Steps that are for everybody in the room, whoever is named with them."""
PACES: Final = (300, 900, 3_600)
"""Seconds between two messages of one member that a slow room can have."""
ENDLESS: Final = frozenset({Step.Kind.TALK})
"""Steps that may be taken without an end; then they are done at once. With one, they come back to mind then."""


def take(
    *,
    actor: Person,
    room_id: str,
    kind: str,
    reason: str,
    until: datetime | None = None,
    member_id: str = "",
    flag_id: str = "",
    every: int | None = None,
) -> Step:
    """Take a step now. `member_id` names whom it is about, where it is about one; `flag_id` what it came of.

    `every` is how slow the room gets (PACES), if it is slowed down. Raises RoomError: not_found, also for a member or
    flag of another room; not_allowed; bad_choice for staff, for a member whose part is not open, or for another pace;
    reason_needed, too_long, bad_text; bad_date without an end that is to come; in_force.
    """
    why = _reason(reason)
    if kind not in _DO or kind == Step.Kind.SLOW and every not in PACES:
        raise RoomError("bad_choice")
    if until is None and kind not in ENDLESS or until is not None and until <= timezone.now():
        raise RoomError("bad_date")
    with transaction.atomic():
        planning_parts.lock_along(actor, room_id)
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        step = Step(
            room=staff.room,
            member=_about(staff, kind, member_id),
            flag=_flag(staff, flag_id),
            kind=kind,
            reason=why,
            by=actor,
            until=until,
            every=every if kind == Step.Kind.SLOW else None,
        )
        _not_twice(step)
        if until is None:
            step.ended_at = step.at
        step.save()
        _DO[Step.Kind(kind)](step, actor)
        looked(actor=actor, room=staff.room, kind=Look.Kind.STEP)
        return step


def end(*, actor: Person, room_id: str, step_id: int, reason: str) -> Step:
    """End a step before its time, and undo what it did, unless that was changed since by other means.

    Raises RoomError: not_found, also for a step of another room; not_allowed; step_over; reason_needed, too_long.
    """
    why = _reason(reason)
    with transaction.atomic():
        planning_parts.lock_along(actor, room_id)
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        step = Step.objects.filter(pk=step_id, room=staff.room).select_related("member").first()
        if step is None:
            raise RoomError("not_found")
        if step.ended_at is not None:
            raise RoomError("step_over")
        step.room = staff.room
        step.ended_at = timezone.now()
        step.save(update_fields=["ended_at"])
        _UNDO[Step.Kind(step.kind)](step, actor, why)
        looked(actor=actor, room=staff.room, kind=Look.Kind.STEP)
        return step


def apply_due() -> int:
    """End the steps whose time is over; returns how many. To be called after `memberships.apply_due`.

    That has brought back and let write whom a step kept from it, since a step hands its end on to the part.
    """
    with transaction.atomic():
        ended = list(Step.objects.filter(ended_at__isnull=True, until__lte=timezone.now()))
        locked = Room.objects.select_for_update().filter(pk__in={step.room_id for step in ended}).order_by("pk")
        rooms = {room.pk: room for room in locked}
        count = 0
        for step in ended:  # another worker may have been quicker
            count += Step.objects.filter(pk=step.pk, ended_at__isnull=True).update(ended_at=step.until)
            if step.kind == Step.Kind.HOLD:
                _review(rooms[step.room_id])
            elif step.kind == Step.Kind.SLOW:
                _pace(rooms[step.room_id])
        return count


def _reason(reason: str) -> str:
    why = reason.replace("\r\n", "\n").strip()
    if not why:
        raise RoomError("reason_needed")
    if len(why) > LIMIT:
        raise RoomError("too_long")
    return check_message(why)


def _about(staff: Membership, kind: str, member_id: str) -> Membership | None:
    """Whom the step is about; nobody alone if it is for all."""
    if kind in OF_THE_ROOM or not member_id and kind not in OF_A_MEMBER:
        return None
    return member_in(staff, member_id)


def _flag(staff: Membership, flag_id: str) -> Flag | None:
    if not flag_id:
        return None
    flag = Flag.objects.filter(room=staff.room, public_id=flag_id).first()
    if flag is None:
        raise RoomError("not_found")
    return flag


def _not_twice(step: Step) -> None:
    """Refuse a step that is in force; also one that a hand at the people's page took, for it would undo that."""
    same = Step.objects.filter(room=step.room, kind=step.kind, ended_at__isnull=True)
    same = same.filter(member__person=step.member.person_id) if step.member else same.filter(member=None)
    muted = step.kind == Step.Kind.MUTE and step.member is not None and step.member.read_only
    if muted or same.exists():
        raise RoomError("in_force")


def _nothing(step: Step, actor: Person) -> None:
    """Talking it over changes nothing in the room."""


def _hold(step: Step, actor: Person) -> None:
    _review(step.room)


def _review(room: Room) -> None:
    """Have messages looked into while any step of the room asks for that; for whom, the steps themselves say."""
    room.under_review = Step.objects.filter(room=room, kind=Step.Kind.HOLD, ended_at__isnull=True).exists()
    room.save(update_fields=["under_review"])


def _slow(step: Step, actor: Person) -> None:
    _pace(step.room)


def _pace(room: Room) -> None:
    """Slow the room down while its step lasts, and let it go on as usual after that."""
    step = Step.objects.filter(room=room, kind=Step.Kind.SLOW, ended_at__isnull=True).last()
    set_pace(room, every=(step.every or 0) if step else 0, until=step.until if step else None)


def _mute(step: Step, actor: Person) -> None:
    _narrow(step, actor, _whom(step).public_id)


def _pause(step: Step, actor: Person) -> None:
    memberships.suspend(
        actor=actor, room_id=step.room.public_id, member_id=_whom(step).public_id, reason=step.reason, until=step.until
    )


def _freeze(step: Step, actor: Person) -> None:
    """Keep everybody but staff from writing; those who were kept from it already are left as they are."""
    writing = step.room.memberships.filter(state=State.ACTIVE, read_only=False).exclude(role__in=STAFF_ROLES)
    step.did = [member.public_id for member in writing.order_by("pk")]
    step.save(update_fields=["did"])
    for member_id in step.did:
        _narrow(step, actor, member_id)


def _narrow(step: Step, actor: Person, member_id: str) -> None:
    memberships.narrow(
        actor=actor, room_id=step.room.public_id, member_id=member_id, reason=step.reason, until=step.until
    )


def _undo_nothing(step: Step, actor: Person, why: str) -> None:
    """There is nothing to undo."""


def _undo_hold(step: Step, actor: Person, why: str) -> None:
    _review(step.room)


def _undo_slow(step: Step, actor: Person, why: str) -> None:
    _pace(step.room)


def _undo_mute(step: Step, actor: Person, why: str) -> None:
    _widen(step, actor, [_whom(step).public_id], why)


def _undo_pause(step: Step, actor: Person, why: str) -> None:
    paused = step.room.memberships.filter(state=State.SUSPENDED, paused_until=step.until)
    for member in paused.filter(person=_whom(step).person_id):
        memberships.restore(actor=actor, room_id=step.room.public_id, member_id=member.public_id, reason=why)


def _undo_freeze(step: Step, actor: Person, why: str) -> None:
    _widen(step, actor, step.did, why)


def _widen(step: Step, actor: Person, members: list[str], why: str) -> None:
    """Let write again whom this step kept from it and nobody has changed since, in whatever role they are here now."""
    people = step.room.memberships.filter(public_id__in=members).values("person")
    ours = step.room.memberships.filter(state=State.ACTIVE, read_only=True, read_only_until=step.until)
    for member in ours.filter(person__in=people).order_by("pk"):
        memberships.widen(actor=actor, room_id=step.room.public_id, member_id=member.public_id, reason=why)


def _whom(step: Step) -> Membership:
    if step.member is None:
        raise RoomError("not_found")
    return step.member


_DO: Final[Mapping[Step.Kind, Callable[[Step, Person], None]]] = {
    Step.Kind.TALK: _nothing,
    Step.Kind.HOLD: _hold,
    Step.Kind.SLOW: _slow,
    Step.Kind.MUTE: _mute,
    Step.Kind.PAUSE: _pause,
    Step.Kind.FREEZE: _freeze,
}
_UNDO: Final[Mapping[Step.Kind, Callable[[Step, Person, str], None]]] = {
    Step.Kind.TALK: _undo_nothing,
    Step.Kind.HOLD: _undo_hold,
    Step.Kind.SLOW: _undo_slow,
    Step.Kind.MUTE: _undo_mute,
    Step.Kind.PAUSE: _undo_pause,
    Step.Kind.FREEZE: _undo_freeze,
}

KINDS: Final = tuple(_DO)
"""The steps that can be taken, from the lightest on."""
