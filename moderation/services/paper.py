"""What staff does with paper, each with its row in the trail: that a page was printed or typed in, never for whom."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from moderation.models import Look
from moderation.services.looks import looked
from rooms.models import Event, Person, Room, Sheet
from rooms.screen import Held
from rooms.services import paper
from rooms.services.paper import Typed

PRINTED: Final = "printed"
HANDED_OVER: Final = "handed_over"
TYPED_IN: Final = "typed_in"


def print_sheet(*, actor: Person, room_id: str, **about: Any) -> Sheet:
    """Make a sheet for a member; see `rooms.services.paper`, also for the errors of all of these."""
    with transaction.atomic():
        sheet = paper.print_sheet(actor=actor, room_id=room_id, **about)
        _once(actor, sheet.room, act=PRINTED, sheet=sheet.public_id)
        return sheet


def hand_over(*, actor: Person, room_id: str, sheet_id: str, day: date | None) -> Sheet:
    """Say that the member got it."""
    with transaction.atomic():
        sheet = paper.hand_over(actor=actor, room_id=room_id, sheet_id=sheet_id, day=day)
        _once(actor, sheet.room, act=HANDED_OVER, sheet=sheet.public_id)
        return sheet


def type_in(*, actor: Person, room_id: str, sheet_id: str, client_id: UUID, typed: Typed) -> Event | Held:
    """Put down what the member wrote as a message of theirs."""
    with transaction.atomic():
        outcome = paper.type_in(actor=actor, room_id=room_id, sheet_id=sheet_id, client_id=client_id, typed=typed)
        room = Room.objects.get(public_id=room_id)
        _once(actor, room, act=TYPED_IN, answer=str(client_id))
        return outcome


def _once(actor: Person, room: Room, **detail: Any) -> None:
    """Done twice, it leaves one row."""
    about = {f"detail__{key}": value for key, value in detail.items()}
    if not Look.objects.filter(room=room, kind=Look.Kind.STEP, **about).exists():
        looked(actor=actor, room=room, kind=Look.Kind.STEP, **detail)
