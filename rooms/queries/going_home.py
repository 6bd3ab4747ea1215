"""The page about going home, as one member may see it: the plan, then what follows once the child is home (S65-S68)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.access import Action, allowed
from rooms.items import LABELS, Page
from rooms.models import HomeAsk, HomeStep, HomeWish, Membership, Room, State, StepKind, WayHome
from rooms.queries.dated import Dated
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.reunited import OPEN_FOR, home_since, lives_on
from rooms.sides import SIDE

_PARTS: Final[tuple[tuple[str | Promise, frozenset[StepKind]], ...]] = (
    (_("Step by step"), frozenset({StepKind.LONGER, StepKind.AT_HOME, StepKind.FIRST_NIGHT})),
    (
        _("Getting ready"),
        frozenset(
            {StepKind.TALK, StepKind.SAME_RULES, StepKind.SCHOOL, StepKind.DOCTOR, StepKind.OBJECTS, StepKind.BOOK}
        ),
    ),
    (
        _("Going home, and the first weeks"),
        frozenset({StepKind.GOODBYE, StepKind.DAY, StepKind.DAILY, StepKind.VISIT_BACK, StepKind.LOOK_BACK}),
    ),
    (_("Our own steps"), frozenset({StepKind.OWN})),
)
"""The parts of the list, each with the kinds of step in it."""


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One line of the plan. `line` has its own words, if it has any; `by` is who ticked it."""

    id: str
    kind: str
    title: str | Promise
    line: Line | None
    worded: bool
    on: date | None
    who: str
    names: list[str]
    """Who takes it."""
    ticked_at: datetime | None
    by: str


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """The plan. `parts` are the steps under their headings, `off` the usual lines that were taken out."""

    id: str
    state: str
    version: int
    moved_at: datetime
    answer: Line | None
    goals: list[StepView]
    parts: list[tuple[str | Promise, list[StepView]]]
    coming: list[StepView]
    """The steps with a day that are still to come, in the order of their days."""
    off: list[tuple[str, str | Promise]]
    people: dict[str, list[str]]
    done: int
    of: int

    @property
    def can_send(self) -> bool:
        """Whether it is the parents' turn."""
        return self.state not in (WayHome.State.SENT, WayHome.State.APPROVED)

    @property
    def waits(self) -> bool:
        return self.state == WayHome.State.SENT


@dataclass(frozen=True, kw_only=True)
class AskView:
    """A time that was asked for. `can_answer` and `can_call_off` are the reader's."""

    id: str
    title: str | Promise
    on: date
    until: date
    state: str
    by: str
    line: Line | None
    answered_by: str
    answer: Line | None
    version: int
    mine: bool
    can_answer: bool
    can_call_off: bool


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """What follows once the children are home, since `since`. `wants` is the reader's own answer, and nobody else's."""

    since: date
    until: date
    lives_on: bool
    asked: bool
    side: str
    wants: bool | None
    resting: bool
    can_ask: bool
    asks: list[AskView]


def plan(member: Membership) -> PlanView | None:
    """The plan of a room, if it was begun. Lines whose words are hidden from the reader are not theirs to see."""
    found = WayHome.objects.filter(room=member.room_id).first()
    if found is None:
        return None
    steps = list(found.steps.filter(taken_off=False).select_related("ticked_by"))
    words = told(member, {seq for seq in (found.answer, *(step.words for step in steps)) if seq is not None})
    people = sides(member.room)
    order = list(StepKind)
    steps.sort(key=lambda step: (order.index(StepKind(step.kind)), step.pk))
    views = [view for view in (_step(step, words, people) for step in steps) if view is not None]
    rest = [view for view in views if not StepKind(view.kind).goal]
    there = {step.kind for step in steps}
    return PlanView(
        id=found.public_id,
        state=found.state,
        version=found.version,
        moved_at=found.moved_at,
        answer=words.get(found.answer) if found.answer else None,
        goals=[view for view in views if StepKind(view.kind).goal],
        coming=sorted((view for view in rest if view.on and not view.ticked_at), key=_day),
        parts=[(title, shown) for title, kinds in _PARTS if (shown := [view for view in rest if view.kind in kinds])],
        off=[(kind, label(kind)) for kind in StepKind if kind not in there and not kind.worded],
        people=people,
        done=sum(view.ticked_at is not None for view in rest),
        of=len(rest),
    )


def home(member: Membership) -> HomeView | None:
    """What follows once the children are home; None before that."""
    since = home_since(member.room)
    if since is None:
        return None
    mine = HomeWish.objects.filter(membership=member).first()
    side = SIDE.get(member.role, "")
    return HomeView(
        since=since,
        until=since + OPEN_FOR,
        lives_on=lives_on(member.room),
        asked=bool(side),
        side=side,
        wants=mine.wants if mine else None,
        resting=bool(mine and mine.resting and member.read_only),
        can_ask=bool(side) and Action.PLAN in allowed(member),
        asks=_asks(member, side),
    )


def dated(member: Membership, start: datetime, end: datetime) -> list[Dated]:
    """The steps with a day, and the times asked for, in a stretch of time, as this member may see them."""
    first, last = start.date(), end.date()
    steps = HomeStep.objects.select_related("plan").filter(
        plan__room=member.room_id, taken_off=False, on__range=(first, last), ticked_at=None
    )
    asks = HomeAsk.objects.filter(room=member.room_id, on__lte=last, until__gte=first)
    asked = [one for one in asks if one.state != HomeAsk.State.NOT_NOW]
    seqs = [*(step.words for step in steps), *(ask.words for ask in asked)]
    words = told(member, {seq for seq in seqs if seq is not None})
    return [
        *(_dated_step(member, one) for one in steps if not _hidden(one, words)),
        *(
            _dated_ask(member, one, one.on + timedelta(days=later))
            for one in asked
            if one.words is None or one.words in words
            for later in range((one.until - one.on).days + 1)
            if first <= one.on + timedelta(days=later) <= last
        ),
    ]


def label(kind: str) -> str | Promise:
    """What a kind of step, or of time that is asked for, is called."""
    return LABELS[f"home.{kind}"]


def sides(room: Room) -> dict[str, list[str]]:
    """Who is of which side, by name: "birth", "foster", "both" and "staff"."""
    found: dict[str, list[str]] = {"birth": [], "foster": [], "staff": []}
    for part in room.memberships.filter(state__in=(State.ACTIVE, State.SUSPENDED)).order_by("pk"):
        side = "staff" if part.role == "social_worker" else SIDE.get(part.role)
        if side:
            found[side].append(part.shown_name)
    found["both"] = [*found["birth"], *found["foster"]]
    return found


def _step(step: HomeStep, words: Mapping[int, Line], people: Mapping[str, list[str]]) -> StepView | None:
    if _hidden(step, words):
        return None
    return StepView(
        id=step.public_id,
        kind=step.kind,
        title=label(step.kind),
        line=words.get(step.words) if step.words else None,
        worded=StepKind(step.kind).worded,
        on=step.on,
        who=step.who,
        names=people[step.who],
        ticked_at=step.ticked_at,
        by=step.ticked_by.shown_name if step.ticked_by else "",
    )


def _day(step: StepView) -> date:
    return step.on or date.max


def _hidden(step: HomeStep, words: Collection[int]) -> bool:
    """Whether a line says nothing without words that the reader may not see."""
    return StepKind(step.kind).worded and step.words not in words


def _asks(member: Membership, side: str) -> list[AskView]:
    found = list(
        HomeAsk.objects.filter(room=member.room_id).select_related("asked_by", "answered_by").order_by("-on", "-pk")
    )
    words = told(member, {seq for one in found for seq in (one.words, one.answer_words) if seq is not None})
    can = bool(side) and Action.PLAN in allowed(member)
    return [_ask(one, member, words, can) for one in found if one.words is None or one.words in words]


def _ask(ask: HomeAsk, member: Membership, words: Mapping[int, Line], can: bool) -> AskView:
    mine, live = ask.asked_by_id == member.pk, ask.until >= timezone.localdate() and ask.state != HomeAsk.State.OFF
    others = SIDE.get(ask.asked_by.role) != SIDE.get(member.role)
    agreed = ask.state != HomeAsk.State.OPEN
    return AskView(
        id=ask.public_id,
        title=label(ask.kind),
        on=ask.on,
        until=ask.until,
        state=ask.state,
        by=ask.asked_by.shown_name,
        line=words.get(ask.words) if ask.words else None,
        answered_by=ask.answered_by.shown_name if ask.answered_by else "",
        answer=words.get(ask.answer_words) if ask.answer_words else None,
        version=ask.changed,
        mine=mine,
        can_answer=can and live and others,
        can_call_off=can and live and (mine or agreed),
    )


def _dated_step(member: Membership, step: HomeStep) -> Dated:
    return Dated(
        page=Page.GOING_HOME,
        id=step.public_id,
        room_id=member.room.public_id,
        room_name=member.room.name,
        title=label(step.kind),
        on=step.on,
        sure=step.plan.state == WayHome.State.APPROVED,
        changed=step.changed,
    )


def _dated_ask(member: Membership, ask: HomeAsk, day: date) -> Dated:
    """One day of what was asked for; the days after the first have ids of their own."""
    later = (day - ask.on).days
    return Dated(
        page=Page.GOING_HOME,
        id=f"{ask.public_id}-{later}" if later else ask.public_id,
        room_id=member.room.public_id,
        room_name=member.room.name,
        title=label(ask.kind),
        on=day,
        sure=ask.state == HomeAsk.State.YES,
        called_off=ask.state == HomeAsk.State.OFF,
        changed=ask.changed,
    )
