"""Messages that wait for staff, or waited: a writer's own, and those of a room for its staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from moderation.models import HeldMessage
from moderation.screening import contacts
from rooms.access import Action, door
from rooms.masks import Mask
from rooms.models import Membership, Person

REMEMBERED: Final = timedelta(days=7)
"""How long a writer finds staff's answer at the place to write."""
SHOWN: Final = 100


@dataclass(frozen=True, kw_only=True)
class OwnHeld:
    """A message as its writer sees it. `answer` is what staff wrote about it."""

    client_id: UUID
    text: str
    at: datetime
    state: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class HeldView:
    """A message as staff sees it. `masked` marks the contact details in it."""

    id: str
    author: str
    text: str
    masked: list[Mask]
    at: datetime
    why: str
    state: str
    state_label: str
    answer: str
    seq: int | None


@dataclass(frozen=True, kw_only=True)
class HeldPage:
    """What waits in a room, oldest first, and what was decided lately, latest first."""

    room_id: str
    name: str
    waiting: list[HeldView]
    decided: list[HeldView]


def own(person: Person, room_id: str) -> list[OwnHeld]:
    """A member's messages of this room that wait, and those that staff answered lately. Raises RoomError not_found."""
    member = door(actor=person, room_id=room_id, action=Action.READ)
    lately = Q(state=HeldMessage.State.DECLINED, decided_at__gte=timezone.now() - REMEMBERED)
    found = HeldMessage.objects.filter(Q(state=HeldMessage.State.WAITING) | lately, author=member).order_by("at")
    return [
        OwnHeld(client_id=one.client_id, text=one.text, at=one.at, state=one.state, answer=one.answer)
        for one in found[:SHOWN]
    ]


def waiting_in(room_id: str) -> int:
    """How many messages wait in a room, for a page that its staff has opened."""
    return HeldMessage.objects.filter(room__public_id=room_id, state=HeldMessage.State.WAITING).count()


def of_room(staff: Membership) -> HeldPage:
    """For staff who have opened the door, and left their row in the trail."""
    found = HeldMessage.objects.filter(room=staff.room_id).select_related("author")
    waiting = found.filter(state=HeldMessage.State.WAITING).order_by("at")[:SHOWN]
    decided = found.exclude(state=HeldMessage.State.WAITING).order_by("-decided_at")[:SHOWN]
    return HeldPage(
        room_id=staff.room.public_id,
        name=staff.room.name,
        waiting=[_view(one) for one in waiting],
        decided=[_view(one) for one in decided],
    )


def _view(one: HeldMessage) -> HeldView:
    return HeldView(
        id=one.public_id,
        author=one.author.shown_name,
        text=one.text,
        masked=[(span.start, span.end, span.kind.value) for span in contacts.find(one.text)],
        at=one.at,
        why=one.why,
        state=one.state,
        state_label=one.get_state_display(),
        answer=one.answer,
        seq=one.seq,
    )
