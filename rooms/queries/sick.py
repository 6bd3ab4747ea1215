"""Sick children of a room: the cards that are open, and who knows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from rooms.access import Action, allowed, door
from rooms.items.days import DOCTOR, SIGNS
from rooms.models import Membership, Person, SickCard, State
from rooms.queries.items import told
from rooms.queries.lines import Line

_LABELS: Final = {**SIGNS, **DOCTOR}
LAST: Final = 3
"""Cards that are over, shown below the open ones."""


@dataclass(frozen=True, kw_only=True)
class CardView:
    """One card. `seen` are the names of those who said that they saw it, `waits` those of whom nobody knows it yet."""

    id: str
    child: str
    at: datetime
    signs: list[str | Promise]
    line: Line
    seen: list[str]
    waits: list[str]
    to_see: bool
    """Whether the reader has not said yet that they saw it."""
    can_close: bool
    better_at: datetime | None


def now(member: Membership) -> list[CardView]:
    """The open cards of a room, newest first."""
    return _views(member, list(_open(member).order_by("-seq")))


def now_for(person: Person, room_id: str) -> list[CardView]:
    """The same for somebody who has the room open. Raises RoomError not_found."""
    return now(door(actor=person, room_id=room_id, action=Action.PEOPLE))


def over(member: Membership) -> list[CardView]:
    """The last cards that were closed."""
    closed = SickCard.objects.filter(room=member.room_id, better_at__isnull=False).order_by("-better_at")
    return _views(member, list(closed[:LAST]))


def _open(member: Membership) -> QuerySet[SickCard]:
    """Cards of children who are of the room; of who moved on it tells nothing any more."""
    here = SickCard.objects.filter(room=member.room_id, better_at__isnull=True)
    return here.filter(child__rooms=F("room"))


def days_of(member: Membership, child: str, span: Sequence[date]) -> dict[date, list[str | Promise]]:
    """Which of these days a child, by public id, was sick, each with the signs that were told on it."""
    zone, today = member.person.zone, timezone.localdate(timezone=member.person.zone)
    rows = list(SickCard.objects.filter(room=member.room_id, child__public_id=child).order_by("seq"))
    times = [(row, row.at.astimezone(zone).date(), _until(row, zone) or today) for row in rows]
    near = [(row, first, last) for row, first, last in times if first <= span[-1] and last >= span[0]]
    lines = told(member, {row.seq for row, _, _ in near})
    found: dict[date, list[str | Promise]] = {}
    for row, first, last in near:
        for day in span if row.seq in lines else ():
            if first <= day <= last:
                found.setdefault(day, []).extend(_signs(row) if day == first else [])
    return found


def _until(row: SickCard, zone: ZoneInfo) -> date | None:
    return row.better_at.astimezone(zone).date() if row.better_at else None


def _signs(row: SickCard) -> list[str | Promise]:
    return [_LABELS[key] for key in row.signs if key in _LABELS]


def _views(member: Membership, rows: list[SickCard]) -> list[CardView]:
    if not rows:
        return []
    lines = told(member, {row.seq for row in rows})
    found = SickCard.objects.filter(pk__in=[row.pk for row in rows]).select_related("child")
    others = list(member.room.memberships.filter(state=State.ACTIVE).order_by("pk"))
    views = []
    for row in found.prefetch_related("seen__member").order_by("-seq"):
        if row.seq not in lines:
            continue
        seen = {one.member_id: one.member.shown_name for one in row.seen.all()}
        peers = [one for one in others if not one.is_staff and one.pk not in seen and one.pk != row.author_id]
        views.append(
            CardView(
                id=row.public_id,
                child=row.child.first_name,
                at=row.at,
                signs=_signs(row),
                line=lines[row.seq],
                seen=list(seen.values()),
                waits=[one.shown_name for one in peers],
                to_see=row.author_id != member.pk and member.pk not in seen and row.better_at is None,
                can_close=row.better_at is None and Action.TELL in allowed(member) and row.may_be_closed_by(member),
                better_at=row.better_at,
            )
        )
    return views
