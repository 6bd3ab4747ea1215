"""Words that put a person down in a report, and what to write instead: what was asked, offered, done and is still open.

For what the system writes, and for what a social worker types herself. Never a block, only a kind hint.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.digest.tables import families

Words = str | Promise

_HINTS: Final[Mapping[str, Words]] = {
    "asked": _("Say what was asked and what was answered or is still open."),
    "said": _("Write “said” and, if it matters, the exact words."),
    "done": _("Say what happened, when, and what help was offered."),
    "seen": _("Describe what you saw or heard, with the time. Leave the label out."),
    "person": _("Put the person first: “is in recovery”, “is working on …”."),
    "need": _("Name the need behind it and what could help."),
    "limit": _("Give the number or the days. “Always” and “never” are seldom true."),
}
_WORDS: Final = families("deficit", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeficitWord:
    """A word at `text[start:end]`, and a hint in the reader's language on what to write instead."""

    start: int
    end: int
    word: str
    hint: Words


def deficit_words(text: str) -> list[DeficitWord]:
    """The deficit words of a text, in order of place. Linear in its length."""
    return sorted(_found(text), key=lambda found: found.start)


def _found(text: str) -> Iterator[DeficitWord]:
    for family, pattern in _WORDS.items():
        for match in pattern.finditer(text):
            yield DeficitWord(start=match.start(), end=match.end(), word=match.group(), hint=_HINTS[family])
