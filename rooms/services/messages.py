"""Saying something, and changing one's mind about it: post, edit, retract, react."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from rooms.access import EDIT_WINDOW, Action, enter_locked, lock_rooms, permit, visible
from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.models import Event, Kind, Membership, Person
from rooms.services import replay
from rooms.text import check_message

EMOJI: Final = ("❤️", "👍", "🙏", "😊", "🎉", "😢")
"""The reactions there are. None that mocks or threatens."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message to be posted. `at` is for loading what was said before (the demo, an import)."""

    actor: Person
    room_id: str
    client_id: UUID
    text: str
    reply_to: int | None = None
    at: datetime | None = None


Slot = int | Event | RoomError
"""Where a post stands: the index of its draft, or settled."""


def post_many(posts: Sequence[Post]) -> list[Event | RoomError]:
    """Post messages to any rooms in one commit; each gets its event or its own refusal, in the order given.

    Messages are nearly always new, so whether one was sent before is only looked up when the database says so, or
    when it is refused otherwise.
    """
    try:
        return _post_many(posts, look_back=False)
    except IntegrityError:
        return _post_many(posts, look_back=True)


def _post_many(posts: Sequence[Post], *, look_back: bool) -> list[Event | RoomError]:
    with transaction.atomic():
        parts = lock_rooms([(post.actor, post.room_id) for post in posts])
        members = [parts.get((post.actor.pk, post.room_id)) for post in posts]
        pairs = list(zip(members, posts, strict=True))
        batch = _Batch(_sent_before(pairs) if look_back else {})
        slots = [batch.take(member, post) for member, post in pairs]
        if not look_back:
            slots = _reconsider(pairs, slots)
        events = record(batch.drafts)
        return [events[slot] if isinstance(slot, int) else slot for slot in slots]


def _sent_before(pairs: Iterable[tuple[Membership | None, Post]]) -> dict[tuple[int, UUID], Event]:
    return replay.earlier((member, post.client_id) for member, post in pairs if member)


def _reconsider(pairs: Sequence[tuple[Membership | None, Post]], slots: list[Slot]) -> list[Slot]:
    """What was sent before gets its first answer, even if it would be refused now."""
    refused = [index for index, slot in enumerate(slots) if isinstance(slot, RoomError) and pairs[index][0]]
    if not refused:
        return slots
    again = _Batch(_sent_before(pairs[index] for index in refused))
    for index in refused:
        answer = again.take(*pairs[index])
        if not isinstance(answer, int):
            slots[index] = answer
    return slots


class _Batch:
    """Posts on their way into one commit; a post answers with the index of its draft, or is settled already."""

    def __init__(self, sent: dict[tuple[int, UUID], Event]) -> None:
        self.drafts: list[Draft] = []
        self._sent = sent
        self._twins: dict[tuple[int, UUID], int] = {}

    def take(self, member: Membership | None, post: Post) -> Slot:
        try:
            return self._take(member, post)
        except RoomError as refusal:
            return refusal

    def _take(self, member: Membership | None, post: Post) -> int | Event:
        if member is None:
            raise RoomError("not_found")
        draft = _draft(member, post)
        key = (member.pk, post.client_id)
        if key in self._sent:
            return replay.same_or_refuse(self._sent[key], draft)
        if key in self._twins:
            if self.drafts[self._twins[key]] != draft:
                raise RoomError("id_reused")
            return self._twins[key]
        permit(member, Action.POST)
        check_message(post.text)
        if post.reply_to is not None:
            _message(member, post.reply_to)
        self.drafts.append(draft)
        self._twins[key] = len(self.drafts) - 1
        return self._twins[key]


def _draft(member: Membership, post: Post) -> Draft:
    data = {} if post.reply_to is None else {"reply_to": post.reply_to}
    return Draft(
        room=member.room,
        kind=Kind.MESSAGE,
        author=member,
        text=post.text,
        data=data,
        client_id=post.client_id,
        at=post.at,
    )


def post(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    text: str,
    reply_to: int | None = None,
    at: datetime | None = None,
) -> Event:
    """Post one message. Raises RoomError: not_found, not_allowed, read_only, empty, too_long, bad_text, id_reused."""
    one = Post(actor=actor, room_id=room_id, client_id=client_id, text=text, reply_to=reply_to, at=at)
    outcome = post_many([one])[0]
    if isinstance(outcome, RoomError):
        raise outcome
    return outcome


def edit(*, actor: Person, room_id: str, client_id: UUID, target: int, text: str, at: datetime | None = None) -> Event:
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
        _not_retracted(_message(member, target))
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


def _message(member: Membership, seq: int) -> Event:
    """The message that `member` sees as `seq`; a hidden one and none at all are the same."""
    message = Event.objects.filter(visible(member), seq=seq, kind=Kind.MESSAGE).first()
    if message is None:
        raise RoomError("not_found")
    return message


def _own_and_recent(member: Membership, target: int, *, now: datetime | None) -> None:
    message = _message(member, target)
    if message.author_id != member.pk:
        raise RoomError("not_allowed")
    if (now or timezone.now()) - message.at > EDIT_WINDOW:
        raise RoomError("too_late")
    _not_retracted(message)


def _not_retracted(message: Event) -> None:
    if Event.objects.filter(room_id=message.room_id, target=message.seq, kind=Kind.MESSAGE_RETRACTED).exists():
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
