"""Who took part and how evenly, as plain facts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from moderation.digest.model import Part
from moderation.digest.utterance import STAFF, Utterance

_SILENCE: Final = timedelta(hours=48)
"""Nobody is called quiet sooner than this."""
_LONGER: Final = 1.5
"""How much longer than the person's own longest pause."""
_ENOUGH: Final = 3
"""Messages that make a usual."""
_A_REPLY: Final = timedelta(hours=24)


def parts(room: Sequence[Utterance], now: datetime) -> tuple[Part, ...]:
    """A part for each author, in order of first message."""
    by_author: dict[str, list[Utterance]] = {}
    for said in room:
        by_author.setdefault(said.line.author, []).append(said)
    replies = _reply_times(room)
    families = sum(_words(said) for said in room if said.line.role not in STAFF)
    return tuple(_part(own, replies.get(author, []), families, now) for author, own in by_author.items())


def _middle(spans: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(span.total_seconds() for span in spans)) if spans else None


def _words(said: Utterance) -> int:
    return len(said.line.text.split())


def _part(own: Sequence[Utterance], replies: Sequence[timedelta], families: int, now: datetime) -> Part:
    last, words = own[-1], sum(map(_words, own))
    staff = last.line.role in STAFF
    return Part(
        author=last.line.author,
        name=last.line.name,
        role=last.line.role,
        messages=len(own),
        words=words,
        share=0.0 if staff or not families else words / families,
        first_reply=_middle(replies),
        last=last.at,
        last_message=last.line.id,
        quiet=None if staff else _quiet(own, now),
    )


def _reply_times(room: Sequence[Utterance]) -> dict[str, list[timedelta]]:
    """By author, how long after the other person's last word this one was the first to reply."""
    found: dict[str, list[timedelta]] = {}
    for earlier, later in zip(room, room[1:], strict=False):
        if not later.by_same(earlier) and later.at - earlier.at <= _A_REPLY:
            found.setdefault(later.line.author, []).append(later.at - earlier.at)
    return found


def _quiet(own: Sequence[Utterance], now: datetime) -> timedelta | None:
    if len(own) < _ENOUGH:
        return None
    silence = now - own[-1].at
    usual = max(later.at - earlier.at for earlier, later in zip(own, own[1:], strict=False))
    return silence if silence > max(_SILENCE, usual * _LONGER) else None
