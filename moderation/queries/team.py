"""What a supervisor sees of her team: how much each carries and what is late, in counts (S75).

Rooms that she has no part in are counted and nothing else. Workers are in the order of their names: this is for
support, and ranks nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from django.db.models import prefetch_related_objects
from django.utils import timezone

from moderation.models import Appeal, Flag, HeldMessage
from moderation.queries.staff import colleagues, handle, rooms_by_worker, supervised
from rooms.access import still_open
from rooms.models import STAFF_ROLES, Membership, Person, Room

PERIOD: Final = timedelta(days=90)
"""How far back answers are looked at."""
ENOUGH: Final = 5
"""Answers that a middle time needs; one slow week is nobody's figure."""

_WAITING: Final = (Flag.State.OPEN, Flag.State.CLAIMED)


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one worker carries. `hours` is the middle time to an answer; None while there are too few answers."""

    handle: str
    name: str
    active: bool
    families: int
    rooms: int
    open: int
    late: int
    held: int
    hours: float | None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An appeal that waits for the supervisor."""

    flag_id: str
    room_id: str
    room: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Team:
    """The page about the team. `alone` counts the agency's rooms that have no worker now."""

    loads: list[Load]
    appeals: list[Waiting]
    alone: int


def team(person: Person) -> Team:
    """The supervisor's team. Raises RoomError not_found for whoever is no supervisor."""
    parts = supervised(person)
    people = {worker.pk: worker for worker in [person, *colleagues(person)]}
    held_by = rooms_by_worker(person, people)
    rooms = set().union(*held_by.values()) if held_by else set()
    waiting, held = _open_flags(rooms), _held(rooms)
    families, hours = _families(rooms), _hours(people)
    loads = [
        _load(worker, held_by.get(pk, set()), families, waiting, held, hours.get(pk, []))
        for pk, worker in people.items()
        if pk in held_by or (pk != person.pk and worker.is_active)
    ]
    return Team(
        loads=sorted(loads, key=lambda load: (load.name, load.handle)),
        appeals=_appeals(parts),
        alone=_alone(person, rooms),
    )


@dataclass(frozen=True, kw_only=True)
class _Open:
    """An open flag, as far as a count needs it."""

    late: bool
    claimed_by: int | None


def _families(rooms: Iterable[int]) -> dict[int, int]:
    return dict(Room.objects.filter(pk__in=rooms).values_list("pk", "family"))


def _open_flags(rooms: Iterable[int]) -> dict[int, list[_Open]]:
    now = timezone.now()
    found: dict[int, list[_Open]] = defaultdict(list)
    flags = Flag.objects.filter(room__in=rooms, state__in=_WAITING).exclude(category=Flag.Category.GOOD)
    for room, due, claimed_by in flags.values_list("room", "due_at", "claimed_by"):
        found[room].append(_Open(late=due is not None and due < now, claimed_by=claimed_by))
    return found


def _held(rooms: Iterable[int]) -> Counter[int]:
    held = HeldMessage.objects.filter(room__in=rooms, state=HeldMessage.State.WAITING)
    return Counter(held.values_list("room", flat=True))


def _load(
    worker: Person,
    rooms: set[int],
    families: Mapping[int, int],
    waiting: Mapping[int, list[_Open]],
    held: Mapping[int, int],
    hours: list[float],
) -> Load:
    """What somebody else is looking at is theirs, not this worker's."""
    flags = [flag for room in rooms for flag in waiting.get(room, []) if flag.claimed_by in (None, worker.pk)]
    return Load(
        handle=handle(worker),
        name=worker.name,
        active=worker.is_active,
        families=len({families[room] for room in rooms}),
        rooms=len(rooms),
        open=len(flags),
        late=sum(flag.late for flag in flags),
        held=sum(held.get(room, 0) for room in rooms),
        hours=median(hours) if len(hours) >= ENOUGH else None,
    )


def _hours(people: Iterable[int]) -> dict[int, list[float]]:
    """How long the questions and calls for help of members waited for each, in hours."""
    asked = (Flag.Category.QUESTION, Flag.Category.HELP)
    answered = Flag.objects.filter(
        resolved_by__in=people, source=Flag.Source.MEMBER, category__in=asked, resolved_at__gte=timezone.now() - PERIOD
    )
    found: dict[int, list[float]] = defaultdict(list)
    for person, asked_at, resolved_at in answered.values_list("resolved_by", "at", "resolved_at"):
        if person is not None and resolved_at is not None:
            found[person].append((resolved_at - asked_at) / timedelta(hours=1))
    return found


def _appeals(parts: Iterable[Membership]) -> list[Waiting]:
    """In her own rooms only, the oldest first."""
    rooms = {part.room_id: part.room for part in parts}
    prefetch_related_objects(list(rooms.values()), "children")
    found = Appeal.objects.filter(flag__room__in=rooms, decided_at__isnull=True).select_related("flag", "by")
    return [
        Waiting(
            flag_id=appeal.flag.public_id,
            room_id=rooms[appeal.flag.room_id].public_id,
            room=rooms[appeal.flag.room_id].name,
            by=appeal.by.shown_name,
            at=appeal.at,
        )
        for appeal in found.order_by("at", "pk")
    ]


def _alone(person: Person, looked_after: set[int]) -> int:
    """Rooms of the agency, still in use, that nobody looks after now."""
    alive = Membership.objects.filter(still_open(), room__family__agency=person.agency_id)
    members = alive.exclude(role__in=STAFF_ROLES).exclude(room__in=looked_after)
    return members.values("room").distinct().count()
