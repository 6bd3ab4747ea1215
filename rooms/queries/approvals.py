"""What the court allows in a room, in plain words for whoever reads; and what both sides ask the worker for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from django.db.models import Q

from rooms.access import Action, allowed, still_open
from rooms.contact import STAFF, in_force, lasting, often, side, used
from rooms.models import BIRTH_SIDE, Approval, Membership, PlaceKind, Room, Wish
from rooms.queries.items import told
from rooms.queries.lines import Line

HISTORY: Final = 10
"""Approvals that are over and still shown to staff."""
ANSWERED: Final = 3
"""Wishes that were answered and still stand on the page."""


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """One thing that the court allows. `for_me`: it is for the reader, who can still have it `left` times now."""

    id: str
    names: list[str]
    for_me: bool
    often: str
    lasting: str
    places: list[str]
    place_kinds: list[str]
    supervised: str
    earliest: time | None
    latest: time | None
    from_on: date
    until_on: date | None
    later: list[tuple[date, list[str]]]
    """From which day on another takes its place, and for whom."""
    staff_decides: bool
    left: int | None
    per: str
    over: bool
    line: Line | None


@dataclass(frozen=True, kw_only=True)
class WishView:
    """What was asked for: by whom, together with whom, and what staff said."""

    id: str
    label: str
    line: Line
    joined: Line | None
    answer: Line | None
    can_join: bool
    can_answer: bool


def allowances(member: Membership) -> list[Allowance]:
    """What is in force in the member's room: for the birth side what is for them, for the home and staff all of it."""
    zone = member.room.zone
    today = member.room.day()
    birth = side(member) == "birth"
    found = [one for one in in_force(member.room) if not one.over(today)]
    if birth:
        found = [one for one in found if one.holds_for(member, today)]
    had = used(found, member, today, zone) if birth else {}
    lines, people = told(member, {one.seq for one in found}), [member] if birth else _parents(member.room)
    return [_view(one, today, lines, people, left=one.times - had[one.pk] if birth else None) for one in found]


def earlier(member: Membership) -> list[Allowance]:
    """What was in force before: for staff."""
    if Action.APPROVE not in allowed(member):
        return []
    today = member.room.day()
    over = Q(ended_at__isnull=False) | Q(until_on__lt=today) | Q(replaced_by__from_on__lte=today)
    found = member.room.approvals.filter(over).prefetch_related("people", "replaced_by__people").distinct()
    shown = [one for one in found.order_by("-pk") if one.over(today)][:HISTORY]
    lines = told(member, {one.seq for one in shown})
    return [_view(one, today, lines, (), left=None) for one in shown]


def _parents(room: Room) -> list[Membership]:
    parts = room.memberships.filter(still_open(), role__in=BIRTH_SIDE).select_related("person")
    return list(parts.order_by("pk"))


def wishes(member: Membership) -> list[WishView]:
    """Open ones, and the last that were answered."""
    found = list(Wish.objects.filter(room=member.room_id).select_related("by__person", "by__room").order_by("-pk"))
    shown = [one for one in found if one.answered_at is None]
    shown += [one for one in found if one.answered_at is not None][:ANSWERED]
    lines = told(member, {seq for one in shown for seq in (one.seq, one.joined_seq, one.answer_seq) if seq})
    return [_wish(member, one, lines) for one in shown if one.seq in lines]


def may_wish(member: Membership) -> bool:
    """Whether the reader's is one of the two sides."""
    planning = member.room.purpose == Room.Purpose.PLANNING
    return Action.PLAN in allowed(member) and side(member) not in (STAFF, "") and not planning


def joined(rooms: Collection[int]) -> list[Wish]:
    """What both sides ask for in these rooms, and staff has not answered; for the desk."""
    found = Wish.objects.filter(room__in=rooms, joined_by__isnull=False, answered_at__isnull=True)
    return list(found.select_related("room", "by").order_by("pk"))


def _view(
    one: Approval, today: date, lines: dict[int, Line], people: Collection[Membership], *, left: int | None
) -> Allowance:
    """`people` are those of the birth side of whom something is to be said here."""
    meant = [person for person in people if one.meant_for(person)]
    still = [person for person in meant if one.holds_for(person, today)]
    named = still if len(still) < len(meant) else [] if one.everyone else list(one.people.all())
    newer = sorted((each for each in one.replaced_by.all() if each.from_on > today), key=lambda each: each.from_on)
    later = [(each.from_on, [person.shown_name for person in still if each.takes_over_for(person)]) for each in newer]
    return Allowance(
        id=one.public_id,
        names=[person.shown_name for person in named],
        for_me=left is not None,
        often=often(one),
        lasting=lasting(one.minutes),
        places=[str(PlaceKind(place).label) for place in one.places],
        place_kinds=list(one.places),
        supervised=str(one.get_supervised_display()),
        earliest=one.earliest,
        latest=one.latest,
        from_on=one.from_on,
        until_on=one.until_on,
        later=[(day, names) for day, names in later if names],
        staff_decides=one.staff_decides,
        left=None if left is None else max(0, left),
        per=one.per,
        over=one.over(today),
        line=lines.get(one.seq),
    )


def _wish(member: Membership, one: Wish, lines: dict[int, Line]) -> WishView:
    is_open = one.answered_at is None
    can_plan = Action.PLAN in allowed(member)
    return WishView(
        id=one.public_id,
        label=str(Wish.What(one.what).label),
        line=lines[one.seq],
        joined=lines.get(one.joined_seq or 0),
        answer=lines.get(one.answer_seq or 0),
        can_join=is_open and can_plan and one.joined_by is None and side(member) not in (STAFF, "", side(one.by)),
        can_answer=is_open and Action.APPROVE in allowed(member) and one.joined_by is not None,
    )
