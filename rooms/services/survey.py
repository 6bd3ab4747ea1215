"""What a member tells of how it goes: two questions on the partnership, and free words to the agency (S72, S74).

It is no line of the room and nobody in it hears of it.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, door, lock_own_parts, permit
from rooms.errors import RoomError
from rooms.models import Feedback, Person, SurveyAnswer
from rooms.models.survey import SURVEY_EVERY
from rooms.text import check_message

LIMIT: Final = 2_000
"""Characters of words to the agency."""


def answer(
    *, actor: Person, room_id: str, together: int | None, heard: int | None, at: datetime | None = None
) -> SurveyAnswer:
    """Answer the two questions; for a while it changes what was answered last.

    Raises RoomError bad_choice for no level.
    """
    if together not in SurveyAnswer.Level.values or heard not in SurveyAnswer.Voice.values:
        raise RoomError("bad_choice")
    return _write(actor, room_id, at, together=together, heard=heard)


def not_now(*, actor: Person, room_id: str, at: datetime | None = None) -> SurveyAnswer:
    """Put the questions away for this time."""
    return _write(actor, room_id, at)


def tell_agency(*, actor: Person, room_id: str, client_id: UUID, text: str) -> Feedback:
    """Words for the agency's supervisors, shown to them without a name. Raises RoomError: empty, too_long, bad_text."""
    member = door(actor=actor, room_id=room_id, action=Action.READ)
    said = text.replace("\r\n", "\n").strip()
    if len(said) > LIMIT:
        raise RoomError("too_long")
    check_message(said)
    return Feedback.objects.get_or_create(membership=member, client_id=client_id, defaults={"text": said})[0]


def _write(
    actor: Person, room_id: str, at: datetime | None, *, together: int | None = None, heard: int | None = None
) -> SurveyAnswer:
    now = at or timezone.now()
    with transaction.atomic():
        member = lock_own_parts([(actor, room_id)]).get((actor.pk, room_id))
        if member is None:
            raise RoomError("not_found")
        permit(member, Action.READ)
        latest = (
            SurveyAnswer.objects.filter(membership=member, at__gt=now - SURVEY_EVERY).order_by("-at", "-pk").first()
        )
        row = latest or SurveyAnswer(membership=member)
        if together is not None:
            row.together, row.heard = together, heard
        row.at = now
        row.save()
        return row
