"""Words hidden behind signs and digits, as one writes "st*pid" to slip through."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

LOOKS_LIKE = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l"}
)
"""What a digit or sign stands for when it stands for a letter."""

LONGEST = 24
"""No word worth decoding is longer."""

_GAPS = re.compile(r"[*#_]+")


def plain_letters(word: str, known: frozenset[str]) -> str | None:
    """The known word that `word` hides, or None. A star stands for one letter, a run of stars for any."""
    if len(word) > LONGEST:
        return None
    letters = word.translate(LOOKS_LIKE)
    if letters in known:
        return letters
    if "1" in word and (other := word.replace("1", "l").translate(LOOKS_LIKE)) in known:
        return other
    if not _GAPS.search(letters) or not letters[0].isalpha():
        return None
    return _fits(letters, known)


def _fits(letters: str, known: frozenset[str]) -> str | None:
    """The one known word with these letters around the gaps."""
    parts = _GAPS.split(letters)
    shape = re.compile("[a-z]+".join(re.escape(part) for part in parts))
    return next(
        (
            word
            for word in _by_first(known).get(letters[0], ())
            if abs(len(word) - len(letters)) <= 1 and shape.fullmatch(word)
        ),
        None,
    )


@lru_cache(maxsize=2)
def _by_first(known: frozenset[str]) -> Mapping[str, Iterable[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for word in sorted(known):
        groups[word[0]].append(word)
    return groups
