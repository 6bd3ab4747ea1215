"""What staff can do about a person's part in a room, in words that are plain and put the person first (S7, S62)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.models import Person
from rooms.queries import MemberView
from rooms.services import memberships


@dataclass(frozen=True, kw_only=True)
class StaffAct:
    """One act: what its button says, what the page that asks says, what it does."""

    name: str
    button: str | Promise
    title: str | Promise
    means: str | Promise
    confirm: str | Promise
    may_end: bool
    do: Callable[[Person, str, str, str, datetime | None], object]


def _suspend(actor: Person, room_id: str, member_id: str, reason: str, until: datetime | None) -> object:
    return memberships.suspend(actor=actor, room_id=room_id, member_id=member_id, reason=reason, until=until)


def _narrow(actor: Person, room_id: str, member_id: str, reason: str, until: datetime | None) -> object:
    return memberships.narrow(actor=actor, room_id=room_id, member_id=member_id, reason=reason, until=until)


def _restore(actor: Person, room_id: str, member_id: str, reason: str, until: datetime | None) -> object:
    return memberships.restore(actor=actor, room_id=room_id, member_id=member_id, reason=reason)


def _widen(actor: Person, room_id: str, member_id: str, reason: str, until: datetime | None) -> object:
    return memberships.widen(actor=actor, room_id=room_id, member_id=member_id, reason=reason)


def _end(actor: Person, room_id: str, member_id: str, reason: str, until: datetime | None) -> object:
    return memberships.end(actor=actor, room_id=room_id, member_id=member_id, reason=reason)


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
        do=_narrow,
    ),
    StaffAct(
        name="widen",
        button=_("Write again"),
        title=_("Let %(name)s write again?"),
        means=_("%(name)s can write about %(room)s again, from now on."),
        confirm=_("Let write again"),
        may_end=False,
        do=_widen,
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
        do=_suspend,
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
        may_end=False,
        do=_restore,
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
        may_end=False,
        do=_end,
    ),
)

ACTS: Final = {act.name: act for act in _ALL}


def for_member(member: MemberView) -> list[StaffAct]:
    """What can be done about this part as it stands now."""
    if member.state == "suspended":
        return [ACTS["restore"], ACTS["end"]]
    if member.staff:
        return []
    return [ACTS["widen" if member.read_only else "narrow"], ACTS["suspend"], ACTS["end"]]
