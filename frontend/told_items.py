"""What a line tells that was done on one of the room's pages: drawn here and by browser code (item.js) alike."""

import json
from typing import Any

from frontend import when
from rooms import items
from rooms.items import Item
from rooms.protocol import ItemInfo


def said(item: ItemInfo) -> str:
    """What was done, to follow a name: "asked for a visit: Saturday, November 28, 2:00 pm"."""
    return items.sentence(_item(item), moment=when.moment, day=when.day)


def chips(item: ItemInfo) -> list[str]:
    """What was tapped, in words."""
    return items.chips(_item(item))


def data(item: ItemInfo) -> str:
    """The item for browser code, which cannot read it back from the drawn words."""
    found: dict[str, Any] = {"kind": item.kind, "page": item.page, "id": item.id, "facts": item.facts}
    return json.dumps(found)


def _item(info: ItemInfo) -> Item:
    return Item(kind=info.kind, id=info.id, facts=info.facts)
