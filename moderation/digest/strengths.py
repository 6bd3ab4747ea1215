"""What went well: progress, repairs, shared skill, appreciation of a skill. Plain thanks do not count."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from moderation.digest.asked import waits
from moderation.digest.model import Item
from moderation.digest.tables import families
from moderation.digest.utterance import STAFF, Utterance

_WORDS: Final = families("strengths")
KINDS: Final = ("repair", "parent", "praise", "tips", "uptake", "inclusion", "child", "thanks_for")
HINTED: Final = "good"
"""The kind of a strength that no single phrase names, only several signs together."""
_PROMISED: Final = frozenset({"repair", "uptake", "inclusion"})
"""Kinds that a promise may show; for the others, what is not done yet is no strength."""
_SIGNS: Final = ("good_word", "cheer", "child_did", "did", "you_did", "heart")
_ENOUGH: Final = 2
_SHORTEST: Final = 3
_BY_STAFF: Final = ("praise",)


def strengths(room: Sequence[Utterance], besides: AbstractSet[str]) -> tuple[Item, ...]:
    """The strengths of a room in order of time. `besides` are messages that hurt or worry; they are never praised."""
    found = []
    for said in room:
        if said.line.id in besides:
            continue
        kind = kind_of(said)
        if kind:
            line = said.line
            found.append(
                Item(messages=(line.id,), author=line.author, name=line.name, at=said.at, quote=line.text, kind=kind)
            )
    return tuple(found)


def kind_of(said: Utterance) -> str:
    """The kind of strength that a message shows, or an empty text."""
    kinds = _BY_STAFF if said.line.role in STAFF else KINDS
    statements = [sentence for sentence in said.sentences if not waits(sentence) or sentence.startswith("you ")]
    for kind in kinds:
        for sentence in statements:
            if _shows(kind, sentence) and not _WORDS["not_one"].search(sentence):
                return kind
    return HINTED if _hints(". ".join(statements), said) >= _ENOUGH else ""


def _hints(told: str, said: Utterance) -> int:
    """How many different signs of something good a text shows, less those of something else."""
    if _WORDS["not_one"].search(told) or len(told.split()) < _SHORTEST:
        return 0
    loud = "!" in told or (said.line.text.isupper() and len(said.content) > 1)
    signs = sum(_WORDS[family].search(told) is not None for family in _SIGNS)
    return signs + loud - 2 * len(_WORDS["dampen"].findall(told))


def _shows(kind: str, sentence: str) -> bool:
    if kind == "tips" and _WORDS["tips_start"].match(sentence):
        return True
    if kind not in _PROMISED and _WORDS["promise"].match(sentence):
        return False
    return _WORDS[kind].search(sentence) is not None


def toward_home(plain: str) -> bool:
    """Whether a folded text is about a step on the way home."""
    return _WORDS["going_home"].search(plain) is not None
