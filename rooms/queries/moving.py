"""What staff needs to know to move a child to another home: who lives here, where to, and who comes along."""

from dataclasses import dataclass

from rooms.access import Action, allowed, open_memberships
from rooms.caring import LASTING
from rooms.models import BIRTH_SIDE, CARERS, STAFF_ROLES, Household, Membership, Move, Role, Room, State


@dataclass(frozen=True, kw_only=True)
class MovedOn:
    """A move out of this room: where to, whether the old home still says goodbye, and who of the next one is there."""

    room_id: str
    name: str
    closed: bool
    home: str
    carers: list[str]


@dataclass(frozen=True, kw_only=True)
class WhereHomesPlan:
    """A room in which the foster homes of these children and others plan; whether this staff says who is in it."""

    name: str
    room_id: str
    ours: bool


@dataclass(frozen=True, kw_only=True)
class MovePage:
    """The form's choices. `along` are all whom it can bring: id, name, role, and whether they usually come.

    `planning` are the rooms that whoever cares for these children is in, and goes from when the children do.
    """

    room: str
    room_id: str
    children: list[tuple[str, str]]
    homes: list[tuple[int, str]]
    along: list[tuple[str, str, str, bool]]
    carers: list[str]
    moved: list[MovedOn]
    came_from: str
    planning: list[WhereHomesPlan]


def move_page(staff: Membership) -> MovePage:
    """For a staff part that may manage the room."""
    room = staff.room
    members = room.memberships.filter(state__in=LASTING).exclude(role__in=STAFF_ROLES)
    people = list(members.order_by("pk"))
    stays = room.children.filter(placements__household=room.household_id, placements__ended_on__isnull=True)
    return MovePage(
        room=room.name,
        room_id=room.public_id,
        children=[(child.public_id, child.first_name) for child in stays.distinct().order_by("birth_date", "pk")],
        homes=_homes(room),
        along=[
            (one.public_id, one.shown_name, str(Role(one.role).label), one.role in BIRTH_SIDE)
            for one in people
            if one.role not in CARERS
        ],
        carers=[one.shown_name for one in people if one.role in CARERS],
        moved=[_moved_on(one) for one in room.moves_out.select_related("target__household").order_by("pk")],
        came_from=next(iter(Move.objects.filter(target=room).values_list("source__public_id", flat=True)), ""),
        planning=_planning(staff),
    )


def _moved_on(move: Move) -> MovedOn:
    target = move.target
    carers = target.memberships.filter(role__in=CARERS).exclude(state=State.ENDED).order_by("pk")
    return MovedOn(
        room_id=target.public_id,
        name=target.name,
        closed=move.closed,
        home=target.household.name if target.household else "",
        carers=[one.shown_name for one in carers],
    )


def _planning(staff: Membership) -> list[WhereHomesPlan]:
    carers = staff.room.memberships.filter(role__in=CARERS, state__in=LASTING).values("person")
    lasting = Membership.objects.filter(state__in=LASTING, person__in=carers)
    rooms = Room.objects.filter(
        purpose=Room.Purpose.PLANNING, children__in=staff.room.children.all(), memberships__in=lasting
    )
    mine = {part.room_id for part in open_memberships(staff.person) if Action.MANAGE in allowed(part)}
    return [
        WhereHomesPlan(name=room.name, room_id=room.public_id, ours=room.pk in mine)
        for room in rooms.distinct().order_by("pk")
    ]


def _homes(room: Room) -> list[tuple[int, str]]:
    """The agency's other homes, with the first names of who would come into the room."""
    homes = Household.objects.filter(agency=room.family.agency_id).exclude(pk=room.household_id or 0)
    return [
        (home.pk, ", ".join([home.name, *(one.name.split()[0] for one in home.adults.all() if one.is_active)]))
        for home in homes.prefetch_related("adults").order_by("name", "pk")
    ]
