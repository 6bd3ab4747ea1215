"""Visits, calls, appointments and celebrations of a room, as one reader may see them."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from rooms.access import Action, allowed
from rooms.contact import RECENT, clashing, is_answer, is_concerned, may_call_off, side
from rooms.errors import RoomError
from rooms.items import Page
from rooms.models import LIVE_STATES, Membership, Occasion, OccasionLine, OccasionPart, PlaceKind, Role
from rooms.queries.dated import Dated
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.queries.occasion_views import Clash, Dates, Guest, OccasionView, Part

State, Says, About = Occasion.State, OccasionPart.Says, OccasionLine.About
LATELY: Final = timedelta(days=120)
"""How long what is over stands on the page."""
PLAN: Final = (About.COACH, About.BRING, About.SNACKS, About.HELLO, About.GOODBYE)
DONE: Final = (State.DECLINED, State.CALLED_OFF, State.STOPPED)


def dates(member: Membership) -> Dates:
    """All that the page shows."""
    now = timezone.now()
    rows = _rows(member).filter(ends__gt=now - LATELY).order_by("starts", "pk")
    views = _views(member, list(rows), now)
    coming = [view for view in views if not view.over and view.state not in DONE]
    waiting = [view for view in coming if view.can_answer or view.can_approve or view.to_see]
    settled = [view for view in coming if view.state == State.SET]
    first = next((view for view in settled if view.concerns_me), None)
    apart = {view.id for view in waiting} | ({first.id} if first else set())
    past = [view for view in views if view.over and view.state == State.SET]
    gone = [view for view in views if view.state in DONE or (view.over and view.state != State.SET)]
    return Dates(
        zone=str(member.room.zone),
        next=first,
        waiting=[view for view in waiting if view is not first],
        coming=[view for view in coming if view.id not in apart],
        past=past[::-1],
        not_to_be=sorted(gone, key=lambda view: (not view.to_see, -view.starts.timestamp())),
    )


def occasion(member: Membership, occasion_id: str) -> OccasionView:
    """One of them. Raises RoomError not_found, also for one whose line is hidden from the reader."""
    views = _views(member, list(_rows(member).filter(public_id=occasion_id)), timezone.now())
    if not views:
        raise RoomError("not_found")
    return views[0]


def dated(member: Membership, start: datetime, end: datetime) -> list[Dated]:
    """What of the room stands in the member's calendar between two moments, places only as they may see them."""
    found = _rows(member).filter(starts__lt=end, ends__gt=start).exclude(state=State.DECLINED).order_by("starts", "pk")
    rows = list(found)
    lines = told(member, {row.seq for row in rows})
    zone = member.room.zone
    return [
        Dated(
            page=Page.DATES,
            id=row.public_id,
            room_id=member.room.public_id,
            room_name=member.room.name,
            title=Occasion.Kind(row.kind).label,
            kind=row.kind,
            starts=None if row.whole_day else row.starts,
            ends=None if row.whole_day else row.ends,
            on=row.starts.astimezone(zone).date() if row.whole_day else None,
            place=_place(row, member),
            sure=row.state == State.SET,
            called_off=row.state not in LIVE_STATES,
            changed=row.version,
            time_told=not row.whole_day,
        )
        for row in rows
        if row.seq in lines
    ]


def waiting_for_staff(rooms: Collection[int]) -> list[Occasion]:
    """What both sides agreed on in these rooms and waits for staff, the next first; for the desk."""
    found = Occasion.objects.filter(room__in=rooms, state=State.AGREED, starts__gt=timezone.now())
    return list(found.select_related("room", "by").order_by("starts", "pk"))


def _rows(member: Membership) -> QuerySet[Occasion]:
    return (
        Occasion.objects.filter(room=member.room_id)
        .select_related("by__person", "by__room", "approval", "room")
        .prefetch_related("place_for", "parts__member__person")
    )


def _place(row: Occasion, member: Membership) -> str:
    shown = member.is_staff or any(one.pk == member.pk for one in row.place_for.all())
    return row.place if shown else ""


def _views(member: Membership, rows: list[Occasion], now: datetime) -> list[OccasionView]:
    lines_of: dict[int, list[OccasionLine]] = {row.pk: [] for row in rows}
    for line in OccasionLine.objects.filter(occasion__in=rows).order_by("seq"):
        lines_of[line.occasion_id].append(line)
    seqs = {line.seq for each in lines_of.values() for line in each} | {row.seq for row in rows}
    lines = told(member, seqs)
    zone = member.room.zone
    shown = [row for row in rows if row.seq in lines]
    follow, clashes = _follow(member, shown), _clashes(member, shown, now)
    return [
        _view(
            member,
            row,
            _parts(member, row),
            lines_of[row.pk],
            lines,
            zone,
            now,
            follow=follow.get(row.pk, 0),
            clash=clashes.get(row.pk, []),
        )
        for row in shown
    ]


def _view(
    member: Membership,
    row: Occasion,
    parts: list[OccasionPart],
    marks: list[OccasionLine],
    lines: dict[int, Line],
    zone: ZoneInfo,
    now: datetime,
    *,
    follow: int,
    clash: list[Clash],
) -> OccasionView:
    mine = next((part.says for part in parts if part.member_id == member.pk), None)
    concerned = is_concerned(row, member)
    shown = {about: [lines[mark.seq] for mark in marks if mark.about == about and mark.seq in lines] for about in About}
    place_for = list(row.place_for.all())
    acts = _acts(member, row, mine, now)
    return OccasionView(
        id=row.public_id,
        version=row.version,
        kind=row.kind,
        what=str(Occasion.Kind(row.kind).label),
        is_contact=row.is_contact,
        starts=row.starts,
        ends=row.ends,
        on=row.starts.astimezone(zone).date() if row.whole_day else None,
        where=str(PlaceKind(row.place_kind).label),
        place_kind=row.place_kind,
        place=_place(row, member),
        place_for=[one.shown_name for one in place_for],
        place_ids=[one.public_id for one in place_for],
        has_place=bool(row.place),
        state=row.state,
        state_label=str(State(row.state).label),
        over=row.ends <= now,
        asked_by=row.by.shown_name,
        mine=row.by_id == member.pk,
        concerns_me=concerned,
        guests=[_guest(part, member) for part in parts if side(part.member) == "birth" or part.says == Says.YES],
        watched=str(row.approval.get_supervised_display()) if row.approval and concerned else "",
        weekly=bool(row.series),
        follow=follow,
        steps=shown[About.STEP],
        plan=[_part(about, shown) for about in PLAN],
        rides=shown[About.RIDE],
        topics=shown[About.TOPIC],
        notes=[_part(about, shown) for about in (About.WELL, About.TRY)],
        **_who_knows(member, row, parts, lines, shown[About.SEEN], now),
        clash=clash,
        **acts,
    )


def _acts(member: Membership, row: Occasion, mine: str | None, now: datetime) -> dict[str, Any]:
    """What the reader can do with it now, as the fields of the view."""
    may, live = allowed(member), row.state in LIVE_STATES
    to_come, plans, own = live and row.starts > now, Action.PLAN in may, side(member)
    helper = is_concerned(row, member) or member.role == Role.MENTOR
    plans_it = plans and to_come
    answers = plans_it and is_answer(row, member) and (mine is not None or own != "birth")
    calls_off = may_call_off(row, member)
    return {
        "can_answer": answers,
        "can_come": plans_it and not answers and mine in (Says.NOTHING, Says.NO) and own == "birth",
        "can_decline": plans_it and not answers and own == "birth" and _can_say_no(mine, calls_off),
        "can_change": plans_it and is_concerned(row, member) and bool(own),
        "can_call_off": plans_it and calls_off and not answers and not member.is_staff,
        "can_approve": Action.APPROVE in may and to_come and row.state == State.AGREED,
        "can_plan": plans and row.state in (State.AGREED, State.SET) and row.ends > now and helper,
        "can_note": plans and row.state == State.SET and row.starts <= now and helper,
        "can_show": Action.APPROVE in may and to_come,
    }


def _can_say_no(mine: str | None, calls_off: bool) -> bool:
    """Whoever said yes, or nothing yet, says that they cannot come; if it hangs on them alone, they call it off."""
    return mine == Says.NOTHING or (mine == Says.YES and not calls_off)


def _who_knows(
    member: Membership,
    row: Occasion,
    parts: list[OccasionPart],
    lines: dict[int, Line],
    marks: list[Line],
    now: datetime,
) -> dict[str, Any]:
    """Of a late change: whether the reader has still to say that they saw it, who has, who has not."""
    late = lines.get(row.soon_seq) if row.soon_seq else None
    if late is None or row.ends <= now - RECENT:
        return {"to_see": False, "seen": [], "not_seen": []}
    seen = [line.author for line in marks if line.author and line.seq > late.seq]
    know = {one.id for one in seen} | ({late.author.id} if late.author else set())
    return {
        "to_see": member.public_id not in know,
        "seen": [one.name for one in seen],
        "not_seen": [part.member.shown_name for part in parts if part.member.public_id not in know],
    }


def _parts(member: Membership, row: Occasion) -> list[OccasionPart]:
    """Who is asked, in the order in which they came to the room."""
    parts = sorted(row.parts.all(), key=lambda part: part.member_id)
    for part in parts:
        part.member.room = member.room
    return parts


def _guest(part: OccasionPart, member: Membership) -> Guest:
    return Guest(
        name=part.member.shown_name,
        me=part.member_id == member.pk,
        says=part.says,
        says_label=str(Says(part.says).label),
        home=side(part.member) != "birth",
    )


def _part(about: OccasionLine.About, shown: Mapping[OccasionLine.About, list[Line]]) -> Part:
    """The newest words of a part; notes are read one below the other, so all of them are there."""
    lines = shown[about]
    return Part(about=about, label=str(about.label), line=lines[-1] if lines else None, lines=lines)


def _follow(member: Membership, rows: Collection[Occasion]) -> dict[int, int]:
    """For each, how many of its series come after it and stand as it does; an act on all of them reaches those."""
    names = {row.series for row in rows if row.series}
    found = Occasion.objects.filter(room=member.room_id, series__in=names).select_related("by__person", "by__room")
    series = list(found) if names else []
    return {
        row.pk: sum(
            (one.series, one.state, side(one.by)) == (row.series, row.state, side(row.by)) and one.starts > row.starts
            for one in series
        )
        for row in rows
        if row.series
    }


def _clashes(member: Membership, rows: Collection[Occasion], now: datetime) -> dict[int, list[Clash]]:
    """For each that is to come and asks something of the reader, what else they said yes to at that time."""
    asked = [
        row
        for row in rows
        if row.state in LIVE_STATES
        and row.starts > now
        and any(part.member_id == member.pk for part in row.parts.all())
    ]
    return {
        key: [
            Clash(what=str(Occasion.Kind(one.kind).label) if one.room_id == member.room_id else "", starts=one.starts)
            for one in others
        ]
        for key, others in clashing(member.person, asked).items()
    }
