"""What the address detectors share: the reach of an address, the look of a street's name, talk of home."""

import re
from typing import Final

from moderation.screening.contacts.spans import Certainty, Kind, Span
from moderation.screening.contacts.spelled import cue
from moderation.screening.contacts.streets import DIRECTION, MEASURES, NUMBER, STATE, STATE_NAME, UNIT
from moderation.screening.contacts.words import is_common
from moderation.screening.normal import Normal

NAME_WORD: Final = r"[a-z0-9][a-z0-9'.]{0,20}"
SHORT_NAME: Final = r"(?:[a-z][a-z']{1,20}(?: [a-z][a-z']{1,20}){0,2}|\d{1,3}(?:st|nd|rd|th))"
HOUSE_NUMBER: Final = re.compile(NUMBER)
_HOME: Final = (
    r"live|lives|living|house|home|my place|our place|apartments?|apartamentos?|complex|casa|vivo|vivimos|vive|"
    r"knock|buzz|"
    r"buzzer|across from|next to|right by|stay|staying|street|calle|corner|esquina|door is|puerta|tocas?|toque|moved|"
    r"mudamos|mude|address|direccion|come (?:by|over)|gate code|trailer"
)
HOME: Final = re.compile(rf"\b(?:{_HOME})\b")
HOME_CUE: Final = cue(_HOME)
_TAIL: Final = re.compile(
    rf"(?:,? {DIRECTION}(?![a-z]))?(?:[ ,.\n]{{1,3}}{UNIT}){{0,2}}(?:[ ,\n]{{1,3}}box \d{{1,5}})?"
)
_CITY: Final = re.compile(
    rf"(?:[ ,.\n]{{1,3}}[A-Za-z][A-Za-z.']{{1,20}}(?: [A-Za-z][A-Za-z.']{{1,20}}){{0,2}})??[ ,.\n]{{1,3}}"
    rf"(?:(?:{STATE}|(?i:{STATE_NAME}))(?![A-Za-z])\.?(?:[ ,\n]{{1,3}}\d{{5}}(?:-\d{{4}})?(?!\d))?|"
    rf"(?i:{STATE})? ?(?<=[ ,\n])\d{{5}}(?:-\d{{4}})?(?!\d))"
)
_NEAR: Final = 160


def near(pattern: re.Pattern[str], text: str, place: int) -> bool:
    """Whether `pattern` is found within a sentence or two of `place`."""
    return bool(pattern.search(text, max(0, place - _NEAR), place + _NEAR))


def address_span(normal: Normal, start: int, end: int, certainty: Certainty) -> Span:
    """With its apartment, city, state and zip code, where they follow."""
    tail = _TAIL.match(normal.text, end)
    end = tail.end() if tail else end
    city = _CITY.match(normal.cased, end)
    end = city.end() if city else end
    while normal.text[end - 1] in " ,\n":
        end -= 1
    value = " ".join(re.sub(r"[,.\n]", " ", normal.text[start:end]).split())
    return Span(Kind.ADDRESS, start, end, value, certainty)


def has_capital(normal: Normal, match: re.Match[str]) -> bool:
    """Whether the street's name in `match` begins with a capital or a figure."""
    return normal.cased[match.start("name")].isupper() or normal.cased[match.start("name")].isdigit()


def street_end(normal: Normal, match: re.Match[str], *, strict: bool) -> int | None:
    """Where number and name end, if the name can be a street's: everyday words cut its end off or refuse it."""
    words = list(re.finditer(r"[a-z0-9']+", match["name"]))
    good = 0
    for word in words:
        upper = normal.cased[match.start("name") + word.start()].isupper()
        if (is_common(word[0]) and not upper) or word[0] in MEASURES:
            break
        good += 1
    directed = "way" in match.re.groupindex and match["way"]
    if not good or words[0][0] in MEASURES or (len(match["number"]) < 2 and not directed):
        return None
    upper = has_capital(normal, match)
    if strict and not upper and not (directed and len(match["number"]) > 2):
        return None
    return match.start("name") + words[good - 1].end()
