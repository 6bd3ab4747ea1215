"""Rooms that are quieter than they use to be, and people who have not been reached yet (S58). Facts, no blame."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, QuerySet

from rooms.models import STAFF_ROLES, Event, Invitation, Kind, Membership, Person, Reading, Role, Room, State

LEAST: Final = timedelta(days=3)
"""A room is never called quiet sooner."""
LONG: Final = 7
"""Days after which a room without a habit of its own is called quiet."""
HABIT: Final = 120
"""Events at the end of a room's record that its habit is read from."""
GAPS: Final = 3
"""Gaps between days with a word that make a habit."""
GRACE: Final = timedelta(days=1)
"""How long somebody new has to come before they count as not reached."""


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """A room without a word from its members for `days`; they mostly write every `usual` days (None: no habit yet).

    `begun` is False where nobody has written at all, and `days` then counts from the opening.
    """

    room_id: str
    room: str
    days: int
    usual: int | None
    begun: bool = True


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """A member who has neither opened the room nor written in it in the `days` since they were added.

    Or, where `invited`, somebody whose card nobody has come in with since it was made.
    """

    room_id: str
    room: str
    name: str
    role_label: str
    days: int
    invited: bool = False


def quiet_rooms(person: Person, parts: Sequence[Membership], now: datetime) -> list[Quiet]:
    """The rooms of these parts that are quieter than they use to be, the longest first."""
    zone = person.zone
    rooms = [part.room for part in parts]
    lively = set(_words().filter(room__in=rooms, at__gte=now - LEAST).values_list("room", flat=True).distinct())
    silent = [room for room in rooms if room.pk not in lively and room.opened_at <= now - LEAST]
    days = _days([room.pk for room in silent], zone)
    today = now.astimezone(zone).date()
    found = []
    for room in silent:
        spoken = days.get(room.pk, [])
        last = spoken[-1] if spoken else room.opened_at.astimezone(zone).date()
        usual, gone = _usual(spoken), (today - last).days
        if gone >= (LONG if usual is None else max(LEAST.days, 2 * usual + 1)):
            quiet = Quiet(room_id=room.public_id, room=room.name, days=gone, usual=usual, begun=bool(spoken))
            found.append(quiet)
    return sorted(found, key=lambda quiet: -quiet.days)


def unreached(parts: Sequence[Membership], now: datetime) -> list[Unreached]:
    """Members who were never there, birth parents first, then whoever has waited longest; then unused invitations."""
    rooms = {part.room_id: part.room for part in parts}
    return [*_never_there(rooms, now), *_not_come(rooms, now)]


def _not_come(rooms: Mapping[int, Room], now: datetime) -> list[Unreached]:
    """Cards that lie unused, or grew too old unused, until staff makes a new one or takes them back."""
    lying = Invitation.objects.filter(
        room__in=rooms, state__in=(Invitation.State.OPEN, Invitation.State.OPENED), created_at__lte=now - GRACE
    )
    return [
        Unreached(
            room_id=rooms[one.room_id].public_id,
            room=rooms[one.room_id].name,
            name=one.name,
            role_label=str(Role(one.role).label),
            days=(now - one.created_at).days,
            invited=True,
        )
        for one in lying.order_by("created_at", "pk")
    ]


def _never_there(rooms: Mapping[int, Room], now: datetime) -> list[Unreached]:
    wrote = Event.objects.filter(author=OuterRef("pk"), kind=Kind.MESSAGE)
    never = Membership.objects.filter(
        ~Exists(Reading.objects.filter(membership=OuterRef("pk"))),
        ~Exists(wrote),
        room__in=rooms,
        state__in=(State.ACTIVE, State.INVITED),
        since__lte=now - GRACE,
    ).exclude(role__in=STAFF_ROLES)
    members = sorted(never, key=lambda member: (member.role != Role.BIRTH_PARENT, member.since, member.pk))
    return [
        Unreached(
            room_id=rooms[member.room_id].public_id,
            room=rooms[member.room_id].name,
            name=member.shown_name,
            role_label=str(Role(member.role).label),
            days=(now - member.since).days,
        )
        for member in members
    ]


def _words() -> QuerySet[Event]:
    """What members wrote at the end of each record, found by the record's own index."""
    ends = Event.objects.filter(seq__gt=F("room__last_seq") - HABIT, kind=Kind.MESSAGE)
    return ends.exclude(author__role__in=STAFF_ROLES).order_by()


def _days(rooms: Sequence[int], zone: ZoneInfo) -> dict[int, list[date]]:
    """The days on which members wrote, by room, in order."""
    found: dict[int, set[date]] = defaultdict(set)
    for room, at in _words().filter(room__in=rooms).values_list("room", "at"):
        found[room].add(at.astimezone(zone).date())
    return {room: sorted(days) for room, days in found.items()}


def _usual(days: Iterable[date]) -> int | None:
    """The middle one of the days from one day with a word to the next, if there are enough to speak of a habit."""
    gaps = [(later - sooner).days for sooner, later in pairwise(days)]
    return round(median(gaps)) if len(gaps) >= GAPS else None
