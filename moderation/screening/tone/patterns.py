"""The small language of the tables: one line of words and slots becomes one expression that runs in linear time.

word            that word; `a|b` either; `going_to` two words; `threat*` all words that begin so
NAME            any word of a class in tone_classes.toml
x?              may be missing
~3              up to three words, none of them a "not"
+3              up to three words of any kind
++8             the same, also over the end of a sentence
!a|NAME         here must not stand one of these
^  $            the sentence begins, ends here
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from moderation.screening.either import either

ENDERS = frozenset(".?!")
"""Words that stand for the end of a sentence."""

NOT = frozenset(["not", "no", "never", "nor", "cannot", "without", "nobody", "nunca", "jamas", "sin", "ni", "tampoco"])
"""Words that turn a sentence round."""

_SAME_SENTENCE = r"(?:[^ .?!]+ ){0,%d}?"
_NO_NOT = r"(?:(?!(?:" + "|".join(sorted(NOT)) + r") )[^ .?!]+ ){0,%d}?"
_ANYWHERE = r"(?:[^ ]+ ){0,%d}?"
_GAP = re.compile(r"(~|\+\+|\+)(\d)")

Classes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Pattern:
    """One line of a table. It fits only where every one of `needs` has a word in the message: each is a set of words,
    of which those that end in a star stand for all words that begin so. A `wide` one may go over a sentence's end."""

    source: str
    needs: tuple[frozenset[str], ...]
    wide: bool
    classes: Classes = field(repr=False, compare=False)

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The line as one expression over words that a space follows each; built when it is first asked for, since
        most lines never are."""
        return re.compile(_expression(self.source, self.classes))

    @cached_property
    def _steps(self) -> Sequence[tuple[frozenset[str], tuple[str, ...]]]:
        return [(need, tuple(word.removesuffix("*") for word in need if word.endswith("*"))) for need in self.needs]

    def may_fit(self, words: Sequence[str]) -> bool:
        """Whether `words` have one for each need, in this order. Never False where the line fits."""
        at, end = 0, len(words)
        for whole, stems in self._steps:
            while at < end and not (words[at] in whole or (stems and words[at].startswith(stems))):
                at += 1
            if at == end:
                return False
            at += 1
        return True


def build(source: str, classes: Classes) -> Pattern:
    """Read one line of a table. Raises ValueError for a class that does not exist or a line without words."""
    needs = []
    wide = False
    for element in source.split():
        if element.startswith("!"):
            _choices(element[1:], classes)
        elif _is_sign(element):
            wide = wide or element.startswith("++")
        else:
            words = _choices(element.removesuffix("?"), classes)
            wide = wide or not ENDERS.isdisjoint(part for word in words for part in word.split())
            if not element.endswith("?"):
                needs.append(frozenset(map(_telling, words)))
    if not needs:
        raise ValueError(f"A pattern needs a word: {source!r}")
    return Pattern(source=source, needs=tuple(needs), wide=wide, classes=classes)


def _is_sign(element: str) -> bool:
    return element in ("^", "$") or _GAP.fullmatch(element) is not None


def _telling(choice: str) -> str:
    """Of several words the longest, for a message that has the choice has each of them; a star ends it."""
    longest = max(choice.split(), key=lambda word: len(word.partition("*")[0]))
    stem, star, _ = longest.partition("*")
    return stem + star


def _expression(source: str, classes: Classes) -> str:
    parts: list[str] = []
    gap = ""
    for element in source.split():
        if element.startswith("!"):
            parts.append(f"(?!{gap}{either(_choices(element[1:], classes))} )")
            continue
        parts.append(gap)
        gap = ""
        if element == "^":
            parts.append(r"(?<=[.?!] )")
        elif element == "$":
            parts.append(r"(?=[.?!] )")
        elif wide := _GAP.fullmatch(element):
            gap = {"~": _NO_NOT, "+": _SAME_SENTENCE, "++": _ANYWHERE}[wide[1]] % int(wide[2])
        else:
            words = either(_choices(element.removesuffix("?"), classes))
            parts.append(f"(?:{words} )" + ("?" if element.endswith("?") else ""))
    return r"(?<= )" + "".join(parts)


def _choices(element: str, classes: Classes) -> list[str]:
    words: list[str] = []
    for choice in filter(None, element.split("|")):
        if choice.isupper() and len(choice) > 1:
            if choice not in classes:
                raise ValueError(f"No such class: {choice}")
            words.extend(classes[choice])
        else:
            words.append(choice.replace("_", " "))
    return words
