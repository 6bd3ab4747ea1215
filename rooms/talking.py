"""The hours that a room's adults settled for writing, and those in which a member would rather not be written to."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, Q, QuerySet

from rooms.models import Membership, RestTime, TalkPlan
from rooms.reach.quiet import spell
from rooms.zones import zone_named


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Weekly hours: weekdays (Monday is 0; none means every day), from and to, and where these clocks are."""

    days: tuple[int, ...]
    starts: time
    ends: time
    zone: ZoneInfo

    @property
    def always(self) -> bool:
        """Whether they leave nothing out."""
        return self.starts == self.ends and len(self.days) in (0, 7)

    def closed_until(self, now: datetime) -> datetime | None:
        """Outside of them, when they begin again; None within."""
        if self.always:
            return None
        within, changes = spell(now, self.zone, self.days, self.starts, self.ends)
        return None if within else changes

    def open_until(self, now: datetime) -> datetime | None:
        """Within them, when they are over; None outside. What is always is no time of rest."""
        within, changes = spell(now, self.zone, self.days, self.starts, self.ends)
        return changes if within and not self.always else None


def with_hours(parts: QuerySet[Membership]) -> QuerySet[Membership]:
    """These parts, each with what `hours_for` reads: the plan that holds in its room is looked up with them."""
    holds = Q(room__talk_plans__state=TalkPlan.State.CURRENT)
    return parts.annotate(
        plan=FilteredRelation("room__talk_plans", condition=holds),
        plan_days=F("plan__days"),
        plan_starts=F("plan__starts"),
        plan_ends=F("plan__ends"),
        plan_zone=F("room__family__agency__time_zone"),
    )


def hours_for(part: Any) -> Hours | None:
    """The hours that hold in the room of a part that came `with_hours`; None where there is no plan."""
    if part.plan_starts is None:
        return None
    days, zone = tuple(part.plan_days), zone_named(part.plan_zone)
    return Hours(days=days, starts=part.plan_starts, ends=part.plan_ends, zone=zone)


def hours_of(plan: TalkPlan) -> Hours:
    """When a plan lets its room write, on the agency's clocks."""
    return Hours(days=tuple(plan.days), starts=plan.starts, ends=plan.ends, zone=plan.room.zone)


def rest_of(rest: RestTime, zone: ZoneInfo) -> Hours:
    """When a member would rather not be written to, on the clocks of their zone."""
    return Hours(days=tuple(rest.days), starts=rest.starts, ends=rest.ends, zone=zone)
