"""Meetings of the team, hearings and regular talks; and what belongs to any meeting: its time, its list, its end.

What starts with a placement is in `rooms.services.first_days`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Event, Meeting, MeetingAnswer, MeetingPoint, MeetingResult, Person
from rooms.services import items
from rooms.services.meeting_rules import FIRST, LIVE, changed, check_time, in_room, item, live, starting, tick_off
from rooms.text import check_message

Kind, State, What = Meeting.Kind, Meeting.State, MeetingPoint.What

POINTS: Final = 40
"""Lines on one list at most."""
LISTS: Final[Mapping[str, frozenset[str]]] = {
    Kind.COMFORT_CALL: frozenset(),
    Kind.ICEBREAKER: frozenset({What.POINT, What.WISH, What.STEP}),
    Kind.TEAM: frozenset({What.POINT, What.WISH, What.GOAL, What.SUPPORTER, What.SETTLE, What.STEP}),
    Kind.HEARING: frozenset({What.POINT, What.WISH}),
    Kind.TALK: frozenset({What.POINT}),
}
"""What can be added to which meeting."""
SCORES: Final = range(1, 6)


def ask(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    reason: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Ask for a team meeting; everybody is told, and staff finds a day (S55). Raises RoomError bad_choice."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.asked"):
            return done
        permit(member, Action.PLAN)
        if reason not in Meeting.Reason:
            raise RoomError("bad_choice")
        if Meeting.objects.filter(room=member.room, kind=Kind.TEAM, state__in=LIVE, reason=reason).exists():
            raise RoomError("meeting_there")
        meeting = Meeting(room=member.room, kind=Kind.TEAM, reason=reason, asked_by=member, at=at or timezone.now())
        asked = item("meeting.asked", meeting, {"reason": f"meeting.reason.{reason}"})
        event = items.tell(member, asked, client_id=client_id, text=text, sure=sure, at=at)
        meeting.seq = event.seq
        meeting.save()
        return event


def hearing(*, actor: Person, room_id: str, client_id: UUID, starts: datetime, at: datetime | None = None) -> Event:
    """Write down a hearing, so that both sides can get ready for it together; staff knows the day (S57)."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.set"):
            return done
        permit(member, Action.APPROVE)
        check_time(starts, at)
        meeting = Meeting.objects.create(
            room=member.room,
            kind=Kind.HEARING,
            state=State.SET,
            starts_at=starts,
            asked_by=member,
            at=at or timezone.now(),
        )
        return items.tell(member, item("meeting.set", meeting, starting(starts)), client_id=client_id, at=at)


def weekly(*, actor: Person, room_id: str, client_id: UUID, starts: datetime, at: datetime | None = None) -> Event:
    """Set a time to talk each week, in the place of the one before if there is one (S31)."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.weekly"):
            return done
        permit(member, Action.PLAN)
        check_time(starts, at)
        starts = starts.replace(second=0, microsecond=0)
        Meeting.objects.filter(room=member.room, kind=Kind.TALK, state__in=LIVE).update(state=State.OFF)
        meeting = Meeting.objects.create(
            room=member.room,
            kind=Kind.TALK,
            state=State.SET,
            starts_at=starts,
            asked_by=member,
            at=at or timezone.now(),
        )
        return items.tell(member, item("meeting.weekly", meeting, starting(starts)), client_id=client_id, at=at)


def set_time(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    starts: datetime,
    way: str = "",
    version: int | None,
    at: datetime | None = None,
) -> Event:
    """Set when, and how, a meeting takes place. Staff does. Raises RoomError bad_choice, bad_moment, changed_since."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.set"):
            return done
        permit(member, Action.APPROVE)
        meeting = live(member, meeting_id, version)
        if meeting.kind == Kind.TALK or way not in ("", *Meeting.Way):
            raise RoomError("bad_choice")
        check_time(starts, at)
        meeting.state, meeting.starts_at, meeting.way = State.SET, starts, way
        changed(meeting)
        return items.tell(member, item("meeting.set", meeting, starting(starts)), client_id=client_id, at=at)


def hold(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    text: str = "",
    version: int | None,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Tick off that a meeting took place, with a note for all. A comfort call has its own outcomes (`first_days`)."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.held"):
            return done
        permit(member, Action.APPROVE)
        meeting = live(member, meeting_id, version)
        if meeting.kind in (Kind.TALK, Kind.COMFORT_CALL):
            raise RoomError("bad_choice")
        return tick_off(member, meeting, MeetingResult.Outcome.HELD, client_id=client_id, text=text, sure=sure, at=at)


def off(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    text: str = "",
    version: int | None,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Call a meeting off, or end a regular talk. What starts with a placement can be set anew, not called off."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.off"):
            return done
        permit(member, Action.PLAN)
        meeting = live(member, meeting_id, version)
        if meeting.kind in FIRST:
            raise RoomError("bad_choice")
        if meeting.kind == Kind.HEARING or (meeting.kind == Kind.TEAM and meeting.asked_by_id != member.pk):
            permit(member, Action.APPROVE)
        meeting.state = State.OFF
        changed(meeting)
        return items.tell(member, item("meeting.off", meeting), client_id=client_id, text=text, sure=sure, at=at)


def add(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    what: str,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Add a line to what belongs to a meeting; a step, and a way to settle things, also after it took place.

    Raises RoomError bad_choice, list_full, and those of words.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.added"):
            return done
        permit(member, Action.PLAN)
        check_message(text)
        meeting = in_room(member, meeting_id)
        if what not in LISTS[meeting.kind] or (meeting.state not in LIVE and what not in (What.STEP, What.SETTLE)):
            raise RoomError("bad_choice")
        if meeting.points.exclude(what=What.INTRO).count() >= POINTS:
            raise RoomError("list_full")
        added = item("meeting.added", meeting, {"what": f"meeting.what.{what}"})
        event = items.tell(member, added, client_id=client_id, text=text, sure=sure, at=at)
        MeetingPoint.objects.create(meeting=meeting, what=what, by=member, seq=event.seq, at=event.at)
        return event


def remove(
    *, actor: Person, room_id: str, client_id: UUID, meeting_id: str, point_id: str, at: datetime | None = None
) -> Event:
    """Take one's own words off a list again, up to the meeting. Raises RoomError not_found, not_allowed."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.taken_before(member, client_id, meeting_id):
            return done
        permit(member, Action.PLAN)
        point = in_room(member, meeting_id).points.filter(public_id=point_id).first()
        if point is None:
            raise RoomError("not_found")
        event = items.take_back(member, message(member, point.seq), client_id=client_id, at=at)
        point.delete()
        return event


def tick(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    on: Collection[str] = (),
    off: Collection[str] = (),
    at: datetime | None = None,
) -> Event | None:
    """Tick points off a list, or untick them. What somebody else did meanwhile stays; None if nothing changes."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "meeting.ticked"):
            return done
        permit(member, Action.PLAN)
        meeting = in_room(member, meeting_id)
        points = meeting.points.exclude(what=What.INTRO)
        ticked = points.filter(public_id__in=on, ticked_at__isnull=True).update(ticked_at=at or timezone.now())
        unticked = points.filter(public_id__in=off, ticked_at__isnull=False).update(ticked_at=None)
        if not ticked and not unticked:
            return None
        return items.tell(member, item("meeting.ticked", meeting), client_id=client_id, at=at)


def told_talk(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    meeting_id: str,
    of: datetime,
    kept: bool,
    at: datetime | None = None,
) -> Event:
    """Say, by one tap, whether the regular talk of that day was kept. The first word counts (S31).

    Raises RoomError bad_choice for a time at which there was none, told_already.
    """
    with transaction.atomic():
        member, name = enter_locked(actor=actor, room_id=room_id), "meeting.kept" if kept else "meeting.missed"
        if done := items.told_before(member, client_id, name):
            return done
        permit(member, Action.PLAN)
        meeting = in_room(member, meeting_id)
        now = at or timezone.now()
        if meeting.kind != Kind.TALK or of > now or of not in meeting.times(of, now):
            raise RoomError("bad_choice")
        if meeting.results.filter(of=of).exists():
            raise RoomError("told_already")
        outcome = MeetingResult.Outcome.KEPT if kept else MeetingResult.Outcome.MISSED
        day = of.astimezone(meeting.zone).date().isoformat()
        told = Item(kind=name, id=meeting.public_id, facts={"on": day})
        event = items.tell(member, told, client_id=client_id, at=at)
        MeetingResult.objects.create(
            meeting=meeting, outcome=outcome, by=member, of=of, seq=event.seq, at=at or timezone.now()
        )
        return event


def answer(*, actor: Person, room_id: str, meeting_id: str, heard: int, clear: int) -> MeetingAnswer:
    """Say what a team meeting was like, in two taps, for staff alone; said again it is changed (S55)."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.PLAN)
        meeting = in_room(member, meeting_id)
        wrong = meeting.kind != Kind.TEAM or meeting.state != State.HELD or member.is_staff
        if wrong or heard not in SCORES or clear not in SCORES:
            raise RoomError("bad_choice")
        said = {"heard": heard, "clear": clear, "at": timezone.now()}
        return MeetingAnswer.objects.update_or_create(meeting=meeting, member=member, defaults=said)[0]
