"""Who took part and how evenly, as plain facts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from moderation.digest.model import Part
from moderation.digest.utterance import STAFF, Utterance

_SILENCE: Final = timedelta(hours=48)
"""Nobody is called quiet sooner than this."""
_LONGER: Final = 1.5
"""How much longer than the person's own longest pause."""
_ENOUGH: Final = 3
"""Messages that make a usual."""


def parts(room: Sequence[Utterance], now: datetime) -> tuple[Part, ...]:
    """A part for each author, in order of first message."""
    by_author: dict[str, list[Utterance]] = {}
    for said in room:
        by_author.setdefault(said.line.author, []).append(said)
    return tuple(_part(own, now) for own in by_author.values())


def _part(own: Sequence[Utterance], now: datetime) -> Part:
    last = own[-1]
    staff = last.line.role in STAFF
    return Part(
        author=last.line.author,
        name=last.line.name,
        role=last.line.role,
        messages=len(own),
        words=sum(len(said.line.text.split()) for said in own),
        last=last.at,
        last_message=last.line.id,
        quiet=None if staff else _quiet(own, now),
    )


def _quiet(own: Sequence[Utterance], now: datetime) -> timedelta | None:
    if len(own) < _ENOUGH:
        return None
    silence = now - own[-1].at
    usual = max(later.at - earlier.at for earlier, later in zip(own, own[1:], strict=False))
    return silence if silence > max(_SILENCE, usual * _LONGER) else None
