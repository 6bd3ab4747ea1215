"""How far a member has read, and when they first saw it: kept for the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rooms import bus, statements
from rooms.access import Action, lock_own_parts, permit
from rooms.errors import RoomError
from rooms.models import Membership, Person, Reading


@dataclass(frozen=True, kw_only=True)
class Mark:
    """That somebody has seen a room up to an event. `at` is for loading what was seen before (the demo, an import)."""

    actor: Person
    room_id: str
    upto: int
    at: datetime | None = None


def advance_many(marks: Sequence[Mark]) -> list[int | RoomError]:
    """Move read cursors forward in one commit; each mark gets where its cursor stands then, or its own refusal.

    A cursor never moves back, nor beyond the room's head.
    """
    with transaction.atomic():
        parts = lock_own_parts([(mark.actor, mark.room_id) for mark in marks])
        now = timezone.now()
        members = [parts.get((mark.actor.pk, mark.room_id)) for mark in marks]
        before = {member.pk: member.read_seq for member in parts.values()}
        outcomes = [_advance(member, mark) for member, mark in zip(members, marks, strict=True)]
        times = {member.pk: mark.at or now for member, mark in zip(members, marks, strict=True) if member}
        moved = [member for member in parts.values() if member.read_seq > before[member.pk]]
        if moved:
            Reading.objects.bulk_create(
                Reading(
                    membership=member, first_seq=before[member.pk] + 1, last_seq=member.read_seq, at=times[member.pk]
                )
                for member in moved
            )
            statements.move_cursors(moved)
            signals = _seen(moved, times)
            transaction.on_commit(lambda: bus.signal(signals), robust=True)
    return outcomes


def advance(*, actor: Person, room_id: str, upto: int, at: datetime | None = None) -> int:
    """Move one cursor. Raises RoomError not_found, not_allowed, bad_choice."""
    outcome = advance_many([Mark(actor=actor, room_id=room_id, upto=upto, at=at)])[0]
    if isinstance(outcome, RoomError):
        raise outcome
    return outcome


def _advance(member: Membership | None, mark: Mark) -> int | RoomError:
    try:
        if member is None:
            raise RoomError("not_found")
        permit(member, Action.MARK_READ)
        if mark.upto < 0:
            raise RoomError("bad_choice")
    except RoomError as refusal:
        return refusal
    member.read_seq = max(member.read_seq, min(mark.upto, member.room.last_seq))
    return member.read_seq


def _seen(moved: Sequence[Membership], times: dict[int, datetime]) -> list[bus.Signal]:
    """One signal for each room."""
    rooms: dict[int, list[Membership]] = {}
    for member in moved:
        rooms.setdefault(member.room_id, []).append(member)
    return [
        {
            "s": "seen",
            "room": room,
            "upto": {member.public_id: member.read_seq for member in members},
            "at": max(times[member.pk] for member in members).isoformat(),
        }
        for room, members in rooms.items()
    ]
