"""A detail spread over several messages: nothing in each of them, a phone number when they are read together."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from moderation.screening.contacts import detect
from moderation.screening.contacts.spans import Certainty, Kind, Span, on_message, settle
from moderation.screening.normal import normalise

LOOK_BACK: Final = 4
"""How many earlier messages of the same sender are read along. The caller hands over those of the last ten minutes."""

_LONGEST_PART: Final = 80
"""Characters of a message that can be a part of a detail: the end of an earlier one, the beginning of the new one."""

_NUMBER: Final = re.compile(r"\W*(?:(?:number|numero|num|no|house|casa|#)\W{1,2})?\d{2,5}[a-z]?\W*")
_STREET: Final = re.compile(
    r"\W*(?:(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.? )?[a-z][a-z']{2,20}(?: [a-z][a-z']{1,20}){0,2}\W*"
)
_DOOR: Final = re.compile(
    r"\W*(?:apt|apartment|unit|suite|depto|departamento|apto|apartamento|interior|int|building|bldg|door|trailer|"
    r"lot|space|#)\.? ?#?\w{1,4}\W*"
)
_WAY: Final = re.compile(r"\b(?:n|s|e|w|north|south|east|west)\b\.? [a-z]")


def find_split(history: Sequence[str], text: str) -> list[Span]:
    """Spans of `text` that complete a detail begun in `history`, the sender's last messages, oldest first.

    `value` is the whole detail; the offsets are those of its part in `text`. What `text` holds by itself is not
    repeated: that is for `find`.
    """
    earlier = [message[-_LONGEST_PART:] for message in history[-LOOK_BACK:]]
    if not earlier:
        return []
    start = sum(len(message) + 1 for message in earlier)
    normal = normalise(" ".join((*earlier, text[: 2 * _LONGEST_PART])))
    found = [on_message(normal, span) for span in detect.read(normal, since=bisect_left(normal.origin, start))]
    parts = [_part(span, start) for span in found if span.end > start]
    if street := _street(earlier, text):
        parts.append(street)
    if not parts:
        return []
    alone = detect.find(text)
    return [part for part in settle(parts) if not any(part.start < own.end and own.start < part.end for own in alone)]


def _part(span: Span, start: int) -> Span:
    return Span(
        span.kind, max(0, span.start - start), span.end - start, span.value, min(span.certainty, Certainty.LIKELY)
    )


def _street(earlier: Sequence[str], text: str) -> Span | None:
    """A number, a street, a door: each in a message of its own, in the order in which they are said."""
    last = normalise(text).text.strip()
    way, door = _STREET.fullmatch(last) and _WAY.search(last), _DOOR.fullmatch(last)
    if not (way or door):
        return None
    parts = [*(normalise(message).text.strip() for message in earlier[-2:]), last]
    number_then_street = way and len(parts) >= 2 and _NUMBER.fullmatch(parts[-2])
    with_door = door and len(parts) == 3 and _NUMBER.fullmatch(parts[0]) and _STREET.fullmatch(parts[1])
    if not (number_then_street or with_door):
        return None
    return Span(Kind.ADDRESS, 0, len(text), " ".join(parts[-3 if with_door else -2 :]), Certainty.POSSIBLE)
