"""The day that a talk is about: what "I'll be there" refers to."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from moderation.digest.model import Due
from moderation.digest.utterance import Utterance, before
from moderation.digest.when import Moment, resolve

_ASKS_TIME: Final = re.compile(
    r"\b(?:(?:can|could|may|would|will|should) (?:we|i|you|he|she|the|it)|is it ok|ok if|instead|what time|when"
    r"|works?|puedo|podemos|puedes|a que hora)\b"
)
_TALK: Final = timedelta(minutes=40)
_REACH: Final = 6


def future(said: Utterance) -> list[Moment]:
    """The moments of a message that lie ahead of it."""
    return [moment for named in said.moments for moment in named if not moment.past]


def proposes(said: Utterance) -> bool:
    """Whether the message asks for something to happen at some time."""
    return any("?" in sentence and _ASKS_TIME.search(sentence) for sentence in said.sentences)


def asks_with_time(said: Utterance) -> bool:
    """Whether the message asks for something, or about something with a day or a time: "call at 7?"."""
    timed = any("?" in sentence and named for sentence, named in zip(said.sentences, said.moments, strict=True))
    return timed or proposes(said)


def anchor(room: Sequence[Utterance], said: Utterance) -> Due | None:
    """The latest moment still ahead that the talk before `said` named, or None."""
    last = said
    for other in before(room, said, reach=_REACH):
        if last.at - other.at > _TALK:
            return None
        last = other
        due = [resolve(moment, other.at) for moment in future(other) if moment.day is not None]
        ahead = [found for found in due if not found.over(said.at)]
        if ahead:
            return next((found for found in ahead if found.at), ahead[0])
    return None
