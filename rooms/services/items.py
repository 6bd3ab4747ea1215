"""Telling the room what was done on one of its pages: the one way in which a message comes to carry an item.

The services of each noun write their own rows and call `tell` in the same transaction, under the room's lock, so that
the row and the line in the record are there together or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from rooms.access import fresh, message
from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.items import CHILD, ITEM, KINDS, Item, item_of
from rooms.masks import Mask, as_data
from rooms.models import Child, Event, Kind, Membership
from rooms.pace import check_pace
from rooms.protocol import FileRef
from rooms.screen import CLEAN, judge, told
from rooms.services import attachments, replay
from rooms.text import check_message


def told_before(member: Membership, client_id: UUID, *kinds: str) -> Event | None:
    """What was recorded for this very form before; None if it is new. To be asked first, under the room's lock.

    Raises RoomError id_reused if the id was used for something else than one of `kinds`.
    """
    sent = replay.earlier([(member, client_id)]).get((member.pk, client_id))
    if sent is None:
        return None
    item = item_of(sent.data)
    if item is None or item.kind not in kinds:
        raise RoomError("id_reused")
    return sent


def taken_before(member: Membership, client_id: UUID, said: int | str) -> Event | None:
    """What was recorded when this very form took this very line back, the line `said` or the newest one of the item
    with this id; None if it is new. To be asked first, under the room's lock.

    Raises RoomError id_reused if the id was used for something else.
    """
    sent = replay.earlier([(member, client_id)]).get((member.pk, client_id))
    if sent is None:
        return None
    if sent.kind != Kind.MESSAGE_RETRACTED or sent.target is None:
        raise RoomError("id_reused")
    if isinstance(said, int):
        same = sent.target == said
    else:
        item = item_of(Event.objects.get(room=member.room_id, seq=sent.target).data)
        same = item is not None and item.id == said
    if not same:
        raise RoomError("id_reused")
    return sent


def retracted(room_id: int, seqs: Iterable[int]) -> set[int]:
    """Those of these lines of a room that were taken back."""
    gone = Event.objects.filter(room=room_id, target__in=list(seqs), kind=Kind.MESSAGE_RETRACTED)
    return {seq for seq in gone.values_list("target", flat=True) if seq is not None}


def own_and_fresh(member: Membership, seq: int, *, now: datetime | None, first_at: datetime | None = None) -> Event:
    """The member's own line, still new enough to be changed: an item first told at `first_at`, or a plain message.

    Raises RoomError not_found, not_allowed, too_late, gone.
    """
    said = message(member, seq)
    if said.author_id != member.pk or (ITEM in said.data) != (first_at is not None):
        raise RoomError("not_allowed")
    if not fresh(first_at or said.at, now):
        raise RoomError("too_late")
    if retracted(member.room_id, [seq]):
        raise RoomError("gone")
    return said


def tell(
    member: Membership,
    item: Item,
    *,
    client_id: UUID | None,
    text: str = "",
    files: Sequence[FileRef] = (),
    masks: Sequence[Mask] = (),
    child: Child | None = None,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Record that this member did `item`, with their words and photos, if any; the caller has permitted it.

    Words are screened as in a message: contact details stay private, worries reach staff. Raises RoomError: empty (for
    words that cannot be seen), too_long, bad_text, second_thought unless `sure`, slow_room, and say_it_there where
    staff would read the words first: they belong in the conversation, where they can wait. `masks` are of words that
    were said before in another room, and stay private here. In a room of several children the item names the `child`.
    """
    if item.kind not in KINDS:
        raise ValueError(f"unknown item: {item.kind}")
    text = text.replace("\r\n", "\n").strip()
    if text:
        check_message(text)
        if member.room.pace:
            check_pace(member, writes_now=False)
    kept, data = attachments.drawn_up(member, client_id, text, files) if client_id and files else (text, {})
    verdict = judge(member, kept, sure=sure, locked=True) if kept or files else CLEAN
    if verdict.hold:
        raise RoomError("say_it_there")
    if files:
        attachments.check_masks(verdict.masks, text)
    draft = Draft(
        room=member.room,
        kind=Kind.MESSAGE,
        author=member,
        text=kept,
        data={**data, **as_data(verdict.masks or masks), **about(item, member, child).as_data()},
        client_id=client_id,
        at=at,
    )
    event = record([draft])[0]
    told(event, verdict)
    attachments.attach(event)
    return event


def about(item: Item, member: Membership, child: Child | None) -> Item:
    """The item with the child it is about, where that is not plain: in a room of several."""
    if child is None or member.room.children.count() < 2:
        return item
    return replace(item, facts={**item.facts, CHILD: child.public_id})


def take_back(member: Membership, said: Event, *, client_id: UUID | None, at: datetime | None = None) -> Event:
    """Record that an item's author took its words and photos back; the caller has permitted it and keeps the row true.

    Raises RoomError not_allowed for somebody else's item, gone for one that was taken back already.
    """
    if said.author_id != member.pk or ITEM not in said.data:
        raise RoomError("not_allowed")
    if retracted(member.room_id, [said.seq]):
        raise RoomError("gone")
    return record(
        [
            Draft(
                room=member.room,
                kind=Kind.MESSAGE_RETRACTED,
                author=member,
                target=said.seq,
                client_id=client_id,
                at=at,
            )
        ]
    )[0]
