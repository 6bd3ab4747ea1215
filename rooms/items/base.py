"""What an item is: something done on one of a room's pages, told in the conversation by a message that carries it.

A message whose event has `data["item"]` is one line of the record like any other: hidden, masked, erased, reacted to,
answered, exported and read back by the same code. The words are the message's text; the item says what was done, by
structure alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise

ITEM: Final = "item"
"""Where an event's data has its item."""

MOMENTS: Final = frozenset({"starts", "ends", "due"})
"""Facts that are a moment (ISO 8601, UTC)."""
DAYS: Final = frozenset({"on"})
"""Facts that are a day of the calendar (ISO 8601)."""
CHILD: Final = "child"
"""The fact that says which child it is about, by public id, in a room of several; readers see the first name."""


class Page(StrEnum):
    """The pages of a room, by the last part of their address."""

    CHILD = "child"
    DAYS = "days"
    BOOK = "book"
    DATES = "dates"
    MEETINGS = "meetings"
    AGREEMENT = "agreement"
    LEARNING = "learning"
    GOING_HOME = "going-home"
    PAPERS = "papers"


Fact = str | int
Facts = Mapping[str, Fact]


@dataclass(frozen=True, kw_only=True)
class ItemKind:
    """One thing that can be done: the page that it belongs to, and how the conversation tells it.

    `said` follows the name of whoever did it ("wrote about {topic}"). In curly brackets stand facts: a moment, a day, a
    number, or the key of a label. A label among the facts that the sentence does not name is shown below it, as a chip.
    """

    page: Page
    said: str | Promise


@dataclass(frozen=True, kw_only=True)
class Item:
    """What was done. `id` is the public id of what it was done to; `facts` is structure, never anybody's words."""

    kind: str
    id: str
    facts: Facts

    def as_data(self) -> dict[str, Any]:
        """As an event carries it."""
        return {ITEM: {"kind": self.kind, "id": self.id, "facts": dict(self.facts)}}


def utc(at: datetime) -> str:
    """A moment as facts hold it, whatever clock it came with."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def item_of(data: Mapping[str, Any]) -> Item | None:
    """The item that an event carries, if it does."""
    found = data.get(ITEM)
    return None if found is None else Item(kind=found["kind"], id=found["id"], facts=found["facts"])
