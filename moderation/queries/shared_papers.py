"""What was shared with somebody who has no part in the room: as they see it, and as the room and its staff do (S77)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from moderation.digest import labels
from moderation.models import Look, SharedPaper, Summary
from moderation.queries.kept_out import kept_out, marks
from moderation.screening.contacts import find, mask
from rooms import given
from rooms.models import Invitation, Meeting, Membership, Occasion, Person, Role, Room, State
from rooms.queries.items import told

_REMARK: Final = "own"
"""The basis of a line that is staff's own remark."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One thing that was shared. Days are the agency's; there are none where it is the date of the next hearing."""

    id: str
    days: tuple[date, date] | None
    version: int
    signed_by: str
    signed_at: datetime | None
    until: datetime
    last: date
    """The last day on which it can be read."""
    by: str
    at: datetime
    back: bool
    over: bool
    read: tuple[datetime, ...] = ()
    """When it was read, for those in the room."""

    @property
    def open(self) -> bool:
        return not (self.back or self.over)


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody was given of one room: all that they ever see of it."""

    room_id: str
    name: str
    workers: list[str]
    role: str
    last: date
    hearing_shared: bool
    hearing: datetime | None
    papers: list[Paper]
    before: list[Paper]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A shared summary: headings and lines, each with the numbers of the messages it rests on; None: not told here."""

    given: Given
    paper: Paper
    sections: list[tuple[str, list[tuple[str | None, list[int]]]]]


@dataclass(frozen=True, kw_only=True)
class ReaderView:
    """Somebody who is given papers, with all that was shared with them, the latest first."""

    id: str
    name: str
    role: str
    role_label: str
    last: date | None
    here: bool
    papers: list[Paper]

    @property
    def hearing(self) -> bool:
        """Whether the date of the next hearing is shared with them now."""
        return any(paper.open and paper.days is None for paper in self.papers)


def mine(person: Person) -> list[Given]:
    """All that this person was given, for their home page; nothing of what it says."""
    return [_given(to, person) for to in given.entries(person)]


def given_page(person: Person, room_id: str) -> Given:
    """What this person was given of this room. Raises RoomError not_found."""
    return _given(given.entry(person, room_id), person)


def sheet(person: Person, room_id: str, paper_id: str) -> Sheet | None:
    """A summary that is shared with this person now. Raises RoomError not_found; None if the paper is not open.

    Contact details stay private in it, and whatever tells of somebody's treatment is left out; where some is marked, so
    are staff's own remarks, unless it was shared with them.
    """
    to = given.entry(person, room_id)
    found = SharedPaper.objects.select_related("summary").filter(to=to, public_id=paper_id).first()
    if found is None or found.summary is None or not found.open:
        return None
    page = _given(to, person)
    return Sheet(
        given=page,
        paper=next(one for one in page.papers if one.id == paper_id),
        sections=list(_sections(found, found.summary)),
    )


def shared_page(member: Membership) -> list[ReaderView]:
    """Who was given papers of a room, those who are given some now first; for its members and its staff.

    Members find there whom something was shared with that they were told of, and staff everybody.
    """
    now_ids = set(given.readers(member.room).values_list("pk", flat=True))
    had = {paper.to_id for paper in SharedPaper.objects.filter(room=member.room)}
    shown = _shown(member)
    everybody = Invitation.objects.filter(pk__in=now_ids | had).order_by("settled_at", "pk")
    names = _staff_names(member.room)
    read = _readings(member.room)
    views = [
        ReaderView(
            id=one.public_id,
            name=one.name,
            role=one.role,
            role_label=str(Role(one.role).label),
            last=_last_day(one.until, member.room) if one.until else None,
            here=one.pk in now_ids,
            papers=[_paper(paper, names, read) for paper in _papers(one) if shown is None or paper.seq in shown],
        )
        for one in everybody
    ]
    return sorted((view for view in views if member.is_staff or view.papers), key=lambda view: not view.here)


def readings_seen(member: Membership) -> Q:
    """Filter on Look: the readings of what this member was told that it was shared, and all that is no reading."""
    shown = _shown(member)
    if shown is None:
        return Q()
    papers = SharedPaper.objects.filter(room=member.room, seq__in=shown).values_list("public_id", "to__person")
    ids, people = [one for one, _ in papers], {person for _, person in papers}
    theirs = Q(detail__paper__in=ids) | Q(detail__paper="", person__in=people)
    return ~Q(kind=Look.Kind.SHARED) | theirs


def treatment_marked(member: Membership) -> bool:
    """Whether messages of the room are marked to tell of somebody's treatment; for its staff."""
    return marks(member.room_id).exists()


def to_share(member: Membership) -> list[tuple[str, date, date, int]]:
    """Signed summaries that staff can share: id, first and last day, version; the latest first."""
    signed = Summary.objects.filter(room=member.room, signed_at__isnull=False).order_by("-end", "-version", "-pk")
    return [(one.public_id, *_days(one, member.room), one.version) for one in signed]


def _shown(member: Membership) -> set[int] | None:
    """The lines of shares that this member sees: what was told while they were not there is not theirs. None: all."""
    if member.is_staff:
        return None
    return set(told(member, SharedPaper.objects.filter(room=member.room).values_list("seq", flat=True)))


def _given(to: Invitation, person: Person) -> Given:
    names = _staff_names(to.room)
    papers = [_paper(paper, names, {}) for paper in _papers(to)]
    shared = any(paper.open and paper.days is None for paper in papers)
    return Given(
        room_id=to.room.public_id,
        name=to.room.name,
        workers=_workers(to.room),
        role=to.role,
        last=_last_day(to.until or timezone.now(), to.room),
        hearing_shared=shared,
        hearing=_next_hearing(to.room) if shared else None,
        papers=[paper for paper in papers if paper.open and paper.days],
        before=[paper for paper in papers if not paper.open],
    )


def _papers(to: Invitation) -> Iterable[SharedPaper]:
    return (
        SharedPaper.objects.filter(to=to).select_related("to", "summary", "room__family__agency").order_by("-at", "-pk")
    )


def _paper(one: SharedPaper, names: Mapping[int, str], read: Mapping[str, list[datetime]]) -> Paper:
    until = min(one.until, one.to.until or one.until)
    return Paper(
        id=one.public_id,
        days=_days(one.summary, one.room) if one.summary else None,
        version=one.summary.version if one.summary else 1,
        signed_by=names.get(one.summary.signed_by_id or 0, "") if one.summary else "",
        signed_at=one.summary.signed_at if one.summary else None,
        until=until,
        last=_last_day(until, one.room),
        by=names.get(one.by_id, ""),
        at=one.at,
        back=one.ended_at is not None,
        over=until <= timezone.now(),
        read=tuple(read.get(one.public_id, ())),
    )


def _days(summary: Summary, room: Room) -> tuple[date, date]:
    return summary.start.astimezone(room.zone).date(), _last_day(summary.end, room)


def _last_day(end: datetime, room: Room) -> date:
    return (end - timedelta(microseconds=1)).astimezone(room.zone).date()


def _sections(paper: SharedPaper, summary: Summary) -> Iterable[tuple[str, list[tuple[str | None, list[int]]]]]:
    kept = kept_out(summary.room_id, allowed=False)
    remarks = paper.remarks or not kept
    for key, label in labels.PAGE.items():
        lines = [line for line in summary.lines if line["section"] == key]
        if lines:
            yield str(label), [_line(line, kept, remarks=remarks) for line in lines]


def _line(line: Mapping[str, Any], kept: set[int], *, remarks: bool) -> tuple[str | None, list[int]]:
    if not kept.isdisjoint(line["seqs"]) or (line["basis"] == _REMARK and not remarks):
        return None, []
    return mask(line["text"], find(line["text"])), list(line["seqs"])


def _readings(room: Room) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for look in Look.objects.filter(room=room, kind=Look.Kind.SHARED).order_by("pk"):
        found.setdefault(look.detail.get("paper", ""), []).append(look.at)
    return found


def _staff_names(room: Room) -> dict[int, str]:
    parts = room.memberships.order_by("pk")
    return {part.person_id: part.shown_name for part in parts if part.is_staff}


def _workers(room: Room) -> list[str]:
    found = room.memberships.filter(state=State.ACTIVE, role=Role.SOCIAL_WORKER).order_by("pk")
    return list(found.values_list("shown_name", flat=True))


def _next_hearing(room: Room) -> datetime | None:
    """The earliest that is settled, from the meetings or from the dates; where it is stays with the room."""
    now = timezone.now()
    hearings = Meeting.objects.filter(
        room=room, kind=Meeting.Kind.HEARING, state=Meeting.State.SET, starts_at__gt=now
    ).values_list("starts_at", flat=True)
    court = Occasion.objects.filter(
        room=room, kind=Occasion.Kind.COURT, state=Occasion.State.SET, starts__gt=now
    ).values_list("starts", flat=True)
    return min((at for at in (*hearings, *court) if at is not None), default=None)
