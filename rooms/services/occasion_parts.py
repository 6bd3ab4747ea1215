"""What each step does to an occasion: who is asked, who comes, when it is. The rules of the steps are `occasions`'."""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from rooms.access import still_open
from rooms.contact import STAFF, is_answer, side
from rooms.errors import RoomError
from rooms.models import BIRTH_SIDE, CARERS, CONTACT, Membership, Occasion, OccasionPart, PlaceKind, Room
from rooms.models.ids import new_public_id
from rooms.services.occasion_steps import Says, State, agreed, check_allowed
from rooms.text import check_message

Kind = Occasion.Kind
WEEK: Final = timedelta(days=7)
SERIES: Final = timedelta(days=183)
LONGEST: Final = timedelta(days=31)
FAR: Final = timedelta(days=730)
PLACE_LENGTH: Final = 300


def check_kind(room: Room, kind: str, place_kind: str, *, whole_day: bool) -> None:
    """What it is and where it can be go together. Raises bad_choice."""
    planning = room.purpose == Room.Purpose.PLANNING
    good = (
        kind in Kind.values
        and place_kind in PlaceKind.values
        and (kind == Kind.SIBLINGS) <= planning
        and not (kind in CONTACT and (planning or whole_day or place_kind == PlaceKind.OFFICE))
        and not (kind == Kind.VISIT and place_kind == PlaceKind.REMOTE)
        and not (kind == Kind.CALL and place_kind != PlaceKind.REMOTE)
    )
    if not good:
        raise RoomError("bad_choice")


def those_asked(member: Membership, ids: Collection[str]) -> list[Membership]:
    """Who is asked to what this member proposes: those named, the proposer, and all who care for the child at home.

    Raises bad_choice for a name that is none of the birth side's, nobody_asked where nobody is left to answer.
    """
    named = members_named(member, ids, BIRTH_SIDE)
    home = _open(member, CARERS)
    own = [member] if side(member) == "birth" and member.pk not in {one.pk for one in named} else []
    asked = [*named, *own, *home]
    if all(side(one) == side(member) for one in asked):
        raise RoomError("nobody_asked")
    if member.room.purpose != Room.Purpose.PLANNING and not (named or own):
        raise RoomError("nobody_asked")
    return asked


def make(first: Occasion, starts: datetime, ends: datetime, asked: Iterable[Membership], zone: ZoneInfo) -> Occasion:
    """One occasion like `first` at this time; whoever proposes it comes. Raises OutsideApproval."""
    one = Occasion(
        room=first.room,
        kind=first.kind,
        starts=starts,
        ends=ends,
        whole_day=first.whole_day,
        place_kind=first.place_kind,
        place=first.place,
        state=first.state,
        by=first.by,
        series=first.series,
        seq=0,
        at=first.at,
    )
    one.save()
    OccasionPart.objects.bulk_create(
        [
            OccasionPart(occasion=one, member=member, says=Says.YES if member.pk == first.by_id else Says.NOTHING)
            for member in asked
        ]
    )
    check_allowed(one, zone)
    one.save(update_fields=["approval"])
    return one


def for_each(group: Iterable[Occasion], do: Callable[[Occasion], None]) -> list[Occasion]:
    """Do this for an occasion and those that follow it, and return those for which it was to do.

    Later ones that stand so already, or ask nothing of the member, are left as they are. Raises as `do`.
    """
    done: list[Occasion] = []
    for each in group:
        try:
            do(each)
        except RoomError as error:
            if not done or error.code != "not_asked":
                raise
        else:
            done.append(each)
    return done


def come(occasion: Occasion, member: Membership, zone: ZoneInfo) -> None:
    """The member says yes; if that was what it waited for, both sides have. Raises not_asked, OutsideApproval.

    Somebody who comes late may bring it under another order: then that says whether staff has the last word.
    """
    part = _part_of(occasion, member)
    answers = is_answer(occasion, member)
    if part is None or (part.says == Says.YES and not answers):
        raise RoomError("not_asked")
    OccasionPart.objects.filter(pk=part.pk).update(says=Says.YES)
    stood_under = occasion.approval_id
    check_allowed(occasion, zone)
    if answers or (occasion.state == State.SET and occasion.approval_id != stood_under):
        occasion.state = agreed(occasion, zone)


def stay_away(occasion: Occasion, member: Membership) -> None:
    """The member says no; without anybody left of their side it does not happen. Raises not_asked."""
    part = _part_of(occasion, member)
    if part is None or part.says == Says.NO:
        raise RoomError("not_asked")
    OccasionPart.objects.filter(pk=part.pk).update(says=Says.NO)
    others = occasion.parts.select_related("member__person", "member__room").exclude(member=member)
    left = [one for one in others if side(one.member) == side(member) and one.says != Says.NO]
    if member.role in CARERS and not is_answer(occasion, member):
        left = [one for one in left if one.says == Says.YES]
    if member.role in CARERS and is_answer(occasion, member):
        left = []
    if not left:
        occasion.state = State.DECLINED if occasion.state == State.ASKED else State.CALLED_OFF


def move(
    occasion: Occasion, member: Membership, starts: datetime, lasts: timedelta, place_kind: str, place: str | None
) -> None:
    """Another time, asked for by this member: whoever else comes is asked again. What staff says, stands."""
    occasion.starts, occasion.ends = starts, starts + lasts
    occasion.place_kind = place_kind or occasion.place_kind
    occasion.by = member
    occasion.state = State.SET if side(member) == STAFF else State.ASKED
    occasion.parts.exclude(says=Says.NO).update(says=Says.NOTHING)
    if side(member) != STAFF:
        _part_of(occasion, member)
        occasion.parts.filter(member=member).update(says=Says.YES)
    if place is not None and clean_place(place) != occasion.place:
        occasion.place = clean_place(place)
        occasion.place_for.clear()
    occasion.save()


def clean_place(place: str) -> str:
    """A place as it is kept: one line. Raises bad_text, too_long."""
    kept = " ".join(place.replace("\r\n", "\n").split())
    if kept:
        check_message(kept)
    if len(kept) > PLACE_LENGTH:
        raise RoomError("too_long")
    return kept


def times(
    starts: datetime, ends: datetime, weekly_until: date | None, zone: ZoneInfo, at: datetime | None
) -> list[tuple[datetime, datetime]]:
    """From when to when, each week until a day at the same time of the wall clock. Raises not_to_come, too_often."""
    now, lasts = at or timezone.now(), ends.astimezone(UTC) - starts.astimezone(UTC)
    if not (now < starts < now + FAR and timedelta() < lasts <= LONGEST):
        raise RoomError("not_to_come")
    first = wall(starts, zone)
    last = weekly_until or first.date()
    if last < first.date() or last > first.date() + SERIES:
        raise RoomError("too_often")
    begins = [at_wall(first + WEEK * week, zone) for week in range((last - first.date()) // WEEK + 1)]
    return [(moment, moment + lasts) for moment in begins]


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall shows then."""
    return moment.astimezone(zone).replace(tzinfo=None)


def at_wall(shown: datetime, zone: ZoneInfo) -> datetime:
    """When a clock on the wall shows this."""
    return shown.replace(tzinfo=zone).astimezone(UTC)


def series() -> str:
    """An id that the occasions of one series share."""
    return new_public_id()


def members_named(member: Membership, ids: Collection[str], roles: Collection[str]) -> list[Membership]:
    """Members of the room with these ids, of these roles. Raises bad_choice if one is no such member."""
    named = [one for one in _open(member, roles) if one.public_id in ids]
    if len(named) != len(set(ids)):
        raise RoomError("bad_choice")
    return named


def _open(member: Membership, roles: Collection[str]) -> list[Membership]:
    parts = member.room.memberships.select_related("person").filter(still_open(), role__in=roles).order_by("pk")
    found = list(parts)
    for one in found:
        one.room = member.room
    return found


def _part_of(occasion: Occasion, member: Membership) -> OccasionPart | None:
    """The member's part in it; whoever cares for the child at home has one from the moment that they need it."""
    if member.role in CARERS:
        return OccasionPart.objects.get_or_create(occasion=occasion, member=member)[0]
    return occasion.parts.filter(member=member).first()
