"""What waits for a member on the pages of their rooms: who is sick, and what is theirs to answer, to see or to do.

However many rooms there are, it takes one statement. It counts by the rules by which the pages offer their buttons. The
agreement as a whole never waits for anybody: nobody has to agree. What was agreed to before and changed does.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.utils import timezone

from rooms.access import Action, allowed, sight
from rooms.contact import RECENT, STAFF, side
from rooms.items import Page
from rooms.models import CARERS, Membership, Role
from rooms.models.about import HOME
from rooms.pending import Open, pending
from rooms.sides import SIDE, awaited

NEAR: Final = timedelta(hours=12)
"""How long before its time a meeting that was set waits for whoever holds it."""


@dataclass(frozen=True, kw_only=True)
class Waits:
    """What waits for one member in one room. `sick` are the children who are sick now, whether or not it is known."""

    pages: dict[Page, int] = field(default_factory=dict)
    sick: tuple[str, ...] = ()
    news: tuple[int, ...] = ()
    """The sick cards, by key, of which the member has not said that they saw them."""

    @property
    def count(self) -> int:
        return sum(self.pages.values())


NOTHING: Final = Waits()


def waits(parts: Sequence[Membership]) -> dict[int, Waits]:
    """What waits for each of these open parts, by membership's key. Their rooms' members are read already."""
    now = timezone.now()
    seen = {part.pk: sight(part) for part in parts}
    found: dict[int, list[Open]] = defaultdict(list)
    moments = {"now": now, "still": now - RECENT, "near": now + NEAR}
    for row in pending(seen, moments, timezone.localdate()):
        found[row.member].append(row)
    return {part.pk: _waits(part, found[part.pk]) if found[part.pk] else NOTHING for part in parts}


def _waits(me: Membership, rows: Sequence[Open]) -> Waits:
    members = {one.pk: one for one in me.room.memberships.all()}
    yes: dict[int, list[Membership]] = defaultdict(list)
    for row in rows:
        if row.what == "turn_yes" and row.author in members:
            yes[row.ref].append(members[row.author])
    waiting = {(*_WHERE[row.what], row.ref) for row in rows if row.what in _WHERE and _mine(me, row, members, yes)}
    pages = [page for page, _thing, _ref in waiting]
    sick = [row for row in rows if row.what.startswith("sick")]
    return Waits(
        pages={page: pages.count(page) for page in Page if page in pages},
        sick=tuple(dict.fromkeys(row.word for row in sick)),
        news=tuple(row.ref for row in sick if row.what == "sick_new"),
    )


_WHERE: Final = {
    "sick_new": (Page.DAYS, "sick"),
    "words_to_pass": (Page.DAYS, "words"),
    "asked": (Page.DATES, "date"),
    "asked_me": (Page.DATES, "date"),
    "agreed": (Page.DATES, "date"),
    "late": (Page.DATES, "date"),
    "wish": (Page.DATES, "wish"),
    "wish_joined": (Page.DATES, "wish"),
    "question": (Page.CHILD, "question"),
    "step": (Page.CHILD, "step"),
    "point": (Page.AGREEMENT, "point"),
    "turn": (Page.AGREEMENT, "turn"),
    "meeting": (Page.MEETINGS, "meeting"),
    "plan": (Page.GOING_HOME, "plan"),
    "home_ask": (Page.GOING_HOME, "ask"),
}
"""Where each is answered, and what it is: a date that waits for an answer and to be seen is one thing that waits."""


def _mine(me: Membership, row: Open, members: Mapping[int, Membership], yes: Mapping[int, list[Membership]]) -> bool:
    """Whether it waits for this member, who has not done it yet as far as rows can say."""
    may, by = allowed(me), members.get(row.author or 0)
    match row.what:
        case "agreed" | "wish_joined" | "plan":
            return Action.APPROVE in may
        case "meeting":
            return me.role == Role.SOCIAL_WORKER
        case "words_to_pass":
            return Action.TELL in may and me.role in CARERS
        case "point":
            return Action.AGREE in may
        case "sick_new" | "late":
            return True
    if by is None:
        return False
    match row.what:
        case "asked" | "asked_me" | "wish":
            own = side(me)
            asked = row.what != "asked" or own != "birth"
            return asked and Action.PLAN in may and own not in (STAFF, "") and own != side(by)
        case "question" | "step":
            return Action.TELL in may and me.role in _knowing(by, at_home=row.word in HOME)
        case "turn":
            mine = by.pk == me.pk or me in yes[row.ref]
            return not mine and Action.AGREE in may and SIDE.get(me.role) in awaited(by, yes[row.ref], [me])
        case _:
            return Action.PLAN in may and SIDE.get(me.role) not in (None, SIDE.get(by.role))


def _knowing(by: Membership, *, at_home: bool) -> frozenset[str]:
    """Who is asked: the birth parents, and those who care for the child where one of them asks, or about the home."""
    if at_home:
        return CARERS
    return frozenset({Role.BIRTH_PARENT}) | (CARERS if by.role == Role.BIRTH_PARENT else frozenset())
