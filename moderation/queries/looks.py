"""Who has looked: the trail of a room as its members may read it, and as its staff reads it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from moderation.models import Look, Policy, Whisper
from moderation.queries.shared_papers import readings_seen
from moderation.queries.staff import supervised
from rooms.access import Action, door
from rooms.models import PAPER_ROLES, STAFF_ROLES, Membership, Person, Room
from rooms.services import court_orders

INQUIRY: Final = timedelta(hours=24)
"""How long a safety inquiry goes on before it must be opened again with a reason."""
PAGE: Final = 200
"""Rows of the trail on one page; looks of the same kind on one day share a line."""


@dataclass(frozen=True, kw_only=True)
class LookView:
    """One line: who did what, why, and when on this day. `sealed_until` is set if it was not shown at once.

    `what` is the kind of event that stepping in made, or what was done to a summary; `to` names those a note was for.
    """

    who: str
    kind: str
    what: str
    purpose: str
    times: list[datetime]
    to: list[str]
    sealed_until: datetime | None
    sealed: bool
    """Whether members do not see this line yet; only staff are ever told."""
    inquiry: str


@dataclass(frozen=True, kw_only=True)
class Trail:
    """One page of a room's trail, newest first. `older` is the number of the next page, if there is one."""

    room_id: str
    name: str
    light: bool
    older: int | None
    newer: int | None
    days: list[tuple[date, list[LookView]]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Stand:
    """How a room is read now: whether a light shows in it at all, and the inquiry that this person has under way."""

    name: str
    light: bool
    sealed_until: datetime | None
    ends_at: datetime | None


def has_light(room: Room) -> bool:
    """Whether a light shows while staff reads: the room's own choice goes before its agency's; on if neither chose."""
    chosen = Policy.objects.filter(Q(room=room) | Q(room=None, agency__families__rooms=room))
    choices: dict[int | None, bool] = dict(chosen.values_list("room", "light"))
    return choices.get(room.pk, choices.get(None, True))


def stand(person: Person, room_id: str) -> Stand:
    """For staff of a room: how they read it now. Raises RoomError not_found."""
    member = door(actor=person, room_id=room_id, action=Action.OBSERVE)
    found = inquiries(person, [member.room_id]).get(member.room_id)
    return Stand(
        name=member.room.name,
        light=has_light(member.room),
        sealed_until=_local(found.sealed_until if found else None, person.zone),
        ends_at=found.at + INQUIRY if found else None,
    )


def inquiries(actor: Person, rooms: Collection[int]) -> dict[int, Look]:
    """The rooms, by key, in which this person has a safety inquiry under way, with the row that began it."""
    now = timezone.now()
    marks = Look.objects.filter(
        person=actor, room__in=rooms, kind=Look.Kind.READ, at__gt=now - INQUIRY, detail__has_key="inquiry"
    )
    found = {look.room_id: look for look in marks.order_by("pk")}
    return {
        room: look
        for room, look in found.items()
        if look.detail["inquiry"] == "begun" and look.sealed_until is not None and look.sealed_until > now
    }


@dataclass(frozen=True, kw_only=True)
class Seal:
    """A safety inquiry, as a supervisor of its room sees it."""

    room_id: str
    room: str
    who: str
    at: datetime
    reason: str
    sealed_until: datetime | None
    sealed: bool


def seals(person: Person) -> list[Seal]:
    """Every safety inquiry in the rooms that this person supervises, newest first. Raises RoomError not_found."""
    rooms = [member.room for member in supervised(person)]
    found = Look.objects.filter(room__in=rooms, kind=Look.Kind.READ, detail__inquiry="begun").order_by("-pk")
    parts = Membership.objects.filter(room__in=rooms, role__in=STAFF_ROLES).order_by("pk")
    names = {(member.room_id, member.person_id): member.shown_name for member in parts}
    zone = person.zone
    return [
        Seal(
            room_id=look.room.public_id,
            room=look.room.name,
            who=names.get((look.room_id, look.person_id), ""),
            at=look.at,
            reason=look.purpose,
            sealed_until=_local(look.sealed_until, zone),
            sealed=_is_sealed(look),
        )
        for look in found.select_related("room")[:PAGE]
    ]


def trail(person: Person, room_id: str, *, page: int = 0) -> Trail:
    """What a member may know of who has looked. What is sealed comes up on the day its seal ends, as of that day.

    Whoever may not read what was said before they came does not learn either who looked at it, and why. Pictures of a
    court's order leave no trace here: that staff looked at the room's pages has a row of its own. Raises RoomError
    not_found.
    """
    member = door(actor=person, room_id=room_id, action=Action.READ)
    mine = Whisper.objects.filter(room=member.room, to=member).values_list("public_id", flat=True)
    rows = _rows(member).exclude(sealed_until__gt=timezone.now())
    rows = rows.filter(without(court_orders.SEEN, court_orders.ADDED), readings_seen(member))
    rows = rows.exclude(Q(kind=Look.Kind.WHISPER) & ~Q(detail__whisper__in=list(mine)))
    if any(first == 1 for first, _ in member.hidden_ranges):
        rows = rows.filter(at__gte=_came(member))
    return _trail(member, rows.annotate(shown=Coalesce("sealed_until", "at")), page)


def without(*whats: str) -> Q:
    """Filter on Look: all but what was done to these."""
    return ~Q(detail__has_key="what") | ~Q(detail__what__in=whats)


def _came(member: Membership) -> datetime:
    """When this person first had a part in the room."""
    first: datetime = Membership.objects.filter(room=member.room_id, person=member.person_id).earliest("since").since
    return first


def whole_trail(person: Person, room_id: str, *, page: int = 0) -> Trail:
    """The same for staff of the room, with what is still sealed. Raises RoomError not_found."""
    member = door(actor=person, room_id=room_id, action=Action.OBSERVE)
    return _trail(member, _rows(member).annotate(shown=Coalesce("at", "at")), page)


def _rows(member: Membership) -> QuerySet[Look]:
    return Look.objects.filter(room=member.room)


def _trail(member: Membership, rows: QuerySet[Any], page: int) -> Trail:
    start = page * PAGE
    found = list(rows.order_by("-shown", "-pk")[start : start + PAGE + 1])
    names, zone = _names(member.room), member.person.zone
    days = groupby(found[:PAGE], key=lambda look: look.shown.astimezone(zone).date())
    return Trail(
        room_id=member.room.public_id,
        name=member.room.name,
        light=has_light(member.room),
        older=page + 1 if len(found) > PAGE else None,
        newer=page - 1 if page else None,
        days=[(day, _lines(looks, names, zone)) for day, looks in days],
    )


def _names(room: Room) -> dict[int | str, str]:
    """Names in this room, by person and by membership, also of those who are only given papers; the later of two parts
    of one person goes first."""
    names: dict[int | str, str] = {}
    for reader in room.invitations.filter(role__in=PAPER_ROLES, person__isnull=False).order_by("pk"):
        names[reader.person_id or 0] = reader.name
    for member in room.memberships.order_by("pk"):
        names[member.person_id] = names[member.public_id] = member.shown_name
    return names


def _lines(looks: Iterable[Look], names: dict[int | str, str], zone: ZoneInfo) -> list[LookView]:
    """What one day saw, the latest first; the same by the same person shares a line with several times."""
    alike: dict[tuple[Any, ...], list[Look]] = {}
    for look in looks:
        what = (_what(look), look.detail.get("inquiry"), look.detail.get("whisper"))
        key = (look.person_id, look.kind, look.purpose, look.sealed_until, *what)
        alike.setdefault(key, []).append(look)
    return [_line(same, names, zone) for same in alike.values()]


def _line(looks: Sequence[Look], names: dict[int | str, str], zone: ZoneInfo) -> LookView:
    one = looks[0]
    return LookView(
        who=names.get(one.person_id, ""),
        kind=one.kind,
        what=_what(one),
        purpose=one.purpose,
        times=sorted(look.at for look in looks),
        to=[names[member] for member in one.detail.get("to", ()) if member in names],
        sealed_until=_local(one.sealed_until, zone),
        sealed=_is_sealed(one),
        inquiry=one.detail.get("inquiry", ""),
    )


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A day is named as it is where the reader is."""
    return at.astimezone(zone) if at else None


def _is_sealed(look: Look) -> bool:
    return look.sealed_until is not None and look.sealed_until > timezone.now()


def _what(look: Look) -> str:
    return str(look.detail.get("what") or look.detail.get("act") or "")
