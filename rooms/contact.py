"""What the court allows: whether an occasion lies wholly inside an approval, and in plain words why not.

Contact is a visit or a call. It stands only inside one approval that is in force: for all of its people, on its days,
at its hours, for its length, at its kind of place, and not more often in the local week or month than that says.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rooms.errors import RoomError
from rooms.models import (
    BIRTH_SIDE,
    CARERS,
    CONTACT,
    LIVE_STATES,
    Approval,
    Membership,
    Occasion,
    OccasionPart,
    Person,
    PlaceKind,
    Room,
)
from rooms.zones import clock_time

STAFF: Final = "staff"
RECENT: Final = timedelta(days=1)
"""How long after its end a late change still asks to be seen."""
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Why:
    """One reason why an approval does not reach: its name, and a sentence that says what it does allow."""

    code: str
    said: str


class OutsideApproval(RoomError):
    """What the court allows does not include this; `reasons` say exactly why."""

    def __init__(self, reasons: Collection[Why]) -> None:
        super().__init__("outside_approval")
        self.reasons = tuple(reasons)

    @property
    def message(self) -> str:
        return " ".join([super().message, *(why.said for why in self.reasons)])


def side(member: Membership) -> str:
    """Whose answer a member gives: the birth side's, their home's, staff's; none for mentors."""
    if member.role in BIRTH_SIDE:
        return "birth"
    if member.role in CARERS:
        # In the room where foster homes plan for brothers and sisters, each home answers for itself.
        planning = member.room.purpose == Room.Purpose.PLANNING
        return f"home {member.person.household_id or f'of {member.person_id}'}" if planning else "foster"
    return STAFF if member.is_staff else ""


def period(day: date, per: str) -> tuple[date, date]:
    """The first day of the week (from Monday) or month around a day, and the first day after it."""
    if per == Approval.Per.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=7)
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def fitting(occasion: Occasion, people: Collection[Membership], zone: ZoneInfo) -> Approval:
    """The approval that all of this contact lies inside. Raises OutsideApproval, with the reasons of the nearest.

    `people` are those of the birth side who are asked.
    """
    nearest: list[Why] | None = None
    found = in_force(occasion.room)
    day = (occasion.ends - _MOMENT).astimezone(zone).date()
    for approval in [one for one in found if any(one.holds_for(member, day) for member in people)] or found:
        reasons = list(_reasons(approval, occasion, people, zone))
        if not reasons:
            return approval
        if nearest is None or len(reasons) < len(nearest):
            nearest = reasons
    raise OutsideApproval(
        nearest or [Why(code="none", said=_("So far the court has allowed no visits or calls here."))]
    )


def fits(approval: Approval, occasion: Occasion, people: Collection[Membership], zone: ZoneInfo) -> bool:
    """Whether all of an occasion lies inside this approval."""
    return not list(_reasons(approval, occasion, people, zone))


def in_force(room: Room) -> list[Approval]:
    """What staff has not ended, newest first; something newer may have taken its place for some."""
    found = room.approvals.filter(ended_at__isnull=True)
    return list(found.prefetch_related("people", "replaced_by__people").order_by("-pk"))


def used(
    approvals: Collection[Approval], member: Membership, day: date, zone: ZoneInfo, *, but: int | None = None
) -> dict[int, int]:
    """How often this member has contact of each approval's kinds in its week or month around a day, by key."""
    bounds = {one.pk: [datetime.combine(end, time.min, zone) for end in period(day, one.per)] for one in approvals}
    if not bounds:
        return {}
    found = Occasion.objects.filter(
        room=member.room_id,
        kind__in=CONTACT,
        state__in=LIVE_STATES,
        starts__gte=min(first for first, _after in bounds.values()),
        starts__lt=max(after for _first, after in bounds.values()),
        parts__in=OccasionPart.objects.filter(member=member).exclude(says=OccasionPart.Says.NO),
    )
    rows = list((found.exclude(pk=but) if but else found).values_list("place_kind", "starts"))
    return {
        one.pk: sum(place in one.places and bounds[one.pk][0] <= at < bounds[one.pk][1] for place, at in rows)
        for one in approvals
    }


def birth_people(occasion: Occasion) -> list[Membership]:
    """Those of the birth side who are asked and have not said no."""
    asked = [part.member for part in occasion.parts.all() if part.says != OccasionPart.Says.NO]
    return sorted((member for member in asked if member.role in BIRTH_SIDE), key=lambda member: member.pk)


def is_answer(occasion: Occasion, member: Membership) -> bool:
    """Whether it waits for the answer of this member's side."""
    return occasion.state == Occasion.State.ASKED and side(member) not in (side(occasion.by), STAFF, "")


def is_concerned(occasion: Occasion, member: Membership) -> bool:
    """Whether it is this member's to change and to plan: staff, the home, and whoever is asked and has not said no."""
    if member.is_staff or member.role in CARERS:
        return True
    return any(one.pk == member.pk for one in birth_people(occasion))


def may_call_off(occasion: Occasion, member: Membership) -> bool:
    """Whether this member calls it off for all: not where others of the birth side would come without them."""
    if member.role not in BIRTH_SIDE:
        return is_concerned(occasion, member)
    return [one.pk for one in birth_people(occasion)] == [member.pk] or (
        occasion.by_id == member.pk and is_concerned(occasion, member)
    )


def clashing(person: Person, occasions: Collection[Occasion]) -> dict[int, list[Occasion]]:
    """What this person comes to, in any of their rooms, that overlaps with each of these: for their eyes only.

    That is what they have said yes to, and what staff has set for them, unless they said no. By the key of each; there
    is nothing for those with which nothing overlaps.
    """
    if not occasions:
        return {}
    comes = Q(says=OccasionPart.Says.YES) | Q(says=OccasionPart.Says.NOTHING, occasion__state=Occasion.State.SET)
    mine = OccasionPart.objects.filter(comes, member__person=person, member__state="active")
    first, last = min(one.starts for one in occasions), max(one.ends for one in occasions)
    near = Occasion.objects.filter(starts__lt=last, ends__gt=first, state__in=LIVE_STATES, parts__in=mine)
    busy = list(near.order_by("starts"))
    found = {
        one.pk: [other for other in busy if other.pk != one.pk and other.starts < one.ends and other.ends > one.starts]
        for one in occasions
    }
    return {key: others for key, others in found.items() if others}


def _reasons(approval: Approval, occasion: Occasion, people: Iterable[Membership], zone: ZoneInfo) -> Iterable[Why]:
    starts, ends = occasion.starts.astimezone(zone), (occasion.ends - _MOMENT).astimezone(zone)
    others = [member.shown_name for member in people if not approval.holds_for(member, ends.date())]
    if others:
        yield Why(code="people", said=_("It is not allowed for %(names)s so far.") % {"names": ", ".join(others)})
    yield from _days(approval, starts.date(), ends.date())
    yield from _hours(approval, starts, ends)
    minutes = (occasion.ends - occasion.starts) / timedelta(minutes=1)
    if minutes > approval.minutes:
        yield Why(code="length", said=_("It can last %(time)s at most.") % {"time": lasting(approval.minutes)})
    if occasion.place_kind not in approval.places:
        where = ", ".join(str(PlaceKind(place).label) for place in approval.places)
        yield Why(code="place", said=_("It can be: %(places)s.") % {"places": where})
    for member in people:
        if used([approval], member, starts.date(), zone, but=occasion.pk)[approval.pk] >= approval.times:
            allowed = {"name": member.shown_name, "often": often(approval)}
            yield Why(code="often", said=_("%(name)s: %(often)s, and that is planned already.") % allowed)


def _days(approval: Approval, first: date, last: date) -> Iterable[Why]:
    if first < approval.from_on:
        yield Why(code="early", said=_("It is allowed from %(day)s on.") % {"day": _day(approval.from_on)})
    if approval.until_on is not None and last > approval.until_on:
        yield Why(code="late", said=_("It is allowed until %(day)s.") % {"day": _day(approval.until_on)})


def _hours(approval: Approval, starts: datetime, ends: datetime) -> Iterable[Why]:
    earliest, latest = approval.earliest, approval.latest
    if earliest is None and latest is None:
        return
    outside = (
        starts.date() != ends.date()
        or (earliest is not None and starts.time() < earliest)
        or (latest is not None and ends.time() >= latest)
    )
    if outside:
        bounds = {"from": clock_time(earliest or time.min), "to": clock_time(latest or time.max)}
        yield Why(code="hours", said=_("It can be from %(from)s to %(to)s.") % bounds)


def often(approval: Approval) -> str:
    """How often, in words: "2 times a week"."""
    if approval.per == Approval.Per.WEEK:
        said = ngettext("once a week", "%(count)d times a week", approval.times)
    else:
        said = ngettext("once a month", "%(count)d times a month", approval.times)
    return said % {"count": approval.times} if "%" in said else said


def lasting(minutes: int) -> str:
    """A length in words: "2 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}] if hours else []
    if rest:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


def _day(day: date) -> str:
    # Translators: a day in Django's date format: "Tuesday, November 17".
    return date_format(day, _("l, F j"))
