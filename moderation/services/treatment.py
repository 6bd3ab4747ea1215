"""Marking what is said of somebody's treatment, and writing down what allows it to be told further (42 CFR Part 2).

Members see nothing of it, also not in the list of who has looked: that list would tell which talk is about treatment.
Each row says itself who did what when, and none is ever removed.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from moderation.models import Summary, TreatmentConsent, TreatmentMark
from moderation.queries.kept_out import marks
from moderation.services.entry import words
from rooms.access import Action, enter_locked, member_in, message
from rooms.errors import RoomError
from rooms.models import Membership, Person

LIMIT: Final = 500
"""Characters that say where the paper is."""


def mark(*, actor: Person, room_id: str, seq: int, about_id: str) -> TreatmentMark:
    """Mark a message, in all its versions, as telling of a member's treatment. Doing so twice is fine.

    Lines of summaries that are not signed yet and rest on it are taken out. Raises RoomError: not_found, also for a
    message or member of another room; not_allowed; bad_choice for staff.
    """
    with transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        message(staff, seq)
        about = member_in(staff, about_id)
        there = marks(staff.room_id).filter(seq=seq).first()
        if there is not None and there.about_id == about.pk:
            return there
        if there is not None:
            _end(there, actor)
        _leave_drafts(staff, seq)
        return TreatmentMark.objects.create(room=staff.room, seq=seq, about=about, by=actor)


def unmark(*, actor: Person, room_id: str, seq: int) -> None:
    """Take a mark away again; fine if there is none. Raises RoomError not_found, not_allowed."""
    with transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        there = marks(staff.room_id).filter(seq=seq).first()
        if there is not None:
            _end(there, actor)


def allow(
    *, actor: Person, room_id: str, about_id: str, basis: str, reference: str, until: datetime | None
) -> TreatmentConsent:
    """Write down what allows a member's treatment to be told further, where its paper is, and until when.

    Raises RoomError: not_found, also for a member of another room; not_allowed; bad_choice; reference_needed,
    too_long, bad_text; bad_date without an end that is to come.
    """
    if basis not in TreatmentConsent.Basis.values:
        raise RoomError("bad_choice")
    if not reference.strip():
        raise RoomError("reference_needed")
    where = words(reference, LIMIT)
    if until is None or until <= timezone.now():
        raise RoomError("bad_date")
    with transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        about = member_in(staff, about_id)
        return TreatmentConsent.objects.create(
            room=staff.room, about=about, basis=basis, reference=where, by=actor, until=until
        )


def disallow(*, actor: Person, room_id: str, consent_id: int) -> None:
    """It was taken back, or does not hold any more. Raises RoomError: not_found, not_allowed; step_over."""
    with transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        consent = TreatmentConsent.objects.filter(pk=consent_id, room=staff.room).first()
        if consent is None:
            raise RoomError("not_found")
        if consent.ended_at is not None:
            raise RoomError("step_over")
        _end(consent, actor)


def _end(row: TreatmentMark | TreatmentConsent, actor: Person) -> None:
    row.ended_by, row.ended_at = actor, timezone.now()
    row.save(update_fields=["ended_by", "ended_at"])


def _leave_drafts(staff: Membership, seq: int) -> None:
    """Whoever has such a draft open is told that it changed meanwhile."""
    for draft in Summary.objects.select_for_update().filter(room=staff.room, signed_at__isnull=True):
        kept = [line for line in draft.lines if seq not in line["seqs"]]
        if kept != draft.lines:
            draft.lines, draft.edited_at = kept, timezone.now()
            draft.save(update_fields=["lines", "edited_at"])
