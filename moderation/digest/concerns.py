"""Worries that the room named, each once in a talk, by kind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from moderation.digest.model import Item
from moderation.digest.tables import families
from moderation.digest.utterance import Utterance

_WORDS: Final = families("concerns")
KINDS: Final = (
    *("selfharm", "substance", "safety"),
    *("loyalty", "injury", "vision", "sleep", "food", "health", "behavior", "school", "feelings", "language", "strain"),
)
"""Kinds in the order in which they are tried; the first three are for today."""
TODAY: Final = frozenset(KINDS[:3])
HARD: Final = "hard"
"""The kind of a worry that no single phrase names, only several words together."""
_SIGNS: Final = 2
_BODY: Final = frozenset({"injury", "vision", "sleep", "food", "health"})
"""Kinds that are worries about a child, and small talk when a grown-up tells them of herself."""
_ABOUT_ME: Final = re.compile(
    r"(?:(?:sorry|ugh|ok|yes|no|oh|and|but|yo|a mi)\W+)*(?:i|i'm|i've|my|mi|me|tengo|ando|estoy)\b"
)
_CHILD: Final = re.compile(r"\b(?:he|she|him|her|his|they|them|son|daughter|baby|kids?|hij[oa]|nin[oa]|bebe|ella|el)\b")
_TALK: Final = timedelta(hours=3)


@dataclass(kw_only=True)
class _Worry:
    kind: str
    first: Utterance
    last: Utterance
    messages: list[str] = field(default_factory=list)


def concerns(room: Sequence[Utterance], screened: Mapping[str, str], hurtful: AbstractSet[str]) -> tuple[Item, ...]:
    """The worries of a room in order of time.

    `screened` maps messages to a kind of worry that the screening of safety words saw; `hurtful` messages are
    shown elsewhere. What follows on the same worry in the same talk is cited with it.
    """
    worries: list[_Worry] = []
    for said, kind in _seen(room, screened, hurtful):
        known = next((one for one in worries if one.kind == kind and said.at - one.last.at <= _TALK), None)
        if known is None:
            worries.append(_Worry(kind=kind, first=said, last=said, messages=[said.line.id]))
        else:
            known.last = said
            known.messages.append(said.line.id)
    return tuple(_item(worry) for worry in worries)


def _seen(
    room: Sequence[Utterance], screened: Mapping[str, str], hurtful: AbstractSet[str]
) -> Iterator[tuple[Utterance, str]]:
    for said in room:
        kind = screened.get(said.line.id) or ("" if said.line.id in hurtful else kind_of(said.plain))
        if kind:
            yield said, kind


def kind_of(plain: str) -> str:
    """The kind of worry that a folded text names, or an empty text. Good news about an old worry is none."""
    if _WORDS["not_one"].search(plain):
        return next((kind for kind in KINDS[:3] if _WORDS[kind].search(plain)), "")
    about_me = _ABOUT_ME.match(plain) is not None and _CHILD.search(plain) is None
    named = next((kind for kind in KINDS if _WORDS[kind].search(plain) and not (about_me and kind in _BODY)), "")
    return named or (HARD if _hard(plain, _SIGNS) else "")


def perhaps(room: Sequence[Utterance], besides: AbstractSet[str]) -> tuple[Item, ...]:
    """Messages with one hard word about a child: no worry by any rule, and yet worth a look."""
    return tuple(
        _item(_Worry(kind=HARD, first=said, last=said, messages=[said.line.id]))
        for said in room
        if said.line.id not in besides and not _WORDS["not_one"].search(said.plain) and _hard(said.plain, 1)
    )


def _hard(plain: str, signs: int) -> bool:
    """Whether a text that tells of a child holds so many different words for something hard."""
    if _CHILD.search(plain) is None or "?" in plain or _ABOUT_ME.match(plain):
        return False
    return len(set(_WORDS["hard_word"].findall(plain))) >= signs


def _item(worry: _Worry) -> Item:
    line = worry.first.line
    return Item(
        messages=tuple(worry.messages),
        author=line.author,
        name=line.name,
        at=worry.first.at,
        quote=line.text,
        kind=worry.kind,
    )
