"""The first days after a child came to a home: the comfort call within a day, the icebreaker on day 3 to 5 (S9 to S12).

Both start with the placement, and again at every change of it, the way home among them.
"""

import logging
from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import (
    Event,
    Meeting,
    MeetingPoint,
    MeetingResult,
    Membership,
    Person,
    Placement,
    Room,
)
from rooms.services import items
from rooms.services.meeting_rules import (
    FIRST,
    LIVE,
    changed,
    check_time,
    item,
    live,
    starting,
    tick_off,
    to_come,
)
from rooms.sides import SIDE
from rooms.text import check_message

logger = logging.getLogger(__name__)

CALL_WITHIN: Final = timedelta(hours=24)
MEET_FROM, MEET_BY = timedelta(days=3), timedelta(days=5)
"""After which days, and by the end of which, the icebreaker is."""
NOON: Final = time(12)
"""When a child came, where only the day is known."""
NEW: Final = timedelta(days=14)
"""How long ago a stay may have begun that had no room then."""
TOPICS: Final = (
    "safe",
    "tonight",
    "sleep",
    "food",
    "health",
    "comfort",
    "school",
    "yourselves",
    "message",
    "next",
)
"""What a comfort call touches on, in the order in which it mostly does; words in `frontend.first_days`."""


def start(room: Room, placement: Placement, *, homeward: bool = False, at: datetime | None = None) -> None:
    """Start the clock of the first days for a child in this room; what has started already goes on.

    At the way home it runs from the day on which the stay ended.
    """
    zone = room.zone
    began = _came_home(placement, zone) if homeward else _came(room, placement, zone)
    for kind, first, last in _due(began, zone):
        Meeting.objects.get_or_create(
            room=room,
            placement=placement,
            kind=kind,
            homeward=homeward,
            defaults={"started_at": began, "due_from": first, "due_at": last, "at": at or timezone.now()},
        )


def start_in(room: Room, *, at: datetime | None = None) -> int:
    """Start the clock for each child who lives in this room's home and came lately. Returns for how many stays."""
    if room.household_id is None or room.purpose != Room.Purpose.COPARENTING:
        return 0
    since = (at or timezone.now()).date() - NEW
    stays = Placement.objects.filter(
        child__rooms=room, household=room.household_id, ended_on__isnull=True, started_on__gte=since
    ).exclude(meetings__room=room)
    for stay in stays:
        start(room, stay, at=at)
    return len(stays)


def start_due() -> int:
    """Start the clock where a placement was added after its room was opened. For the worker; safe in several."""
    since = timezone.now().date() - NEW
    new = Placement.objects.filter(ended_on__isnull=True, started_on__gte=since, meetings__isnull=True)
    rooms = Room.objects.filter(children__placements__in=new, purpose=Room.Purpose.COPARENTING).distinct()
    return sum(_start_one(room) for room in list(rooms.select_related("family__agency")))


def _start_one(room: Room) -> int:
    try:
        with transaction.atomic():
            return start_in(room)
    except Exception as error:
        logger.warning("room %d: its first days failed with %s", room.pk, type(error).__name__)
        return 0


def came(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    when: datetime,
    version: int | None,
    at: datetime | None = None,
) -> Event:
    """Put right at what hour the child came, and tell the room; the clock of what is still to come runs from then.

    Staff's. Raises RoomError bad_choice, bad_moment, meeting_over, changed_since.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.came"):
            return done
        permit(member, Action.APPROVE)
        meeting = live(member, meeting_id, version)
        if meeting.placement is None or meeting.homeward:
            raise RoomError("bad_choice")
        if abs(when - (at or timezone.now())) > NEW:
            raise RoomError("bad_moment")
        zone = member.room.zone
        stay = meeting.placement
        stay.started_at, stay.started_on = when, when.astimezone(zone).date()
        stay.save(update_fields=["started_at", "started_on"])
        for kind, first, last in _due(when, zone):
            for one in Meeting.objects.filter(placement=stay, kind=kind, homeward=False, state__in=LIVE):
                one.started_at, one.due_from, one.due_at = when, first, last
                changed(one)
        told = Item(kind="meeting.came", id=meeting.public_id, facts=starting(when))
        return items.tell(member, told, client_id=client_id, at=at)


def call(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    outcome: str,
    topics: Collection[str] = (),
    again: datetime | None = None,
    text: str = "",
    version: int | None,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Say what came of a comfort call: talked, to be called back, or not reached; the last two have a new time.

    Raises RoomError bad_choice, bad_moment without a new time, meeting_over, changed_since.
    """
    outcomes = MeetingResult.Outcome
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.held", "meeting.again"):
            return done
        permit(member, Action.APPROVE)
        meeting = live(member, meeting_id, version)
        known = tuple(topic for topic in TOPICS if topic in topics)
        if meeting.kind != Meeting.Kind.COMFORT_CALL:
            raise RoomError("bad_choice")
        if outcome == outcomes.TALKED:
            return tick_off(member, meeting, outcome, client_id=client_id, text=text, sure=sure, at=at, topics=known)
        if outcome not in (outcomes.CALL_BACK, outcomes.NOT_REACHED):
            raise RoomError("bad_choice")
        if again is None:
            raise RoomError("bad_moment")
        check_time(again, at)
        told = item("meeting.again", meeting, starting(again))
        event = items.tell(member, told, client_id=client_id, text=text, sure=sure, at=at)
        _again(meeting, member, outcome, again, event, known)
        return event


def later(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    again: datetime | None = None,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Ask to be called another time, with or without saying when: as good an answer as any (S10).

    For those who are called: parents and whoever the child lives with. What staff has set is not moved by others in the
    room, like a mentor or a relative. Raises RoomError not_allowed, bad_choice, bad_moment, meeting_over.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        name = "meeting.later" if again is None else "meeting.later_at"
        if done := items.told_before(member, client_id, name):
            return done
        permit(member, Action.PLAN)
        meeting = to_come(member, meeting_id)
        if meeting.kind not in FIRST or member.is_staff:
            raise RoomError("bad_choice")
        if member.role not in SIDE:
            raise RoomError("not_allowed")
        if again is not None:
            check_time(again, at)
        told = item(name, meeting, starting(again) if again else None)
        event = items.tell(member, told, client_id=client_id, text=text, sure=sure, at=at)
        _again(meeting, member, MeetingResult.Outcome.CALL_BACK, again, event)
        return event


def introduce(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Write a few words on oneself before meeting; written again, they take the place of those before (S8, S11).

    The others read them at once: nobody has to write first in order to read, and nobody meets a stranger.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.intro"):
            return done
        permit(member, Action.PLAN)
        check_message(text)
        meeting = to_come(member, meeting_id)
        if meeting.kind != Meeting.Kind.ICEBREAKER or member.is_staff:
            raise RoomError("bad_choice")
        event = items.tell(member, item("meeting.intro", meeting), client_id=client_id, text=text, sure=sure, at=at)
        MeetingPoint.objects.update_or_create(
            meeting=meeting,
            what=MeetingPoint.What.INTRO,
            by=member,
            defaults={"seq": event.seq, "at": event.at},
        )
        return event


def _again(
    meeting: Meeting,
    member: Membership,
    outcome: str,
    again: datetime | None,
    event: Event,
    topics: Collection[str] = (),
) -> None:
    MeetingResult.objects.create(
        meeting=meeting, outcome=outcome, by=member, topics=list(topics), again_at=again, seq=event.seq, at=event.at
    )
    meeting.state = Meeting.State.OPEN if again is None else Meeting.State.SET
    meeting.starts_at = again
    changed(meeting)


def _came(room: Room, placement: Placement, zone: ZoneInfo) -> datetime:
    if placement.started_at is not None:
        return placement.started_at
    if room.opened_at.astimezone(zone).date() == placement.started_on:
        return room.opened_at
    return datetime.combine(placement.started_on, NOON, zone)


def _came_home(placement: Placement, zone: ZoneInfo) -> datetime:
    return datetime.combine(placement.ended_on or timezone.localdate(None, zone), NOON, zone)


def _due(began: datetime, zone: ZoneInfo) -> list[tuple[str, datetime, datetime]]:
    """What is due between which moments: the call within a day, the meeting up to the end of day 5."""
    day = began.astimezone(zone).date()
    first = datetime.combine(day + MEET_FROM, time.min, zone)
    last = datetime.combine(day + MEET_BY, time(23, 59), zone)
    return [(Meeting.Kind.COMFORT_CALL, began, began + CALL_WITHIN), (Meeting.Kind.ICEBREAKER, first, last)]
