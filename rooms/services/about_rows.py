"""Rows of the child's page as a form names them: found in the member's own room, or refused."""

from typing import TypeVar

from rooms.access import message
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import BigStep, Child, ChildEntry, DearThing, ExpertQuestion, Membership
from rooms.models.about import Topic

Row = TypeVar("Row", ChildEntry, ExpertQuestion, BigStep, DearThing)
"""A row that a line of the room tells of, by its `seq`."""


def topic_of(value: str) -> Topic:
    """The topic of this name. Raises RoomError bad_choice."""
    if value not in Topic:
        raise RoomError("bad_choice")
    return Topic(value)


def child_in(member: Membership, child_id: str) -> Child:
    """A child of the room; it need not be named where there is one. Raises RoomError bad_choice."""
    children = list(member.room.children.all())
    found = children if not child_id and len(children) == 1 else [one for one in children if one.public_id == child_id]
    if not found:
        raise RoomError("bad_choice")
    return found[0]


def row_of(table: type[Row], member: Membership, row_id: str) -> Row:
    """A row of this room that the member may see. Raises RoomError not_found."""
    row = table._default_manager.filter(room=member.room, public_id=row_id).first()
    if row is None:
        raise RoomError("not_found")
    message(member, row.seq)
    return row


def item_of_thing(kind: str, thing: DearThing) -> Item:
    """What is told of a dear thing: where it is."""
    return Item(kind=kind, id=thing.public_id, facts={"where": f"thingat.{thing.where}"})
