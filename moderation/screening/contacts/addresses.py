"""Where somebody lives, written as addresses are: number, name and "street", calle and number, box, zip code."""

import re
from collections.abc import Iterator
from typing import Final

from moderation.screening.contacts import doors
from moderation.screening.contacts.places import HOUSE_NUMBER, NAME_WORD, address_span, has_capital
from moderation.screening.contacts.spans import Certainty, Span
from moderation.screening.contacts.spelled import cue
from moderation.screening.contacts.streets import (
    AFTER_NAMES,
    DIRECTION,
    MEASURES,
    NOT_STREETS,
    NUMBER,
    OPEN_SUFFIX,
    STATE,
    STREET_WORDS,
    SUFFIX,
    SURE_SUFFIX,
    WAY_ES,
    may_have_number,
)
from moderation.screening.contacts.words import is_common
from moderation.screening.normal import Normal

_NAME: Final = rf"{NAME_WORD}(?:[ -]{NAME_WORD}){{0,3}}"
_HEAD: Final = re.compile(
    rf"(?P<number>{NUMBER}),? (?P<link>on |of |en |de la |de )?(?:(?P<way>{DIRECTION})\.? )?(?P<name>{_NAME}) {SUFFIX}"
)
_ENDS: Final = re.compile(rf"(?<![a-z0-9]){SUFFIX}")
_ENDS_CUE: Final = cue(SURE_SUFFIX, OPEN_SUFFIX)
_WAY_CUE: Final = cue(WAY_ES)
_SPANISH: Final = re.compile(
    rf"(?<![a-z])(?:(?P<first>{NUMBER}) (?:de |en )?(?:la )?)?(?:{WAY_ES})\.? (?P<name>(?:(?:de|del|la|las|los|el|"
    rf"san|santa) )*[a-z][a-z'.]{{2,20}}"
    rf"(?: (?:de |del |la |los )?[a-z][a-z']{{2,20}}){{0,2}}?)(?:,? ?\n?(?:con )?(?:numero|num\.?|no\.?|#|"
    rf"n°)? ?(?P<last>{NUMBER}))?(?![a-z])"
)
_BOX: Final = re.compile(
    r"(?<![a-z])(?:p\.? ?o\.? ?box|post office box|apartado(?: postal| de correos)?|apdo\.?(?: postal)?|"
    r"casilla(?: postal)?|"
    r"(?:psc|cmr|unit|rr) \d{1,5},? box|box)(?: number| #| no\.?| numero)? ?#?(?P<number>\d{1,6})(?!\w)"
)
_BOX_SIGNS: Final = ("box", "apartado", "apdo", "casilla")
"""Every box has one of them."""
_BEHIND: Final = re.compile(
    rf",? ?(?P<said>(?:house |is |es )?(?:number|numero|num\.?|no\.?|#) ?)?(?P<number>{NUMBER})"
)
_NAME_BEFORE: Final = re.compile(rf"(?<!\S)(?:(?:{DIRECTION})\.? )?(?:{NAME_WORD} ){{1,3}}$")
_ZIP: Final = re.compile(rf"(?<![A-Za-z0-9])(?:(?:(?i:{STATE})),? \d{{5}}(?:-\d{{4}})?|\d{{5}}-\d{{4}})(?!\d)")
_FIVE: Final = re.compile(r"\d{5}")
_REACH: Final = 110


def find(normal: Normal) -> Iterator[Span]:
    """Addresses in `normal`."""
    numbered = may_have_number(normal)
    if numbered:
        yield from _with_number(normal)
    yield from doors.find(normal, numbered=numbered)


def _with_number(normal: Normal) -> Iterator[Span]:
    text = normal.text
    for match in _ENDS.finditer(text) if _ENDS_CUE.may_be_in(normal) else ():
        yield from _around_suffix(normal, match)
    for match in _SPANISH.finditer(text) if _WAY_CUE.may_be_in(normal) else ():
        yield from _spanish(normal, match)
    for match in _BOX.finditer(text) if normal.has_any(_BOX_SIGNS) else ():
        if not match[0].startswith("box"):
            yield address_span(normal, match.start(), match.end(), Certainty.SURE)
    for match in _ZIP.finditer(normal.cased) if _FIVE.search(text) else ():
        yield from _zipped(normal, match)


def _around_suffix(normal: Normal, suffix: re.Match[str]) -> Iterator[Span]:
    """ "1482 Maple Street" ends here, or "Maple Street, number 1482" goes on from here."""
    low = max(0, suffix.start() - 64)
    best = None
    for number in HOUSE_NUMBER.finditer(normal.text, low, suffix.start()):
        if best is None or number.start() >= best.end():
            match = _HEAD.match(normal.text, number.start(), suffix.end())
            if match and match.end() == suffix.end() and _is_street(normal, match):
                best = match
                break
    if best:
        sure = bool(best["sure"]) or has_capital(normal, best)
        yield address_span(normal, best.start(), best.end(), Certainty.SURE if sure else Certainty.LIKELY)
        return
    yield from _number_behind(normal, suffix)


def _is_street(normal: Normal, match: re.Match[str]) -> bool:
    words = re.findall(r"[a-z0-9']+", match["name"])
    if any(word in MEASURES or word.isdigit() for word in words) or words[0] in NOT_STREETS - {"main"}:
        return False
    follower = re.match(r" ?([a-z]+)", normal.text[match.end() : match.end() + 20])
    if follower and follower[1] in AFTER_NAMES:
        return False
    called = re.search(r"(?:number|numero|house|casa|#) ?$", normal.text[max(0, match.start() - 8) : match.start()])
    if match["link"] and not called and len(re.sub(r"\D", "", match["number"])) < 3:
        return False
    if has_capital(normal, match):
        return not any(is_common(word) and not _upper_word(normal, match, word) for word in words)
    common = sum(is_common(word) for word in words)
    if match["open"]:
        return not common and len(words) <= 2 and len(match["number"]) >= 2
    return all(word in STREET_WORDS or not is_common(word) for word in words)


def _upper_word(normal: Normal, match: re.Match[str], word: str) -> bool:
    """Whether `word` of the street's name has a capital ("Park"), or only joins ("of the")."""
    place = normal.text.find(word, match.start("name"), match.end("name"))
    return normal.cased[place].isupper() or word in ("of", "the", "de", "la", "del", "los", "las", "el")


def _number_behind(normal: Normal, suffix: re.Match[str]) -> Iterator[Span]:
    low = max(0, suffix.start() - 44)
    number = _BEHIND.match(normal.text, suffix.end())
    if number is None or not (number["said"] or len(number["number"]) >= 2):
        return
    after = re.match(r"[ -]?([a-z]+)", normal.text[number.end() : number.end() + 14])
    if after and (after[1] in MEASURES or after[1] in AFTER_NAMES or not number["said"]):
        return
    name = _NAME_BEFORE.search(normal.text[low : suffix.start()])
    if name is None:
        return
    start = low + name.start() + _leading_common(name[0])
    if start < suffix.start():
        yield address_span(normal, start, number.end(), Certainty.LIKELY)


def _leading_common(words: str) -> int:
    """How many characters of everyday words stand before the street's name."""
    skipped = 0
    for word in re.finditer(r"\S+ ", words):
        if is_common(word[0].strip()):
            skipped = word.end()
    return skipped


def _spanish(normal: Normal, match: re.Match[str]) -> Iterator[Span]:
    number = match["first"] or match["last"]
    words = match["name"].split()
    if not number or words[-1] in MEASURES or is_common(words[-1]) or words[0] in ("a", "al"):
        return
    after = re.match(r" ?([a-z]+)", normal.text[match.end() : match.end() + 14])
    if after and after[1] in MEASURES:
        return
    yield address_span(normal, match.start(), match.end(), Certainty.SURE)


def _zipped(normal: Normal, zipped: re.Match[str]) -> Iterator[Span]:
    """ "12 Elm, Parma OH 44129": from a house number up to a state and zip code."""
    for number in HOUSE_NUMBER.finditer(normal.text, max(0, zipped.start() - _REACH), zipped.start()):
        words = re.findall(r"[a-z']+", normal.text[number.end() : zipped.start()])
        if words and len(number[0]) >= 2 and words[0] not in MEASURES and sum(map(is_common, words)) <= 2:
            yield address_span(normal, number.start(), zipped.end(), Certainty.LIKELY)
            return
