"""Handing over a caseload: when a worker leaves, a supervisor gives their rooms to a colleague, all at once (S64)."""

from collections.abc import Collection, Iterable

from django.db import transaction

from moderation.models import Flag, Look
from moderation.queries.staff import colleagues, named, supervised
from moderation.services.looks import looked
from rooms.access import Action, lock_rooms, permit
from rooms.errors import RoomError
from rooms.models import Membership, Person, Role, Room, State
from rooms.services import memberships, planning_parts


def hand_over(*, actor: Person, leaving: str, to: str, room_ids: Collection[str], reason: str) -> int:
    """Put the colleague `to` in the place of `leaving` in these rooms, and return how many there were.

    Both are named by their handles (`moderation.queries.staff`). The parts end and begin as always, with their events;
    what `leaving` was looking at goes to `to`. It is done in all of the rooms or in none. Raises RoomError: not_found
    for whoever is no supervisor of all these rooms, or names somebody or a room that is not theirs to name, or a
    colleague whose account is switched off; reason_needed; bad_choice without rooms, or for the same person twice;
    already_in and name_taken as for any newcomer.
    """
    staff = {part.room.public_id for part in supervised(actor)}
    people = colleagues(actor)
    goes, comes = named(leaving, people), named(to, [person for person in people if person.is_active])
    if goes == comes or not room_ids:
        raise RoomError("bad_choice")
    if not reason.strip():
        raise RoomError("reason_needed")
    if not staff.issuperset(room_ids):
        raise RoomError("not_found")
    with transaction.atomic():
        # All rooms at once and in key order, so that two hand-overs cannot wait for each other.
        planning_parts.lock_along(actor, *room_ids)
        locked = lock_rooms([(actor, room_id) for room_id in set(room_ids)])
        if len(locked) != len(set(room_ids)):
            raise RoomError("not_found")
        parts = [permit(part, Action.MANAGE) for part in locked.values()]
        for part in sorted(parts, key=lambda part: part.room_id):
            _change(actor, part.room, goes, comes, reason)
        return len(parts)


def _change(actor: Person, room: Room, goes: Person, comes: Person, reason: str) -> None:
    """One room: the old part ends first, since two of the staff may share a first name."""
    old = _worker_part(room, goes)
    if old is None:
        raise RoomError("not_found")
    memberships.end(actor=actor, room_id=room.public_id, member_id=old.public_id, reason=reason)
    if _worker_part(room, comes) is None:
        memberships.add(actor=actor, room=room, person=comes, role=Role.SOCIAL_WORKER, reason=reason)
    looking = Flag.objects.filter(room=room, claimed_by=goes, state=Flag.State.CLAIMED)
    moved = looking.update(claimed_by=comes)
    looked(actor=actor, room=room, kind=Look.Kind.HANDOVER, flags=moved)


def _worker_part(room: Room, person: Person) -> Membership | None:
    """A part as this room's social worker that has not ended; a paused one is no help to those who wait."""
    return room.memberships.filter(person=person, role=Role.SOCIAL_WORKER, state=State.ACTIVE).first()


def rooms_of(worker: Person, supervisor_parts: Iterable[Membership]) -> list[Room]:
    """The rooms that can be handed over: the worker's among those of the supervisor, by family and name."""
    mine = [part.room_id for part in supervisor_parts]
    found = Room.objects.filter(
        pk__in=mine, memberships__person=worker, memberships__role=Role.SOCIAL_WORKER, memberships__state=State.ACTIVE
    )
    rooms = found.select_related("family").prefetch_related("children").distinct()
    return sorted(rooms, key=lambda room: (room.family.name, room.family_id, room.name, room.pk))
