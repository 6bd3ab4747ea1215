"""A child's life book: put something in, change it for a while, and bring it along to the next home."""

from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, permit, still_open
from rooms.errors import RoomError
from rooms.items import Item
from rooms.masks import masks_of
from rooms.media.carried import FILES, words_of
from rooms.models import BookEntry, Child, Event, Membership, Person, Room
from rooms.models.ids import new_public_id
from rooms.protocol import FileRef
from rooms.services import items
from rooms.services.kept_hidden import Carried
from rooms.services.retelling import anew, child_in, copies, copies_kept

_YEARS: Final = 25
"""How far back a book reaches. A child's birth date is no limit here: it would give itself away."""


def add(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    sort: str,
    child_id: str = "",
    on: date | None = None,
    text: str = "",
    files: tuple[FileRef, ...] = (),
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Put something into a child's book, for the day `on`, or today.

    Raises RoomError as the door does, and nothing_told, bad_choice; what `items.tell` raises.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "book.added"):
            return done
        permit(member, Action.TELL)
        if not (text.strip() or files):
            raise RoomError("nothing_told")
        child, now, own_id = child_in(member, child_id), at or timezone.now(), new_public_id()
        row = BookEntry(
            public_id=own_id,
            root=own_id,
            room=member.room,
            child=child,
            author=member,
            sort=_sort(sort),
            on=_day(member, on, now),
            at=now,
        )
        event = items.tell(
            member, _item(row), client_id=client_id, text=text, files=files, child=row.child, sure=sure, at=at
        )
        row.seq = event.seq
        row.save()
        return event


def change(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    entry_id: str,
    sort: str,
    on: date | None = None,
    text: str = "",
    files: tuple[FileRef, ...] = (),
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Write one's own entry anew; its photos stay. Raises RoomError as `add`, and not_allowed, too_late, gone."""
    with copies_kept(), transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "book.added"):
            return done
        permit(member, Action.TELL)
        row = found(member, entry_id)
        said = items.own_and_fresh(member, row.seq, first_at=row.at, now=at)
        if not (text.strip() or files or said.data.get(FILES)):
            raise RoomError("nothing_told")
        row.sort, row.on = _sort(sort), _day(member, on or row.on, at or timezone.now())
        event = anew(
            member, said, _item(row), client_id=client_id, text=text, files=files, child=row.child, sure=sure, at=at
        )
        row.seq = event.seq
        row.save()
        return event


def take_back(*, actor: Person, room_id: str, client_id: UUID, entry_id: str, at: datetime | None = None) -> Event:
    """Take one's own entry out again. Raises RoomError not_found, not_allowed, too_late, gone."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        row = found(member, entry_id)
        if done := items.taken_before(member, client_id, row.seq):
            return done
        permit(member, Action.TELL)
        said = items.own_and_fresh(member, row.seq, first_at=row.at, now=at)
        return items.take_back(member, said, client_id=client_id, at=at)


def carried(
    *, source: Room, target: Room, child: Child, as_member: Membership, at: datetime | None = None
) -> list[Carried]:
    """Bring a child's book along from one room to another; the lines that tell it there, and what each was made of.

    For staff's service, which has decided on the move and calls this in its transaction; `as_member` is their part in
    the target. What came along before does not come twice. Words keep what is private in them, photos are copied as
    far as they can be read, and whoever wrote an entry is named only if they are in the new room too: nothing else of
    the old room comes along. The caller's own `target` does not see how far its record went on.
    """
    with copies_kept(), transaction.atomic():
        member = enter_locked(actor=as_member.person, room_id=target.public_id, action=Action.APPROVE)
        there = set(BookEntry.objects.filter(room=target).values_list("root", flat=True))
        here = {part.person_id: part for part in target.memberships.filter(still_open())}
        entries = BookEntry.objects.filter(room=source, child=child).exclude(root__in=there).order_by("on", "seq")
        gone = items.retracted(source.pk, entries.values_list("seq", flat=True))
        lines = {event.seq: event for event in Event.objects.filter(room=source, seq__in=entries.values("seq"))}
        told = [_bring(entry, lines[entry.seq], member, here, at) for entry in entries if entry.seq not in gone]
        return [one for one in told if one is not None]


def found(member: Membership, entry_id: str) -> BookEntry:
    """An entry of the member's room. Raises RoomError not_found."""
    row = BookEntry.objects.filter(room=member.room_id, public_id=entry_id).select_related("child").first()
    if row is None:
        raise RoomError("not_found")
    return row


def _bring(
    entry: BookEntry, said: Event, member: Membership, here: dict[int, Membership], at: datetime | None
) -> Carried | None:
    """Bring one entry along; None for one whose words and photos were all erased."""
    text, photos = words_of(said.text, said.data), copies(said, member, whole=False)
    if not (text or photos):
        return None
    author = BookEntry.objects.filter(public_id=entry.root).values_list("author__person", flat=True).first()
    row = BookEntry(
        root=entry.root,
        room=member.room,
        child_id=entry.child_id,
        author=here.get(author) if author else None,
        carried=True,
        sort=entry.sort,
        on=entry.on,
        at=at or timezone.now(),
    )
    facts = {"sort": entry.sort, "on": entry.on.isoformat()}
    event = items.tell(
        member,
        Item(kind="book.carried", id=row.public_id, facts=facts),
        client_id=uuid5(UUID(int=0), f"{member.room.public_id}/{entry.root}"),
        text=text,
        files=[FileRef(id=copy.public_id, alt=alt) for copy, alt in photos],
        masks=masks_of(said.data),
        child=row.child,
        at=at,
    )
    row.seq = event.seq
    row.save()
    return Carried(seq=event.seq, of=(entry.seq,))


def _item(row: BookEntry) -> Item:
    return Item(kind="book.added", id=row.public_id, facts={"sort": row.sort, "on": row.on.isoformat()})


def _sort(sort: str) -> str:
    if sort not in BookEntry.Sort.values:
        raise RoomError("bad_choice")
    return sort


def _day(member: Membership, on: date | None, now: datetime) -> date:
    """The day of an entry: not one to come, nor from before any child was born."""
    today = timezone.localdate(now, timezone=member.person.zone)
    if on is not None and (on > today or on.year < today.year - _YEARS):
        raise RoomError("bad_choice")
    return on or today
