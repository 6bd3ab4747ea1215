"""Which families of expressions a message holds, once what is ordinary has been taken out."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar

from moderation.screening.tone import tables
from moderation.screening.tone.patterns import NOT, Pattern
from moderation.screening.tone.quotes import spoken_by_others
from moderation.screening.tone.tables import Clearing, Family
from moderation.screening.tone.tokens import ENDERS, Line

WINDOW = 90
STEP = 66
"""A long message is read in windows of so many words, one every STEP words: time grows with its length only."""

REACH_OF_NOT = 4
"""How many words a "not" may stand before what it turns round."""

Span = tuple[int, int]
Owner = TypeVar("Owner")


def found(line: Line) -> dict[str, Family]:
    """The families a message holds, by name."""
    quoted = spoken_by_others(line)
    result: dict[str, Family] = {}
    for start in range(0, max(1, len(line.words) - (WINDOW - STEP)), STEP):
        end = start + WINDOW
        window = _Window(line.words[start:end], quoted[start:end])
        for family in window.families():
            result[family.name] = family
    return result


@dataclass(slots=True)
class _Window:
    """Some words of a message as one string, every word followed by a space."""

    words: tuple[str, ...]
    quoted: tuple[bool, ...]
    text: str = ""
    starts: list[int] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        at = 1
        for word in self.words:
            self.starts.append(at)
            at += len(word) + 1
        self.text = " " + " ".join(self.words) + " "
        self.stops = [self.starts[i] for i, word in enumerate(self.words) if word in ENDERS]

    def families(self) -> Iterator[Family]:
        rules, clearings = _index()
        vocabulary = frozenset(self.words)
        ordinary = self._ordinary(clearings.candidates(vocabulary))
        held: dict[str, int] = defaultdict(int)
        by_name: dict[str, Family] = {}
        for family, pattern in rules.candidates(vocabulary):
            enough = 2 if family.loose else 1
            if held[family.name] < enough and self._holds(family, pattern, ordinary):
                held[family.name] += 1
                by_name[family.name] = family
        signs: dict[str, int] = defaultdict(int)
        for name, family in by_name.items():
            signs[family.label] += held[name]
        return (family for family in by_name.values() if not family.loose or signs[family.label] > 1)

    def _ordinary(self, candidates: Iterable[tuple[Clearing, Pattern]]) -> dict[str, list[Span]]:
        spans: dict[str, list[Span]] = defaultdict(list)
        for clearing, pattern in candidates:
            for match in pattern.expression.finditer(self.text):
                span = self._reach(clearing.reach, match)
                for label in clearing.labels:
                    spans[label].append(span)
        return spans

    def _reach(self, reach: str, match: re.Match[str]) -> Span:
        begin, end = self._sentence(match.start(), match.end())
        if reach == "message":
            return 0, len(self.text)
        if reach == "sentence":
            return begin, end
        return (match.start(), end) if reach == "after" else match.span()

    def _sentence(self, start: int, end: int) -> Span:
        """From the sign that ends the sentence before `start` to the one at or after `end`."""
        before = bisect_right(self.stops, start) - 1
        after = bisect_right(self.stops, end - 1)
        return (
            self.stops[before] if before >= 0 else 0,
            self.stops[after] if after < len(self.stops) else len(self.text),
        )

    def _holds(self, family: Family, pattern: Pattern, ordinary: Mapping[str, list[Span]]) -> bool:
        for match in pattern.expression.finditer(self.text):
            first = bisect_right(self.starts, match.start()) - 1
            if not family.spoken and self.quoted[first]:
                continue
            if any(begin < match.end() and match.start() < end for begin, end in ordinary.get(family.label, ())):
                continue
            if not family.plain and self._turned_round(first):
                continue
            if family.unless and self._excepted(family, match):
                continue
            return True
        return False

    def _turned_round(self, first: int) -> bool:
        """Whether a "not" stands shortly before, in the same sentence."""
        for word in reversed(self.words[max(0, first - REACH_OF_NOT) : first]):
            if word in ENDERS:
                return False
            if word in NOT:
                return True
        return False

    def _excepted(self, family: Family, match: re.Match[str]) -> bool:
        begin, end = self._sentence(match.start(), match.end())
        return any(pattern.expression.search(self.text, begin, end + 2) for pattern in family.unless)


class _Index(Generic[Owner]):
    """Which patterns can fit at all, by the words of a message."""

    def __init__(self, entries: Iterable[tuple[Owner, Pattern]]) -> None:
        self._entries = tuple(entries)
        self._words: dict[str, list[int]] = defaultdict(list)
        self._stems: dict[str, list[int]] = defaultdict(list)
        for number, (_, pattern) in enumerate(self._entries):
            for word in pattern.anchors:
                self._words[word].append(number)
            for stem in pattern.stems:
                self._stems[stem].append(number)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def candidates(self, vocabulary: frozenset[str]) -> Iterator[tuple[Owner, Pattern]]:
        numbers: set[int] = set()
        for word in vocabulary:
            numbers.update(self._words.get(word, ()))
            for length in self._lengths:
                if length > len(word):
                    break
                numbers.update(self._stems.get(word[:length], ()))
        return (self._entries[number] for number in sorted(numbers))


@cache
def _index() -> tuple[_Index[Family], _Index[Clearing]]:
    return (
        _Index((family, pattern) for family in tables.families() for pattern in family.patterns),
        _Index((clearing, pattern) for clearing in tables.clearings() for pattern in clearing.patterns),
    )
