"""A room in which the foster homes of brothers and sisters plan time together (S44).

Foster adults and staff only: what is said there is in no room of the birth parents, and nothing of theirs is here.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from rooms.access import Action, lock_rooms, permit, still_open
from rooms.errors import RoomError
from rooms.models import Child, Family, Membership, Person, Role, Room
from rooms.services import memberships
from rooms.services.rooms import open_room

HOMES: Final = (Role.FOSTER_PARENT, Role.KINSHIP_CAREGIVER)
"""Who looks after a child in a foster home."""


def open_planning(*, actor: Person, room_ids: Collection[str], reason: str, at: datetime | None = None) -> Room:
    """Open one planning room for the children of these rooms: of one family, in two homes or more.

    The foster adults of these rooms come in, and the staff that all of them share. Raises RoomError: not_found for
    whoever is no staff of all these rooms; reason_needed; bad_choice if the children do not belong together or live
    in one home; planned_already.
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
            _let_in(actor, room, part, reason, at)
        return room


def there(family: Family, children: Collection[Child]) -> Room | None:
    """The planning room for these very children, if there is one."""
    rooms = Room.objects.filter(family=family, purpose=Room.Purpose.PLANNING).prefetch_related("children")
    wanted = {child.pk for child in children}
    return next((room for room in rooms.order_by("pk") if {child.pk for child in room.children.all()} == wanted), None)


def children_of(rooms: Collection[Room]) -> list[Child]:
    """The children whose rooms these are."""
    return list(Child.objects.filter(rooms__in=rooms).distinct().order_by("pk"))


def _belonging_together(rooms: Collection[Room]) -> tuple[Family, list[Child]]:
    # One after the other for each family, so that two who open it at once do not open two.
    families = Family.objects.select_for_update().filter(pk__in={room.family_id for room in rooms})
    homes = {room.household_id for room in rooms}
    planning = any(room.purpose != Room.Purpose.COPARENTING for room in rooms)
    if len(families) != 1 or planning or None in homes or len(homes) < 2:
        raise RoomError("bad_choice")
    return families[0], children_of(rooms)


def _who_comes(rooms: Collection[Room]) -> Iterable[Membership]:
    """One part of each person: the foster adults of any of these rooms, and the staff of all of them."""
    parts = Membership.objects.filter(still_open(), room__in=rooms, person__is_active=True).select_related("person")
    theirs: dict[int, list[Membership]] = {}
    for part in parts.order_by("pk"):
        theirs.setdefault(part.person_id, []).append(part)
    for mine in theirs.values():
        at_home = next((part for part in mine if part.role in HOMES), None)
        staff = [part for part in mine if part.is_staff]
        if at_home is not None:
            yield at_home
        elif len({part.room_id for part in staff}) == len(rooms):
            yield staff[0]


def _let_in(actor: Person, room: Room, part: Membership, reason: str, at: datetime | None) -> None:
    for name in (part.shown_name, part.person.name):  # two of one first name may meet here
        try:
            memberships.add(
                actor=actor,
                room=room,
                person=part.person,
                role=Role(part.role),
                shown_name=name,
                sees_history=True,
                reason=reason,
                at=at,
            )
        except RoomError as error:
            if error.code != "name_taken" or name == part.person.name:
                raise
        else:
            return
