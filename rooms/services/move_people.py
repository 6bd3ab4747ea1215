"""Who is in the room of the next home: those who come along as they are, and that home's own adults (S12, S7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from rooms.errors import RoomError
from rooms.models import Membership, Person, Role, Room, State
from rooms.services import memberships

WHY: Final = "a change of placement"
"""What the trail says of parts that change with it."""


def join(target: Room, old: Membership, actor: Person, at: datetime | None) -> Membership:
    """The same part in the new room, by the same name, with its end; see `as_before` for the rest."""
    return memberships.add(
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


def let_in(target: Room, person: Person, role: Role, actor: Person, at: datetime | None) -> Membership:
    """An adult of the new home, by first name; in full where somebody has one like it; by last name if it is staff."""
    words = person.name.split()
    names = (words[0], person.name, words[-1])
    return add_by(names, actor=actor, room=target, person=person, role=role, reason=WHY, at=at)


def add_by(names: Sequence[str], **part: Any) -> Membership:
    """`memberships.add` by the first of these names that is not taken in the room; the last one's refusal is told."""
    for name in names[:-1]:
        try:
            return memberships.add(shown_name=name, **part)
        except RoomError as error:
            if error.code != "name_taken":
                raise
    return memberships.add(shown_name=names[-1], **part)


def as_before(target: Room, member: Membership, old: Membership, actor: Person) -> None:
    """Pause, or narrow, a part in the new room as it is in the old one."""
    change, until = None, None
    if old.state == State.SUSPENDED:
        change, until = memberships.suspend, old.paused_until
    elif old.read_only:
        change, until = memberships.narrow, old.read_only_until
    if change is not None:
        change(actor=actor, room_id=target.public_id, member_id=member.public_id, reason=WHY, until=until)
