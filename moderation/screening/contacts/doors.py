"""Where somebody lives, said in pieces: "we live at 90 Fern Hollow", "the house is nine zero", a door, a corner."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from moderation.screening.contacts.places import (
    HOME,
    HOME_CUE,
    HOUSE_NUMBER,
    NAME_WORD,
    SHORT_NAME,
    address_span,
    has_capital,
    near,
    street_end,
)
from moderation.screening.contacts.spans import Certainty, Span
from moderation.screening.contacts.spelled import cue
from moderation.screening.contacts.streets import DIRECTION, MEASURES, NUMBER, SUFFIX, UNIT, UNIT_WORD
from moderation.screening.contacts.words import is_common
from moderation.screening.normal import Normal

_PUBLIC: Final = re.compile(
    r"\b(?:clinic|clinica|doctor|dr|court|juzgado|corte|school|escuela|library|biblioteca|hospital|office|oficina|"
    r"class|clase|"
    r"therapy|terapia|quiz|test|lesson|dentist|dentista|percent|grade|er|bed|floor|teacher|chapter|homework|math|"
    r"science|visit center|pharmacy|daycare|gym|mall|parking|hotel|airport)\b"
)
_DOOR: Final = re.compile(rf"(?<![a-z])(?:(?:building|bldg|edificio|torre) [a-z0-9]{{1,3}},? )?{UNIT}")
_SURE_CUE: Final = (
    r"live at|lives at|living at|live on|live in|stay at|staying at|address is|address:|address|house number is|"
    r"house number|"
    r"house is at|home is|house at|place at|place is|vivo en|vivimos en|vive en|direccion es|direccion:|casa es|"
    r"numero de casa|mi casa en|moved into|house is|i stay on|home at|apartment is"
)
_WEAK_CUE: Final = (
    r"we're at|were at|we are at|i'm at|im at|i am at|come to|come by|come over to|swing by|moved to|it's|its|"
    r"estoy en|estamos en|find us at|get to|go to|stop by"
)
_WEAK_WITH: Final = r"drop \w{1,9} (?:off )?at|pick \w{1,9} up (?:at|from)|mail \w{1,9} to|send \w{1,9} to"
_BARE: Final = re.compile(
    rf"(?<![a-z])(?:(?P<sure>{_SURE_CUE})|(?P<weak>{_WEAK_CUE}|{_WEAK_WITH}))[ :,]{{1,2}}"
    rf"(?:the |la |el |number |numero )?"
    rf"(?P<core>(?P<number>{NUMBER})(?P<link>,? (?:the street is |on |en |de la |"
    rf"de )?)(?:(?P<way>{DIRECTION})\.? )?(?P<name>{SHORT_NAME}))"
)
_BARE_CUE: Final = cue(_SURE_CUE, _WEAK_CUE, "drop|pick|mail|send")
_DIRECTED: Final = re.compile(rf"(?P<core>(?P<number>{NUMBER}) (?P<way>{DIRECTION})\.? (?P<name>{SHORT_NAME}))")
_SAID: Final = re.compile(rf"(?P<core>(?:number|numero) (?P<number>{NUMBER}),? (?P<name>{SHORT_NAME}))")
_HOUSE: Final = re.compile(
    rf"(?<![a-z])(?:house|home|casa|door|puerta|house number|trailer)(?: number| numero| num| #)? ?(?:(?:is |es |"
    rf"= ?|: ?|number |numero |# ?|, ){{1,2}}|(?= \d{{3}}) )"
    rf"(?P<core>{NUMBER}(?:,? (?:and )?(?:the )?(?:street|calle|road)(?: is|"
    rf" es)? (?:the )?[a-z0-9]{{2,20}}(?: {SUFFIX})?)?(?: (?:on|en) (?!the |your |my |la |el |tu |su |"
    rf"a )(?:{DIRECTION} )?[a-z0-9]{{3,20}})?)(?=\W*$|\W*[.,;!?\n)]| (?:on|en|and|y|the|la|at|in|with|con|north|"
    rf"south)\b)"
)
_SPOKEN: Final = re.compile(rf"(?P<core>(?P<number>{NUMBER}) (?:de la |de |on |of )?(?P<name>{SHORT_NAME}))")
_APART: Final = re.compile(
    rf"(?:street|calle|road)(?: name)? (?:is|es|=) (?:the |like the |"
    rf"la )?(?P<core>{SHORT_NAME}(?: {SUFFIX})?[,.;]? ?(?:and |y )?(?:the |el )?"
    rf"(?:(?:house |door )?(?:number|numero|num|#|house|casa)(?: de (?:la )?casa)?(?: is| es)? ?:? ?){{1,2}}{NUMBER})"
)
_IS_HOUSE: Final = re.compile(
    rf"(?P<core>{NUMBER}(?= (?:is|es) (?:the|my|our|el|mi) (?:house|door|apartment|numero de (?:la )?casa)))"
)
_COUNTY: Final = re.compile(
    rf"(?<![a-z])(?P<core>(?:county road|county rd|cr|state route|highway|hwy|rural route|rr|"
    rf"route) {NUMBER},? (?:number|#|house|house number) ?{NUMBER})"
)
_ES_BARE: Final = re.compile(
    rf"(?:vivo|vivimos|vive|viven|mudamos|mude|direccion|casa esta|estamos|estoy)(?: ahora)? (?:en|a|es) (?:la |el )?"
    rf"(?P<core>(?P<name>{SHORT_NAME}),? (?:numero |num\.? |no\.? |#)?{NUMBER})"
)
_HOUSE_SIGNS: Final = ("house", "home", "casa", "door", "puerta", "trailer")
_SIGNED: Final = (
    (_APART, ("street", "calle", "road")),
    (_IS_HOUSE, ("house", "door", "apartment", "casa")),
    (_COUNTY, ("county r", "cr ", "rr ", "route ", "highway ", "hwy ")),
)
_ES_SIGNS: Final = ("viv", "mud", "direccion", "casa esta", "estamos", "estoy")
"""Every match of a pattern holds one of its signs."""
_FRONT: Final = re.compile(
    r"\b(?:knock|buzzer|buzz|gate code|porch|puerta|(?:blue|brown|red|green|white|black|yellow|gray|grey) door)\b"
)
_ON_STREET: Final = re.compile(
    rf"(?<![a-z])(?:on|off|at|en|in|over on) (?P<core>(?P<name>{SHORT_NAME}),? "
    rf"(?:the )?(?:house|number|casa|numero|door|#) ?(?:number |numero |# ?)?{NUMBER})"
)
_CORNER: Final = re.compile(
    rf"(?:corner of|esquina de|esq\.? de?) (?P<core>{NAME_WORD}(?: {NAME_WORD})? (?:and|y|&|"
    rf"con) (?:{NAME_WORD})(?: {SUFFIX})?)"
)
_REACH: Final = 110


def find(normal: Normal, *, numbered: bool) -> Iterator[Span]:
    """Addresses in `normal` that lack the word "street", or a part. `numbered`: it may have a number."""
    if numbered:
        yield from _cued(normal)
    if HOME_CUE.may_be_in(normal) and HOME.search(normal.text):
        yield from _at_home(normal)
    if numbered:
        yield from _numbered(normal)


def _cued(normal: Normal) -> Iterator[Span]:
    """A number and a name, without "street", after words such as "we live at"."""
    text = normal.text
    for match in _BARE.finditer(text) if _BARE_CUE.may_be_in(normal) else ():
        if (core := street_end(normal, match, strict=match["weak"] is not None)) is not None:
            yield address_span(normal, match.start("core"), core, Certainty.LIKELY)
    for match in _HOUSE.finditer(text) if normal.has_any(_HOUSE_SIGNS) else ():
        if len(re.sub(r"\D", "", match["core"])) >= 3 or re.match(r"\W*$|\W*[.,;!?\n)]", text[match.end("core") :][:9]):
            yield address_span(normal, match.start("core"), match.end("core"), Certainty.POSSIBLE)
    for pattern, signs in _SIGNED:
        for match in pattern.finditer(text) if normal.has_any(signs) else ():
            yield address_span(normal, match.start("core"), match.end("core"), Certainty.LIKELY)
    for match in _ES_BARE.finditer(text) if normal.has_any(_ES_SIGNS) else ():
        words = match["name"].split()
        if not any(map(is_common, words)) and words[-1] not in MEASURES:
            yield address_span(normal, match.start("core"), match.end("core"), Certainty.LIKELY)


def _at_home(normal: Normal) -> Iterator[Span]:
    """A door, a number, a corner: in a message that speaks of somebody's home."""
    text = normal.text
    for match in _DOOR.finditer(text) if not _PUBLIC.search(normal.cased) else ():
        lone_letter = re.search(r"(?<![a-z0-9])[a-z]$", match[0]) and not normal.cased[match.end() - 1].isupper()
        if not lone_letter and not match[0].startswith(("floor", "room", "rm", "piso", "casa", "house", "#")):
            yield address_span(normal, match.start(), match.end(), Certainty.POSSIBLE)
    for match in _SAID.finditer(text):
        if (core := street_end(normal, match, strict=False)) is not None:
            yield address_span(normal, match.start("core"), core, Certainty.POSSIBLE)
    for match in _ON_STREET.finditer(text):
        name = normal.cased[match.start("name") : match.end("name")].split()
        if all(word[0].isupper() for word in name):
            yield address_span(normal, match.start("core"), match.end("core"), Certainty.POSSIBLE)
    for match in _CORNER.finditer(text):
        yield address_span(normal, match.start("core"), match.end("core"), Certainty.POSSIBLE)


def _numbered(normal: Normal) -> Iterator[Span]:
    """A number first: "90-12 N Fern Hollow", "nueve cero cinco Fern Hollow"."""
    text = normal.text
    for number in HOUSE_NUMBER.finditer(text):
        for pattern, check in _CHECKS:
            match = pattern.match(text, number.start(), number.start() + _REACH)
            if match and (end := check(normal, match)) is not None:
                yield address_span(normal, match.start(), end, Certainty.LIKELY)
                break


def _check_directed(normal: Normal, match: re.Match[str]) -> int | None:
    end = street_end(normal, match, strict=not near(HOME, normal.text, match.start()))
    if end is None or len(match["way"]) <= 2 and not (has_capital(normal, match) or _goes_on(normal, end)):
        return None
    return end


def _goes_on(normal: Normal, end: int) -> bool:
    return bool(re.match(rf",? ?(?:{UNIT}|[a-z]{{4,}}\W*$)", normal.text[end : end + 40]))


def _check_spoken(normal: Normal, match: re.Match[str]) -> int | None:
    """Digits said one by one before a name with a capital, or a number, a name and a door."""
    end = street_end(normal, match, strict=not near(_FRONT, normal.text, match.start()))
    if end is None:
        return None
    said = re.findall(r"[a-z]+", match["number"])
    if len(said) >= 3 and len(set(said)) >= 3 and said[:3] not in (["one", "two", "three"], ["uno", "dos", "tres"]):
        return end
    door = re.match(rf",? ?(?:{UNIT_WORD})\W", normal.text[end : end + 20])
    at_home = normal.text.endswith(" at ", 0, match.start()) and has_capital(normal, match)
    if at_home and near(HOME, normal.text, match.start()):
        return end
    return end if door or _at_front(normal, match, end) else None


def _at_front(normal: Normal, match: re.Match[str], end: int) -> bool:
    long = len(re.sub(r"\D", "", match["number"])) >= 3 or len(match["number"].split()) >= 2
    return long and bool(re.match(r"\W*$|[,.]", normal.text[end : end + 3]) and near(_FRONT, normal.text, end))


_CHECKS: Final[tuple[tuple[re.Pattern[str], Callable[[Normal, re.Match[str]], int | None]], ...]] = (
    (_DIRECTED, _check_directed),
    (_SPOKEN, _check_spoken),
)
