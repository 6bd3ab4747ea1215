"""Saying something."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from rooms import recent, screen
from rooms.access import Action, lock_rooms, message, permit
from rooms.errors import RoomError
from rooms.events import Draft, record, record_if_unchanged
from rooms.masks import as_data
from rooms.models import Event, Kind, Membership, Person
from rooms.pace import check_pace
from rooms.protocol import FileRef
from rooms.screen import Held, Verdict
from rooms.services import attachments, replay
from rooms.text import check_message


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message to be posted. `at` is for loading what was said before (the demo, an import).

    `sure` is for those who asked nobody, or whose writer has looked again: without it a message that may land hard or
    gives a contact detail away is refused with SecondThought, and nothing is kept. `paper` is of words that came on
    paper (PaperAnswer.data).
    """

    actor: Person
    room_id: str
    client_id: UUID
    text: str
    reply_to: int | None = None
    at: datetime | None = None
    sure: bool = True
    files: tuple[FileRef, ...] = ()
    paper: Mapping[str, Any] | None = None


GUESSES: Final = 2
"""Tries at the short way: a wrong guess brings back the right one, unless somebody writes there all the time."""

Outcome = Event | Held | RoomError
Slot = int | Outcome
"""Where a post stands: the index of its draft, or settled."""
Verdicts = dict[int, Verdict]
"""By the post's identity: nobody is asked twice about the same words."""


def post_many(posts: Sequence[Post]) -> list[Outcome]:
    """Post messages to any rooms in one commit; each gets its event or its own refusal, in the order given.

    One that staff is to read first is kept for them, and is Held.

    Where this process saw a room lately and nothing has changed since, one statement does it. Messages are nearly
    always new, so whether one was sent before is only looked up when the database says so, or when it is refused
    otherwise.
    """
    outcomes: dict[int, Outcome] = {}
    verdicts: Verdicts = {}
    look_back = False
    try:
        for _ in range(GUESSES):
            left = {index: post for index, post in enumerate(posts) if index not in outcomes}
            outcomes |= _post_at_once(left, verdicts)
    except IntegrityError:
        look_back = True
    rest = [index for index in range(len(posts)) if index not in outcomes]
    if rest:
        outcomes |= zip(rest, _post_locked([posts[index] for index in rest], look_back=look_back), strict=True)
    for outcome in outcomes.values():
        if isinstance(outcome, Event):
            screen.said(outcome)
    return [outcomes[index] for index in range(len(posts))]


def _post_at_once(posts: Mapping[int, Post], verdicts: Verdicts) -> dict[int, Event]:
    """What one statement can write without asking first; for each room all or nothing.

    Refusals are left to the locked way too: a guess is no ground for one.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return {}
    drafts: dict[int, Draft] = {}
    for room_id in {post.room_id for post in posts.values()}:
        drafts |= _guess(room_id, [(index, post) for index, post in posts.items() if post.room_id == room_id], verdicts)
    if not drafts:
        return {}
    events = record_if_unchanged(list(drafts.values()))
    return {index: event for index, event in zip(drafts, events, strict=True) if event is not None}


def _guess(room_id: str, posts: Sequence[tuple[int, Post]], verdicts: Verdicts) -> dict[int, Draft]:
    """Drafts by what was seen last; none for the room if one of them needs a closer look."""
    room = recent.room(room_id)
    if room is None or room.under_review or room.pace or len({post.client_id for _, post in posts}) < len(posts):
        return {}
    drafts = {}
    for index, post in posts:
        member = recent.part(post.actor, room)
        if member is None or post.reply_to is not None or post.files:
            return {}
        try:
            permit(member, Action.POST)
            check_message(post.text)
            if id(post) not in verdicts:
                verdicts[id(post)] = screen.judge(member, post.text, sure=post.sure, locked=False)
        except RoomError:
            return {}
        if verdicts[id(post)].writes:
            return {}
        drafts[index] = _masked(_draft(member, post), verdicts[id(post)])
    return drafts


def _post_locked(posts: Sequence[Post], *, look_back: bool) -> list[Outcome]:
    if look_back:
        return _post_many(posts, look_back=True)
    try:
        return _post_many(posts, look_back=False)
    except IntegrityError:
        return _post_many(posts, look_back=True)


def _post_many(posts: Sequence[Post], *, look_back: bool) -> list[Outcome]:
    with transaction.atomic():
        parts = lock_rooms([(post.actor, post.room_id) for post in posts])
        members = [parts.get((post.actor.pk, post.room_id)) for post in posts]
        pairs = list(zip(members, posts, strict=True))
        batch = _Batch(_sent_before(pairs) if look_back else {})
        slots = [batch.take(member, post) for member, post in pairs]
        if not look_back:
            slots = _reconsider(pairs, slots)
        events = record(batch.drafts)
        for event, verdict in zip(events, batch.verdicts, strict=True):
            screen.told(event, verdict)
            attachments.attach(event)
        return [events[slot] if isinstance(slot, int) else slot for slot in slots]


def _sent_before(pairs: Iterable[tuple[Membership | None, Post]]) -> dict[tuple[int, UUID], Event]:
    return replay.earlier((member, post.client_id) for member, post in pairs if member)


def _reconsider(pairs: Sequence[tuple[Membership | None, Post]], slots: list[Slot]) -> list[Slot]:
    """What was sent before gets its first answer, even if it would be refused now."""
    refused = [index for index, slot in enumerate(slots) if isinstance(slot, RoomError) and pairs[index][0]]
    if not refused:
        return slots
    sent = _sent_before(pairs[index] for index in refused)
    for index in refused:
        slots[index] = _first_answer(*pairs[index], sent) or slots[index]
    return slots


def _first_answer(
    member: Membership | None, post: Post, sent: Mapping[tuple[int, UUID], Event]
) -> Event | Held | RoomError | None:
    """The answer to what was sent or held before; None if this is new."""
    assert member is not None  # noqa: S101 - only those who have a part are looked up
    asked = screen.screen()
    try:
        if event := sent.get((member.pk, post.client_id)):
            return replay.same_or_refuse(event, _draft(member, post))
        return None if asked is None else asked.held(member, post.client_id, post.text, post.files)
    except RoomError as refusal:
        return refusal


class _Batch:
    """Posts on their way into one commit; a post answers with the index of its draft, or is settled already."""

    def __init__(self, sent: dict[tuple[int, UUID], Event]) -> None:
        self.drafts: list[Draft] = []
        self.verdicts: list[Verdict] = []
        self._sent = sent
        self._twins: dict[tuple[int, UUID], tuple[int, Draft]] = {}
        self._files: dict[str, tuple[int, UUID]] = {}

    def take(self, member: Membership | None, post: Post) -> Slot:
        try:
            return self._take(member, post)
        except RoomError as refusal:
            return refusal

    def _take(self, member: Membership | None, post: Post) -> int | Event | Held:
        if member is None:
            raise RoomError("not_found")
        draft = _draft(member, post)
        key = (member.pk, post.client_id)
        if key in self._sent:
            return replay.same_or_refuse(self._sent[key], draft)
        if key in self._twins:
            index, first = self._twins[key]
            if first != draft:
                raise RoomError("id_reused")
            return index
        permit(member, Action.POST)
        if post.text.strip() or not post.files:
            check_message(post.text)
        if member.room.pace:
            check_pace(member, writes_now=any(earlier.author is member for earlier in self.drafts))
        if post.reply_to is not None:
            message(member, post.reply_to)
        verdict = screen.judge(member, draft.text, sure=post.sure, locked=True)
        if post.files:
            if verdict.hold != "contact":
                attachments.check_masks(verdict.masks, post.text)
            self._use({ref.id for ref in post.files}, key)
        if verdict.hold:
            return _hold(member, post, verdict)
        self._twins[key] = len(self.drafts), draft
        self.drafts.append(_masked(draft, verdict))
        self.verdicts.append(verdict)
        return len(self.drafts) - 1

    def _use(self, files: set[str], key: tuple[int, UUID]) -> None:
        """Photos go with one message of the batch and no other."""
        if any(self._files.get(file, key) != key for file in files):
            raise RoomError("photo_gone")
        self._files |= dict.fromkeys(files, key)


def _hold(member: Membership, post: Post, verdict: Verdict) -> Held:
    asked = screen.screen()
    assert asked is not None  # noqa: S101 - it has just said so
    words = screen.words(member, post.text, locked=True)
    return asked.hold(words, verdict, client_id=post.client_id, reply_to=post.reply_to, files=post.files)


def _masked(draft: Draft, verdict: Verdict) -> Draft:
    return replace(draft, data={**draft.data, **as_data(verdict.masks)}) if verdict.masks else draft


def _draft(member: Membership, post: Post) -> Draft:
    text, data = attachments.drawn_up(member, post.client_id, post.text, post.files)
    data = {**data, **(post.paper or {})}
    return Draft(
        room=member.room,
        kind=Kind.MESSAGE,
        author=member,
        text=text,
        data=data if post.reply_to is None else {**data, "reply_to": post.reply_to},
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
    sure: bool = True,
    files: tuple[FileRef, ...] = (),
) -> Event:
    """Post one message that nobody need read first.

    Raises RoomError: not_found, not_allowed, read_only, empty, too_long, bad_text, id_reused; slow_room; second_thought
    if not `sure`; looked_at_first if it is held after all.
    """
    what = {"text": text, "reply_to": reply_to, "at": at, "sure": sure, "files": files}
    outcome = say(actor=actor, room_id=room_id, client_id=client_id, **what)
    if isinstance(outcome, Held):
        raise RoomError("looked_at_first")
    return outcome


def say(**words: Any) -> Event | Held:
    """`post`, for those who can tell the writer that a message waits."""
    outcome = post_many([Post(**words)])[0]
    if isinstance(outcome, RoomError):
        raise outcome
    return outcome
