"""What staff can do about a person's part in a room, in words that are plain and put the person first (S7, S62)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.models import PAPER_ROLES, STAFF_ROLES, Membership, Person, Role
from rooms.queries import MemberView
from rooms.services import memberships


@dataclass(frozen=True, kw_only=True)
class Change:
    """What staff has asked for: whose part, why, and until when or as what if the act asks that."""

    actor: Person
    room_id: str
    member_id: str
    reason: str
    until: datetime | None = None
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class StaffAct:
    """One act: what its button says, what the page that asks says, what it does."""

    name: str
    button: str | Promise
    title: str | Promise
    means: str | Promise
    confirm: str | Promise
    may_end: bool = False
    roles: bool = False
    """Whether a role is to be chosen."""
    do: Callable[[Change], Membership]


def _part(change: Change) -> dict[str, Any]:
    return {
        "actor": change.actor,
        "room_id": change.room_id,
        "member_id": change.member_id,
        "reason": change.reason,
    }


_ALL: Final = (
    StaffAct(
        name="narrow",
        button=_("Read only"),
        title=_("Let %(name)s read, and not write, for now?"),
        means=_(
            "%(name)s still sees what is said about %(room)s and stays part of it. Writing is off until you or the "
            "date below turns it on again. The others are not told."
        ),
        confirm=_("Read only for now"),
        may_end=True,
        do=lambda change: memberships.narrow(**_part(change), until=change.until),
    ),
    StaffAct(
        name="widen",
        button=_("Write again"),
        title=_("Let %(name)s write again?"),
        means=_("%(name)s can write about %(room)s again, from now on."),
        confirm=_("Let write again"),
        do=lambda change: memberships.widen(**_part(change)),
    ),
    StaffAct(
        name="suspend",
        button=_("Pause"),
        title=_("Pause %(name)s’s part?"),
        means=_(
            "%(name)s cannot open %(room)s’s room while the pause lasts, on any device, starting now. What %(name)s "
            "wrote stays. The others see that the part is paused, and not why."
        ),
        confirm=_("Pause this part"),
        may_end=True,
        do=lambda change: memberships.suspend(**_part(change), until=change.until),
    ),
    StaffAct(
        name="restore",
        button=_("Bring back"),
        title=_("Bring %(name)s back?"),
        means=_(
            "%(name)s can open %(room)s’s room again. What was said during the pause stays hidden from %(name)s. The "
            "others see that %(name)s is back."
        ),
        confirm=_("Bring back"),
        do=lambda change: memberships.restore(**_part(change)),
    ),
    StaffAct(
        name="show",
        button=_("Show what was missed"),
        title=_("Let %(name)s read what was missed?"),
        means=_(
            "%(name)s can read what was said about %(room)s before coming, and during a pause. This cannot be undone: "
            "what was read was read. The others are not told."
        ),
        confirm=_("Show it"),
        do=lambda change: memberships.show_missed(**_part(change)),
    ),
    StaffAct(
        name="role",
        button=_("Another role"),
        title=_("What is %(name)s to %(room)s now?"),
        means=_(
            "The part so far ends and one in the new role begins; what %(name)s wrote and could read stays. The others "
            "see that the role has changed. Nobody becomes staff this way."
        ),
        confirm=_("Change the role"),
        roles=True,
        do=lambda change: memberships.change_role(**_part(change), role=change.role),
    ),
    StaffAct(
        name="end",
        button=_("End"),
        title=_("End %(name)s’s part for good?"),
        means=_(
            "%(name)s leaves %(room)s’s room for good. What %(name)s wrote stays in the record. If things may "
            "change, a pause may be enough."
        ),
        confirm=_("End this part"),
        do=lambda change: memberships.end(**_part(change)),
    ),
)

ACTS: Final = {act.name: act for act in _ALL}


def for_member(member: MemberView) -> list[StaffAct]:
    """What can be done about this part as it stands now."""
    if member.state == "suspended":
        return [ACTS["restore"], ACTS["end"]]
    if member.staff:
        return []
    names = ["widen" if member.read_only else "narrow", "suspend", *(["show"] if member.missed else []), "role", "end"]
    return [ACTS[name] for name in names]


def roles_for(member: MemberView) -> list[tuple[str, str]]:
    """Roles that this member can be given."""
    closed = {*STAFF_ROLES, *PAPER_ROLES, member.role}
    return [(role.value, str(role.label)) for role in Role if role not in closed]
