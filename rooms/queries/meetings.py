"""The meetings of a room, as one reader may see them: the first days, what is asked for or set, and what was."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from rooms.errors import RoomError
from rooms.items import Page
from rooms.models import Meeting, MeetingAnswer, MeetingPoint, MeetingResult, Membership
from rooms.queries.dated import Dated
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.queries.meeting_views import MeetingView, PointView, ResultView, TalkView
from rooms.queries.numbers import NumberView, numbers
from rooms.queries.paging import part, theirs

Kind, State, Outcome, What = Meeting.Kind, Meeting.State, MeetingResult.Outcome, MeetingPoint.What
RECENT: Final = timedelta(weeks=4)
"""How far back a regular talk can still be told of."""


@dataclass(frozen=True, kw_only=True)
class MeetingsPage:
    """What meetings/ shows. `numbers` are all members' for staff, else one's own."""

    first: list[MeetingView] = field(default_factory=list)
    coming: list[MeetingView] = field(default_factory=list)
    past: list[MeetingView] = field(default_factory=list)
    older: str = ""
    """Where the next part of the past begins; empty if this is all."""
    newest: bool = True
    numbers: list[NumberView] = field(default_factory=list)


def meetings_page(member: Membership, *, before: str = "", of: str = "") -> MeetingsPage:
    """What is to come, what is due first on top; of what was, the newest, what follows the meeting `before`, or the
    part with the meeting `of`."""
    every = Meeting.objects.filter(room=member.room)
    live = [view for view in _views(member, every.exclude(state__in=[State.OFF, State.HELD])) if view.live]
    first = [view for view in live if view.first]
    coming = [view for view in live if not view.first]
    told_of = theirs(member, MeetingResult.objects.filter(meeting=OuterRef("pk"), of__isnull=True))
    held = part(every.filter(Exists(told_of), state=State.HELD, held_at__isnull=False), "held_at", before=before, of=of)
    past = _views(member, every.filter(pk__in=[one.pk for one in held.rows]))
    return MeetingsPage(
        first=sorted(first, key=lambda view: (view.child, view.due_at or view.starts_at or timezone.now())),
        coming=sorted(coming, key=lambda view: view.next_talk or view.starts_at or timezone.now()),
        past=sorted(past, key=lambda view: view.held_at or timezone.now(), reverse=True),
        older=held.older,
        newest=held.newest,
        numbers=numbers(member),
    )


def meeting_page(member: Membership, meeting_id: str) -> MeetingView:
    """One meeting. Raises RoomError not_found, also for one that was held before the reader came."""
    found = _views(member, Meeting.objects.filter(room=member.room, public_id=meeting_id))
    if not found or (found[0].state == State.HELD and not found[0].results):
        raise RoomError("not_found")
    return found[0]


def dated(member: Membership, start: datetime, end: datetime) -> list[Dated]:
    """What of the room's meetings stands in the calendar between two moments."""
    rows = Meeting.objects.filter(room=member.room, starts_at__isnull=False, starts_at__lt=end)
    found: list[Dated] = []
    for one in _theirs(member, rows.select_related("asked_by__person", "room__family__agency")):
        if one.kind == Kind.TALK:
            times = one.times(start, end) if one.state == State.SET else []
        else:
            times = [one.starts_at] if one.starts_at and one.starts_at >= start else []
        found += [_dated(member, one, at) for at in times]
    return found


def _theirs(member: Membership, rows: Iterable[Meeting]) -> list[Meeting]:
    """These without those that were held before the reader came, which they could not open either."""
    meetings = list(rows)
    held = [one.pk for one in meetings if one.state == State.HELD]
    said = MeetingResult.objects.filter(meeting__in=held, of__isnull=True).values_list("meeting", "seq")
    results = [(meeting, seq) for meeting, seq in said if seq is not None] if held else []
    lines = told(member, {seq for _, seq in results})
    known = {meeting for meeting, seq in results if seq in lines}
    return [one for one in meetings if one.state != State.HELD or one.pk in known]


def _dated(member: Membership, one: Meeting, at: datetime) -> Dated:
    return Dated(
        page=Page.MEETINGS,
        id=one.public_id,
        room_id=member.room.public_id,
        room_name=member.room.name,
        title=Kind(one.kind).label,
        starts=at,
        called_off=one.state == State.OFF,
        changed=one.version,
    )


def _views(member: Membership, rows: Iterable[Meeting]) -> list[MeetingView]:
    meetings = list(
        rows.select_related("placement__child", "asked_by__person", "room__family__agency").order_by("pk")  # type: ignore[attr-defined]
    )
    points = _by_meeting(MeetingPoint.objects.filter(meeting__in=meetings).order_by("pk"))
    results = _by_meeting(MeetingResult.objects.filter(meeting__in=meetings).order_by("pk"))
    answers = _by_meeting(MeetingAnswer.objects.filter(meeting__in=meetings))
    rows_told = [
        *(one for many in points.values() for one in many),
        *(one for many in results.values() for one in many),
    ]
    seqs = {row.seq for row in (*meetings, *rows_told) if row.seq is not None}
    lines = told(member, seqs)
    return [_view(member, one, points[one.pk], results[one.pk], answers[one.pk], lines) for one in meetings]


def _by_meeting(rows: Iterable) -> defaultdict:  # type: ignore[type-arg]
    found = defaultdict(list)
    for row in rows:
        found[row.meeting_id].append(row)
    return found


def _view(
    member: Membership,
    one: Meeting,
    points: Sequence[MeetingPoint],
    results: Sequence[MeetingResult],
    answers: Sequence[MeetingAnswer],
    lines: dict[int, Line],
) -> MeetingView:
    now, stay = timezone.now(), one.placement
    time = one.starts_at or one.due_at
    mine = next(((said.heard, said.clear) for said in answers if said.member_id == member.pk), None)
    return MeetingView(
        id=one.public_id,
        kind=one.kind,
        label=str(Kind(one.kind).label),
        state=one.state,
        child=stay.child.first_name if stay else "",
        homeward=one.homeward,
        for_now=bool(stay and stay.for_now and stay.ended_on is None),
        reason=str(Meeting.Reason(one.reason).label) if one.reason else "",
        way=one.way,
        way_label=str(Meeting.Way(one.way).label) if one.way else "",
        started_at=one.started_at,
        due_from=one.due_from,
        due_at=one.due_at,
        starts_at=one.starts_at,
        held_at=one.held_at,
        version=one.version,
        late=one.kind != Kind.TALK and time is not None and time < now,
        asked=lines.get(one.seq) if one.seq else None,
        mine=one.asked_by_id == member.pk,
        results=[_result(result, lines[result.seq]) for result in results if not result.of and result.seq in lines],
        points=[_point(member, point, lines[point.seq]) for point in points if point.seq in lines],
        talks=_talks(one, results, now) if one.kind == Kind.TALK else [],
        next_talk=next(iter(one.times(now, now + timedelta(days=8))), one.starts_at) if one.kind == Kind.TALK else None,
        answers=_middle(answers) if member.is_staff else None,
        answered=mine,
    )


def _point(member: Membership, point: MeetingPoint, line: Line) -> PointView:
    return PointView(
        id=point.public_id,
        what=point.what,
        label=str(What(point.what).label),
        line=line,
        ticked=point.ticked_at is not None,
        mine=point.by_id == member.pk,
    )


def _result(result: MeetingResult, line: Line) -> ResultView:
    return ResultView(
        outcome=result.outcome,
        label=str(Outcome(result.outcome).label),
        at=result.at,
        again_at=result.again_at,
        topics=list(result.topics),
        line=line,
    )


def _talks(one: Meeting, results: Sequence[MeetingResult], now: datetime) -> list[TalkView]:
    """The last times of a regular talk, the latest first."""
    said = {result.of: result.outcome for result in results}
    times = one.times(max(now - RECENT, one.starts_at or now), now)
    return [TalkView(of=time, outcome=said.get(time, "")) for time in reversed(times)]


def _middle(answers: Sequence[MeetingAnswer]) -> tuple[int, float, float] | None:
    many = len(answers)
    if many < 2:
        return None
    return many, sum(one.heard for one in answers) / many, sum(one.clear for one in answers) / many
