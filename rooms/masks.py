"""Spans of a message that members do not see, and what they see instead.

An event's `data["masked"]` is a list of `[start, end, kind]`, in characters of its text: structure only, covered by the
digest, while the words stay whole for staff. Nothing here knows how such a span is found.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

Mask = tuple[int, int, str]
"""Where it starts, where it ends (not included), and what kind of detail it is."""

KEY: Final = "masked"
DOTS: Final = "•••"
"""In place of a masked span: the same in every language, and it tells nothing of the length."""


def masks_of(data: Mapping[str, Any]) -> list[Mask]:
    """The masks of an event, in order of place."""
    return [(start, end, kind) for start, end, kind in data.get(KEY, ())]


def as_data(masks: Sequence[Mask]) -> dict[str, Any]:
    """Masks as an event's data has them; nothing where there are none."""
    return {KEY: [list(mask) for mask in sorted(masks)]} if masks else {}


def without(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without its masks: what the writer asked for."""
    return {key: value for key, value in data.items() if key != KEY}


def conceal(text: str, masks: Iterable[Mask]) -> tuple[str, list[Mask]]:
    """The text as members see it, and where the dots stand in it."""
    pieces: list[str] = []
    shown: list[Mask] = []
    position = length = 0
    for start, end, kind in sorted(masks):
        if end <= position:
            continue
        between = text[position : max(start, position)]
        length += len(between)
        pieces += [between, DOTS]
        shown.append((length, length + len(DOTS), kind))
        length += len(DOTS)
        position = end
    return "".join(pieces) + text[position:], shown
