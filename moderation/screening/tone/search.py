"""Which families of expressions a message holds, once what is ordinary has been taken out."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from moderation.screening.tone.candidates import clearings, rules
from moderation.screening.tone.patterns import ENDERS, NOT, Pattern
from moderation.screening.tone.quotes import spoken_by_others
from moderation.screening.tone.tables import Clearing, Family
from moderation.screening.tone.tokens import Line

WINDOW = 90
STEP = 66
"""A long message is read in windows of so many words, one every STEP words: time grows with its length only."""

REACH_OF_NOT = 4
"""How many words a "not" may stand before what it turns round."""

Span = tuple[int, int]


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


@dataclass
class _Window:
    """Some words of a message as one string, every word followed by a space."""

    words: tuple[str, ...]
    quoted: tuple[bool, ...]

    @cached_property
    def text(self) -> str:
        return " " + " ".join(self.words) + " "

    @cached_property
    def starts(self) -> list[int]:
        return list(accumulate((len(word) + 1 for word in self.words[:-1]), initial=1))

    @cached_property
    def stops(self) -> list[int]:
        return [start for start, word in zip(self.starts, self.words, strict=True) if word in ENDERS]

    @cached_property
    def sentences(self) -> list[tuple[str, ...]]:
        ends = [at for at, word in enumerate(self.words) if word in ENDERS]
        return [self.words[begin:end] for begin, end in pairwise([0, *ends, len(self.words)]) if end > begin]

    def families(self) -> Iterable[Family]:
        candidates = [one for one in rules().candidates(self.sentences) if one[1].may_fit(self.words)]
        if not candidates:
            return ()
        ordinary = self._ordinary(clearings().candidates(self.sentences))
        held: dict[str, int] = defaultdict(int)
        by_name: dict[str, Family] = {}
        for family, pattern in candidates:
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
            for match in pattern.expression.finditer(self.text) if pattern.may_fit(self.words) else ():
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
