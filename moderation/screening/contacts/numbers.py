"""Numbers in whatever way people write them, as pieces of digits: 602, four one nine, 6o2, s1x, seis cero dos.

A piece may be read in more than one way ("forty five" is 45 or 40 and 5); `Piece.readings` holds them all.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from moderation.screening.contacts.words import is_common
from moderation.screening.normal import Normal


class Writing(IntEnum):
    """How a piece was written, from plainest to most doubtful."""

    DIGITS = 0
    WORDS = 1
    ALIKE = 2
    """Letters standing for digits, as in 6O2 or s1x."""
    ROMAN = 3
    SOUND = 4
    """A word that sounds like a digit, as "ate" and "to" do. Counts only between other pieces."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Digits at `start:end` of the folded text. `readings` are the digit strings it can stand for, likeliest first."""

    start: int
    end: int
    readings: tuple[str, ...]
    writing: Writing


ONES: Final = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "niner": "9", "sevn": "7", "eigth": "8", "fiv": "5", "thre": "3",
    "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7",
    "ocho": "8", "nueve": "9", "sero": "0", "sinco": "5", "seys": "6", "nuebe": "9", "quatro": "4", "ciete": "7",
}  # fmt: skip
_ARTICLES: Final = {"un": "1", "una": "1"}
_TEENS: Final = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "diez": "10", "once": "11", "doce": "12", "trece": "13", "catorce": "14", "quince": "15", "dieciseis": "16",
    "diecisiete": "17", "dieciocho": "18", "diecinueve": "19", "veintiuno": "21", "veintiun": "21", "veintidos": "22",
    "veintitres": "23", "veinticuatro": "24", "veinticinco": "25", "veintiseis": "26", "veintisiete": "27",
    "veintiocho": "28", "veintinueve": "29",
}  # fmt: skip
_TENS: Final = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6", "seventy": "7",
    "eighty": "8", "ninety": "9", "veinte": "2", "treinta": "3", "cuarenta": "4", "cincuenta": "5", "sesenta": "6",
    "setenta": "7", "ochenta": "8", "noventa": "9",
}  # fmt: skip
_HUNDREDS: Final = {
    "cien": "1", "ciento": "1", "doscientos": "2", "trescientos": "3", "cuatrocientos": "4", "quinientos": "5",
    "seiscientos": "6", "setecientos": "7", "ochocientos": "8", "novecientos": "9",
}  # fmt: skip
_REPEATS: Final = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "doble": 2, "dobles": 2, "triples": 3}
_FIRST_OF_SEVERAL: Final = frozenset((*ONES, *_TENS, *_HUNDREDS, *_REPEATS))
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_SOUNDS: Final = {
    "o": "0", "won": "1", "wun": "1", "to": "2", "too": "2", "tu": "2", "tew": "2", "deuce": "2", "tree": "3",
    "for": "4", "fore": "4", "foe": "4", "fife": "5", "sics": "6", "sicks": "6", "ate": "8", "eight's": "8",
    "nein": "9", "nien": "9", "nought": "0",
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "huit": "8", "neuf": "9", "null": "0", "l": "1",
}  # fmt: skip
_LEET: Final = str.maketrans("013457", "oieast")
_ALIKE: Final = str.maketrans("oqdilszbg", "000115289")

_LONGEST_CHUNK: Final = 40
_FILLER: Final = "\x00"
_CHUNK: Final = re.compile(rf"[a-z0-9]+{_FILLER}*")
_WORDS_RUN: Final = re.compile(
    "|".join(sorted((*ONES, *_TEENS), key=len, reverse=True)) + "|[0-9]+|o(?=[0-9])|(?<=[0-9])o"
)
_MIXED: Final = re.compile(rf"(?:{_WORDS_RUN.pattern})+")
_PART: Final = re.compile(rf"[a-z0-9]{{1,{_LONGEST_CHUNK}}}{_FILLER}*")
_DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")
_LETTERS_ALIKE: Final = frozenset("oilsz")
_LETTERS: Final = re.compile(r"(?<![a-z0-9])[a-z](?:[ .*_-]{1,2}[a-z]){2,63}(?![a-z0-9])")
_LONGEST_COMPOUND: Final = 4
"""Digits of "triple five", "six hundred and two" or "forty five", at most."""


def pieces(normal: Normal) -> list[Piece]:
    """Every number in the text, from left to right. Linear in its length."""
    text = normal.text
    every = [(m.start(), m.end(), m[0].rstrip(_FILLER)) for m in _CHUNK.finditer(_spelled_together(text))]
    found: list[Piece] = []
    index = 0
    while index < len(every):
        piece, used = _compound(every, index, text)
        if piece is None:
            start, end, chunk = every[index]
            read = _read(chunk)
            piece = Piece(start, end, (read[0],), read[1]) if read else None
        if piece is not None:
            found.append(piece)
        index += used
    return found


def chunks(normal: Normal, since: int = 0) -> list[str]:
    """Every run of letters and digits, in parts if it is long, from the one on that stands at `since`."""
    text = _spelled_together(normal.text)
    return _PART.findall(text, text.rfind(" ", 0, since) + 1)


@lru_cache(maxsize=8192)
def most_digits(chunk: str) -> tuple[int, int, int]:
    """How many digits a run of letters and digits brings to its text at most: real ones, Roman numerals, sounds."""
    chunk = chunk.rstrip(_FILLER)
    if chunk in _TENS or chunk in _HUNDREDS or chunk in _REPEATS or chunk in ("hundred", "cientos"):
        return _LONGEST_COMPOUND, 0, 0
    digits, writing = _read(chunk) or ("", Writing.DIGITS)
    roman, sound = writing is Writing.ROMAN, writing is Writing.SOUND
    return len(digits) * (not roman and not sound), len(digits) * roman, len(digits) * sound


@lru_cache(maxsize=8192)
def strong_digits(chunk: str) -> int:
    """The same without the sounds."""
    real, romans, _sounds = most_digits(chunk)
    return real + romans


def _spelled_together(text: str) -> str:
    """Words spelled letter by letter, "s i x o h t w o", pushed together; the text keeps its length."""
    return _LETTERS.sub(_push_together, text) if _LETTERS.search(text) else text


def _push_together(match: re.Match[str]) -> str:
    letters = re.sub(r"[^a-z]", "", match[0])
    if not _MIXED.fullmatch(letters):
        return match[0]
    return letters + _FILLER * (len(match[0]) - len(letters))


def _compound(chunks: list[tuple[int, int, str]], index: int, text: str) -> tuple[Piece | None, int]:
    """A number of several words, and how many chunks it took: forty-eight, six hundred two, triple five."""
    start, end, chunk = chunks[index]
    if chunk not in _FIRST_OF_SEVERAL:
        return None, 1
    following = [chunks[i][2] if i < len(chunks) else "" for i in range(index + 1, index + 4)]
    readings: tuple[str, ...] = ()
    used = 1
    if chunk in _REPEATS and (digit := _one(following[0])):
        readings, used = (digit * _REPEATS[chunk],), 2
    elif chunk in ONES and following[0] in ("hundred", "cientos"):
        readings, used = _hundred(ONES[chunk], following[1:])
        used += 1
    elif chunk in _HUNDREDS:
        readings, used = _hundred(_HUNDREDS[chunk], following)
    elif chunk in _TENS:
        readings, used = _ten(_TENS[chunk], following, joined=text[end : end + 1] == "-")
    if not readings:
        return None, 1
    last = chunks[index + used - 1][1]
    return Piece(start, last, readings, Writing.WORDS), used


def _one(word: str) -> str:
    digit = ONES.get(word, word)
    return digit if len(digit) == 1 and digit.isdigit() else ""


def _ten(tens: str, following: list[str], *, joined: bool) -> tuple[tuple[str, ...], int]:
    if following[0] == "y" and _one(following[1]):
        return (tens + _one(following[1]),), 3
    if (digit := _one(following[0])) and digit != "0" and not following[0].isdigit():
        return ((tens + digit,) if joined else (tens + digit, tens + "0" + digit)), 2
    return (tens + "0",), 1


def _hundred(hundreds: str, following: list[str]) -> tuple[tuple[str, ...], int]:
    skip = 1 if following[0] in ("and", "y") else 0
    rest = following[skip:] + [""]
    if rest[0] in _TENS:
        readings, used = _ten(_TENS[rest[0]], rest[1:] + [""], joined=True)
        return (hundreds + readings[0],), 1 + skip + used
    if rest[0] in _TEENS:
        return (hundreds + _TEENS[rest[0]],), 2 + skip
    if digit := ONES.get(rest[0]):
        return (hundreds + "0" + digit, hundreds + "00" + digit), 2 + skip
    return (hundreds + "00",), 1


@lru_cache(maxsize=8192)
def _read(chunk: str) -> tuple[str, Writing] | None:
    """The digits of one unbroken run of letters and digits, or None if it is a word."""
    if chunk.isdigit():
        return chunk, Writing.DIGITS
    if len(chunk) > _LONGEST_CHUNK:
        return None
    if word := ONES.get(chunk) or _TEENS.get(chunk):
        return word, Writing.WORDS
    if chunk in _SOUNDS or chunk in _ARTICLES:
        return _SOUNDS.get(chunk) or _ARTICLES[chunk], Writing.SOUND
    if chunk in _ROMAN:
        return _ROMAN[chunk], Writing.ROMAN
    if _MIXED.fullmatch(chunk):
        return "".join(
            ONES.get(m, _TEENS.get(m, m.replace("o", "0"))) for m in _WORDS_RUN.findall(chunk)
        ), Writing.WORDS
    if any(char.isdigit() for char in chunk):
        if word := ONES.get(chunk.translate(_LEET)) or ONES.get(chunk.replace("1", "i").replace("8", "b")):
            return word, Writing.ALIKE
        alike = chunk.translate(_ALIKE)
        if alike.isdigit():
            return alike, Writing.ALIKE
    if 2 <= len(chunk) <= 4 and set(chunk) <= _LETTERS_ALIKE and not is_common(chunk):
        return chunk.translate(_ALIKE), Writing.SOUND
    drawn_out = _DRAWN_OUT.sub(r"\1", chunk)
    return (ONES[drawn_out], Writing.WORDS) if drawn_out in ONES else None
