"""What people said they will do, by when, and whether the room has word that it was done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from moderation.digest import anchors
from moderation.digest.asked import waits
from moderation.digest.kept import kept
from moderation.digest.model import Commitment, Due
from moderation.digest.tables import families
from moderation.digest.utterance import STAFF, Utterance, before
from moderation.digest.when import Moment, moments, resolve

_WORDS: Final = families("commitments")
_BRIEF: Final = 8
"""Words of a reply that may be no more than a time."""
_FAMILIES: Final = (
    *((family, False) for family in ("will", "going_to", "present", "spanish", "checking", "offer_time", "come")),
    *((family, True) for family in ("joined", "going", "must", "elided", "ahead", "delivered", "together")),
)
"""Families of promises in the order in which they are tried, and whether they are one only with a day or a time."""
_NEXT: Final = re.compile(r",| so | but | pero | y (?=me|te|nos|puedo|podemos)")
_NOW: Final = re.compile(r"\b(?:(?<!from )now(?! on)|ahorita|ahora mismo)\b")

_LEAD: Final = 6
"""Characters before the time in such a reply: "let's do 6"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    sentence: str
    start: int
    moments: Sequence[Moment]


def commitments(room: Sequence[Utterance], now: datetime) -> tuple[Commitment, ...]:
    """The commitments of a room in order of time, each with its due time where words or the talk around it name one."""
    return tuple(_commitment(room, said, found, now) for said in room if (found := _found(room, said)) is not None)


def _commitment(room: Sequence[Utterance], said: Utterance, found: _Found, now: datetime) -> Commitment:
    line, due = said.line, _due(room, said, found)
    done = kept(room, said, found.sentence)
    return Commitment(
        messages=(line.id, *((done.line.id,) if done else ())),
        author=line.author,
        name=line.name,
        at=said.at,
        quote=line.text,
        due=due,
        kept=done.line.id if done else None,
        over=done is None and due is not None and due.over(now),
    )


def _found(room: Sequence[Utterance], said: Utterance) -> _Found | None:
    for sentence, named in zip(said.sentences, said.moments, strict=True):
        if _WORDS["not_one"].search(sentence) or _WORDS["threat"].search(sentence):
            continue
        # A question may follow the promise in one sentence: "I'll bring a snack, is milk ok?"
        match = _takes_on(room, said, sentence, named)
        if match is not None:
            return _Found(sentence=sentence, start=match, moments=named)
    return None


def _takes_on(room: Sequence[Utterance], said: Utterance, sentence: str, named: Sequence[Moment]) -> int | None:
    """Where in the sentence the promise starts, or None."""
    ahead = [moment for moment in named if not moment.past]
    for family, dated in _FAMILIES:
        match = _WORDS[family].search(sentence)
        if match is None or "?" in _clause(sentence, match.start()):
            continue
        if not dated or ahead or (family in {"going", "ahead"} and _NOW.search(sentence[match.start() :])):
            return match.start()
    can = _WORDS["can"].search(sentence)
    if can and "?" not in sentence and (ahead or _to_a_request(room, said)):
        return can.start()
    return 0 if _agrees(room, said, sentence, ahead) else None


def _clause(sentence: str, start: int) -> str:
    """The clause that starts there: a question may follow a promise, "I'll bring milk, is that ok?"."""
    return _NEXT.split(sentence[start:])[0]


def _to_a_request(room: Sequence[Utterance], said: Utterance) -> bool:
    """Whether the message before, by another person, asked for something to be done."""
    near = [other for other in before(room, said, reach=2) if not other.by_same(said)]
    return any(_WORDS["request"].search(other.own) for other in near)


def _agrees(room: Sequence[Utterance], said: Utterance, sentence: str, ahead: Sequence[Moment]) -> bool:
    """A short yes to something proposed: "6 it is", "confirmed", "me too"."""
    if not said.sentences or sentence != said.sentences[0]:
        return False
    near = [other for other in before(room, said, reach=3) if not other.by_same(said)]
    if not near:
        return False
    match = _WORDS["agree"].match(sentence) or (
        _WORDS["agree"].match(said.sentences[1]) if len(said.sentences) > 1 else None
    )
    if match and "?" not in sentence.split(",")[0]:
        return any(
            _promised(other) or ((_WORDS["request"].search(other.own) or "?" in other.own) and anchors.future(other))
            for other in near
        )
    if len(sentence.split()) > _BRIEF or "?" in sentence or said.line.role in STAFF:
        return False
    start = _WORDS["short_yes"].match(sentence)
    lead = start.end() + _LEAD if start else _LEAD
    clocked = any(moment.clock and moment.start <= lead for moment in moments(sentence, said.at, answer=True))
    return clocked and any(anchors.asks_with_time(other) for other in near)


def _promised(said: Utterance) -> bool:
    """Whether the message takes something on for its writer or for the one who answers."""
    return bool(_WORDS["will"].search(said.own) or re.search(r"\b(?:she|he|they)(?:'ll| will)\b", said.own))


def _due(room: Sequence[Utterance], said: Utterance, found: _Found) -> Due | None:
    named = [moment for moment in _answering(said, found) if not moment.past]
    if not named:
        return _from_talk(room, said, found)
    best = max(
        named,
        key=lambda moment: (
            not moment.loose,
            moment.start >= found.start,
            moment.clock is not None,
            moment.deadline,
            -moment.start,
        ),
    )
    day = None
    if best.day is None:
        anchor = anchors.anchor(room, said)
        day = anchor.day if anchor else None
    return resolve(best, said.at, day=day)


def _answering(said: Utterance, found: _Found) -> Sequence[Moment]:
    """The moments of the promise's own sentence, else those of the next one: "I'll do it. By Friday"."""
    named = list(found.moments) or moments(found.sentence, said.at, answer=True)
    if named:
        return named
    others = (sentence for sentence in zip(said.sentences, said.moments, strict=True) if sentence[0] != found.sentence)
    return next((list(other) for sentence, other in others if other and not waits(sentence)), [])


def _from_talk(room: Sequence[Utterance], said: Utterance, found: _Found) -> Due | None:
    """The day the talk is about, unless the promise is for always or for no day."""
    if _NOW.search(found.sentence[found.start :].split(",")[0]):
        return Due(day=said.at.date())
    if _WORDS["open_ended"].search(found.sentence) or "try" in found.sentence.split():
        return None
    return anchors.anchor(room, said)
