"""Which lists of phrases can be found in a text at all: one look at its words instead of a search.

Lists of phrases are small patterns of letters, signs, `?`, `|` and `(?: )`, which stand for a few spellings each. Where
a phrase is found, one of its spellings stands in the text, and each word of it is a word of the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

from moderation.screening.contacts.words import is_common
from moderation.screening.normal import Normal

_ITEM: Final = re.compile(r"\(\?:|\\.|[|)?]|[^\\(\[{*+^$.]")
_WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Cue:
    """What at least one of must be in a text: a spelling together with the word it stands under, between other signs
    than letters, or one of `signs`."""

    spelled: Mapping[str, tuple[str, ...]]
    signs: tuple[str, ...] = ()

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self.spelled)

    def may_be_in(self, normal: Normal) -> bool:
        """Whether one of the phrases may be in the text. Never False where one is."""
        here = self._words & normal.words
        return normal.has_any(self.signs) or any(normal.has_any(self.spelled[word]) for word in here)


def cue(*phrases: str, signs: Iterable[str] = ()) -> Cue:
    """The cue of lists of phrases, each found only where no letter stands before or behind it; and of `signs`.

    Raises ValueError for a pattern of more than letters, signs, `?`, `|` and `(?: )`.
    """
    under: dict[str, list[str]] = defaultdict(list)
    found = set(signs)
    for spelling in sorted(frozenset().union(*map(spellings, phrases))):
        words = _WORD.findall(spelling)
        if words:
            under[min(words, key=_commonness)].append(spelling)
        else:
            found.add(spelling)
    return Cue({word: tuple(those) for word, those in under.items()}, tuple(sorted(found)))


def spellings(pattern: str) -> frozenset[str]:
    """Every text that a small pattern stands for."""
    items = [item[0] for item in _ITEM.finditer(pattern)]
    if "".join(items) != pattern:
        raise ValueError(f"Not a list of phrases: {pattern!r}")
    rest = iter(items)
    found = frozenset(_alternatives(rest))
    if next(rest, None) is not None:
        raise ValueError(f"One bracket too many: {pattern!r}")
    return found


def _alternatives(items: Iterator[str]) -> Iterator[str]:
    """The texts of alternatives up to the end of their group."""
    parts: list[set[str]] = []
    for item in items:
        if item == ")":
            break
        if item == "|":
            yield from map("".join, product(*parts))
            parts = []
        elif item == "?":
            parts[-1] = parts[-1] | {""}
        elif item == "(?:":
            parts.append(set(_alternatives(items)))
        else:
            parts.append({item.removeprefix("\\")})
    yield from map("".join, product(*parts))


def _commonness(word: str) -> tuple[bool, int, str]:
    return is_common(word), -len(word), word
