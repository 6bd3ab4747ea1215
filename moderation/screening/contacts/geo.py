"""Places as coordinates, plus codes, or three words."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from moderation.screening.contacts.numbers import Piece
from moderation.screening.contacts.spans import Certainty, Kind, Span
from moderation.screening.normal import Normal

_DEGREES: Final = r"(?:-|minus |menos )?\d{1,3}(?:[.,]| (?:point|punto|dot) )\d{3,10} ?°?"
_SIDE: Final = r"(?:north|south|east|west|norte|sur|este|oeste|[nsewo])(?![a-z])"
_PAIR: Final = re.compile(
    rf"(?:lat(?:itude|itud)?\.?:? ?)?(?<![\d.,$])(?P<first>{_DEGREES})(?: ?(?P<side>{_SIDE}))?"
    rf"(?:[ ,;/|\n]{{1,4}}|,? ?(?:by|and|y|x|then|coma|comma|por) )(?:(?:long?|longitude|longitud|lng)\.?:? ?)?"
    rf"(?P<second>{_DEGREES})(?: ?{_SIDE})?(?![\d.])"
)
_SEXAGESIMAL: Final = re.compile(
    rf"\d{{1,3}} ?° ?\d{{1,2}} ?' ?(?:\d{{1,2}}(?:\.\d{{1,4}})? ?(?:\"|'') ?)?{_SIDE}[ ,]{{1,3}}"
    rf"\d{{1,3}} ?° ?\d{{1,2}} ?' ?(?:\d{{1,2}}(?:\.\d{{1,4}})? ?(?:\"|'') ?)?{_SIDE}"
)
_PLUS_CODE: Final = re.compile(r"(?<![A-Z0-9])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![A-Z0-9])")
_SLASHED: Final = re.compile(r"(?<![/:\w])/{2,3} ?[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}(?![a-z.])")
_THREE: Final = re.compile(
    r"(?:what ?(?:3|three) ?words|w3w|tres palabras|three words)\W{1,3}(?:(?:is|are|es|son|at|address|"
    r"location)\W{1,2}){0,2}/{0,3}"
    r"(?P<words>[a-z]{3,20}(?:\.| dot | punto |, ?| )[a-z]{3,20}(?:\.| dot | punto |, ?| )[a-z]{3,20})"
)
_THREE_BEHIND: Final = re.compile(
    r"(?P<words>[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}) (?:on|en|in) (?:what ?(?:3|three) ?words|w3w)"
)
_THREE_SIGNS: Final = ("words", "palabras", "w3w")
"""Every mention of three words holds one of them."""
_DECIMALS: Final = re.compile(r"(?:[.,]| (?:point|punto|dot) )\d{3}")
_SPOKEN_POINT: Final = re.compile(r" (?:point|punto|dot) ")
_COORDINATE_GAP: Final = re.compile(
    r"[ ,;/|-]{1,3}|[ ,]{1,2}(?:(?:minus|menos|negative|by|and|y|north|south|west|east|norte|oeste|point|punto|"
    r"dot)[ ,]{1,2}){1,3}"
)


def may_be_spoken(normal: Normal) -> bool:
    """Whether `normal` may say a place in words; if not, its numbers say no place."""
    return len(_points(normal.text)) > 1


def find(normal: Normal, numbers: Sequence[Piece]) -> Iterator[Span]:
    """Places in `normal`, of which `numbers` are all the numbers."""
    text = normal.text
    for match in _PAIR.finditer(text) if _DECIMALS.search(text) else ():
        if _on_earth(match):
            yield _span(match.start(), match.end(), text, Certainty.SURE)
    for pattern, sign in ((_SEXAGESIMAL, "°"), (_SLASHED, "//")):
        for match in pattern.finditer(text) if sign in text else ():
            yield _span(match.start(), match.end(), text, Certainty.SURE)
    for match in _PLUS_CODE.finditer(normal.cased) if "+" in text else ():
        yield _span(match.start(), match.end(), text, Certainty.SURE)
    for pattern in (_THREE, _THREE_BEHIND) if normal.has_any(_THREE_SIGNS) else ():
        for match in pattern.finditer(text):
            yield _span(match.start("words"), match.end("words"), text, Certainty.LIKELY)
    yield from _spoken(normal, numbers)


def _span(start: int, end: int, text: str, certainty: Certainty) -> Span:
    return Span(Kind.GEO, start, end, re.sub(r"[\s]+", " ", text[start:end].strip()), certainty)


def _on_earth(match: re.Match[str]) -> bool:
    first, second = (
        float(re.sub(r"[,.]| (?:point|punto|dot) ", ".", re.sub(r"minus |menos |°", "", match[name])).strip())
        for name in ("first", "second")
    )
    return abs(first) <= 180 and abs(second) <= 180 and (abs(first) <= 90 or abs(second) <= 90)


def _spoken(normal: Normal, numbers: Sequence[Piece]) -> Iterator[Span]:
    """ "Forty-one point four nine nine, minus eighty-one point six nine": two numbers with a spoken point each."""
    text = normal.text
    points = _points(text)
    if len(points) < 2:
        return
    run: list[Piece] = []
    for piece in (*numbers, None):
        if piece is not None and (not run or _COORDINATE_GAP.fullmatch(text[run[-1].end : piece.start][:40])):
            run.append(piece)
            continue
        if run and (span := _spoken_pair(text, run, points)):
            yield span
        run = [piece] if piece is not None else []


def _points(text: str) -> list[int]:
    return [match.start() for match in _SPOKEN_POINT.finditer(text)]


def _spoken_pair(text: str, run: list[Piece], points: list[int]) -> Span | None:
    start, end = run[0].start, run[-1].end
    inside = sum(start < point < end for point in points)
    if inside != 2 or len(run) < 6:
        return None
    minus = re.search(r"(?:minus|menos|negative) $", text[:start][-10:])
    return _span(start - (len(minus[0]) if minus else 0), end, text, Certainty.LIKELY)
