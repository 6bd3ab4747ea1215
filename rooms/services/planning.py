"""A room in which the foster homes of brothers and sisters plan time together (S44).

Foster adults and staff only: what is said there is in no room of the birth parents, and nothing of theirs is here. Who
goes again is in `rooms.services.planning_parts`.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from rooms.access import Action, allowed, enter_locked, lock_rooms, open_memberships, permit, still_open
from rooms.caring import carers, in_care, lived_in
from rooms.errors import RoomError
from rooms.models import CARERS, Child, Family, Membership, Person, Role, Room, State
from rooms.services.move_people import add_by
from rooms.services.rooms import open_room


def open_planning(*, actor: Person, room_ids: Collection[str], reason: str, at: datetime | None = None) -> Room:
    """Open one planning room for the children of these rooms: of one family, in two homes or more.

    The foster adults of these rooms come in, and the staff that all of them share. Raises RoomError: not_found for
    whoever is no staff of all these rooms; reason_needed; bad_choice if the children do not belong together or live
    in one home, or not in the home of their room any more; planned_already.
    """
    if not reason.strip():
        raise RoomError("reason_needed")
    if not room_ids:
        raise RoomError("bad_choice")
    with transaction.atomic():
        found = lock_rooms([(actor, room_id) for room_id in set(room_ids)])
        if len(found) != len(set(room_ids)):
            raise RoomError("not_found")
        rooms = [permit(part, Action.MANAGE).room for part in found.values()]
        family, children = _belonging_together(rooms)
        if there(family, children):
            raise RoomError("planned_already")
        room = open_room(family=family, children=children, household=None, purpose=Room.Purpose.PLANNING, at=at)
        for part in _who_comes(rooms):
            _let_in(actor, room, part, reason, sees_history=True, at=at)
        return room


def ask_in(*, actor: Person, room_id: str, parts: Collection[str], reason: str) -> list[Membership]:
    """Let foster adults with whom children of a planning room live now into that room, by their parts in those rooms.

    They read what is said from now on: what another home said before was not for them. Raises RoomError reason_needed;
    bad_choice for whoever is not `missing`, and for nobody.
    """
    if not reason.strip():
        raise RoomError("reason_needed")
    with transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        new = [part for part in missing(staff.room) if part.public_id in parts]
        if not new or len(new) != len(set(parts)):
            raise RoomError("bad_choice")
        return [_let_in(actor, staff.room, part, reason) for part in new]


def ask_home_in(*, actor: Person, room: Room, reason: str) -> None:
    """Let a home to which a child just moved into the planning rooms that the actor manages, in their transaction."""
    for there in staffed(actor, room):
        for part in missing(there):
            if part.room_id == room.pk:
                _let_in(actor, there, part, reason)


def staffed(actor: Person, room: Room) -> list[Room]:
    """The planning rooms for children of this room in which the actor is staff who says who is in them."""
    mine = open_memberships(actor).filter(room__purpose=Room.Purpose.PLANNING, room__children__in=room.children.all())
    return list({part.room_id: part.room for part in mine if Action.MANAGE in allowed(part)}.values())


def missing(room: Room) -> list[Membership]:
    """The foster adults with whom children of a planning room live, and who are not in it: one part of each.

    For any other room nobody.
    """
    if room.purpose != Room.Purpose.PLANNING:
        return []
    here = room.memberships.exclude(state=State.ENDED).values("person")
    found = carers(room).filter(still_open(), person__is_active=True).exclude(person__in=here)
    return list({part.person_id: part for part in found}.values())


def there(family: Family, children: Collection[Child]) -> Room | None:
    """The planning room for these children, if there is one: for them all, and for nobody else who is still in care."""
    wanted = {child.pk for child in children}
    rooms = Room.objects.filter(family=family, purpose=Room.Purpose.PLANNING).prefetch_related("children")
    for room in rooms.order_by("pk"):
        if wanted <= {child.pk for child in room.children.all()} and in_care(room) <= wanted:
            return room
    return None


def children_of(rooms: Collection[Room]) -> list[Child]:
    """The children whose rooms these are."""
    return list(Child.objects.filter(rooms__in=rooms).distinct().order_by("pk"))


def lived_in_now(rooms: Collection[Room]) -> list[Room]:
    """Those of one family's rooms whose children live in the home of the room."""
    if not rooms:
        return []
    children = [child.pk for child in children_of(rooms)]
    day = next(iter(rooms)).day()
    homes = set(lived_in(children, day).values_list("pk", flat=True))
    return [room for room in rooms if room.pk in homes]


def _belonging_together(rooms: Collection[Room]) -> tuple[Family, list[Child]]:
    # One after the other for each family, so that two who open it at once do not open two.
    families = Family.objects.select_for_update().filter(pk__in={room.family_id for room in rooms})
    homes = {room.household_id for room in rooms}
    if len(families) != 1 or len(homes) < 2 or len(lived_in_now(rooms)) != len(rooms):
        raise RoomError("bad_choice")
    return families[0], children_of(rooms)


def _who_comes(rooms: Collection[Room]) -> Iterable[Membership]:
    """One part of each person: the foster adults of any of these rooms, and the staff of all of them."""
    parts = Membership.objects.filter(still_open(), room__in=rooms, person__is_active=True).select_related("person")
    theirs: dict[int, list[Membership]] = {}
    for part in parts.order_by("pk"):
        theirs.setdefault(part.person_id, []).append(part)
    for mine in theirs.values():
        at_home = next((part for part in mine if part.role in CARERS), None)
        staff = [part for part in mine if part.is_staff]
        if at_home is not None:
            yield at_home
        elif len({part.room_id for part in staff}) == len(rooms):
            yield staff[0]


def _let_in(
    actor: Person, room: Room, part: Membership, reason: str, *, sees_history: bool = False, at: datetime | None = None
) -> Membership:
    names = (part.shown_name, part.person.name, part.person.name.split()[-1])  # two of one first name may meet here
    role = Role(part.role)
    return add_by(
        names, actor=actor, room=room, person=part.person, role=role, sees_history=sees_history, reason=reason, at=at
    )
