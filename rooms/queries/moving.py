"""What staff needs to know to move a child to another home: who lives here, where to, and who comes along."""

from dataclasses import dataclass

from rooms.models import STAFF_ROLES, Household, Membership, Move, Role, Room, State

CARERS = frozenset({Role.FOSTER_PARENT, Role.KINSHIP_CAREGIVER})


@dataclass(frozen=True, kw_only=True)
class MovedOn:
    """A move out of this room: where to, and whether the old home still says goodbye."""

    room_id: str
    name: str
    closed: bool


@dataclass(frozen=True, kw_only=True)
class MovePage:
    """The form's choices. `along` are all whom it can bring: id, name, role, and whether they usually come."""

    room: str
    room_id: str
    children: list[tuple[str, str]]
    homes: list[tuple[int, str]]
    along: list[tuple[str, str, str, bool]]
    carers: list[str]
    moved: list[MovedOn]
    came_from: str


def move_page(staff: Membership) -> MovePage:
    """For a staff part that may manage the room."""
    room = staff.room
    members = room.memberships.filter(state__in=(State.ACTIVE, State.SUSPENDED)).exclude(role__in=STAFF_ROLES)
    people = list(members.order_by("pk"))
    stays = room.children.filter(placements__household=room.household_id, placements__ended_on__isnull=True)
    usual = (Role.BIRTH_PARENT, Role.RELATIVE, Role.ADVOCATE)
    return MovePage(
        room=room.name,
        room_id=room.public_id,
        children=[(child.public_id, child.first_name) for child in stays.distinct().order_by("birth_date", "pk")],
        homes=_homes(room),
        along=[
            (one.public_id, one.shown_name, str(Role(one.role).label), one.role in usual)
            for one in people
            if one.role not in CARERS
        ],
        carers=[one.shown_name for one in people if one.role in CARERS],
        moved=[
            MovedOn(room_id=one.target.public_id, name=one.target.name, closed=one.closed)
            for one in room.moves_out.select_related("target").order_by("pk")
        ],
        came_from=next(iter(Move.objects.filter(target=room).values_list("source__public_id", flat=True)), ""),
    )


def _homes(room: Room) -> list[tuple[int, str]]:
    """The agency's other homes, with the first names of who would come into the room."""
    homes = Household.objects.filter(agency=room.family.agency_id).exclude(pk=room.household_id or 0)
    return [
        (home.pk, ", ".join([home.name, *(one.name.split()[0] for one in home.adults.all() if one.is_active)]))
        for home in homes.prefetch_related("adults").order_by("name", "pk")
    ]
