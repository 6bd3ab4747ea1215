"""Which words of a message are somebody else's: what stands between quotation marks and is said to be theirs."""

from collections.abc import Iterator

from moderation.screening.tone import tables
from moderation.screening.tone.tokens import Line

NEAR = 6
"""How many words away from a quotation the word "said" may stand."""

LONG = 4
"""From so many words on, a quotation needs no "said"."""


def spoken_by_others(line: Line) -> tuple[bool, ...]:
    """For each word, whether the writer only repeats it."""
    quoted = [False] * len(line.words)
    for start, end in _runs(line.marks):
        if _is_somebody_elses(line.words, start, end):
            quoted[start:end] = [True] * (end - start)
    return tuple(quoted)


def _runs(marks: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    start = None
    for position, marked in enumerate((*marks, False)):
        if marked and start is None:
            start = position
        elif not marked and start is not None:
            yield start, position
            start = None


def _is_somebody_elses(words: tuple[str, ...], start: int, end: int) -> bool:
    said = frozenset(tables.classes()["SAID"])
    before = words[max(0, start - NEAR) : start]
    after = words[end : end + NEAR]
    own = any(word in said and before[at - 1 : at] == ("i",) for at, word in enumerate(before))
    if own:
        return False
    return end - start >= LONG or not said.isdisjoint(before) or not said.isdisjoint(after)
