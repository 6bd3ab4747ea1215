"""Reading a message as people would: one alphabet, one kind of digit, nothing invisible, with a way back.

Whoever hides a number types it in circles, key caps, full width, or with a letter from another alphabet. Detectors read
the folded text; `Normal.origin` says where in the message each folded character came from, so that spans are cut out of
what was really typed. Folding is linear in the length of the message, and nearly free for plain ASCII.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});|%40|%2[eE]")
_NOT_PLAIN: Final = re.compile(r"[&%\t\r]|  ")
_WORD: Final = re.compile(r"[a-z]+")
_PLAIN: Final = r"[^\t\r \x80-\U0010ffff]+"
_RUN: Final = re.compile(rf"{_PLAIN}(?: {_PLAIN})*|.", re.DOTALL)
"""What is left as it is, with the single spaces inside it; and one by one whatever else there is."""
_INVISIBLE: Final = frozenset(("Cf", "Mn", "Me", "Cc"))
"""Zero-width and direction-changing characters, accents, key caps, variation selectors."""

_FRACTIONS: Final = frozenset("½¼¾⅓⅔⅛")
"""Left whole: taken apart they would lend their digits to a neighbour."""

_BLANKS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_REGIONAL: Final = range(0x1F1E6, 0x1F200)
_SQUARED: Final = range(0x1F170, 0x1F18A)

_ALIKE: Final = dict(
    zip(
        "авсԁеһіјкӏмоорѕтухԛԝЅІЈАВЕКМНОРСТУХαβειηκνορτυχγıłøđħɑɡßþ",
        "abcdehijklmoopstyxqwsijabekmhopctyxabeinkvoptuxyilodhagsp",
        strict=True,
    )
)
"""Letters of other alphabets, and of ours, that look like a plain one."""

_SIGNS: Final = {
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁃": "-", "‚": ",", "،": ",",
    "。": ".", "․": ".", "·": ".", "•": ".", "∙": ".", "⋅": ".", "●": ".", "⚫": ".", "🔴": ".", "🔵": ".",
    "‘": "'", "’": "'", "“": '"', "”": '"', "⁄": "/", "∕": "/", "⧸": "/", "📧": "@", "º": "°", "˚": "°",
    "′": "'", "″": '"', "¡": " ", "¿": " ",
}  # fmt: skip


@dataclass(frozen=True)
class Normal:
    """A message folded for reading.

    `text` is lower case; `cased` is the same, character for character, with its capitals. `origin[i]` is the offset in
    the message that folded character i came from; `origin[len(text)]` is the message's length.
    """

    text: str
    cased: str
    origin: Sequence[int]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every run of letters, once: what is not among them need not be searched for."""
        return frozenset(_WORD.findall(self.text))

    def has_any(self, signs: Iterable[str]) -> bool:
        """Whether one of `signs` stands anywhere in the folded text, also inside a word."""
        text = self.text
        for sign in signs:  # noqa: SIM110 - asked of every message, and quicker than any()
            if sign in text:
                return True
        return False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the message of the folded text between `start` and `end`, which must not be empty."""
        first, last = self.origin[start], self.origin[end]
        return first, max(last, first + 1)


COVERED: Final = "ʘ"
"""Stands for a stretch that detectors are to see nothing in; no pattern of theirs knows it."""


def cover(normal: Normal, stretches: Iterable[tuple[int, int]]) -> Normal:
    """`normal` with one `COVERED` for each stretch, given as folded offsets in order of place, none overlapping."""
    text, cased, origin, position = [], [], list[int](), 0
    stretches = tuple(stretches)
    if not stretches:
        return normal
    for start, end in stretches:
        text += [normal.text[position:start], COVERED]
        cased += [normal.cased[position:start], COVERED]
        origin += [*normal.origin[position:start], normal.origin[start]]
        position = end
    return Normal(
        "".join(text) + normal.text[position:],
        "".join(cased) + normal.cased[position:],
        [*origin, *normal.origin[position:]],
    )


def normalise(message: str) -> Normal:
    """Fold `message`. Every folded character knows where it came from; invisible ones belong to the one before them."""
    if message.isascii() and not _NOT_PLAIN.search(message):
        return Normal(message.lower(), message, range(len(message) + 1))
    pieces: list[str] = []
    origin: list[int] = []
    position = 0
    for entity in _ENTITY.finditer(message):
        _fold_into(message, position, entity.start(), pieces, origin)
        folded = "".join(map(_fold, _decode(entity[0])))
        pieces.append(folded)
        origin.extend([entity.start()] * len(folded))
        position = entity.end()
    _fold_into(message, position, len(message), pieces, origin)
    cased = "".join(pieces)
    origin.append(len(message))
    return Normal(cased.lower(), cased, origin)


def _fold_into(message: str, start: int, end: int, pieces: list[str], origin: list[int]) -> None:
    for run in _RUN.finditer(message, start, end):
        index, found = run.start(), run[0]
        folded = found if len(found) > 1 or (found.isascii() and found not in "\t\r") else _fold(found)
        if not folded or (folded == " " and pieces and pieces[-1] == " "):
            continue
        pieces.append(folded)
        origin.extend(range(index, run.end()) if len(found) > 1 else [index] * len(folded))


def _decode(entity: str) -> str:
    return {"%40": "@", "%2e": "."}.get(entity.lower()) or html.unescape(entity)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """One character as plain ones: "" if it cannot be seen. Lower-casing the result never changes its length."""
    if char != "\n" and char.isspace():
        return " "
    if char in _SIGNS or char in _FRACTIONS:
        return _SIGNS.get(char, char)
    if char in _BLANKS or ord(char) in _SKIN_TONES or (unicodedata.category(char) in _INVISIBLE and char != "\n"):
        return ""
    if ord(char) in _REGIONAL:
        return chr(ord(char) - _REGIONAL.start + ord("a"))
    if ord(char) in _SQUARED:
        return chr(ord(char) - _SQUARED.start + ord("A"))
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in _INVISIBLE)
    plain = "".join(_SIGNS.get(c, _ALIKE.get(c, c)) for c in plain)
    return plain if len(plain.lower()) == len(plain) else plain.lower()
