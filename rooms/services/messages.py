"""Changing one's mind about what was said, and answering it with an emoji: edit, retract, react."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from rooms.access import Action, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.masks import Mask, as_data
from rooms.models import Event, Kind, Membership, Person
from rooms.screen import Held, Verdict, judge, screen, told, words
from rooms.services import items, replay
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
    """Change one's own message, where nobody need read the change first.

    Raises RoomError as `post`, and not_found, not_allowed, too_late, gone; nothing is kept of what is refused.
    """
    with transaction.atomic():
        outcome = change(actor=actor, room_id=room_id, client_id=client_id, target=target, text=text, at=at, sure=sure)
        if isinstance(outcome, Held):
            raise RoomError("looked_at_first")
        return outcome


def change(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    target: int,
    text: str,
    at: datetime | None = None,
    sure: bool = True,
) -> Event | Held:
    """`edit`, for those who can tell the writer that the change waits for staff; until then the message stays."""
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
        if sent := _sent(member, draft) or _held_before(member, draft):
            return sent
        permit(member, Action.EDIT)
        check_message(text)
        items.own_and_fresh(member, target, now=at)
        verdict = judge(member, text, sure=sure, locked=True, changes=target)
        if verdict.hold:
            return _hold(member, draft, verdict)
        event = record([replace(draft, data=as_data(verdict.masks))])[0]
        told(event, verdict)
        return event


def change_through(*, member: Membership, client_id: UUID, target: int, text: str, masks: Sequence[Mask] = ()) -> Event:
    """Record a change that was held, under the id that its writer gave it; one that is recorded already is returned.

    For staff's service, which has locked the writer's room in its transaction and has decided. Raises RoomError
    not_found if the writer has no open part any more, gone if the message was taken back, id_reused.
    """
    permit(member, Action.READ)
    draft = Draft(
        room=member.room,
        kind=Kind.MESSAGE_EDITED,
        author=member,
        target=target,
        text=text,
        data=as_data(masks),
        client_id=client_id,
    )
    if sent := _sent(member, draft):
        return sent
    _not_retracted(member, target)
    return record([draft])[0]


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
        items.own_and_fresh(member, target, now=at)
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
        _not_retracted(member, target)
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


def _held_before(member: Membership, draft: Draft) -> Held | None:
    assert draft.client_id is not None  # noqa: S101 - every caller makes the draft with one
    asked = screen()
    return None if asked is None else asked.held(member, draft.client_id, draft.text)


def _hold(member: Membership, draft: Draft, verdict: Verdict) -> Held:
    asked = screen()
    assert asked is not None and draft.client_id is not None  # noqa: S101 - it has just said so
    return asked.hold(words(member, draft.text, locked=True), verdict, client_id=draft.client_id, reply_to=None)


def _not_retracted(member: Membership, target: int) -> None:
    if items.retracted(member.room_id, [message(member, target).seq]):
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
