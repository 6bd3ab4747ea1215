"""Flags by the role of who wrote: whether any role is looked at more than another (S60, S72).

The rules do not know who writes (tests/moderation/test_fairness.py), so that a difference comes from what was written,
or from people. Second thoughts before sending are not among them: they are told to the writer and not kept.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils import timezone

from moderation.models import Flag, HeldMessage
from moderation.queries.outcomes import LEAST, PERIOD
from moderation.queries.staff import supervised
from rooms.models import STAFF_ROLES, Event, Kind, Person, Role, Room

KINDS: Final = ("screening", "held", "people")
"""Flags that screening raised, messages that it held, flags that members and staff raised; good things do not count."""
BY_STEP: Final = "step"
"""Messages that wait since staff asked for that, whatever is in them, are not held by screening."""


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """One role: its messages, and how many of each kind there were about them. Nothing is shown from too few rooms."""

    role: str
    label: str
    rooms: int
    messages: int
    counts: dict[str, int]

    @property
    def shown(self) -> bool:
        return self.rooms >= LEAST

    def per_thousand(self, kind: str) -> float:
        """How many to a thousand messages."""
        return 1_000 * self.counts[kind] / self.messages if self.messages else 0.0


def by_role(person: Person) -> list[RoleRow]:
    """The roles of members in the agency's rooms, the last 90 days. Raises RoomError not_found for no supervisor."""
    supervised(person)
    rooms, end = list(Room.objects.filter(family__agency=person.agency_id).values_list("pk", flat=True)), timezone.now()
    written = _written(rooms, end - PERIOD, end)
    flags = Flag.objects.filter(room__in=rooms, at__range=(end - PERIOD, end)).exclude(category=Flag.Category.GOOD)
    held = HeldMessage.objects.filter(room__in=rooms, at__range=(end - PERIOD, end)).exclude(why=BY_STEP)
    counts = {
        "screening": _count(flags.filter(source=Flag.Source.SCREENING), "member__role"),
        "held": _count(held, "author__role"),
        "people": _count(flags.exclude(source=Flag.Source.SCREENING), "member__role"),
    }
    return [
        RoleRow(
            role=role,
            label=str(Role(role).label),
            rooms=written[role][0],
            messages=written[role][1],
            counts={kind: counts[kind][role] for kind in KINDS},
        )
        for role in map(str, Role)
        if role in written
    ]


def _written(rooms: Collection[int], start: datetime, end: datetime) -> dict[str, tuple[int, int]]:
    """By role: in how many rooms it wrote, and how many messages."""
    said = Event.objects.filter(room__in=rooms, kind=Kind.MESSAGE, at__range=(start, end), author__isnull=False)
    found = said.exclude(author__role__in=STAFF_ROLES).order_by().values_list("author__role")
    return {role: (places, many) for role, places, many in found.annotate(Count("room", distinct=True), Count("pk"))}


def _count(rows: QuerySet[Any], role: str) -> Counter[str]:
    found: Iterable[tuple[str, int]] = rows.order_by().values_list(role).annotate(Count("pk"))
    return Counter(dict(found))
