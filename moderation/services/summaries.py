"""Summaries of a room: drafted by rules, edited and signed by a person, replaced by a new version (S53, S62, S64).

Every line cites messages of the period that its reader can see, or is marked: a remark of the person who writes, or a
plain fact about who did not write. A signed summary never changes.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation

from moderation import model_endpoint
from moderation.digest import labels, period
from moderation.digest.draft import draft as digest_of
from moderation.digest.page import page
from moderation.digest.screened import recorded
from moderation.models import Look, Summary
from moderation.queries import talk
from moderation.queries.kept_out import kept_out
from moderation.queries.summaries import revision_of
from moderation.services.looks import looked
from rooms.access import Action, door, still_open
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES, Agency, Membership, Person, Role, Room
from rooms.text import check_message

logger = logging.getLogger(__name__)

LONGEST: Final = timedelta(days=100)
"""The longest time that one summary is about."""
LINE_LIMIT: Final = 1_000
"""Characters of a line."""
LINES: Final = 200
OWN, MEMBERS = "own", "members"
"""What a line rests on that cites nothing: the writer's own remark; who did not write."""

Stored = dict[str, Any]


class LineError(RoomError):
    """A refusal that is about one line, by its place from 0."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(code)
        self.line = line


@dataclass(frozen=True, kw_only=True)
class Written:
    """A line as somebody wants it. `basis` is empty, OWN or MEMBERS."""

    section: str
    text: str
    seqs: tuple[int, ...] = ()
    basis: str = ""


def draft(*, actor: Person, room_id: str, start: datetime, end: datetime) -> Summary:
    """Draft a summary of the messages from `start` up to `end`, in the language that is active.

    What lies ahead is left out of the period. An unsigned one of the very same period is given back instead of a
    second one. Raises RoomError bad_period, and as the door does.
    """
    member, now = door(actor=actor, room_id=room_id, action=Action.OBSERVE), timezone.now()
    end = min(end, now)
    if not start < end <= start + LONGEST:
        raise RoomError("bad_period")
    found = Summary.objects.filter(room=member.room, start=start, end=end, signed_at__isnull=True).last()
    lines = [] if found else _lines(member, start, end, now)  # before the transaction: a model may take its time
    with transaction.atomic():
        summary = found or Summary.objects.create(
            room=member.room, start=start, end=end, author=actor, upto=member.room.last_seq, lines=lines
        )
        _looked(actor, summary, "drafted")
    return summary


def draft_weekly(*, now: datetime | None = None) -> int:
    """Draft last week's summary of every open room that has none yet; return how many.

    A room's week is the agency's. Several workers may do it at once. Nobody has looked at these drafts.
    """
    now, made = now or timezone.now(), 0
    for agency in Agency.objects.all():
        week = period.week_before(now, agency.zone)
        there = Summary.objects.filter(room=OuterRef("pk"), start=week.start, end=week.end)
        staff = Membership.objects.filter(_may_draft(), room=OuterRef("pk"))
        rooms = Room.objects.filter(~Exists(there), Exists(staff), family__agency=agency, opened_at__lt=week.end)
        made += sum(_try_week(room, week, now) for room in rooms)
    return made


def save(
    *, actor: Person, room_id: str, summary_id: str, revision: str, lines: Sequence[Written], sign: bool = False
) -> Summary:
    """Put these lines in place of what stands, and perhaps sign them; `revision` says what the writer had before them.

    Raises RoomError not_found, signed, changed_meanwhile, not_all_seen, nothing_to_sign; LineError uncited,
    bad_citation, bad_text, long_line, bad_choice, empty.
    """
    with transaction.atomic():
        member, summary = _open(actor, room_id, summary_id)
        if revision_of(summary) != revision:
            raise RoomError("changed_meanwhile")
        kept = _checked(member, summary, lines)
        if kept != summary.lines:
            summary.lines, summary.edited_at = kept, timezone.now()
            _looked(actor, summary, "edited")
        if sign:
            if not kept:
                raise RoomError("nothing_to_sign")
            summary.signed_by, summary.signed_at = actor, timezone.now()
            _looked(actor, summary, "signed")
        summary.save(update_fields=["lines", "edited_at", "signed_by", "signed_at"])
        return summary


def revise(*, actor: Person, room_id: str, summary_id: str) -> Summary:
    """Begin the next version of a signed summary, or go on with the one that was begun. Raises RoomError unsigned."""
    with transaction.atomic():
        member, summary = _found(actor, room_id, summary_id)
        if summary.signed_at is None:
            raise RoomError("unsigned")
        later = Summary.objects.filter(replaces=summary).first()
        if later is None:
            _refuse_unseen(member, summary)
            later = Summary.objects.create(
                room=summary.room,
                start=summary.start,
                end=summary.end,
                author=actor,
                upto=summary.upto,
                lines=_may_be_told(summary),
                version=summary.version + 1,
                replaces=summary,
            )
            _looked(actor, later, "revised")
        return later


def scrub(room: Room, seq: int) -> int:
    """Remove every line that cites an erased message, signed or not: an erasure removes words wherever they went.

    Returns from how many summaries. For the command that erases.
    """
    changed = 0
    with transaction.atomic():
        for summary in Summary.objects.select_for_update().filter(room=room):
            kept = [line for line in summary.lines if seq not in line["seqs"]]
            if kept != summary.lines:
                Summary.objects.filter(pk=summary.pk).update(lines=kept)
                changed += 1
    return changed


def unseen(member: Membership, lines: Sequence[Mapping[str, Any]]) -> set[int]:
    """Messages that these lines cite and this member may not see, or that were erased."""
    cited = {seq for line in lines for seq in line["seqs"]}
    return cited - set(talk.quotes(member, cited))


def _lines(member: Membership, start: datetime, end: datetime, now: datetime) -> list[Stored]:
    found = talk.said(member, start, end)
    said, marks = found.lines, recorded(found.lines, found.masked)
    people = list(member.room.memberships.select_related("person").all())
    digest = digest_of(said, zone=member.room.zone, now=min(now, end), marks=marks)
    lines = page(digest, talk.silent(people, found.wrote, end))
    if not digest.too_little:
        lines = [*model_endpoint.sentences(said, marks), *lines]
    order = list(labels.PAGE)
    return [
        _stored(line.section, line.text, sorted(map(int, line.messages)), "" if line.messages else MEMBERS)
        for line in sorted(lines, key=lambda line: order.index(line.section))
    ]


def _try_week(room: Room, week: period.Period, now: datetime) -> bool:
    """Draft a room's week; what goes wrong with one room keeps neither the others nor the worker's other jobs."""
    try:
        return _draft_week(room, week, now)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("weekly summary: a room's draft failed and is tried again")
        return False


def _draft_week(room: Room, week: period.Period, now: datetime) -> bool:
    """Draft a room's week through the eyes of its social worker, in her language."""
    member = _worker(room)
    if member is None:
        return False
    with translation.override(member.person.language):
        lines = _lines(member, week.start, week.end, now)
    with transaction.atomic():
        # The room's row is the lock: whoever comes second finds the first one's draft.
        locked = Room.objects.select_for_update().get(pk=room.pk)
        if Summary.objects.filter(room=locked, start=week.start, end=week.end).exists():
            return False
        Summary.objects.create(room=locked, start=week.start, end=week.end, upto=member.room.last_seq, lines=lines)
        return True


def _worker(room: Room) -> Membership | None:
    staff = Membership.objects.select_related("person").filter(_may_draft(), room=room)
    first = min(staff, key=lambda member: (member.role != Role.SOCIAL_WORKER, member.pk), default=None)
    return first and door(actor=first.person, room_id=room.public_id, action=Action.OBSERVE)


def _may_draft() -> Q:
    return Q(still_open(), role__in=STAFF_ROLES, person__is_active=True)


def _may_be_told(summary: Summary) -> list[Stored]:
    """The lines that rest on nothing which was marked meanwhile as not to be told further."""
    kept = kept_out(summary.room_id)
    return [line for line in summary.lines if kept.isdisjoint(line["seqs"])]


def _open(actor: Person, room_id: str, summary_id: str) -> tuple[Membership, Summary]:
    """A draft that may be changed, locked."""
    member, summary = _found(actor, room_id, summary_id)
    if summary.signed_at is not None:
        raise RoomError("signed")
    _refuse_unseen(member, summary)
    return member, summary


def _found(actor: Person, room_id: str, summary_id: str) -> tuple[Membership, Summary]:
    member = door(actor=actor, room_id=room_id, action=Action.OBSERVE)
    summary = Summary.objects.select_for_update().filter(room=member.room, public_id=summary_id).first()
    if summary is None:
        raise RoomError("not_found")
    return member, summary


def _refuse_unseen(member: Membership, summary: Summary) -> None:
    if unseen(member, summary.lines):
        raise RoomError("not_all_seen")


def _checked(member: Membership, summary: Summary, lines: Sequence[Written]) -> list[Stored]:
    if len(lines) > LINES:
        raise LineError("long_line", LINES)
    cited = {seq for line in lines for seq in line.seqs}
    known = talk.citable(member, cited, summary.start, summary.end)
    facts = {line["text"] for line in summary.lines if line["basis"] == MEMBERS}
    return [_check(line, place, known, facts) for place, line in enumerate(lines)]


def _check(line: Written, place: int, known: set[int], facts: set[str]) -> Stored:
    if line.section not in labels.PAGE or line.basis not in ("", OWN, MEMBERS):
        raise LineError("bad_choice", place)
    if len(line.text) > LINE_LIMIT:
        raise LineError("long_line", place)
    try:
        check_message(line.text)
    except RoomError as error:
        raise LineError(error.code, place) from None
    if not set(line.seqs) <= known:
        raise LineError("bad_citation", place)
    basis = "" if line.seqs and line.basis == MEMBERS else line.basis
    if not line.seqs and basis != OWN and not (basis == MEMBERS and line.text in facts):
        raise LineError("uncited", place)
    return _stored(line.section, line.text, sorted(set(line.seqs)), basis)


def _stored(section: str, text: str, seqs: list[int], basis: str) -> Stored:
    return {"section": section, "text": text, "seqs": seqs, "basis": basis}


def _looked(actor: Person, summary: Summary, act: str) -> None:
    looked(
        actor=actor,
        room=summary.room,
        kind=Look.Kind.DRAFT,
        act=act,
        summary=summary.public_id,
        start=summary.start.isoformat(),
        end=summary.end.isoformat(),
    )
