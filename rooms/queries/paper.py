"""Sheets of paper as staff sees them: those of a room, what stands on one, and what came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from rooms import codes
from rooms.access import Action, allowed, door, is_open, member_in, visible
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES, Event, Kind, Membership, PaperAnswer, Person, Role, Sheet, State
from rooms.queries.lines import Line, PaperView, lines, reader_of
from rooms.queries.members import MemberView, member_views
from rooms.queries.timeline import messages

SHOWN = 50
"""Sheets of a room that are listed, the latest."""


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """One answer that was typed in. `seq` is its message; None while it is not in the room, since staff reads it."""

    seq: int | None
    by: str
    at: datetime
    written_on: date


@dataclass(frozen=True, kw_only=True)
class SheetView:
    """One sheet, and what became of it."""

    id: str
    code: str
    member_id: str
    name: str
    by: str
    at: datetime
    given_on: date | None
    answers: list[AnswerView]


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """The sheets of a room, and for whom one can be printed now."""

    room_id: str
    room: str
    members: list[MemberView]
    sheets: list[SheetView]


@dataclass(frozen=True, kw_only=True)
class SheetPage:
    """What is printed: in the member's language and zone, what they may read, as they see it."""

    room_id: str
    room: str
    children: list[str]
    sheet: SheetView
    language: str
    zone: str
    lines: list[Line]
    companions: list[MemberView]
    """Who reads along, staff too; the member is not among them."""
    workers: str
    can_answer: bool

    @property
    def first_day(self) -> date:
        return self.lines[0].day

    @property
    def last_day(self) -> date:
        return self.lines[-1].day


def papers(person: Person, room_id: str) -> PaperPage:
    """For staff who may manage the room. Raises RoomError not_found, not_allowed."""
    staff = door(actor=person, room_id=room_id, action=Action.MANAGE)
    parts = [part for part in _parts(staff) if is_open(part) and part.role not in STAFF_ROLES]
    sheets = _sheets(staff).order_by("-printed_at", "-pk")[:SHOWN]
    return PaperPage(
        room_id=staff.room.public_id,
        room=staff.room.name,
        members=member_views(parts, me=staff),
        sheets=_views(list(sheets)),
    )


def member_of(person: Person, room_id: str, member_id: str) -> tuple[Membership, Membership]:
    """The staff part of this person, and the member a sheet is to be printed for.

    Raises RoomError: not_found; bad_choice for staff; member_closed.
    """
    staff = door(actor=person, room_id=room_id, action=Action.MANAGE)
    member = member_in(staff, member_id)
    if not is_open(member):
        raise RoomError("member_closed")
    return staff, member


def sheet_with(person: Person, room_id: str, code: str) -> str:
    """The id of this room's sheet with a code, as somebody typed it. Raises RoomError: not_found; no_such_sheet."""
    staff = door(actor=person, room_id=room_id, action=Action.MANAGE)
    found = _sheets(staff).filter(code=codes.tidy(code)).first()
    if found is None:
        raise RoomError("no_such_sheet")
    return found.public_id


def sheet(person: Person, room_id: str, sheet_id: str) -> SheetView:
    """One sheet without its words. Raises RoomError not_found."""
    staff = door(actor=person, room_id=room_id, action=Action.MANAGE)
    return _views([_sheet(staff, sheet_id)])[0]


def sheet_page(person: Person, room_id: str, sheet_id: str) -> SheetPage:
    """What a sheet says, as it reads now: words that were taken back since are not printed again.

    Nothing is shown while the member's part is not open. Raises RoomError: not_found; beyond_you.
    """
    staff = door(actor=person, room_id=room_id, action=Action.OBSERVE)
    found = _sheet(staff, sheet_id)
    member = found.member
    views = member_views(_parts(staff), me=member)
    others = [view for view in views if view.state == State.ACTIVE and not view.me]
    workers = [view.name for view in others if view.role == Role.SOCIAL_WORKER]
    return SheetPage(
        room_id=staff.room.public_id,
        room=staff.room.name,
        children=staff.room.child_names,
        sheet=_views([found])[0],
        language=member.person.language,
        zone=member.person.time_zone,
        lines=_lines(staff, found, views) if is_open(member) else [],
        companions=others,
        workers=", ".join(workers or [view.name for view in others if view.staff]),
        can_answer=Action.POST in allowed(member),
    )


def on_paper(room: int, client_ids: Iterable[UUID | None]) -> dict[UUID, PaperView]:
    """Which messages sent under these ids in a room came on paper, for those that are no events of it yet."""
    found = PaperAnswer.objects.filter(sheet__room=room, client_id__in=[one for one in client_ids if one])
    return {
        one.client_id: PaperView(by=one.typed_by.public_id, name=one.typed_by.shown_name, on=one.written_on)
        for one in found.select_related("typed_by")
    }


def _lines(staff: Membership, found: Sheet, views: Sequence[MemberView]) -> list[Line]:
    """The messages, as the member sees them and staff may see them too."""
    member = found.member
    stretch = Event.objects.filter(kind=Kind.MESSAGE, seq__gte=found.first_seq, seq__lte=found.last_seq)
    seqs = set(stretch.filter(visible(member)).values_list("seq", flat=True))
    if not seqs <= set(stretch.filter(visible(staff)).values_list("seq", flat=True)):
        raise RoomError("beyond_you")
    said = messages(member, seqs)
    answered = {event.reply_to for event in said if event.reply_to is not None} - seqs
    return lines(reader_of(member, views), said, messages(member, answered))


def _parts(staff: Membership) -> list[Membership]:
    """Everybody's part, each with the room as the door found it."""
    parts = list(staff.room.memberships.select_related("person").order_by("pk"))
    for part in parts:
        part.room = staff.room
    return parts


def _sheets(staff: Membership) -> QuerySet[Sheet]:
    found = Sheet.objects.filter(room=staff.room).select_related("member__person", "printed_by")
    return found.prefetch_related("answers__typed_by")


def _sheet(staff: Membership, sheet_id: str) -> Sheet:
    found = _sheets(staff).filter(public_id=sheet_id).first()
    if found is None:
        raise RoomError("not_found")
    found.room = found.member.room = staff.room
    return found


def _views(sheets: Sequence[Sheet]) -> list[SheetView]:
    answers = [answer for one in sheets for answer in one.answers.all()]
    seqs = _said(sheets, answers)
    return [
        SheetView(
            id=one.public_id,
            code=one.shown_code,
            member_id=one.member.public_id,
            name=one.member.shown_name,
            by=one.printed_by.shown_name,
            at=one.printed_at,
            given_on=one.given_on,
            answers=[_answer(answer, seqs) for answer in sorted(one.answers.all(), key=lambda answer: answer.pk)],
        )
        for one in sheets
    ]


def _said(sheets: Sequence[Sheet], answers: Sequence[PaperAnswer]) -> dict[object, int]:
    """The messages that these answers became, by the id they were sent under."""
    if not answers:
        return {}
    found = Event.objects.filter(
        room__in={one.room_id for one in sheets},
        author__in={one.member_id for one in sheets},
        client_id__in=[answer.client_id for answer in answers],
    )
    return dict(found.values_list("client_id", "seq"))


def _answer(answer: PaperAnswer, seqs: dict[object, int]) -> AnswerView:
    return AnswerView(
        seq=seqs.get(answer.client_id), by=answer.typed_by.shown_name, at=answer.at, written_on=answer.written_on
    )
