"""What the social worker's desk shows: her families, their rooms, the last line of each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from rooms import queries
from rooms.access import Action, door, open_memberships, sight
from rooms.models import STAFF_ROLES, Event, Kind, Membership, Person
from rooms.queries import MemberView, RoomPage
from rooms.queries.cards import last_line, own_parts, tones
from rooms.queries.lines import Line
from rooms.queries.members import member_views, present
from rooms.queries.stage import LABELS, stage_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class DeskCard:
    """One room on the desk. `week_count` is the number of messages of the last seven days."""

    id: str
    name: str
    initial: str
    tone: int
    head: int
    stage_label: str
    members: list[MemberView]
    last: Line | None
    week_count: int


@dataclass(frozen=True, kw_only=True)
class FamilyBoard:
    """A family and its rooms."""

    name: str
    rooms: list[DeskCard]


def has_desk(person: Person) -> bool:
    """Whether there is a desk for this person at all."""
    return person.is_authenticated and open_memberships(person).filter(role__in=STAFF_ROLES).exists()


def board(person: Person) -> list[FamilyBoard]:
    """The families of a staff member, by name."""
    parts = (
        open_memberships(person)
        .filter(role__in=STAFF_ROLES)
        .select_related("room__family", "person")
        .prefetch_related("room__children", "room__memberships", "hidden")
    )
    colours = tones(own_parts(person))
    counts = _week_counts([member.room_id for member in parts])
    families: dict[tuple[str, int], list[DeskCard]] = defaultdict(list)
    for member in parts:
        card = _card(member, person, colours[member.pk], counts.get(member.room_id, 0))
        families[member.room.family.name, member.room.family_id].append(card)
    return [FamilyBoard(name=name, rooms=rooms) for (name, _), rooms in sorted(families.items())]


def room_page(person: Person, room_id: str, *, before: int | None = None) -> RoomPage:
    """A room as staff observes it, with earlier versions. Raises RoomError not_found."""
    return queries.room_page(person, room_id, before=before, action=Action.OBSERVE)


def people(person: Person, room_id: str) -> list[MemberView]:
    """The members of a room, for managing their parts. Raises RoomError not_found."""
    return queries.people(person, room_id, action=Action.MANAGE)


def room_name(person: Person, room_id: str) -> str:
    """What the room is called. Raises RoomError not_found."""
    return door(actor=person, room_id=room_id, action=Action.OBSERVE).room.name


def _week_counts(rooms: Sequence[int]) -> dict[int, int]:
    recent = Event.objects.filter(room__in=rooms, kind=Kind.MESSAGE, at__gte=timezone.now() - WEEK)
    return dict(recent.order_by().values_list("room").annotate(n=Count("pk")))


def _card(member: Membership, person: Person, tone: int, week_count: int) -> DeskCard:
    room = member.room
    views = member_views(room.memberships.all(), me=member)
    today = timezone.localdate(timezone=ZoneInfo(person.time_zone))
    return DeskCard(
        id=room.public_id,
        name=room.name,
        initial=room.name[:1],
        tone=tone,
        head=room.last_seq,
        stage_label=str(LABELS[stage_of(room, today)]),
        members=[view for view in present(views) if view.role not in set(STAFF_ROLES)],
        last=last_line(member, sight(member), views, person),
        week_count=week_count,
    )
