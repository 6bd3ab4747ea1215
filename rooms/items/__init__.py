"""Everything that can be done on the pages of a room, one noun a file, and the sentences that tell of it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise

from rooms.items import about, agreement, book, dates, days, home, learning, meetings, papers
from rooms.items.base import CHILD, DAYS, ITEM, MOMENTS, Fact, Facts, Item, ItemKind, Page, item_of, utc

__all__ = [
    "CHILD",
    "ITEM",
    "KINDS",
    "LABELS",
    "Facts",
    "Item",
    "ItemKind",
    "Page",
    "chips",
    "item_of",
    "sentence",
    "utc",
]

_NOUNS: Final = (about, days, book, dates, meetings, agreement, learning, home, papers)

KINDS: Final[dict[str, ItemKind]] = {kind: one for noun in _NOUNS for kind, one in noun.KINDS.items()}
"""By the name that the record keeps: "noun.done"."""

LABELS: Final[dict[str, str | Promise]] = {key: label for noun in _NOUNS for key, label in noun.LABELS.items()}
"""What facts are called, by the key that the record keeps: "noun.choice"."""

_ORDER: Final = {key: place for place, key in enumerate(LABELS)}


def sentence(item: Item, *, moment: Callable[[datetime], str], day: Callable[[date], str]) -> str:
    """What was done, to follow the name of whoever did it. `moment` and `day` write times as their reader does."""

    def fill(key: str, fact: Fact) -> str:
        if key in MOMENTS:
            return moment(datetime.fromisoformat(str(fact)))
        if key in DAYS:
            return day(date.fromisoformat(str(fact)))
        return str(LABELS[fact]) if fact in LABELS else str(fact)

    known = KINDS.get(item.kind)
    if known is None:
        return item.kind
    return str(known.said).format(**{key: fill(key, fact) for key, fact in item.facts.items()})


def chips(item: Item) -> list[str]:
    """Labels among the facts that the sentence does not name: what was tapped, in the order of the labels.

    Databases keep an order of their own.
    """
    said = str(KINDS[item.kind].said) if item.kind in KINDS else ""
    tapped = {fact for key, fact in item.facts.items() if fact in LABELS and f"{{{key}}}" not in said}
    return [str(LABELS[fact]) for fact in sorted(tapped, key=_ORDER.__getitem__)]
