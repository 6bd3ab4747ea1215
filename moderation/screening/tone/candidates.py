"""Which expressions can fit a message at all, by its words: few of thousands, so that only those are tried.

Never one too few: an expression that fits has, for each of its obligatory elements, a word in the message, and in one
sentence unless it is wide.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Generic, TypeVar

from moderation.screening.tone import tables
from moderation.screening.tone.patterns import Pattern
from moderation.screening.tone.tables import Clearing, Family

Owner = TypeVar("Owner")

_WORDS = 8192
"""Words whose elements are remembered."""
_LONGEST = 40
"""Characters of a word that is remembered."""


class Index(Generic[Owner]):
    """Expressions by the words that they need: by its rarest element each is found, by the others it is dropped.

    An element that is another one's neighbour is one bit of a number; so a few operations test all of a message.
    """

    def __init__(self, entries: Iterable[tuple[Owner, Pattern]]) -> None:
        self._entries = tuple(entries)
        commonness = _commonness(pattern for _, pattern in self._entries)
        rarest = [min(pattern.needs, key=commonness.__getitem__) for _, pattern in self._entries]
        others = [frozenset(pattern.needs) - {rare} for (_, pattern), rare in zip(self._entries, rarest, strict=True)]
        bits = {element: 1 << bit for bit, element in enumerate(dict.fromkeys(chain.from_iterable(others)))}
        self._needs = [sum(bits[element] for element in needed) for needed in others]
        self._by_rarest = _Words((element, number) for number, element in enumerate(rarest))
        self._bits = _Words(zip(bits, bits.values(), strict=True))
        self._wide = frozenset(number for number, (_, pattern) in enumerate(self._entries) if pattern.wide)
        self._of = lru_cache(_WORDS)(self._elements)

    def candidates(self, sentences: Iterable[Sequence[str]]) -> Sequence[tuple[Owner, Pattern]]:
        """The expressions that may fit a message of these sentences, in the order of their tables."""
        needs = self._needs
        whole = 0
        wide: set[int] = set()
        found: set[int] = set()
        for words in sentences:
            have = 0
            numbers: set[int] = set()
            for word in words:
                bits, rarest = self._of(word) if len(word) <= _LONGEST else self._elements(word)
                have |= bits
                numbers.update(rarest)
            found.update([number for number in numbers if needs[number] & have == needs[number]])
            whole |= have
            wide |= numbers & self._wide
        found.update([number for number in wide if needs[number] & whole == needs[number]])
        return [self._entries[number] for number in sorted(found)]

    def _elements(self, word: str) -> tuple[int, tuple[int, ...]]:
        """The elements that a word satisfies, and the expressions of which it satisfies the rarest."""
        return sum(self._bits.of(word)), tuple(self._by_rarest.of(word))


class _Words:
    """What belongs to a word: by the word itself, or by how it begins."""

    def __init__(self, entries: Iterable[tuple[frozenset[str], int]]) -> None:
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._stems: dict[str, list[int]] = defaultdict(list)
        for element, number in entries:
            for word in element:
                (self._stems[word[:-1]] if word.endswith("*") else self._whole[word]).append(number)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def of(self, word: str) -> set[int]:
        found = set(self._whole.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found.update(self._stems.get(word[:length], ()))
        return found


def _commonness(patterns: Iterable[Pattern]) -> Mapping[frozenset[str], int]:
    """Of each element how many elements its commonest word stands in: a word of few is rare in messages, too."""
    every = [element for pattern in patterns for element in pattern.needs]
    counts = Counter(chain.from_iterable(every))
    return {element: max(counts[word] for word in element) for element in every}


@cache
def rules() -> Index[Family]:
    """Every expression of every family."""
    return Index((family, pattern) for family in tables.families() for pattern in family.patterns)


@cache
def clearings() -> Index[Clearing]:
    """Every expression that is ordinary."""
    return Index((clearing, pattern) for clearing in tables.clearings() for pattern in clearing.patterns)
