"""What the steps of an occasion share: finding it as it stands, checking it against what is allowed, telling of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from rooms.access import Action, enter_locked, permit, still_open
from rooms.contact import birth_people, clashing, fits, fitting, in_force, side
from rooms.errors import RoomError
from rooms.items import Item, utc
from rooms.models import (
    AT_AN_OFFICE,
    CARERS,
    LIVE_STATES,
    STAFF_ROLES,
    Event,
    Membership,
    Notification,
    Occasion,
    OccasionLine,
    OccasionPart,
    Person,
    PlaceKind,
)
from rooms.services import items, notifications

State, Says, About = Occasion.State, OccasionPart.Says, OccasionLine.About
SOON: Final = timedelta(hours=24)
"""How early a change is no surprise: later, everybody concerned is told at once and asked whether they have seen it."""


def begin(
    *, actor: Person, room_id: str, client_id: UUID, action: Action, steps: Sequence[str]
) -> tuple[Membership, Event | None]:
    """Lock the room and let the actor in; with the event, if this very form was done before."""
    member = enter_locked(actor=actor, room_id=room_id)
    kinds = [f"dates.{step}{day}" for step in steps for day in ("", "_day")]
    done = items.told_before(member, client_id, *kinds)
    if done is None:
        permit(member, action)
    return member, done


def found(member: Membership, occasion: str, version: int, *, at: datetime | None) -> Occasion:
    """A live occasion that is still to come, as the form saw it. Raises not_found, changed_since, occasion_over."""
    one = some(member, occasion)
    if one.version != version or not one.is_live:
        raise RoomError("changed_since")
    if one.starts <= (at or timezone.now()):
        raise RoomError("occasion_over")
    return one


def some(member: Membership, occasion: str) -> Occasion:
    """An occasion of the member's room, however it stands. Raises not_found."""
    one = Occasion.objects.select_related("by__person", "by__room").filter(room=member.room, public_id=occasion).first()
    if one is None:
        raise RoomError("not_found")
    return one


def following(occasion: Occasion, all_to_come: bool) -> list[Occasion]:
    """The occasion, and with `all_to_come` those of its series after it that stand as it does."""
    if not (all_to_come and occasion.series):
        return [occasion]
    series = Occasion.objects.select_related("by__person", "by__room").filter(
        room=occasion.room_id, series=occasion.series
    )
    later = series.filter(state=occasion.state, starts__gt=occasion.starts).order_by("starts")
    return [occasion, *(one for one in later if side(one.by) == side(occasion.by))]


def check_allowed(occasion: Occasion, zone: ZoneInfo) -> None:
    """Contact lies inside an approval, and names it. Raises OutsideApproval."""
    if occasion.is_contact:
        occasion.approval = fitting(occasion, birth_people(occasion), zone)


def check_free(member: Membership, occasions: Collection[Occasion], overlap_ok: bool) -> None:
    """Nobody says yes to two things at once without knowing. Raises double_booked."""
    if not overlap_ok and clashing(member.person, occasions):
        raise RoomError("double_booked")


def agreed(occasion: Occasion, zone: ZoneInfo) -> str:
    """Where it stands when both sides have said yes: staff has the last word where the order says so.

    Staff also has it on what is no visit but brings a birth parent to the child. An appointment at an office goes ahead
    where the order leaves contact to the two sides; an outing or a celebration only if it lies inside such an order.
    """
    if occasion.approval is not None:
        return State.AGREED if occasion.approval.staff_decides else State.SET
    people = birth_people(occasion)
    if not people:
        return State.SET
    day = occasion.starts.astimezone(zone).date()
    free = [
        one for one in in_force(occasion.room) if not one.staff_decides and one.from_on <= day and not one.over(day)
    ]
    if occasion.kind not in AT_AN_OFFICE or occasion.place_kind != PlaceKind.OFFICE:
        return State.SET if any(fits(one, occasion, people, zone) for one in free) else State.AGREED
    known = all(any(one.holds_for(member, day) for one in free) for member in people)
    return State.SET if known else State.AGREED


def changed(occasions: Iterable[Occasion]) -> None:
    """Keep what was changed of these; the forms that others have open are old now."""
    for one in occasions:
        one.version += 1
        one.save()


def tell(
    member: Membership,
    occasions: Sequence[Occasion],
    step: str,
    *,
    client_id: UUID | None,
    text: str = "",
    about: str = About.STEP,
    soon: bool = False,
    sure: bool = True,
    at: datetime | None = None,
    facts: Mapping[str, str] | None = None,
) -> Event:
    """Tell the room of a step of the first of these, and let all of them show the line.

    What comes `soon` before is told to everybody else concerned at once, through their quiet hours.
    """
    first = occasions[0]
    when = {"on": _day(first)} if first.whole_day else {"starts": iso(first.starts)}
    known = {"what": f"what.{first.kind}", **when, **(facts or {})}
    if len(occasions) > 1:
        known.setdefault("all", "all.follow")
    kind = f"dates.{step}_day" if first.whole_day else f"dates.{step}"
    item = Item(kind=kind, id=first.public_id, facts=known)
    event = items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
    OccasionLine.objects.bulk_create([OccasionLine(occasion=one, about=about, seq=event.seq) for one in occasions])
    if soon:
        Occasion.objects.filter(pk__in=[one.pk for one in occasions]).update(soon_seq=event.seq)
        notifications.notify_members(_others(member, occasions), Notification.Kind.VISIT_SOON, member.room)
    return event


def _others(member: Membership, occasions: Sequence[Occasion]) -> list[Membership]:
    """Who else is concerned: all who were asked, the home, and staff."""
    involved = OccasionPart.objects.filter(occasion__in=[one.pk for one in occasions]).values("member")
    concerned = Q(pk__in=involved) | Q(role__in=[*STAFF_ROLES, *CARERS])
    there = Membership.objects.select_related("person").filter(still_open(), room=member.room, person__is_active=True)
    return list(there.filter(concerned).exclude(pk=member.pk).order_by("pk"))


def is_soon(moments: Iterable[datetime], at: datetime | None) -> bool:
    """Whether one of these is less than a day away: what changes then is told at once, and asks to be seen."""
    now = at or timezone.now()
    return now > timezone.now() - SOON and any(now < moment < now + SOON for moment in moments)


def live_after(member: Membership, moment: datetime) -> list[Occasion]:
    """What may still happen in the room after a moment."""
    live = Occasion.objects.select_related("by__person", "by__room", "room")
    return list(live.filter(room=member.room, state__in=LIVE_STATES, starts__gt=moment).order_by("starts", "pk"))


def iso(moment: datetime) -> str:
    """A moment as facts hold it."""
    return utc(moment)


def _day(occasion: Occasion) -> str:
    """The day of what is whole day, where the agency is: its start is that day's midnight there."""
    return occasion.room.day(occasion.starts).isoformat()
