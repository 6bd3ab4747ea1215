"""Rooms in a list: what is new in each, at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from rooms.access import lasting_memberships, open_memberships, visible
from rooms.models import STAFF_ROLES, Event, Kind, Membership, Person, State
from rooms.queries.lines import Line, Reader, lines
from rooms.queries.members import TONES, MemberView, member_views, present
from rooms.queries.timeline import messages

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class RoomCard:
    """A room in a list. A paused one shows its name and nothing of what is said in it."""

    id: str
    name: str
    initial: str
    tone: int
    paused: bool
    unread: int
    head: int
    last: Line | None
    others: str


def home(person: Person) -> list[RoomCard]:
    """The rooms that a person takes part in as a member, the latest first; then those that are paused."""
    parts = open_memberships(person).exclude(role__in=STAFF_ROLES)
    colours = tones(person)
    paused = lasting_memberships(person).filter(state=State.SUSPENDED).exclude(role__in=STAFF_ROLES)
    away = [_paused_card(member, colours[member.pk]) for member in paused]
    return [*cards(person, parts, colours), *away]


def cards(person: Person, parts: QuerySet[Membership], colours: Mapping[int, int]) -> list[RoomCard]:
    """Cards for memberships of `person`, latest conversation first."""
    found = parts.prefetch_related("room__children", "room__memberships")
    made = [_card(member, person, colours[member.pk]) for member in found]
    return sorted(made, key=lambda card: card.last.at if card.last else _NEVER, reverse=True)


def tones(person: Person) -> dict[int, int]:
    """A colour (0 to 3) for each of a person's rooms, by membership key, so that neighbours in their list differ.

    It is numbered for this person alone and says nothing to anyone else. The colour at the composer helps a foster
    parent of two families to see which room they write in.
    """
    parts = lasting_memberships(person).values_list("pk", flat=True)
    return {pk: index % TONES for index, pk in enumerate(parts)}


def _card(member: Membership, person: Person, tone: int) -> RoomCard:
    room = member.room
    views = member_views(room.memberships.all(), me=member)
    return RoomCard(
        id=room.public_id,
        name=room.name,
        initial=room.name[:1],
        tone=tone,
        paused=False,
        unread=unread(member),
        head=room.last_seq,
        last=last_line(member, views, person),
        others=", ".join(view.name for view in present(views) if not (view.me or view.staff)),
    )


def _paused_card(member: Membership, tone: int) -> RoomCard:
    room = member.room
    return RoomCard(
        id=room.public_id,
        name=room.name,
        initial=room.name[:1],
        tone=tone,
        paused=True,
        unread=0,
        head=0,
        last=None,
        others="",
    )


def unread(member: Membership) -> int:
    """Messages of others that the member may see and has not seen yet."""
    new = Event.objects.filter(visible(member), kind=Kind.MESSAGE, seq__gt=member.read_seq)
    return new.exclude(author=member).count()


def last_line(member: Membership, views: Sequence[MemberView], person: Person) -> Line | None:
    """The latest message of a room that the member may see, as it reads now."""
    latest = Event.objects.filter(visible(member), kind=Kind.MESSAGE).order_by("-seq").values_list("seq", flat=True)
    reader = Reader(membership=member, members={view.id: view for view in views}, zone=ZoneInfo(person.time_zone))
    shown = lines(reader, messages(member, set(latest[:1])))
    return shown[-1] if shown else None
