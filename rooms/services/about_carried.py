"""What a child owns comes along when a placement changes: the newest words of every entry, and the dear things.

The words are told anew in the room of the new home, by staff, with what was private in them still private. The home
that was before does not come along: neither how it introduced itself, nor who lived there, nor what was asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rooms.events import Draft, record
from rooms.items import Item
from rooms.masks import Mask, as_data, masks_of
from rooms.media.carried import words_of
from rooms.models import Child, ChildEntry, DearThing, EntryVersion, Event, Kind, Membership, Room
from rooms.services import items
from rooms.services.about_rows import item_of_thing
from rooms.services.kept_hidden import Carried

_APART = "\n\n"


@dataclass(frozen=True)
class _Words:
    """What a line says now, with what is private in it; who said it, and when; and the lines in which it stands."""

    text: str
    masks: list[Mask]
    author: Membership | None
    at: datetime
    of: tuple[int, ...]


def carried(
    *, source: Room, target: Room, child: Child, as_member: Membership, at: datetime | None = None
) -> list[Carried]:
    """Bring what `source` knows of the child to `target`; the lines that tell it there, and what each was made of.

    `as_member` is staff in `target`; both rooms are locked by the caller's transaction. Who told something is named if
    they are in the new room too.
    """
    with transaction.atomic():
        as_member.room.refresh_from_db(fields=["last_seq", "head_digest"])
        parts = {one.person_id: one for one in target.memberships.all()}
        lines: list[Carried | None] = []
        entries = ChildEntry.objects.filter(room=source, child=child).order_by("pk").prefetch_related("versions")
        for entry in entries:
            lines.append(_carry_entry(entry, source, child, as_member, parts, at))
        for thing in DearThing.objects.filter(room=source, child=child).order_by("pk"):
            lines.append(_carry_thing(thing, source, as_member, at))
        return [line for line in lines if line is not None]


def _carry_entry(
    entry: ChildEntry,
    source: Room,
    child: Child,
    as_member: Membership,
    parts: dict[int, Membership],
    at: datetime | None,
) -> Carried | None:
    version = next((one for one in entry.versions.all() if one.seq == entry.seq), None)
    pieces = list(_pieces(source, version)) if version else []
    if version is None or not pieces:
        return None
    first = pieces[0]
    by = version.told_by or first.author
    told_at = version.told_at or first.at
    came = ChildEntry(room=as_member.room, child=child, topic=entry.topic, author=as_member)
    facts = {"topic": f"topic.{entry.topic}", "on": as_member.room.day(told_at).isoformat()}
    event = _tell(as_member, child, Item(kind="child.carried", id=came.public_id, facts=facts), pieces, at)
    came.seq = event.seq
    came.save()
    EntryVersion.objects.create(
        entry=came, seq=event.seq, told_by=parts.get(by.person_id) if by else None, told_at=told_at
    )
    return Carried(seq=event.seq, of=tuple(seq for piece in pieces for seq in piece.of))


def _carry_thing(thing: DearThing, source: Room, as_member: Membership, at: datetime | None) -> Carried | None:
    words = _now(source, thing.seq)
    if words is None:
        return None
    came = DearThing(room=as_member.room, child_id=thing.child_id, where=thing.where)
    event = _tell(as_member, thing.child, item_of_thing("child.thing_carried", came), [words], at)
    came.seq = came.moved_seq = event.seq
    came.save()
    return Carried(seq=event.seq, of=(*words.of, thing.moved_seq))


def _tell(as_member: Membership, child: Child, item: Item, pieces: list[_Words], at: datetime | None) -> Event:
    text, masks = "", []
    for piece in pieces:
        text += _APART if text else ""
        masks += [(start + len(text), end + len(text), kind) for start, end, kind in piece.masks]
        text += piece.text
    data = {**as_data(masks), **items.about(item, as_member, child).as_data()}
    return record([Draft(room=as_member.room, kind=Kind.MESSAGE, author=as_member, text=text, data=data, at=at)])[0]


def _pieces(source: Room, version: EntryVersion) -> Iterator[_Words]:
    """The message that it keeps, if it does and that still stands, and the entry's own words."""
    for seq in (version.quotes, version.seq):
        words = None if seq is None else _now(source, seq)
        if words is not None:
            yield words


def _now(source: Room, seq: int) -> _Words | None:
    """What a line says now; None if it was taken back or erased."""
    said = Event.objects.select_related("author").get(room=source, seq=seq)
    changes = Event.objects.filter(room=source, target=seq)
    if items.retracted(source.pk, [seq]):
        return None
    last = changes.filter(kind=Kind.MESSAGE_EDITED).order_by("seq").last() or said
    text = words_of(last.text, last.data)
    if not text:
        return None
    masks = [(start, end, kind) for start, end, kind in masks_of(last.data) if end <= len(text)]
    return _Words(text=text, masks=masks, author=said.author, at=said.at, of=(seq, last.seq))
