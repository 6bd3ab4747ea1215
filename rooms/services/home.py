"""The plan for the way home: written together, approved by staff, asked about again when it changes (S65, S66, S67).

Whoever changes something says which version of the plan they saw. What changed since then is refused, so that two
people at once end with one plan that both see.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.limits import STEPS, STEPS_EVER, check_space
from rooms.models import Event, HomeStep, Membership, Person, Placement, StepKind, WayHome
from rooms.services import items

DEFAULT: Final = tuple(kind for kind in StepKind if not kind.worded)
"""What a plan begins with."""
FURTHEST: Final = 3 * 366
"""Days from now within which a step can lie, either way."""

_State = WayHome.State


def begin(*, actor: Person, room_id: str, client_id: UUID, at: datetime | None = None) -> Event:
    """Begin the plan with the usual goals and steps. Raises RoomError in_force if it is there."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.begun"):
            return done
        permit(member, Action.PLAN)
        if WayHome.objects.filter(room=member.room).exists():
            raise RoomError("in_force")
        plan = WayHome.objects.create(room=member.room, moved_at=at or timezone.now())
        HomeStep.objects.bulk_create(HomeStep(plan=plan, kind=kind) for kind in DEFAULT)
        return items.tell(member, Item(kind="home.begun", id=plan.public_id, facts={}), client_id=client_id, at=at)


def add(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    kind: str,
    text: str = "",
    on: date | None = None,
    who: str = HomeStep.Who.BOTH,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Write one more line into the plan: one in own words, or a usual one that was taken out.

    Raises RoomError bad_choice, far_day, enough, and words_needed for own ones without words.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.added"):
            return done
        permit(member, Action.PLAN)
        plan = _plan(member)
        _check(plan, kind, on, who)
        check_space(plan.steps.filter(taken_off=False), STEPS)
        check_space(plan.steps.all(), STEPS_EVER)
        if StepKind(kind).worded:
            if not text.strip():
                raise RoomError("words_needed")
        elif plan.steps.filter(kind=kind, taken_off=False).exists():
            raise RoomError("changed_since")
        step = HomeStep(plan=plan, kind=kind, on=None if StepKind(kind).goal else on, who=who)
        _turn(plan, step)
        return _tell(member, "home.added", step, client_id, text=text, sure=sure, at=at)


def change(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    step: str,
    version: int,
    text: str = "",
    on: date | None = None,
    who: str = HomeStep.Who.BOTH,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Set a line's day, who takes it, and its words; without `text` they stay. Raises RoomError as `add` does."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.changed", "home.planned"):
            return done
        permit(member, Action.PLAN)
        plan = _plan(member)
        line = _line(plan, step, version)
        _check(plan, line.kind, on, who)
        new_day = on is not None and on != line.on
        line.on, line.who = on, who
        _turn(plan, line)
        kind = "home.planned" if new_day else "home.changed"
        return _tell(member, kind, line, client_id, text=text, sure=sure, at=at)


def tick(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    step: str,
    version: int,
    on: bool = True,
    at: datetime | None = None,
) -> Event:
    """Tick a step off, or put it back on the list. A plan stays approved. Raises RoomError bad_choice for a goal."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.ticked", "home.unticked"):
            return done
        permit(member, Action.PLAN)
        plan = _plan(member)
        line = _line(plan, step, version)
        if StepKind(line.kind).goal:
            raise RoomError("bad_choice")
        if on == (line.ticked_at is not None):
            raise RoomError("changed_since")
        line.ticked_at, line.ticked_by = (at or timezone.now(), member) if on else (None, None)
        _turn(plan, line, agreed=True)
        return _tell(member, "home.ticked" if on else "home.unticked", line, client_id, at=at)


def take_off(
    *, actor: Person, room_id: str, client_id: UUID, step: str, version: int, at: datetime | None = None
) -> Event:
    """Take a line out of the plan; the record keeps what it said."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.taken_off"):
            return done
        permit(member, Action.PLAN)
        plan = _plan(member)
        line = _line(plan, step, version)
        line.taken_off = True
        _turn(plan, line)
        return _tell(member, "home.taken_off", line, client_id, at=at)


def send(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    version: int,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Send the plan to staff. Raises RoomError in_force if it is with them, or approved as it is."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.sent"):
            return done
        permit(member, Action.PLAN)
        plan = _seen(member, version)
        if plan.state in (_State.SENT, _State.APPROVED):
            raise RoomError("in_force")
        return _move(member, plan, _State.SENT, "home.sent", client_id, text=text, sure=sure, at=at)


def answer(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    version: int,
    approve: bool,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Approve the plan, or send it back with words. An approved plan starts the stage "on the way home".

    Raises RoomError changed_since for another version than the one that was read, settled if it waits no more, and
    words_needed for sending it back without any.
    """
    kind = "home.approved" if approve else "home.returned"
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.approved", "home.returned"):
            return done
        permit(member, Action.APPROVE)
        plan = _seen(member, version)
        if plan.state != _State.SENT:
            raise RoomError("settled")
        if not approve and not text.strip():
            raise RoomError("words_needed")
        if approve:
            stays = Placement.objects.filter(child__rooms=member.room, household=member.room.household_id)
            stays.filter(ended_on=None, going_home_from=None).update(going_home_from=member.room.day(at))
        state = _State.APPROVED if approve else _State.RETURNED
        return _move(member, plan, state, kind, client_id, text=text, sure=sure, at=at)


def _plan(member: Membership) -> WayHome:
    """The room's plan as it stands under the lock. Raises RoomError not_found."""
    plan = WayHome.objects.filter(room=member.room).first()
    if plan is None:
        raise RoomError("not_found")
    return plan


def _seen(member: Membership, version: int) -> WayHome:
    plan = _plan(member)
    if plan.version != version:
        raise RoomError("changed_since")
    return plan


def _line(plan: WayHome, step: str, version: int) -> HomeStep:
    """A line of the plan that did not change since `version`."""
    line = plan.steps.filter(public_id=step).first()
    if line is None:
        raise RoomError("not_found")
    if line.taken_off or line.changed > version:
        raise RoomError("changed_since")
    return line


def _check(plan: WayHome, kind: str, on: date | None, who: str) -> None:
    if kind not in StepKind or who not in HomeStep.Who:
        raise RoomError("bad_choice")
    if on is not None and abs((on - plan.room.day()).days) > FURTHEST:
        raise RoomError("far_day")


def _turn(plan: WayHome, line: HomeStep, *, agreed: bool = False) -> None:
    """Save a line with the plan's next version. Unless it is `agreed` anyhow, an approved plan is asked about again."""
    plan.version += 1
    if plan.state == _State.APPROVED and not agreed:
        plan.state = _State.CHANGED
    plan.save()
    line.changed = plan.version
    line.save()


def _tell(
    member: Membership,
    kind: str,
    line: HomeStep,
    client_id: UUID,
    *,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    facts = {"step": f"home.{line.kind}"}
    if kind == "home.planned" and line.on is not None:
        facts["on"] = line.on.isoformat()
    item = Item(kind=kind, id=line.public_id, facts=facts)
    event = items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
    if text.strip():
        line.words = event.seq
        line.save(update_fields=["words"])
    return event


def _move(
    member: Membership,
    plan: WayHome,
    state: WayHome.State,
    kind: str,
    client_id: UUID,
    *,
    text: str,
    sure: bool,
    at: datetime | None,
) -> Event:
    """Bring the plan to a state; the words of whoever does it are what the others answer to."""
    plan.state, plan.version, plan.moved_at = state, plan.version + 1, at or timezone.now()
    item = Item(kind=kind, id=plan.public_id, facts={})
    event = items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
    plan.answer = event.seq if text.strip() else None
    plan.save()
    return event
