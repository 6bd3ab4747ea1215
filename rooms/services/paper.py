"""The conversation on paper: a sheet for one member, that it was handed over, and the answer that came back (S33).

What staff types in stands in the room as the member's own words, screened like all that they say, and says that it came
on paper and who typed it in. Nobody changes it afterwards but the member, as any message of theirs: whoever made a
mistake in typing types another answer, and both stand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from rooms import codes, screen
from rooms.access import Action, allowed, enter_locked, is_open, member_in, permit, visible
from rooms.errors import RoomError
from rooms.masks import conceal
from rooms.models import Event, Kind, Membership, PaperAnswer, Person, Sheet
from rooms.screen import Held
from rooms.services import posting
from rooms.text import check_message

LIMIT: Final = 200
"""Messages on one sheet; more than anybody reads at a time."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """An answer as staff typed it in. `another` says that it is not the first one to its sheet."""

    text: str
    written_on: date | None
    another: bool = False


@dataclass(frozen=True, kw_only=True)
class Preview:
    """How an answer would stand in the room, and whether staff has to read it first."""

    text: str
    private: bool
    waits: bool


def print_sheet(
    *, actor: Person, room_id: str, member_id: str, client_id: UUID, start: datetime | None, end: datetime | None = None
) -> Sheet:
    """Make a sheet of what a member may read from `start` up to `end`, or, without both, of what is new to them.

    Made again under the same id it is the same sheet. Raises RoomError: not_found, also for a member of another room;
    not_allowed; bad_choice for staff; member_closed, nothing_to_print, too_many_pages; beyond_you if staff does not
    see all of it.
    """
    with transaction.atomic():
        staff = _enter(actor, room_id)
        earlier = Sheet.objects.filter(client_id=client_id).first()
        if earlier is not None:
            return _same(earlier, staff, member_id)
        member = member_in(staff, member_id)
        if not is_open(member):
            raise RoomError("member_closed")
        seqs = _seqs(member, _new_to(member) if start is None else Q(at__gte=start), end)
        if Event.objects.filter(visible(staff), seq__in=seqs).count() < len(seqs):
            raise RoomError("beyond_you")
        return Sheet.objects.create(
            room=staff.room,
            member=member,
            first_seq=seqs[0],
            last_seq=seqs[-1],
            code=_unused_code(),
            client_id=client_id,
            printed_by=staff,
        )


def hand_over(*, actor: Person, room_id: str, sheet_id: str, day: date | None) -> Sheet:
    """Say that the member got their sheet on this day. The first word on it stands.

    Raises RoomError: not_found, not_allowed; bad_day.
    """
    with transaction.atomic():
        staff, sheet = _sheet(actor, room_id, sheet_id)
        if sheet.given_on is None:
            sheet.given_on, sheet.given_by = _day_since(sheet, day, actor), staff
            sheet.save(update_fields=["given_on", "given_by"])
        return sheet


def preview(*, actor: Person, room_id: str, sheet_id: str, typed: Typed) -> Preview:
    """What `type_in` would do; nothing is kept. Raises RoomError as it does, but for the rules of sending."""
    with transaction.atomic():
        _, sheet = _sheet(actor, room_id, sheet_id)
        _check(sheet, typed, actor)
        check_message(typed.text)
        verdict = screen.judge(sheet.member, typed.text, sure=True, locked=True)
        shown, private = conceal(typed.text, verdict.masks)
        return Preview(text=shown, private=bool(private), waits=bool(verdict.hold))


def type_in(*, actor: Person, room_id: str, sheet_id: str, client_id: UUID, typed: Typed) -> Event | Held:
    """Put down what a member wrote on their sheet as a message of theirs. Sent again it is said once.

    Raises RoomError: not_found, not_allowed; member_closed if the member cannot write now; sheet_answered; bad_day;
    empty, too_long, bad_text; slow_room; id_reused.
    """
    with transaction.atomic():
        staff, sheet = _sheet(actor, room_id, sheet_id)
        answer = PaperAnswer.objects.filter(client_id=client_id).select_related("typed_by").first()
        if answer is None:
            day = _check(sheet, typed, actor)
            answer = PaperAnswer.objects.create(sheet=sheet, client_id=client_id, written_on=day, typed_by=staff)
        elif answer.sheet_id != sheet.pk or answer.written_on != typed.written_on:
            raise RoomError("id_reused")
        with _told_of_the_member():
            return posting.say(
                actor=sheet.member.person, room_id=room_id, client_id=client_id, text=typed.text, paper=answer.data
            )


@contextmanager
def _told_of_the_member() -> Iterator[None]:
    """A member without an open part is no secret from staff of their room."""
    try:
        yield
    except RoomError as refusal:
        raise RoomError("member_closed") if refusal.code == "not_found" else refusal from None


def _enter(actor: Person, room_id: str) -> Membership:
    """A sheet shows what was said and changes who said what: it takes both."""
    staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
    return permit(staff, Action.OBSERVE)


def _sheet(actor: Person, room_id: str, sheet_id: str) -> tuple[Membership, Sheet]:
    staff = _enter(actor, room_id)
    sheet = Sheet.objects.select_related("member__person").filter(room=staff.room, public_id=sheet_id).first()
    if sheet is None:
        raise RoomError("not_found")
    sheet.room = sheet.member.room = staff.room
    return staff, sheet


def _same(sheet: Sheet, staff: Membership, member_id: str) -> Sheet:
    if sheet.room_id != staff.room_id or sheet.member.public_id != member_id:
        raise RoomError("id_reused")
    return sheet


def _new_to(member: Membership) -> Q:
    """After what they have read in the room, or were given on paper."""
    given = Sheet.objects.filter(member=member, given_on__isnull=False).aggregate(upto=Max("last_seq"))["upto"]
    return Q(seq__gt=max(member.read_seq, given or 0))


def _seqs(member: Membership, after: Q, end: datetime | None) -> list[int]:
    upto = Q() if end is None else Q(at__lt=end)
    found = Event.objects.filter(visible(member), after, upto, kind=Kind.MESSAGE).order_by("seq")
    seqs = list(found.values_list("seq", flat=True)[: LIMIT + 1])
    if not seqs:
        raise RoomError("nothing_to_print")
    if len(seqs) > LIMIT:
        raise RoomError("too_many_pages")
    return seqs


def _unused_code() -> str:
    code = codes.new_sheet_code()
    while Sheet.objects.filter(code=code).exists():
        code = codes.new_sheet_code()
    return code


def _check(sheet: Sheet, typed: Typed, actor: Person) -> date:
    if Action.POST not in allowed(sheet.member):
        raise RoomError("member_closed")
    if not typed.another and sheet.answers.exists():
        raise RoomError("sheet_answered")
    return _day_since(sheet, typed.written_on, actor)


def _day_since(sheet: Sheet, day: date | None, actor: Person) -> date:
    """A day from the printing up to today, where the social worker is."""
    zone = actor.zone
    if day is None or not sheet.printed_at.astimezone(zone).date() <= day <= timezone.now().astimezone(zone).date():
        raise RoomError("bad_day")
    return day
