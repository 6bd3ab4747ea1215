"""Rooms in a list: what is new in each, at a glance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import prefetch_related_objects

from rooms import excerpts
from rooms.access import is_open, lasting_memberships, sight
from rooms.excerpts import Sight
from rooms.models import Membership, Person, Room, State
from rooms.queries.lines import Line, lines, reader_of
from rooms.queries.members import TONES, MemberView, member_views, present
from rooms.queries.timeline import last_message
from rooms.queries.waits import NOTHING, Waits, waits

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
    waits: Waits


def home(person: Person) -> list[RoomCard]:
    """The rooms that a person takes part in as a member, the latest first; then those that are paused."""
    parts = own_parts(person)
    load_rooms(shown(parts))
    return cards(parts)


def own_parts(person: Person) -> list[Membership]:
    """A person's parts that have not ended, each with its room."""
    parts = list(lasting_memberships(person))
    for part in parts:
        part.person = person
    return parts


def shown(parts: Iterable[Membership]) -> list[Room]:
    """The rooms of a person's list: those they are in as a member, open or paused."""
    return [part.room for part in parts if not part.is_staff and (is_open(part) or part.state == State.SUSPENDED)]


def load_rooms(rooms: Sequence[Room]) -> None:
    """Read the children and the members of all these rooms at once; where homes plan, also whose home each is of."""
    prefetch_related_objects(rooms, "children", "memberships")
    prefetch_related_objects([room for room in rooms if room.purpose == Room.Purpose.PLANNING], "memberships__person")


def cards(parts: Sequence[Membership]) -> list[RoomCard]:
    """Cards for all of a person's parts as a member, latest conversation first, then those that are paused."""
    colours = tones(parts)
    mine = [part for part in parts if not part.is_staff]
    here = [part for part in mine if is_open(part)]
    prefetch_related_objects(here, "hidden")
    waiting = waits(here)
    made = [_card(part, colours[part.pk], waiting[part.pk]) for part in here]
    away = [_paused_card(part, colours[part.pk]) for part in mine if part.state == State.SUSPENDED]
    return [*sorted(made, key=lambda card: card.last.at if card.last else _NEVER, reverse=True), *away]


def tones(parts: Iterable[Membership]) -> dict[int, int]:
    """A colour (0 to 3) for each of a person's rooms, by membership key, so that neighbours in their list differ.

    It is numbered for this person alone and says nothing to anyone else. The colour at the composer helps a foster
    parent of two families to see which room they write in.
    """
    return {part.pk: index % TONES for index, part in enumerate(parts)}


def _card(member: Membership, tone: int, waiting: Waits) -> RoomCard:
    room, seen = member.room, sight(member)
    views = member_views(room.memberships.all(), me=member)
    return RoomCard(
        id=room.public_id,
        name=room.name,
        initial=room.name[:1],
        tone=tone,
        paused=False,
        unread=excerpts.unread(seen, after=member.read_seq, reader=member.pk),
        head=room.last_seq,
        last=last_line(member, seen, views),
        others=", ".join(view.name for view in present(views) if not (view.me or view.staff)),
        waits=waiting,
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
        waits=NOTHING,
    )


def last_line(member: Membership, seen: Sight, views: Sequence[MemberView]) -> Line | None:
    """The latest message of a room that the member may see, as it reads now."""
    shown = lines(reader_of(member, views), last_message(member, seen))
    return shown[-1] if shown else None
