"""E-mail addresses: as typed, spoken ("at", "dot", "arroba", "punto"), spelled, backwards, only hinted at."""

import re
from collections.abc import Iterator
from typing import Final

from moderation.screening.contacts.names import is_user_name
from moderation.screening.contacts.spans import Certainty, Kind, Span
from moderation.screening.contacts.spelled import cue
from moderation.screening.contacts.tables import table
from moderation.screening.contacts.words import VERBS_BEFORE_AT, is_common
from moderation.screening.normal import Normal

_GAP: Final = r"[ ._-]?"
_GAPS: Final = re.compile("[ ._-]+")
_HOSTS: Final = (
    "gmail", "googlemail", "yahoo", "ymail", "hotmail", "outlook", "icloud", "aol", "msn", "protonmail", "proton",
    "comcast", "gmx", "zoho", "fastmail", "tutanota", "sbcglobal", "bellsouth", "verizon", "rocketmail", "mail", "live",
)  # fmt: skip
HOST: Final = rf"(?:gee{_GAP}mail|ge{_GAP}mail|jotmail|{'|'.join(_GAP.join(host) for host in _HOSTS)})"
"""A mail service, also spelled or split."""

HINTED_HOST: Final = (
    rf"(?:gee{_GAP}mail|g[ -]?mail|google mail|ya ?hoo|hot[ -]?mail|out ?look|i[ -]?cloud|aol|proton ?mail)"
)
"""A mail service whose bare name in a sentence hints at an address."""

_TOP: Final = (
    r"(?:com|org|net|edu|gov|us|mx|es|co|io|me|info|biz|email|c ?o ?m|c\.o\.m|o r g|n e t|dotcom|com\.mx|invalid|"
    r"test)(?![a-z0-9])"
)
_DOT: Final = (
    r"(?:\s?[(\[{<*]\s?(?:dot|punto|period|point|d|\.)\s?[)\]}>*]\s?|[ ,_-]{1,2}(?:dot|punto|period|point|d o t|"
    r"d\.o\.t|d|p u n t o|dott)"
    r"[ ,_-]{1,2}|\s?\.\s?|\s,\s)"
)
_AT: Final = re.compile(
    r"\s{0,2}[(\[{<*]\s?(?:at|arroba|a|@|curly a|at sign)\s?[)\]}>*]\s{0,2}|\s{0,2}@\s{0,2}|"
    r"[ \n,_/|~-]{1,3}(?:at[ -]?sign|at[ -]?symbol|the at sign|arroba|arrova|a r r o b a|a t|a\.t|at)[ \n,_/|~-]{1,3}|"
    r"(?<=[a-z0-9])(?:arroba|at)(?=(?:gmail|yahoo|hotmail|outlook|icloud|aol)(?:dot|\.|punto)com)"
)
_AT_CUE: Final = cue("at|atsign|atsymbol|arroba|arrova|a r r o b a|a t|a\\.t", signs=("@", *"([{<*", *_HOSTS[:9]))
"""Of every "at", also between brackets or before the name of a service."""
_TOP_CUE: Final = cue(
    "com|org|net|edu|gov|us|mx|es|co|io|me|info|biz|email|c ?o ?m|c\\.o\\.m|o r g|n e t|dotcom|invalid|test"
)
_DOMAIN: Final = re.compile(
    rf"(?:then |luego )?(?:the |el |un |my |a )?(?:(?P<host>{HOST}(?![a-z0-9]))(?:(?:{_DOT}|[ ,]{{1,2}}|dot|"
    rf"punto){_TOP}(?:{_DOT}(?:mx|es|uk|ar|co))?)?|"
    rf"(?:{'|'.join(_HOSTS[:9])})(?:dot|punto)com\b|"
    rf"(?P<named>[a-z0-9][a-z0-9-]{{0,62}}(?:{_DOT}[a-z0-9][a-z0-9-]{{0,40}}){{0,3}}?{_DOT}{_TOP}(?:\.(?:mx|uk|ar|"
    rf"co|us))?))"
)
_BARE_DOT: Final = re.compile(r"\.\s|\s\.")
_WRITTEN: Final = re.compile(r"[a-z0-9][a-z0-9._%+'-]{0,63}@(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}[a-z]{2,24}(?![a-z0-9])")
_REVERSED: Final = re.compile(r"(?<![a-z0-9])(?:moc|gro|ten|ude)\s?\.\s?[a-z0-9-]{1,40}\s?@\s?[a-z0-9._+-]{1,64}")
_BEFORE: Final = 96

_TOKEN: Final = re.compile(r"[a-z0-9]+(?:[._+-][a-z0-9]+)*|[^\sa-z0-9]")
_JOINS: Final = table("email_joins")
_FILLERS: Final = table("email_fillers")
_MAIL_CUE: Final = table("email_cues")
_BRIDGES: Final = table("email_bridges")
_LONGEST_LOCAL: Final = 26

_HINT: Final = re.compile(rf"(?<![a-z0-9@.]){HINTED_HOST}(?![a-z0-9])")
_ANY_NAME: Final = re.compile(r"(?<![a-z0-9@._/$-])[a-z0-9][a-z0-9._-]{2,40}")
_HINT_REACH: Final = 44
_HINT_GAP: Final = 16
_MAIL_SIGNS: Final = ("mail", "hoo", "look", "cloud", "aol", "correo")
"""Every mention of mail or of a mail service holds one of them."""
_DIRECT: Final = re.compile(
    rf"(?:(?P<host>{HINTED_HOST})|e-?mail|correo(?: electronico)?)(?: (?:address|name|user|account|direccion))?"
    r"\s?(?:is|es|=|:|-|,|->|would be|sera|starts with|empieza con)\s{0,2}(?:just )?"
    r"(?P<name>[a-z0-9][a-z0-9._-]{2,40}(?P<told>(?: (?:dot|punto|underscore|under score|guion bajo|guion|"
    r"dash) [a-z0-9]{1,30}){1,4})?)"
)


def find(normal: Normal) -> Iterator[Span]:
    """E-mail addresses in `normal`."""
    text = normal.text
    for match in _WRITTEN.finditer(text) if "@" in text else ():
        yield _span(match.start(), match.end(), match[0], Certainty.SURE)
    for match in _REVERSED.finditer(text) if "@" in text else ():
        yield _span(match.start(), match.end(), match[0][::-1].replace(" ", ""), Certainty.SURE)
    for match in _AT.finditer(text) if _AT_CUE.may_be_in(normal) and _may_have_domain(normal) else ():
        if span := _spoken(text, match):
            yield span
    if normal.has_any(_MAIL_SIGNS):
        yield from _hinted(normal)


def _span(start: int, end: int, value: str, certainty: Certainty) -> Span:
    return Span(Kind.EMAIL, start, end, value, certainty)


def _may_have_domain(normal: Normal) -> bool:
    """Whether an ending such as "com" or a mail service is named, if with gaps. Never False where a domain is."""
    if _TOP_CUE.may_be_in(normal):
        return True
    without_gaps = _GAPS.sub("", normal.text)
    return any(host in without_gaps for host in _HOSTS)


def _spoken(text: str, at: re.Match[str]) -> Span | None:
    domain = _DOMAIN.match(text, at.end())
    if domain is None:
        return None
    strong = at[0].strip() not in ("at", "a t", "a.t")
    told = domain["named"] or ""
    if _BARE_DOT.search(told) and not (strong and at[0].strip() == "@"):
        return None
    local = _local(text, at.start())
    if local is None:
        return None
    start, asked = local
    words = text[start : at.start()].strip(" ,()")
    complete = bool(told) or bool(re.search(r"com", domain[0]))
    if not strong and not _believable(words, asked=asked, complete=complete, dotted="." in told and " " not in told):
        return None
    value = f"{_compact(words)}@{_compact(domain[0])}"
    if complete and (strong or is_user_name(words)):
        return _span(start, domain.end(), value, Certainty.SURE)
    return _span(start, domain.end(), value, Certainty.LIKELY if complete or strong else Certainty.POSSIBLE)


def _believable(words: str, *, asked: bool, complete: bool, dotted: bool) -> bool:
    """Whether the words before a plain "at" can be the first half: "look at ...", "I'm at ..." are not."""
    last = words.split()[-1] if words.split() else ""
    if last in VERBS_BEFORE_AT and not asked:
        return False
    if is_user_name(words.replace(" ", "")) or len(words.split()) > 1 or asked:
        return True
    return complete and not dotted or not is_common(last)


def _compact(words: str) -> str:
    named = {
        "dot": ".",
        "punto": ".",
        "period": ".",
        "point": ".",
        "underscore": "_",
        "dash": "-",
        "guion": "-",
        "plus": "+",
    }
    words = re.sub(r"guion bajo|under score", "_", words)
    words = re.sub(r"^(?:the|el|un|my|a) ", "", words)
    return "".join(named.get(word, word) for word in re.findall(r"[a-z0-9]+|[._+-]", words))


def _local(text: str, end: int) -> tuple[int, bool] | None:
    """Where the part before the "at" begins, and whether a word asks for an address just before it."""
    base = max(0, end - _BEFORE)
    tokens = [(base + m.start(), m[0]) for m in _TOKEN.finditer(text[base:end])][-_LONGEST_LOCAL:]
    while tokens and tokens[-1][1] in _FILLERS:
        tokens.pop()
    if not tokens or not tokens[-1][1][0].isalnum():
        return None
    index = len(tokens) - 1
    while index > 0 and (step := _step_back([word for _, word in tokens], index)):
        index -= step
    asked_at = _asked([word for _, word in tokens], index)
    if asked_at is not None:
        index = asked_at
    return tokens[index][0], asked_at is not None


def _step_back(words: list[str], index: int) -> int:
    """How many tokens further back the name goes: over a joining sign or word, single letters, a trailing number."""
    before, here = words[index - 1], words[index]
    if before in _JOINS:
        return _over_join(words, index)
    if before in ("(", "[", "{", ")", "]", "}") and index > 1 and words[index - 2] in _JOINS:
        return 0
    if len(here) == 1 and here.isalnum() and len(before) <= 2 and before.isalnum() and before not in ("is", "es"):
        return 1
    if len(before) == 1 and before.isalnum() and len(here) <= 2 and here.isalnum() and before not in ("a", "i", "y"):
        return 1
    if here.isdigit() and before.isalnum() and not is_common(before) and before not in _MAIL_CUE:
        return 1
    return 0


def _over_join(words: list[str], index: int) -> int:
    steps = 1
    while index - steps > 0 and words[index - steps] in (*_JOINS, "(", ")", "[", "]", "{", "}"):
        steps += 1
    name = words[index - steps]
    is_name = (
        name[0].isalnum() and name not in _MAIL_CUE and (not is_common(name) or words[index - 1] not in (".", "-"))
    )
    return steps if is_name else 0


def _asked(words: list[str], index: int) -> int | None:
    """Where the name begins if "my email is" comes at most four plain words earlier."""
    for start in range(index, max(-1, index - 5), -1):
        if start and words[start - 1] in _BRIDGES and any(w in _MAIL_CUE for w in words[max(0, start - 4) : start]):
            return start
        if start and words[start - 1] in _MAIL_CUE:
            return start
        if not words[start][0].isalnum() and words[start] not in _JOINS or is_common(words[start]):
            return None
    return None


def _hinted(normal: Normal) -> Iterator[Span]:
    """A user name beside the name of a mail service: "gmail: glad82", "glad82, and it is a yahoo"."""
    text = normal.text
    for match in _DIRECT.finditer(text):
        name = match["name"].rstrip("._-")
        made_up = bool(match["told"]) or is_user_name(name)
        if (made_up or match["host"]) and not is_common(name) and not re.match(r"\s?@", text[match.end("name") :][:2]):
            start = match.start("name")
            yield _span(start, start + len(name), _compact(name), Certainty.LIKELY if made_up else Certainty.POSSIBLE)
    for word in _ANY_NAME.finditer(text) if _HINT.search(text) else ():
        name, start = word[0].rstrip("._-"), word.start()
        end = start + len(name)
        host = _HINT.search(text, end, end + _HINT_REACH) or _HINT.search(text, max(0, start - _HINT_REACH), start)
        if host and is_user_name(name) and not _HINT.fullmatch(name):
            domain = _DOMAIN.match(text, host.start())
            close = 0 <= host.start() - end <= _HINT_GAP
            yield _span(start, domain.end() if domain and close else end, name, Certainty.POSSIBLE)
