"""Changing one's mind about what was said, and answering it with an emoji: edit, retract, react."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import EDIT_WINDOW, Action, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.masks import as_data
from rooms.models import Event, Kind, Membership, Person
from rooms.screen import judge, told
from rooms.services import replay
from rooms.text import check_message

EMOJI: Final = ("❤️", "👍", "🙏", "😊", "🎉", "😢")
"""The reactions there are. None that mocks or threatens."""


def edit(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    target: int,
    text: str,
    at: datetime | None = None,
    sure: bool = True,
) -> Event:
    """Change one's own message. Raises RoomError as `post`, and not_found, not_allowed, too_late, gone."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        draft = Draft(
            room=member.room,
            kind=Kind.MESSAGE_EDITED,
            author=member,
            target=target,
            text=text,
            client_id=client_id,
            at=at,
        )
        if sent := _sent(member, draft):
            return sent
        permit(member, Action.EDIT)
        check_message(text)
        _own_and_recent(member, target, now=at)
        verdict = judge(member, text, sure=sure, locked=True)
        if verdict.hold:
            raise RoomError("looked_at_first")
        event = record([replace(draft, data=as_data(verdict.masks))])[0]
        told(event, verdict)
        return event


def retract(*, actor: Person, room_id: str, client_id: UUID, target: int, at: datetime | None = None) -> Event:
    """Take one's own message back. Raises RoomError not_found, not_allowed, too_late, gone."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        draft = Draft(
            room=member.room, kind=Kind.MESSAGE_RETRACTED, author=member, target=target, client_id=client_id, at=at
        )
        if sent := _sent(member, draft):
            return sent
        permit(member, Action.RETRACT)
        _own_and_recent(member, target, now=at)
        return record([draft])[0]


def react(
    *, actor: Person, room_id: str, client_id: UUID, target: int, emoji: str, on: bool, at: datetime | None = None
) -> Event:
    """Add or remove a reaction. Doing what is done already records nothing and returns the event that did it.

    Raises RoomError bad_choice for an emoji that is not offered, or for removing what was never added.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        kind = Kind.REACTION_ADDED if on else Kind.REACTION_REMOVED
        draft = Draft(
            room=member.room,
            kind=kind,
            author=member,
            target=target,
            data={"emoji": emoji},
            client_id=client_id,
            at=at,
        )
        if sent := _sent(member, draft):
            return sent
        permit(member, Action.REACT)
        if emoji not in EMOJI:
            raise RoomError("bad_choice")
        _not_retracted(message(member, target))
        last = _last_reaction(member, target, emoji)
        if last is not None and last.kind == kind:
            return last
        if last is None and not on:
            raise RoomError("bad_choice")
        return record([draft])[0]


def _sent(member: Membership, draft: Draft) -> Event | None:
    assert draft.client_id is not None  # noqa: S101 - every caller makes the draft with one
    sent = replay.earlier([(member, draft.client_id)]).get((member.pk, draft.client_id))
    return None if sent is None else replay.same_or_refuse(sent, draft)


def _own_and_recent(member: Membership, target: int, *, now: datetime | None) -> None:
    said = message(member, target)
    if said.author_id != member.pk:
        raise RoomError("not_allowed")
    if (now or timezone.now()) - said.at > EDIT_WINDOW:
        raise RoomError("too_late")
    _not_retracted(said)


def _not_retracted(said: Event) -> None:
    if Event.objects.filter(room_id=said.room_id, target=said.seq, kind=Kind.MESSAGE_RETRACTED).exists():
        raise RoomError("gone")


def _last_reaction(member: Membership, target: int, emoji: str) -> Event | None:
    reactions = Event.objects.filter(
        room_id=member.room_id,
        target=target,
        author=member,
        kind__in=[Kind.REACTION_ADDED, Kind.REACTION_REMOVED],
        data__emoji=emoji,
    )
    last = reactions.order_by("-seq").first()
    if last is not None:
        last.author = member
    return last
