"""The plan for talking: for the page of the agreement, and as a hint beside the place to write."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils import timezone

from rooms.access import Action, allowed
from rooms.models import Agreement, Membership, RestTime, State, TalkPlan
from rooms.queries.agreement import due
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.sides import awaited
from rooms.talking import hours_of, rest_of


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """One plan. `days` are weekdays, Monday is 0, none means every day; the lists are keys of labels."""

    id: str
    days: list[int]
    starts: time
    ends: time
    ways: list[str]
    topics: list[str]
    ask_first: list[str]
    line: Line | None
    by: str
    since: datetime | None = None
    yes: list[str] = field(default_factory=list)
    mine: bool = False
    said_yes: bool = False
    waits: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class RestView:
    """When a member would rather not be written to, on their own clock."""

    id: str
    name: str
    me: bool
    days: list[int]
    starts: time
    ends: time


@dataclass(frozen=True, kw_only=True)
class TalkView:
    """All of it: the plan that holds, one that is suggested, and each member's times of rest."""

    current: PlanView | None
    open: PlanView | None
    rests: list[RestView]

    @property
    def latest(self) -> str:
        """The newest plan, as a form that suggests another names it."""
        newest = self.open or self.current
        return newest.id if newest else ""

    @property
    def waits(self) -> bool:
        """Whether a plan that somebody else suggested has no yes of the reader yet."""
        return self.open is not None and not (self.open.mine or self.open.said_yes)

    @property
    def my_rest(self) -> RestView | None:
        return next((one for one in self.rests if one.me), None)


@dataclass(frozen=True, kw_only=True)
class Hint:
    """What stands beside the place to write: never a reason not to write.

    `plan` is the one whose hours it is outside of; `resting` are names; `ask_first` keys of labels; `due` says why the
    agreement asks to be looked at again.
    """

    plan: TalkPlan | None = None
    resting: list[str] = field(default_factory=list)
    ask_first: list[str] = field(default_factory=list)
    due: str = ""


def talk_of(member: Membership) -> TalkView:
    """The room's plan for talking, for a member that the door let in."""
    plans = TalkPlan.objects.filter(room=member.room_id).exclude(state=TalkPlan.State.OVER).select_related("by")
    found = {plan.state: plan for plan in plans.prefetch_related("yes")}
    members = list(member.room.memberships.select_related("person", "rest").order_by("pk"))
    say = [one for one in members if Action.AGREE in allowed(one)]
    lines = told(member, {plan.seq for plan in found.values()})
    views = {state: _plan(plan, lines.get(plan.seq), member, say) for state, plan in found.items()}
    return TalkView(
        current=views.get(TalkPlan.State.CURRENT),
        open=views.get(TalkPlan.State.OPEN) if found and _seen(found, lines) else None,
        rests=[_rest(one, member) for one in members if one.state == State.ACTIVE and _has_rest(one)],
    )


def hint_for(member: Membership) -> Hint:
    """What to say beside the place to write just now."""
    now = timezone.now()
    plan = member.room.talk_plans.filter(state=TalkPlan.State.CURRENT).first()
    rests = RestTime.objects.filter(membership__room=member.room_id, membership__state=State.ACTIVE)
    resting = [
        rest.membership.shown_name
        for rest in rests.exclude(membership=member).select_related("membership__person").order_by("pk")
        if rest_of(rest, rest.membership.person.zone).open_until(now)
    ]
    agreement = Agreement.objects.filter(room=member.room_id).first()
    return Hint(
        plan=plan if plan and hours_of(plan).closed_until(now) else None,
        resting=resting,
        ask_first=plan.ask_first if plan else [],
        due=due(agreement, member) if agreement else "",
    )


def _plan(plan: TalkPlan, line: Line | None, me: Membership, say: Iterable[Membership]) -> PlanView:
    yes = list(plan.yes.all())
    return PlanView(
        id=plan.public_id,
        days=plan.days,
        starts=plan.starts,
        ends=plan.ends,
        ways=plan.ways,
        topics=plan.topics,
        ask_first=plan.ask_first,
        line=line,
        by=plan.by.shown_name,
        since=plan.since,
        yes=[one.shown_name for one in yes],
        mine=plan.by_id == me.pk,
        said_yes=any(one.pk == me.pk for one in yes),
        waits=awaited(plan.by, yes, say),
    )


def _seen(found: dict[str, TalkPlan], lines: dict[int, Line]) -> bool:
    """Whether the open plan's line is the reader's to see."""
    plan = found.get(TalkPlan.State.OPEN)
    return plan is not None and plan.seq in lines


def _has_rest(one: Membership) -> bool:
    return getattr(one, "rest", None) is not None


def _rest(one: Membership, me: Membership) -> RestView:
    rest = one.rest
    return RestView(
        id=one.public_id,
        name=one.shown_name,
        me=one.pk == me.pk,
        days=rest.days,
        starts=rest.starts,
        ends=rest.ends,
    )
