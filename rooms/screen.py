"""What is asked of whoever screens messages before they are kept, and what may come back.

The setting MESSAGE_SCREEN names the one who is asked, as Django does for middleware; without it nothing is screened.
Staff are never asked about. This module knows no rule: it hands over a message with what its writer said just before,
and turns the verdict into what posting needs.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from time import monotonic
from typing import Final, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from rooms import excerpts
from rooms.errors import RoomError
from rooms.masks import Mask
from rooms.models import Event, Membership
from rooms.protocol import FileRef

LOOK_BACK: Final = timedelta(minutes=10)
LOOK_BACK_MESSAGES: Final = 4
TAIL: Final = 200
"""Characters of an earlier message that are remembered: a detail that goes on in the next one stands at its end."""
FRESH: Final = 60.0
"""Seconds for which this process trusts what it remembers of a writer; they may write through another one too."""
WRITERS: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class Words:
    """A message before it is kept. `locked`: its room is locked in a transaction, so the database may be asked."""

    member: Membership
    text: str
    earlier: Callable[[], Sequence[str]]
    """The writer's last messages of the last ten minutes, oldest first."""
    locked: bool


@dataclass(frozen=True)
class Advice:
    """For the writer alone: why to look again, and another way to say it. Never kept."""

    code: str
    reason: str | Promise
    suggestion: str | Promise = ""


@dataclass(frozen=True)
class Concern:
    """Something that staff is told of; the words are those of the flags that it becomes."""

    category: str
    urgency: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is to happen to a message. `hold` is the reason why staff reads it first; empty: it goes out.

    `changes` is the message that the words are to change; None for a new one.
    """

    masks: tuple[Mask, ...] = ()
    second_thought: tuple[Advice, ...] = ()
    hold: str = ""
    concerns: tuple[Concern, ...] = ()
    help: tuple[Advice, ...] = ()
    changes: int | None = None

    @property
    def writes(self) -> bool:
        """Whether more is to be written than the message."""
        return bool(self.hold or self.concerns)


CLEAN: Final = Verdict()


@dataclass(frozen=True, kw_only=True)
class Held:
    """The answer to a message that waits for staff, or waited once: it is kept, and it is no event of the room."""

    at: datetime
    help: tuple[Advice, ...] = ()


class Screen(Protocol):
    """Who is asked. All but the call itself happen inside the transaction that locked the room."""

    def __call__(self, words: Words) -> Verdict:
        """Judge a message. Quick, and never over the network."""

    def warm(self) -> None:
        """Make ready. Called once, before the first message is judged."""

    def tells_where(self, text: str) -> bool:
        """Whether a contact detail or a place is in it, whatever is allowed in a room."""

    def hold(
        self, words: Words, verdict: Verdict, *, client_id: UUID, reply_to: int | None, files: Sequence[FileRef] = ()
    ) -> Held:
        """Keep a message, with its photos, for staff to look at.

        Sent again it gets the same answer. Raises RoomError id_reused.
        """

    def held(self, member: Membership, client_id: UUID, text: str, files: Sequence[FileRef] = ()) -> Held | None:
        """The answer to a message that was held before. Raises RoomError id_reused if it said something else."""

    def raised(self, event: Event, concerns: Sequence[Concern]) -> None:
        """Tell staff of a message that was just recorded."""


class SecondThought(RoomError):
    """The writer may want to look again before this is sent: nothing was kept. Sent as it is when they are sure."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("second_thought")
        self.advice = verdict.second_thought
        kept = () if verdict.hold == "contact" else verdict.masks  # what is let through then is seen by everybody
        self.private = tuple(dict.fromkeys(kind for _, _, kind in kept))


def screen() -> Screen | None:
    """Who is asked; None where nothing is screened."""
    return _load(settings.MESSAGE_SCREEN) if settings.MESSAGE_SCREEN else None


@lru_cache
def _load(path: str) -> Screen:
    found = cast(Screen, import_string(path))
    found.warm()
    return found


def words(member: Membership, text: str, *, locked: bool) -> Words:
    """A message of this member as it is handed over."""
    return Words(member=member, text=text, earlier=lambda: earlier(member), locked=locked)


def judge(member: Membership, text: str, *, sure: bool, locked: bool, changes: int | None = None) -> Verdict:
    """What is to happen to a message of this member, or to a change of one.

    Raises SecondThought unless the writer is `sure`.
    """
    asked = screen()
    if asked is None or member.is_staff:
        return CLEAN
    verdict = asked(words(member, text, locked=locked))
    if not sure and (verdict.second_thought or verdict.masks):
        raise SecondThought(verdict)
    return verdict if changes is None else replace(verdict, changes=changes)


def tells_where(text: str) -> bool:
    """Whether these words hold a contact detail or a place; for words that must not, whatever a room allows."""
    asked = screen()
    return asked is not None and asked.tells_where(text)


def told(event: Event, verdict: Verdict) -> None:
    """What follows from a verdict once the event is recorded, in the same transaction."""
    asked = screen()
    if asked is not None and verdict.concerns:
        asked.raised(event, verdict.concerns)
    event.told = verdict.help


# What writers said just before, as this process knows it: a detail can be spread over several messages.

_said: dict[str, tuple[float, deque[tuple[datetime, str]]]] = {}


def said(event: Event) -> None:
    """Remember a message that was recorded, if its writer is known here already."""
    if event.author is None or (known := _said.get(event.author.public_id)) is None:
        return
    known[1].append((event.at, event.text[-TAIL:]))
    _said[event.author.public_id] = (monotonic(), known[1])


def earlier(member: Membership) -> list[str]:
    """A member's last messages of the last ten minutes, oldest first.

    The database is asked if this process does not know.
    """
    since = timezone.now() - LOOK_BACK
    asked, known = _said.get(member.public_id, (0.0, None))
    if known is None or monotonic() - asked > FRESH:
        if len(_said) > WRITERS:
            _said.clear()
        found = excerpts.own_words(member, since=since, limit=LOOK_BACK_MESSAGES)
        known = deque(((at, text[-TAIL:]) for at, text in found), LOOK_BACK_MESSAGES)
        _said[member.public_id] = (monotonic(), known)
    return [text for at, text in known if at >= since]
