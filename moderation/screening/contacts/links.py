"""Links and what opens a meeting or a group: as typed, with the dots spoken, or only named as an id."""

import re
from collections.abc import Iterator
from typing import Final

from moderation.screening.contacts.spans import Certainty, Kind, Span
from moderation.screening.contacts.spelled import cue
from moderation.screening.contacts.tables import table
from moderation.screening.normal import Normal

_REST: Final = r"[^\s<>\"'()\[\]]{0,400}"
_SCHEME: Final = re.compile(rf"(?<![a-z0-9])(?:h[tx]{{2}}ps?|ftp)(?::|\[:\]| :)\s?(?://|/ ?/)\s?[a-z0-9]{_REST}")
_WWW: Final = re.compile(
    rf"(?<![a-z0-9])(?:www|w w w|w\.w\.w)(?: ?\. ?| (?:dot|punto) )[a-z0-9]{_REST}(?: \. ?(?:com|org|net))?"
)
_TOP: Final = (
    r"com|org|net|edu|gov|io|app|tv|ly|gl|gg|info|biz|link|dev|xyz|site|online|shop|store|page|club|family|live|us|"
    r"mx|es|"
    r"co|me|be|to|ee|bio|chat|video|photos|blog"
)
_PLAIN_TOP: Final = r"com|org|net|edu|gov|io|info|biz|com\.mx|org\.mx|tv|ly|gg|xyz|app|dev"
_BARE: Final = re.compile(
    rf"(?<![a-z0-9@._/-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:(?:{_TOP})(?:/{_REST})|(?:{_PLAIN_TOP}))(?![a-z0-9@-]|"
    rf"\.[a-z])"
)
_INNER_DOT: Final = re.compile(r"\.[a-z0-9]")
_SPOKEN_DOT: Final = r"(?: ?[(\[{] ?(?:dot|punto|\.) ?[)\]}] ?| (?:dot|punto) | \. )"
_DOTS: Final = ("dot", "punto", " . ", "(", "[", "{")
"""Every spoken dot holds one of them."""
_PART: Final = (
    rf"(?:(?: ?/ ?| (?:slash|diagonal|barra|forward slash) |{_SPOKEN_DOT}| (?:dash|guion|underscore|"
    rf"guion bajo) )@? ?[a-z0-9_.?=-]{{1,40}}(?: \d{{3,4}}){{0,3}})"
)
_SPOKEN: Final = re.compile(
    rf"(?<![a-z0-9@])(?:(?:www|w w w){_SPOKEN_DOT})?(?P<site>[a-z0-9-]{{1,40}}(?:(?:{_SPOKEN_DOT}|"
    rf"\.)[a-z0-9-]{{1,40}}){{0,3}}?){_SPOKEN_DOT}(?P<top>{_TOP})(?![a-z0-9])(?P<path>{_PART}{{0,6}})"
)
_SLASHED: Final = re.compile(
    rf"(?<![a-z0-9@.])(?:[a-z0-9-]{{1,40}}\.){{1,3}}(?:{_TOP}) ?(?:slash|diagonal|"
    rf"/) ?[a-z0-9_.@?=-]{{1,60}}(?:{_PART}{{0,5}})"
)
_SITES: Final = (
    "youtube|facebook|instagram|tiktok|zoom|discord|telegram|whatsapp|chat whatsapp|meet google|paypal|drive google|"
    "photos google"
)
_DOTLESS: Final = re.compile(
    r"(?<![a-z0-9@])(?:(?:(?:google|search|site|page|website|link|visit|go to|pagina|sitio|liga|enlace|type|url|"
    r"look up)\W{1,3}"
    r"(?:(?:this|is|es|it|for|en|called)\W{1,3}){0,2})(?P<told>[a-z0-9-]{2,30}(?: [a-z0-9-]{2,30}){0,2} (?:com|org|"
    r"net)(?: /? ?@? ?[a-z0-9-]{2,30}){0,3})"
    rf"|(?P<site>(?:{_SITES}) (?:com|us|gg|me) ?(?:/|slash) ?@? ?[a-z0-9_.-]{{2,40}}))(?![a-z0-9])"
)
_DOTLESS_CUE: Final = cue("com|org|net", _SITES)
_MEETINGS: Final = "zoom|webex|google meet|meet|teams|meeting|skype|reunion|jitsi|facetime|junta"
_MEETING: Final = re.compile(
    rf"\b(?:{_MEETINGS})(?: \w{{1,12}}){{0,4}}?"
    r"[ :#]{1,2}(?:is |es |= ?)?(?P<code>(?:\d{3}[ -]?\d{3,4}[ -]?\d{3,4})|[a-z]{3}-[a-z]{4}-[a-z]{3})(?![\w-])"
)
_MEET_CODE: Final = re.compile(r"(?<![a-z-])[a-z]{3}-[a-z]{4}-[a-z]{3}(?![a-z-])")
_MEETING_CUE: Final = cue(_MEETINGS)
_MEET_CUE: Final = re.compile(r"\b(?:google meet|meet google|meet code|meeting code|meet link)\b")
_SURE_TOP: Final = frozenset(("com", "org", "net", "edu", "gov", "io", "ly"))
_PUBLIC: Final = table("public_sites")


def find(normal: Normal) -> Iterator[Span]:
    """Links in `normal`."""
    text = normal.text
    for pattern, certainty, sign in _PATTERNS:
        for match in pattern.finditer(text) if sign.search(text) else ():
            if span := _link(text, match.start(), match.end(), certainty):
                yield span
    for match in _SPOKEN.finditer(text) if normal.has_any(_DOTS) else ():
        plain = not match["path"] and match["top"] not in _SURE_TOP
        if not plain and _is_told(text, match):
            yield from _some(_link(text, match.start(), match.end(), Certainty.LIKELY))
    for match in _DOTLESS.finditer(text) if _DOTLESS_CUE.may_be_in(normal) else ():
        group = "told" if match["told"] else "site"
        yield from _some(_link(text, match.start(group), match.end(group), Certainty.LIKELY))
    for match in _MEETING.finditer(text) if _MEETING_CUE.may_be_in(normal) else ():
        yield from _some(_link(text, match.start("code"), match.end("code"), Certainty.LIKELY))
    if _MEETING_CUE.may_be_in(normal) and _MEET_CUE.search(text):
        for match in _MEET_CODE.finditer(text):
            yield from _some(_link(text, match.start(), match.end(), Certainty.LIKELY))


def _some(span: Span | None) -> Iterator[Span]:
    if span is not None:
        yield span


def _is_told(text: str, match: re.Match[str]) -> bool:
    """Not the second half of an e-mail address."""
    before = text[max(0, match.start() - 10) : match.start()].rstrip()
    return not before.endswith(("@", " at", "arroba", "(at)", "[at]", "{at}"))


def _link(text: str, start: int, end: int, certainty: Certainty) -> Span | None:
    while end > start and text[end - 1] in ".,;:!?*_ \n":
        end -= 1
    value = re.sub(r" (?:dot|punto) |[(\[{] ?(?:dot|punto|\.) ?[)\]}]", ".", text[start:end])
    value = re.sub(r" ?(?:\bslash|\bdiagonal|\bbarra) ?", "/", value).replace(" ", "")
    value = re.sub(r"^h[tx]{2}ps?:?\[?:?\]?//|^www\.", "", value).rstrip("/")
    labels = value.split("/")[0].split(".")
    if "/" not in value and not _PUBLIC.isdisjoint((labels[0], labels[max(0, len(labels) - 2)])):
        return None
    if "@" in value.split("/")[0] or not value or re.fullmatch(r"[\d.]+", value) and certainty < Certainty.LIKELY:
        return None
    return Span(Kind.LINK, start, end, value, certainty)


_PATTERNS: Final = (
    (_SCHEME, Certainty.SURE, re.compile("/ ?/")),
    (_WWW, Certainty.SURE, re.compile(r"w[w .]{1,2}w")),
    (_BARE, Certainty.SURE, _INNER_DOT),
    (_SLASHED, Certainty.LIKELY, _INNER_DOT),
)
"""Each with something that every match holds, and that is found sooner."""
