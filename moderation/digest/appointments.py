"""Appointments and visits that the room named, each with its day and mostly its minute."""

import re
from collections.abc import Sequence
from typing import Final

from moderation.digest import anchors
from moderation.digest.model import Appointment, Due
from moderation.digest.tables import families
from moderation.digest.utterance import Utterance, after, before
from moderation.digest.when import Moment, moments, resolve

_WORDS: Final = families("appointments")
KINDS: Final = (
    "team",
    "celebration",
    "court",
    "therapy",
    "school",
    "visit",
    "call",
    "housing",
    "health",
    "program",
    "sport",
    "meeting",
    "other",
)
"""Kinds in the order in which they are tried: the more telling word first."""
_DAY_IS_ENOUGH: Final = frozenset({"visit", "court", "school", "team", "celebration"})
_NEXT: Final = re.compile(r",| so | but | pero | y ")
_LEAD: Final = 12
_TALK_REACH: Final = 5


def appointments(room: Sequence[Utterance]) -> tuple[Appointment, ...]:
    """The appointments of a room in order of what they say, one for each message that names one."""
    found = []
    for said in room:
        named = _named(room, said) or _confirmed(room, said) or _told(room, said)
        if named is not None:
            kind, when = named
            line = said.line
            found.append(
                Appointment(
                    messages=(line.id,),
                    author=line.author,
                    name=line.name,
                    at=said.at,
                    quote=line.text,
                    kind=kind,
                    when=when,
                )
            )
    return tuple(found)


def kind_of(plain: str) -> str:
    """Which kind of appointment a folded text names, or an empty text."""
    return next((kind for kind in KINDS if _WORDS[kind].search(plain)), "")


def _named(room: Sequence[Utterance], said: Utterance) -> tuple[str, Due] | None:
    """An appointment that one sentence names with its time."""
    for sentence, named in zip(said.sentences, said.moments, strict=True):
        ahead = [moment for moment in named if not moment.past]
        if not ahead or _WORDS["off"].search(sentence):
            continue
        moment = _best(ahead)
        kind = kind_of(sentence)
        if not kind or not (_states(sentence, kind, moment) or _agreed(room, said, sentence, moment)):
            continue
        return kind, resolve(moment, said.at)
    return None


def _best(ahead: Sequence[Moment]) -> Moment:
    """The moment with a day and a time, else the first with a day."""
    return next(
        (moment for moment in ahead if moment.clock and moment.day), next((m for m in ahead if m.day), ahead[0])
    )


def _states(sentence: str, kind: str, moment: Moment) -> bool:
    """Whether the sentence says that it takes place then, rather than asks for it or promises something by then."""
    question = "?" in sentence
    if moment.day is None or (moment.deadline and moment.clock is None):
        return False
    if question and not _WORDS["still_on"].search(sentence):
        rest = _NEXT.split(sentence[moment.start :], maxsplit=1)
        told_first = len(rest) > 1 and "?" not in rest[0]
        return moment.clock is not None and told_first and not _WORDS["proposal"].search(sentence[: moment.start])
    if _WORDS["task"].search(sentence) and kind not in {"court", "team"}:
        return kind == "visit" and moment.clock is None and moment.weekday and "at the visit" in sentence
    if moment.clock is None:
        return kind in _DAY_IS_ENOUGH and moment.weekday and not _WORDS["proposal"].search(sentence)
    return not _WORDS["proposal"].search(sentence[: moment.start])


def _agreed(room: Sequence[Utterance], said: Utterance, sentence: str, moment: Moment) -> bool:
    """Whether the sentence asks for it on a day and at a time, and the next one to answer says yes."""
    if "?" not in sentence or moment.day is None or moment.clock is None:
        return False
    reply = next((other for other in after(room, said, reach=_TALK_REACH) if not other.by_same(said)), None)
    return reply is not None and _WORDS["yes"].match(reply.own) is not None


def _confirmed(room: Sequence[Utterance], said: Utterance) -> tuple[str, Due] | None:
    """A time agreed in answer to a question about a call or a visit: "6 it is", "approved, Sunday 6:30"."""
    near = [other for other in before(room, said, reach=_TALK_REACH) if not other.by_same(said)]
    asked = next((other for other in near if anchors.proposes(other) and kind_of(other.own)), None)
    if asked is None:
        return None
    for sentence in said.sentences:
        if "?" in sentence:
            continue
        found = [
            moment
            for moment in moments(sentence, said.at, answer=True)
            if moment.clock and not moment.deadline and not moment.past
        ]
        start = _WORDS["confirm"].match(sentence)
        lead = max(_LEAD, start.end() + 2 * _LEAD) if start else _LEAD
        for moment in found:
            if moment.start <= lead and (start or moment.start <= 4) and not _WORDS["task"].search(sentence):
                return kind_of(asked.own), _in_talk(said, asked, moment)
    return None


def _told(room: Sequence[Utterance], said: Utterance) -> tuple[str, Due] | None:
    """A sentence that begins with a day and a time: "The 21st at 8:30, you should come"."""
    for sentence, named in zip(said.sentences, said.moments, strict=True):
        moment = next((moment for moment in named if moment.clock and moment.day and not moment.past), None)
        if moment and moment.start <= _LEAD and "?" not in sentence and not _WORDS["task"].search(sentence):
            near = before(room, said, reach=_TALK_REACH)
            return next((kind for other in near if (kind := kind_of(other.own))), "other"), resolve(moment, said.at)
    return None


def _in_talk(said: Utterance, asked: Utterance, moment: Moment) -> Due:
    """The time, on the day that the question was about."""
    late = kind_of(asked.own) == "call"
    days = [other.day for other in anchors.future(asked) if other.day is not None]
    parts = [other.part for other in anchors.future(asked) if other.part]
    moment = moment.in_talk(part=parts[0] if parts else None, late=late)
    return resolve(moment, said.at, day=days[0] if days else None)
