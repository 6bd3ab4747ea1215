"""Saying something."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from rooms import recent
from rooms.access import Action, lock_rooms, message, permit
from rooms.errors import RoomError
from rooms.events import Draft, record, record_if_unchanged
from rooms.models import Event, Kind, Membership, Person
from rooms.services import replay
from rooms.text import check_message


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message to be posted. `at` is for loading what was said before (the demo, an import)."""

    actor: Person
    room_id: str
    client_id: UUID
    text: str
    reply_to: int | None = None
    at: datetime | None = None


GUESSES: Final = 2
"""Tries at the short way: a wrong guess brings back the right one, unless somebody writes there all the time."""

Slot = int | Event | RoomError
"""Where a post stands: the index of its draft, or settled."""


def post_many(posts: Sequence[Post]) -> list[Event | RoomError]:
    """Post messages to any rooms in one commit; each gets its event or its own refusal, in the order given.

    Where this process saw a room lately and nothing has changed since, one statement does it. Messages are nearly
    always new, so whether one was sent before is only looked up when the database says so, or when it is refused
    otherwise.
    """
    outcomes: dict[int, Event | RoomError] = {}
    look_back = False
    try:
        for _ in range(GUESSES):
            outcomes |= _post_at_once({index: post for index, post in enumerate(posts) if index not in outcomes})
    except IntegrityError:
        look_back = True
    rest = [index for index in range(len(posts)) if index not in outcomes]
    if rest:
        outcomes |= zip(rest, _post_locked([posts[index] for index in rest], look_back=look_back), strict=True)
    return [outcomes[index] for index in range(len(posts))]


def _post_at_once(posts: Mapping[int, Post]) -> dict[int, Event]:
    """What one statement can write without asking first; for each room all or nothing.

    Refusals are left to the locked way too: a guess is no ground for one.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return {}
    drafts: dict[int, Draft] = {}
    for room_id in {post.room_id for post in posts.values()}:
        drafts |= _guess(room_id, [(index, post) for index, post in posts.items() if post.room_id == room_id])
    if not drafts:
        return {}
    events = record_if_unchanged(list(drafts.values()))
    return {index: event for index, event in zip(drafts, events, strict=True) if event is not None}


def _guess(room_id: str, posts: Sequence[tuple[int, Post]]) -> dict[int, Draft]:
    """Drafts by what was seen last; none for the room if one of them needs a closer look."""
    room = recent.room(room_id)
    if room is None or len({post.client_id for _, post in posts}) < len(posts):
        return {}
    drafts = {}
    for index, post in posts:
        member = recent.part(post.actor, room)
        if member is None or post.reply_to is not None:
            return {}
        try:
            drafts[index] = _draft(permit(member, Action.POST), post)
            check_message(post.text)
        except RoomError:
            return {}
    return drafts


def _post_locked(posts: Sequence[Post], *, look_back: bool) -> list[Event | RoomError]:
    if look_back:
        return _post_many(posts, look_back=True)
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
            message(member, post.reply_to)
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
