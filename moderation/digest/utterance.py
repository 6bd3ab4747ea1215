"""What is read of one message, once, for all the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from moderation.digest import fold, when
from moderation.digest.model import Line

STAFF: Final = frozenset({"social_worker", "supervisor"})
"""Roles of people who work for the agency."""
NEAR: Final = timedelta(hours=3)
"""Messages closer than this may belong to one talk."""
SENTENCES: Final = 30
"""Sentences of a message that the rules read."""
REACH: Final = 8
"""How many messages back a talk reaches; threads in a room mix, but seldom deeper than this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Utterance:
    """A line with its folded forms and its moments, in the reader's time zone."""

    line: Line
    index: int
    at: datetime
    plain: str
    own: str
    """Folded, without quotes and attachments."""
    sentences: tuple[str, ...]
    moments: tuple[tuple[when.Moment, ...], ...]
    """The moments of each sentence."""
    content: frozenset[str]

    def by_same(self, other: "Utterance") -> bool:
        return self.line.author == other.line.author

    @property
    def bare(self) -> bool:
        """Whether it has no words of its own: a photo, a heart."""
        return not any(letter.isalpha() for letter in self.own)


def read(lines: Sequence[Line], zone: tzinfo) -> list[Utterance]:
    """The utterances of a room in order of time."""
    return [_utterance(line, index, zone) for index, line in enumerate(sorted(lines, key=lambda line: line.at))]


def before(room: Sequence[Utterance], said: Utterance, reach: int = REACH, near: timedelta = NEAR) -> list[Utterance]:
    """What was said just before, latest first."""
    earlier = room[max(0, said.index - reach) : said.index]
    return [other for other in reversed(earlier) if said.at - other.at <= near]


def after(room: Sequence[Utterance], said: Utterance, reach: int = REACH, near: timedelta = NEAR) -> list[Utterance]:
    """What was said just after, earliest first."""
    return [other for other in room[said.index + 1 : said.index + 1 + reach] if other.at - said.at <= near]


def _utterance(line: Line, index: int, zone: tzinfo) -> Utterance:
    at = line.at.astimezone(zone)
    plain = fold.folded(line.text)
    own = fold.own_words(plain)
    sentences = tuple(fold.sentences(own)[:SENTENCES])
    return Utterance(
        line=line,
        index=index,
        at=at,
        plain=plain,
        own=own,
        sentences=sentences,
        moments=tuple(tuple(when.moments(sentence, at)) for sentence in sentences),
        content=fold.content(own),
    )
