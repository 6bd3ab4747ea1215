"""Finds the questions of a message and what each asks for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.digest.tables import families
from moderation.digest.utterance import Utterance

_WORDS: Final = families("questions")
_LEADING: Final = re.compile(
    r"^(?:(?:and|but|so|also|ok|okay|hi|hey|hello|hola|oye|oigan|y|pero|please|por favor|hi all|oh|well"
    r"|quick question|um+|btw|thanks|gracias)\b[ ,:!¿]*|[¿¡])+"
)
_KINDS: Final = ("permission", "request", "offer", "time", "number", "place", "person")
_MOST: Final = 4
"""Questions of one message that are told apart."""
_FACT: Final = 4
"""Words of a question that is put like a statement and wants a yes: "there is school on Monday?"."""
_SUBJECT: Final = re.compile(
    r"^\S+ (?:\w+ (?=(?:you|he|she|i|we|they|it|the|his|her|my|your|our) ))?(i|we|you|he|she|it|they|the|his|her"
    r"|my|your|our)\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question. `kind` is what it asks for; `to` is the author it names, if it names one."""

    said: Utterance
    sentence: str
    kind: str
    subject: str
    to: str
    to_staff: bool


def asked(said: Utterance, firsts: Mapping[str, str]) -> list[Asked]:
    """The questions of a message that wait for an answer. `firsts` maps first names, folded, to authors."""
    found = []
    for sentence in said.sentences:
        start, to = _addressed(_LEADING.sub("", sentence), said.line.author, firsts)
        if waits(start):
            found.append(_asked(said, sentence, start, to))
    return found[:_MOST]


def waits(sentence: str) -> bool:
    """Whether a folded sentence is a question that somebody should answer."""
    start = _LEADING.sub("", sentence)
    if "?" in sentence:
        words = re.findall(r"[a-z']+", start)
        return bool(words) and words != ["right"] and not _WORDS["rhetorical"].match(start)
    plain = bool(_WORDS["unmarked"].match(start)) or bool(_WORDS["wondering"].search(start))
    return plain and not _WORDS["rhetorical"].match(start)


def _addressed(start: str, author: str, firsts: Mapping[str, str]) -> tuple[str, str]:
    """The sentence without the name it begins with, and the other person that it names."""
    for first, other in firsts.items():
        if other != author and first in start:
            about = "?" not in start and re.match(rf"{first} (?:has|is|was|will|does|did|had)\b(?! you\b)", start)
            if re.match(rf"{first}\b", start) and not about:
                return _LEADING.sub("", re.sub(rf"^{first}\b[ ,:]*", "", start)), other
            if re.search(rf", {first} ?\?", start):
                return start, other
    return start, ""


def _asked(said: Utterance, sentence: str, start: str, to: str) -> Asked:
    subject = _SUBJECT.match(start)
    return Asked(
        said=said,
        sentence=start,
        kind=_kind(start),
        subject=subject[1] if subject else "",
        to=to,
        to_staff=_WORDS["staff"].search(sentence) is not None,
    )


def _kind(start: str) -> str:
    clauses: Sequence[str] = (start, *(part.strip(" ¿") for part in re.split(r"[,:;]| so | y ", start)[1:]))
    for clause in clauses:
        for kind in _KINDS:
            if _WORDS[kind].match(clause):
                return kind
    for clause in clauses:
        if _WORDS["open"].match(clause):
            return "open"
    said_as_fact = len(start.split()) >= _FACT
    return "yesno" if said_as_fact or any(_WORDS["yesno"].match(clause) for clause in clauses) else "open"
