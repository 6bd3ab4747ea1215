"""What a detector hands over: the kind of detail, where it stands, what it says, how certain that is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from moderation.screening.normal import Normal


class Kind(StrEnum):
    """The ways of reaching somebody outside the room."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    SOCIAL = "social"
    LINK = "link"
    GEO = "geo"


class Certainty(IntEnum):
    """How sure a span is. Policy may hold a sure one and only ask about a possible one."""

    POSSIBLE = 1
    """The words around it say so; it might be something else."""
    LIKELY = 2
    """Hidden or incomplete, but of the right shape."""
    SURE = 3
    """Written as such details are written."""


@dataclass(frozen=True, slots=True)
class Span:
    """A contact detail: `text[start:end]` of the message, in Python's character offsets.

    `value` is the detail in one normal form, for comparing with lists that staff keep: a phone's digits without a
    leading 1, lower-case e-mail, handle and link, an address in lower case with single spaces.
    """

    kind: Kind
    start: int
    end: int
    value: str
    certainty: Certainty


_TOGETHER: Final = (Kind.ADDRESS, Kind.GEO)
_JOINED: Final = re.compile(r"\W{0,4}(?:(?:and|y|the|la|en|in|is|es|so) ){0,2}")
_RANK: Final = {Kind.GEO: 0, Kind.LINK: 1, Kind.EMAIL: 2, Kind.PHONE: 3, Kind.ADDRESS: 4, Kind.SOCIAL: 5}


def settle(found: Iterable[Span]) -> list[Span]:
    """Of spans that overlap keep one: the surer, then the one that holds more, then by kind. In order of place."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(found, key=lambda s: (-s.certainty, s.start - s.end, _RANK[s.kind], s.start)):
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def merge(text: str, spans: list[Span]) -> list[Span]:
    """Addresses, and places, that only signs or joining words part are one: a corner and its number, a door."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and last.kind is span.kind and span.kind in _TOGETHER and _JOINED.fullmatch(text, last.end, span.start):
            value, certainty = f"{last.value} {span.value}", max(last.certainty, span.certainty)
            merged[-1] = Span(span.kind, last.start, span.end, value, certainty)
        else:
            merged.append(span)
    return merged


def on_message(normal: Normal, span: Span) -> Span:
    """The same span with offsets of the message instead of the folded text."""
    start, end = normal.span(span.start, span.end)
    return Span(span.kind, start, end, span.value, span.certainty)
