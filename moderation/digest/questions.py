"""Questions that nobody has answered yet.

A reply answers when it looks like what was asked for: a yes or a no, a number, a place, a promise. That somebody wrote
something after a question says nothing: rooms are never silent for long.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from moderation.digest.asked import Asked, asked
from moderation.digest.fold import folded
from moderation.digest.model import Question
from moderation.digest.replies import STRONG, WEAK, fits, nudges
from moderation.digest.utterance import Utterance

_SOON: Final = timedelta(hours=3)
_SOON_MESSAGES: Final = 9
_TALK: Final = timedelta(minutes=45)
_ASKS: Final = re.compile(r"\b(?:please|por favor|next time|la proxima vez|make sure|remember to)\b")
_FIRST_MESSAGES: Final = 3
_SHARED_LATER: Final = 2
_LATER: Final = timedelta(hours=60)


@dataclass(kw_only=True)
class _Open:
    asks: list[Asked]
    said: Utterance
    answer: Utterance | None = None
    weak: bool = False
    cited: list[str] = field(default_factory=list)


def unanswered(room: Sequence[Utterance], now: datetime) -> tuple[Question, ...]:
    """The questions of a room that nobody has answered at `now`, or that only may have an answer (`sure` is false).

    The longest wait comes first.
    """
    firsts = first_names(room)
    waiting: list[_Open] = []
    for said in room:
        _settle(waiting, said, room[said.index - 1] if said.index else None)
        asks = asked(said, firsts)
        if asks:
            waiting.append(_Open(asks=asks, said=said, cited=[said.line.id]))
    names = {said.line.author: said.line.name for said in room}
    return tuple(_question(question, names, now) for question in waiting if question.answer is None or question.weak)


def first_names(room: Sequence[Utterance]) -> Mapping[str, str]:
    """First names, folded, with the author each belongs to. A name of two people is nobody's."""
    found: dict[str, set[str]] = {}
    for said in room:
        found.setdefault(folded(said.line.name.split()[0]) if said.line.name else "", set()).add(said.line.author)
    return {name: next(iter(authors)) for name, authors in found.items() if name.isalpha() and len(authors) == 1}


def _settle(waiting: list[_Open], said: Utterance, last: Utterance | None) -> None:
    """Gives the message to the question that it answers best, if it answers one."""
    best: tuple[int, int, _Open] | None = None
    for question in waiting:
        if question.said.by_same(said):
            _remember(question, said)
            continue
        if question.answer is not None:
            continue
        first = last is None or last.index <= question.said.index or not last.by_same(said)
        score = _score(question, said, first=first)
        if score <= STRONG and _overtaken(question, said, last, waiting):
            continue
        if score and (best is None or (score, question.said.index) > best[:2]):
            best = (score, question.said.index, question)
    if best is not None:
        _answer(best[2], said, weak=best[0] <= WEAK)
        for question in waiting:
            near = best[2].said.at - question.said.at < timedelta(minutes=5)
            if question.answer is None and near and question.said.by_same(best[2].said) and best[0] >= STRONG:
                score = _score(question, said, first=False)
                if score >= STRONG:
                    _answer(question, said, weak=True)


def _overtaken(question: _Open, said: Utterance, last: Utterance | None, waiting: Sequence[_Open]) -> bool:
    """Whether something else was asked in between, so that a plain "yes" is more likely meant for that."""
    if last is not None and last.index > question.said.index and not last.by_same(said) and _ASKS.search(last.own):
        return True
    if said.at - question.said.at <= _TALK:
        return False
    return any(question.said.index < other.said.index and not other.said.by_same(said) for other in waiting)


def _answer(question: _Open, said: Utterance, *, weak: bool) -> None:
    question.answer, question.weak = said, weak


def _remember(question: _Open, said: Utterance) -> None:
    """The asker came back to it: "let me know" opens a question again that only seemed answered."""
    soon = said.at - question.said.at <= _SOON and said.index - question.said.index <= _SOON_MESSAGES
    if soon and nudges(said) and (question.answer is None or question.weak):
        question.answer = None
        question.cited.append(said.line.id)


def _score(question: _Open, said: Utterance, *, first: bool) -> int:
    if said.line.reply_to == question.said.line.id and not said.bare:
        return STRONG + 5
    gap, hops = said.at - question.said.at, said.index - question.said.index
    soon = gap <= _SOON and hops <= _SOON_MESSAGES
    if not soon and gap > _LATER:
        return 0
    first = first and hops <= _FIRST_MESSAGES and gap <= _TALK
    shared = len(question.said.content & said.content)
    score = 0
    for ask in question.asks:
        if ask.to and ask.to != said.line.author and shared < 2:
            continue
        fit = fits(ask, said, first=first)
        if fit and (soon or shared >= _SHARED_LATER):
            score = max(score, fit + shared)
        elif soon and shared >= 3 and not said.bare:
            score = max(score, WEAK)
    return score


def _question(question: _Open, names: Mapping[str, str], now: datetime) -> Question:
    line, ask = question.said.line, question.asks[-1]
    return Question(
        messages=tuple(question.cited),
        author=line.author,
        name=line.name,
        at=question.said.at,
        quote=line.text,
        kind=ask.kind,
        waiting=now - question.said.at,
        sure=question.answer is None,
        to=names.get(ask.to, ""),
        to_staff=ask.to_staff,
    )
