"""User names on other services: beside the service's name, after "my handle is", or by their own signs (@, $)."""

import re
from collections.abc import Iterator
from typing import Final

from moderation.screening.contacts.names import is_user_name
from moderation.screening.contacts.platforms import (
    AFTER_CALL,
    CALL,
    CALL_CUE,
    EVERYDAY_CALL,
    EVERYDAY_NAME,
    NOT_A_NAME,
    OWN_SIGN,
    OWN_SIGN_CUE,
    PLATFORM,
    PLATFORM_CUE,
    WHOSE,
)
from moderation.screening.contacts.spans import Certainty, Kind, Span
from moderation.screening.contacts.spelled import cue
from moderation.screening.contacts.tables import table
from moderation.screening.contacts.words import is_common
from moderation.screening.normal import Normal

_WORD: Final = r"[a-z0-9_][a-z0-9_.-]{0,24}"
_SPELLED: Final = r"[a-z0-9](?:(?: ?[._-] ?| )[a-z0-9_]){3,40}(?![a-z0-9])"
_JOIN: Final = (
    r"(?: ?[(\[{]? ?(?:dot|punto|underscore|under score|guion bajo|guion|dash|hyphen|period|plus|[._+-]) ?[)\]}]? ?)"
)
_TOLD: Final = rf"[a-z0-9_]{{1,30}}(?:{_JOIN}[a-z0-9_]{{1,30}}){{1,5}}"
_HANDLE: Final = r"(?:[@$] ?|at |arroba |dollar sign |money sign )?[a-z0-9_][a-z0-9._#:-]{1,40}"
_NAME: Final = r"[A-Z][a-zA-Z'-]{1,20}(?:(?: (?:and|y|&))? [A-Z][a-zA-Z'-]{0,20}){1,3}"
_LINKS: Final = (
    r"(?: ?@(?= ?(?:is|es|:)))?(?:\W{0,3}\b(?:is|es|it's|its|as|como|soy|under|user|username|user name|usuario|handle|"
    r"name|nombre|account|cuenta|profile|perfil|tag|id|me|i'm|im|by|at|con|for|search|busca|the|el|la|mi|my|tambien|"
    r"too|called|se llama|me llamo|y|and|now|ahora|friend code|one|still|page)\b){0,4}[^\w@$]{0,4}"
)
_DIRECT: Final = re.compile(
    r"\b(?:is|es|as|como|soy|under|i'm|im|called|llama|llamo|me|at|it's|its|name|handle|usuario|user|username|tag|"
    r"perfil|cuenta|account)\b|[:=]|, ?$|👉|->"
)

_AFTER: Final = re.compile(rf"{PLATFORM}(?P<link>{_LINKS})")
_CALLED: Final = re.compile(rf"(?P<verb>{CALL})(?P<link>{AFTER_CALL})")
_ON: Final = r"(?:on|en|in|over on|through|por|via|for|at)(?: (?:my|mi|the|el|la|your))?"
_NAMED: Final = r"(?:[@$] ?)?[a-z0-9_](?:[a-z0-9_]|[.-](?=[a-z0-9_])){1,40}"
_BEFORE: Final = re.compile(
    rf"(?<![\w@$.])(?P<name>{_NAMED}),? (?:{_ON}|(?:account|profile|page|user)(?: {_ON})?|(?:is|es) (?:my|mi|the|el|"
    rf"la)) $"
)
_INTRO: Final = (
    r"i'm|im|i am|soy|as|add|follow|find|search(?: for)?|look (?:for|up)|under|agrega|agregame|busca|buscame|"
    r"buscanos|sigue|sigueme|"
    r"como|aparezco como|estoy como|dm"
)
_BETWEEN: Final = re.compile(
    rf"(?<![a-z])(?:{_INTRO}) (?:me )?(?:as )?(?:the |a |al |la |el |por )?(?P<name>@? ?{_WORD}(?: {_WORD}){{0,5}}?),? "
    rf"(?P<kind>(?:account|profile|page|cuenta) )?(?:on|en|in) (?:my |mi |the |el |la )?$"
)
_SPELLED_BEFORE: Final = re.compile(
    rf"(?<![a-z0-9_.])(?P<name>(?:@ ?)?(?:{_SPELLED}|[a-z0-9]+(?: ?[._] ?[a-z0-9]+)+)) (?:is|es|on|en|in)(?: (?:my|"
    rf"mi|the|el|la))? $"
)
_JOINED: Final = re.compile(
    rf"(?:is|es|as|como|=|:|,|for|soy|i'm|im|en|on)\W{{1,2}}(?:like )?(?P<name>{_WORD}(?: {_WORD}){{0,4}}),? "
    rf"[(-]?(?:(?:with|and) ){{0,2}}$"
)
_ALL_ONES: Final = (
    "no spaces?|all together|all one word|one word|all as one|todo junto|todo pegado|sin espacios?|pegado"
)
_ALL_ONE: Final = re.compile(rf"(?<![a-z])(?:{_ALL_ONES})(?![a-z])")
_ALL_ONE_CUE: Final = cue(_ALL_ONES)
_BESIDE: Final = re.compile(rf"{PLATFORM}|{CALL}")
_PLATFORM: Final = re.compile(PLATFORM)
_AT_SIGN: Final = re.compile(r"(?<![\w@.])@ ?(?P<name>[a-z0-9_](?:[a-z0-9_]|[.-](?=[a-z0-9_])){2,40})")
_CASH: Final = re.compile(r"(?<![\w$])\$(?P<name>[a-z](?:[a-z0-9_]|-(?=[a-z0-9])){2,24})(?![\w])")
_ANY_NAME: Final = re.compile(r"(?<![\w@.$/#-])[a-z0-9_](?:[a-z0-9_]|[.-](?=[a-z0-9_])){2,40}")
_SPACED_BY_DOTS: Final = re.compile(r"(?:[a-z0-9]\.){3,}[a-z0-9]")
_RUN_ON: Final = re.compile(r"[a-z]+\.[A-Z][a-z]*(?![\w.])")
"""Two sentences without a space between them."""

_PAYING: Final = re.compile(r"\b(?:cash|venmo|pay|paypal|zelle|send|tag|reimburse|owe|paga|pagame|manda|deposita)")
_TOLD_WORDS: Final = table("handle_joins")
_REACH: Final = 80


def find(normal: Normal) -> Iterator[Span]:
    """User names in `normal`."""
    text = normal.text
    yield from _beside(normal)
    for match in _AT_SIGN.finditer(text) if "@" in text else ():
        if is_user_name(match["name"]) and not text.startswith("@", match.end()):
            yield _span(match.start(), match.end(), match["name"], Certainty.LIKELY)
    for match in _CASH.finditer(text) if "$" in text else ():
        if is_user_name(match["name"]) or _PAYING.search(text, max(0, match.start() - _REACH), match.end() + _REACH):
            yield _span(match.start(), match.end(), match[0], Certainty.LIKELY)
    if OWN_SIGN_CUE.may_be_in(normal) and OWN_SIGN.search(text):
        yield from _own_sign(normal)


def _beside(normal: Normal) -> Iterator[Span]:
    """User names beside the name of a service, or after "my handle is"."""
    text = normal.text
    named, called = PLATFORM_CUE.may_be_in(normal), CALL_CUE.may_be_in(normal)
    for match in _AFTER.finditer(text) if named else ():
        yield from _behind(normal, match, called=False)
    for match in _CALLED.finditer(text) if called else ():
        yield from _behind(normal, match, called=True)
    for match in _PLATFORM.finditer(text) if named else ():
        yield from _before(normal, match.start())
    for phrase in (
        _ALL_ONE.finditer(text) if (named or called) and _ALL_ONE_CUE.may_be_in(normal) and _BESIDE.search(text) else ()
    ):
        for name in _looking_back(_JOINED, text, phrase.start()):
            yield _span(*name.span("name"), name["name"].replace(" ", ""), Certainty.LIKELY)


def _span(start: int, end: int, value: str, certainty: Certainty) -> Span:
    named = {"dot": ".", "punto": ".", "period": ".", "underscore": "_", "dash": "-", "guion": "-", "hyphen": "-"}
    words = re.findall(r"[a-z0-9_$#:]+|[._-]", re.sub(r"guion bajo|under score", "_", value.lower()))
    return Span(Kind.SOCIAL, start, end, "".join(named.get(word, word) for word in words), certainty)


def _behind(normal: Normal, cue: re.Match[str], *, called: bool) -> Iterator[Span]:
    """What stands after the name of a service, or after "my handle is"."""
    link, place = cue["link"], cue.end()
    direct = called or bool(_DIRECT.search(link))
    before = normal.text[max(0, cue.start() - 24) : cue.start()]
    mine = called or bool(re.search("[:=]", link)) or bool(WHOSE.search(before))
    if called and EVERYDAY_CALL.match(cue["verb"]) and not _service_near(normal.text, cue):
        direct = mine = False
    if EVERYDAY_NAME.match(cue[0]) and not mine:
        direct = False
    for check in (_signed, _spelled, _told, _lone, _full_name):
        if span := check(normal, place, direct, mine):
            yield span
            return


def _service_near(text: str, cue: re.Match[str]) -> bool:
    return bool(_PLATFORM.search(text, max(0, cue.start() - _REACH), cue.end() + _REACH))


def _signed(normal: Normal, place: int, direct: bool, mine: bool) -> Span | None:
    """@name, $name, "at name"; with dots spoken or spaced."""
    sign = re.match(r"(?:[@$] ?|(?:at|arroba|dollar sign|money sign|signo de pesos) )", normal.text[place : place + 20])
    if sign is None:
        return None
    start = place + sign.end()
    match = re.match(rf"{_TOLD}|[a-z0-9_][a-z0-9._-]{{1,40}}", normal.text[start : start + _REACH])
    if (
        match is None
        or (not direct and sign[0] == "at ")
        or is_common(match[0].split()[0])
        and len(match[0].split()) < 2
    ):
        return None
    return _span(place, start + len(match[0].rstrip("._- ")), match[0].rstrip("._- "), Certainty.SURE)


def _spelled(normal: Normal, place: int, direct: bool, mine: bool) -> Span | None:
    match = re.match(_SPELLED, normal.text[place : place + _REACH + 20])
    if match is None or sum(char.isalpha() for char in match[0]) < 3:
        return None
    return _span(place, place + match.end(), match[0].replace(" ", ""), Certainty.LIKELY)


def _told(normal: Normal, place: int, direct: bool, mine: bool) -> Span | None:
    """ana dot rivera underscore 8"""
    match = re.match(_TOLD, normal.text[place : place + _REACH])
    if match is None or _RUN_ON.match(normal.cased, place):
        return None
    words = [word for word in re.findall(r"[a-z0-9]+", match[0]) if word not in _TOLD_WORDS]
    spoken = bool(re.search(r" (?:dot|punto|underscore|guion|dash|period|under score) |\(|_", match[0]))
    if all(map(is_common, words)) or not (spoken or direct or is_user_name(match[0])):
        return None
    if not spoken and re.search(r"[.-] ", match[0]) and not re.search(r" [.-] ", match[0]):
        return None
    return _span(place, place + match.end(), match[0], Certainty.LIKELY)


def _lone(normal: Normal, place: int, direct: bool, mine: bool) -> Span | None:
    """One word: a made-up one anywhere, any uncommon one after "my insta is"; "name 216" too."""
    match = re.match(_HANDLE, normal.text[place : place + _REACH])
    if match is None:
        return None
    word = match[0].rstrip("._-:#")
    if re.fullmatch(r"[\d.:#-]+", word) or NOT_A_NAME.fullmatch(word):
        return None
    end = place + len(word)
    rest = normal.text[end : end + 24]
    cased = normal.cased[place:end]
    if _RUN_ON.match(cased):
        return None
    if is_user_name(word) or "#" in word or re.search(r"[a-z][A-Z]", cased):
        return _span(place, end, word, Certainty.LIKELY)
    numbered = re.match(r" (?:arroba |hash |#)?\d{1,6}(?![\w:.])", rest)
    ends = bool(re.match(r"\W*$|[,.!;\n]", rest))
    if not (direct and (mine or ends or numbered)) and not (mine and (ends or numbered) and len(word) > 4):
        return None
    if numbered and not is_common(word):
        return _span(place, end + numbered.end(), word + numbered[0].strip(), Certainty.LIKELY)
    if is_common(word) or len(word) < 4:
        return None
    if cased[:1].isupper() and re.match(r" [A-Z]", normal.cased[end : end + 2]):
        return None
    end += _rest_of_name(rest)
    return _span(place, end, normal.text[place:end], Certainty.POSSIBLE)


def _rest_of_name(rest: str) -> int:
    """How many characters more a name of several lower-case words has, up to the end of the phrase."""
    more = re.match(r"((?: [a-z0-9]{2,20}){1,3})(?:\W*$|[,.!?;\n])", rest)
    if more is None or any(is_common(word) for word in more[1].split() if word not in ("and", "y", "n")):
        return 0
    return more.end(1)


def _full_name(normal: Normal, place: int, direct: bool, mine: bool) -> Span | None:
    """The name of a profile: two to four words with capitals."""
    match = re.match(_NAME, normal.cased[place : place + _REACH])
    if match is None or not direct and not mine:
        return None
    words = match[0].lower().split()
    if is_common(words[0]):
        return None
    return _span(place, place + match.end(), match[0], Certainty.POSSIBLE)


def _looking_back(pattern: re.Pattern[str], text: str, end: int) -> Iterator[re.Match[str]]:
    """The match of `pattern`, which ends with "$", that ends at `end`."""
    if match := pattern.search(text, max(0, end - _REACH), end):
        yield match


def _before(normal: Normal, end: int) -> Iterator[Span]:
    """ "I'm ana_r on telegram", "@ana on insta", "ana_r is my snap"; the service's name begins at `end`."""
    for match in _looking_back(_BEFORE, normal.text, end):
        name = match["name"]
        start = match.start("name")
        bare = name.lstrip("@$ ")
        made_up = (
            name != bare or is_user_name(bare) or re.search(r"[a-z][A-Z]", normal.cased[start : match.end("name")])
        )
        if made_up and not is_common(bare) and not NOT_A_NAME.fullmatch(bare) and not re.fullmatch(r"[\d.-]+", bare):
            yield _span(start, match.end("name"), bare, Certainty.LIKELY)
    for match in _looking_back(_SPELLED_BEFORE, normal.text, end):
        words = re.findall(r"[a-z]+", match["name"])
        if not all(is_common(word) for word in words) and len(words) > 1:
            yield _span(*match.span("name"), match["name"].replace(" ", ""), Certainty.LIKELY)
    for match in _looking_back(_BETWEEN, normal.text, end):
        yield from _words(match)


def _words(match: re.Match[str]) -> Iterator[Span]:
    """A name of several words between "look for" and "on insta"."""
    words = [word for word in match["name"].split() if word not in _TOLD_WORDS]
    told = len(words) < len(match["name"].split()) or match["kind"]
    numbered = any(re.fullmatch(r"\d{3,}", word) for word in words) and len(words) > 1
    plain = all(map(is_common, words)) if told or numbered else any(map(is_common, words))
    if words and not plain and (numbered or not is_common(words[0])) and not all(map(NOT_A_NAME.fullmatch, words)):
        yield _span(*match.span("name"), match["name"], Certainty.POSSIBLE)


def _own_sign(normal: Normal) -> Iterator[Span]:
    """ "I'm ... on the bird app", "the ghost app 👻": a made-up name anywhere near a service's nickname or emoji."""
    text = normal.text
    for word in _ANY_NAME.finditer(text):
        made_up = is_user_name(word[0]) or _SPACED_BY_DOTS.fullmatch(word[0])
        if (
            made_up
            and not _RUN_ON.match(normal.cased, word.start())
            and OWN_SIGN.search(text, max(0, word.start() - _REACH), word.end() + _REACH)
        ):
            yield _span(word.start(), word.end(), word[0], Certainty.POSSIBLE)
