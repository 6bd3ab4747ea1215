"""What the desk shows of steps: those in force in a room, those that are over, and whom one could be about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from moderation.models import Flag, Step
from rooms.access import Action, door
from rooms.models import STAFF_ROLES, Membership, Person, State

SHOWN: Final = 20
"""Steps that are over, on the page."""

Names = dict[tuple[int, int | None], str]
"""What staff is called in a room, by the keys of both: the name of an account is nobody's business."""


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step. `member` is empty if it is for the whole room."""

    id: int
    kind: str
    label: str
    member: str
    by: str
    reason: str
    at: datetime
    until: datetime | None
    ended_at: datetime | None
    minutes: int | None
    """Between two messages of one member, in a slow room."""


@dataclass(frozen=True, kw_only=True)
class StepsPage:
    """The steps of a room. `members` are those whom a step can be about: id and name."""

    room_id: str
    room: str
    in_force: list[StepView]
    over: list[StepView]
    members: list[tuple[str, str]]
    flag_id: str


def steps_page(person: Person, room_id: str, *, flag_id: str = "") -> StepsPage:
    """The steps of a room, for staff. A flag of another room is as good as none. Raises RoomError."""
    staff = door(actor=person, room_id=room_id, action=Action.MANAGE)
    steps = Step.objects.filter(room=staff.room).select_related("member").order_by("-pk")
    members = staff.room.memberships.filter(state=State.ACTIVE).exclude(role__in=STAFF_ROLES).order_by("pk")
    known = bool(flag_id) and Flag.objects.filter(room=staff.room, public_id=flag_id).exists()
    names = staff_names([staff.room_id])
    return StepsPage(
        room_id=staff.room.public_id,
        room=staff.room.name,
        in_force=[step_view(step, names) for step in steps.filter(ended_at__isnull=True)],
        over=[step_view(step, names) for step in steps.filter(ended_at__isnull=False)[:SHOWN]],
        members=list(members.values_list("public_id", "shown_name")),
        flag_id=flag_id if known else "",
    )


def step_view(step: Step, names: Names) -> StepView:
    """A step as the desk shows it."""
    return StepView(
        id=step.pk,
        kind=step.kind,
        label=str(Step.Kind(step.kind).label),
        member=step.member.shown_name if step.member else "",
        by=names.get((step.room_id, step.by_id), ""),
        reason=step.reason,
        at=step.at,
        until=step.until,
        ended_at=step.ended_at,
        minutes=step.every and step.every // 60,
    )


def staff_names(rooms: Iterable[int]) -> Names:
    """What the staff of these rooms is, or was, called there."""
    staff = Membership.objects.filter(room__in=list(rooms), role__in=STAFF_ROLES).order_by("pk")
    return {(room, person): name for room, person, name in staff.values_list("room", "person", "shown_name")}
