"""Words in which a foster home introduces itself must not lead to its door."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from rooms.models import Room
from rooms.screen import tells_where

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_ORDINARY: Final = frozenset(
    {"street", "road", "lane", "avenue", "drive", "court", "place", "hill", "park", "square", "house", "home"}
    | {"upper", "lower", "unit", "room", "floor", "apartment", "garden", "side", "north", "south", "east", "west"}
    | {"calle", "avenida", "casa", "piso", "school", "elementary", "middle", "high", "preschool", "academy"}
    | {"center", "centre", "foster", "parent"}
)
"""Words of addresses and schools that lead nowhere by themselves."""


def leads_to_door(room: Room, text: str) -> bool:
    """Whether the words hold a contact detail, a name from this home's own address, or one of the child's school."""
    if tells_where(text):
        return True
    said = set(_words(text))
    address = room.household.address if room.household else ""
    if said & (set(_words(address)) - _ORDINARY):
        return True
    schools = " ".join(child.school for child in room.children.all())
    return bool(set(_names(text)) & (set(_names(schools)) - _ORDINARY))


def _words(text: str) -> Iterator[str]:
    """Words of four letters or more, as plain as somebody in a hurry types them."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return (match.group().casefold() for match in _WORD.finditer(plain))


def _names(text: str) -> Iterator[str]:
    """Of these, the ones with a capital letter."""
    return (word for match in _WORD.finditer(text) if match.group()[0].isupper() for word in _words(match.group()))
