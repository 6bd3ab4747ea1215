"""Messages that wait for staff, or waited: a writer's own, and those of a room for its staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from moderation.models import HeldMessage
from moderation.queries import talk
from moderation.screening import contacts
from rooms.access import Action, door
from rooms.masks import Mask
from rooms.models import Event, Kind, Membership, Person
from rooms.protocol import FileInfo
from rooms.queries.files import waiting
from rooms.queries.lines import PaperView
from rooms.queries.paper import on_paper

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
    files: list[FileInfo]
    change: bool
    """Whether it is to change an earlier message."""


@dataclass(frozen=True, kw_only=True)
class HeldView:
    """A message as staff sees it. `masked` marks the contact details in it.

    `before` is what a message says that this is to change, None for a new one; `overtaken`: its writer has changed that
    again since, or has taken it back.
    """

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
    files: list[FileInfo]
    before: str | None
    overtaken: bool
    paper: PaperView | None


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
    files = waiting(member.room_id)
    return [
        OwnHeld(
            client_id=one.client_id,
            text=one.text,
            at=one.at,
            state=one.state,
            answer=one.answer,
            files=files.get((member.pk, one.client_id), []),
            change=one.target is not None,
        )
        for one in found[:SHOWN]
    ]


def waiting_in(room_id: str) -> int:
    """How many messages wait in a room, for a page that its staff has opened."""
    return HeldMessage.objects.filter(room__public_id=room_id, state=HeldMessage.State.WAITING).count()


def of_room(staff: Membership) -> HeldPage:
    """For staff who have opened the door, and left their row in the trail."""
    found = HeldMessage.objects.filter(room=staff.room_id).select_related("author")
    held, files = found.filter(state=HeldMessage.State.WAITING).order_by("at")[:SHOWN], waiting(staff.room_id)
    decided = found.exclude(state=HeldMessage.State.WAITING).order_by("-decided_at")[:SHOWN]
    said = talk.quotes(staff, {one.target for one in held if one.target is not None})
    before = {seq: quote.text or "" for seq, quote in said.items()}
    papers = on_paper(staff.room_id, [one.client_id for one in held])
    return HeldPage(
        room_id=staff.room.public_id,
        name=staff.room.name,
        waiting=[
            _view(one, files.get((one.author_id, one.client_id), []), before, papers.get(one.client_id)) for one in held
        ],
        decided=[_view(one, []) for one in decided],
    )


def overtaken(one: HeldMessage) -> bool:
    """Whether the writer has changed, or taken back, what this was to change since they wrote this."""
    if one.target is None:
        return False
    later = Q(kind=Kind.MESSAGE_RETRACTED) | Q(kind=Kind.MESSAGE_EDITED, at__gt=one.at)
    return Event.objects.filter(later, room=one.room_id, target=one.target).exists()


def _view(
    one: HeldMessage,
    files: list[FileInfo],
    before: Mapping[int, str] = MappingProxyType({}),
    paper: PaperView | None = None,
) -> HeldView:
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
        files=files,
        before=None if one.target is None else before.get(one.target, ""),
        overtaken=one.state == HeldMessage.State.WAITING and overtaken(one),
        paper=paper,
    )
