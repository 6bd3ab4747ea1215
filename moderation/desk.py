"""What the social worker's desk shows: her families, their rooms, the last line of each.

However many rooms she has, it takes the same few queries.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

from django.db.models import Count, F
from django.utils import timezone

from moderation.models import Look
from moderation.services import looks
from rooms import excerpts, queries
from rooms.access import Action, door, open_memberships, sight
from rooms.excerpts import Entry
from rooms.models import STAFF_ROLES, Event, HiddenRange, Kind, Membership, Person
from rooms.queries import MemberView, RoomPage
from rooms.queries.cards import own_parts, tones
from rooms.queries.lines import Line, lines, reader_of
from rooms.queries.members import member_views, present
from rooms.queries.stage import LABELS, Stage, stages_of
from rooms.queries.timeline import frame
from rooms.queries.waits import NOTHING, Waits

WEEK = timedelta(days=7)
WEEK_EVENTS = 2_000
"""Events of a room that are looked through for those of the week: no room has more in one."""


@dataclass(frozen=True, kw_only=True)
class DeskCard:
    """One room on the desk. `week_count` is the number of messages of the last seven days.

    `sick` are the children who are sick now, `needs` how many things wait for staff; none where that is not asked.
    """

    id: str
    name: str
    initial: str
    tone: int
    head: int
    stage_label: str
    members: list[MemberView]
    last: Line | None
    week_count: int
    sick: tuple[str, ...] = ()
    needs: int = 0


@dataclass(frozen=True, kw_only=True)
class FamilyBoard:
    """A family and its rooms."""

    name: str
    rooms: list[DeskCard]


def has_desk(person: Person) -> bool:
    """Whether there is a desk for this person at all."""
    return person.is_authenticated and open_memberships(person).filter(role__in=STAFF_ROLES).exists()


def roles(person: Person) -> frozenset[str]:
    """As what this person has open parts of staff."""
    return frozenset(open_memberships(person).filter(role__in=STAFF_ROLES).order_by().values_list("role", flat=True))


def parts(person: Person) -> list[Membership]:
    """A staff member's open parts, with all that the desk says of their rooms but what was said there."""
    return list(
        open_memberships(person)
        .filter(role__in=STAFF_ROLES)
        .select_related("room__family", "person")
        .prefetch_related("room__children", "room__memberships", "hidden")
    )


def board(person: Person) -> list[FamilyBoard]:
    """The families of a staff member, by name. Seeing them leaves its row in the trail of each room."""
    return families(person, parts(person))


def families(
    person: Person,
    mine: Sequence[Membership],
    waiting: Mapping[int, Waits] = MappingProxyType({}),
    needs: Mapping[str, int] = MappingProxyType({}),
) -> list[FamilyBoard]:
    """`board`, for parts that were read already.

    With what waits on the pages of their rooms, by membership's key, and for staff at all, by the room's public id.
    """
    looks.note(mine, Look.Kind.BOARD)
    colours = tones(own_parts(person))
    counts = _week_counts([member.room_id for member in mine])
    last = excerpts.last_messages([sight(member) for member in mine])
    today = timezone.localdate(timezone=person.zone)
    stages = stages_of([member.room for member in mine], today)
    found: dict[tuple[str, int], list[DeskCard]] = defaultdict(list)
    for member in mine:
        key = member.room_id
        card = _card(member, colours[member.pk], counts.get(key, 0), stages[key], last.get(key, []))
        sick = waiting.get(member.pk, NOTHING).sick
        marked = replace(card, sick=sick, needs=needs.get(card.id, 0))
        found[member.room.family.name, member.room.family_id].append(marked)
    return [FamilyBoard(name=name, rooms=rooms) for (name, _), rooms in sorted(found.items())]


def room_page(person: Person, room_id: str, *, before: int | None = None) -> RoomPage:
    """A room as staff observes it, with earlier versions. Raises RoomError not_found."""
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.READ)
    return queries.room_page(person, room_id, before=before, action=Action.OBSERVE)


def people(person: Person, room_id: str) -> list[MemberView]:
    """The members of a room, for managing their parts. Raises RoomError not_found."""
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.MANAGE)
    members = queries.people(person, room_id, action=Action.MANAGE)
    hidden = HiddenRange.objects.filter(membership__public_id__in=[one.id for one in members], last_seq__isnull=False)
    missed = set(hidden.values_list("membership__public_id", flat=True))
    return [replace(one, missed=one.id in missed) for one in members]


def room_name(person: Person, room_id: str) -> str:
    """What the room is called. Raises RoomError not_found."""
    return door(actor=person, room_id=room_id, action=Action.OBSERVE).room.name


def _week_counts(rooms: Collection[int]) -> dict[int, int]:
    """Messages of the week by room. Only the end of each record is looked at, by its index."""
    recent = Event.objects.filter(
        room__in=rooms,
        seq__gt=F("room__last_seq") - WEEK_EVENTS,
        kind=Kind.MESSAGE,
        at__gte=timezone.now() - WEEK,
    )
    return dict(recent.order_by().values_list("room").annotate(n=Count("pk")))


def _card(member: Membership, tone: int, week_count: int, stage: Stage, last: Sequence[Entry]) -> DeskCard:
    room = member.room
    views = member_views(room.memberships.all(), me=member)
    return DeskCard(
        id=room.public_id,
        name=room.name,
        initial=room.name[:1],
        tone=tone,
        head=room.last_seq,
        stage_label=str(LABELS[stage]),
        members=[view for view in present(views) if not view.staff],
        last=next(iter(lines(reader_of(member, views), map(frame, last))), None),
        week_count=week_count,
    )
