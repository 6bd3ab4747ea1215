"""A journal of one's own: its owner decides who sees each page, and may decide anew (S5, S47, S48)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, permit, still_open
from rooms.errors import RoomError
from rooms.items import Item
from rooms.limits import JOURNAL, check_space
from rooms.models import Event, JournalEntry, Membership, Notification, Person, Role
from rooms.services import items
from rooms.services.notifications import notify_members
from rooms.text import check_message

Seen = JournalEntry.Seen


def write(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    kind: str,
    text: str,
    seen_by: str = Seen.ME,
    sure: bool = True,
    at: datetime | None = None,
) -> JournalEntry:
    """Write a page. Nobody but its owner sees it, unless they choose so; only then is it screened.

    Raises RoomError: bad_choice, empty, too_long, bad_text, and as `show_to`.
    """
    with transaction.atomic():
        owner = enter_locked(actor=actor, room_id=room_id, action=Action.READ)
        entry = JournalEntry.objects.filter(owner=owner, client_id=client_id).first()
        if entry is not None:
            return entry
        if kind not in JournalEntry.Kind.values or seen_by not in Seen.values:
            raise RoomError("bad_choice")
        check_space(JournalEntry.objects.filter(owner=owner), JOURNAL)
        entry = JournalEntry.objects.create(
            room=owner.room,
            owner=owner,
            kind=kind,
            text=_words(text),
            client_id=client_id,
            written_at=at or timezone.now(),
        )
        _show(owner, entry, seen_by, client_id, sure=sure, at=at)
        return entry


def change(*, actor: Person, room_id: str, client_id: UUID, entry_id: str, text: str) -> JournalEntry:
    """Put a page into other words, as long as nobody else could ever see it.

    Raises RoomError: not_found, journal_shown; empty, too_long, bad_text.
    """
    with transaction.atomic():
        entry = _own(enter_locked(actor=actor, room_id=room_id, action=Action.READ), entry_id)
        if entry.shown_at is not None:
            raise RoomError("journal_shown")
        entry.text = _words(text)
        entry.save(update_fields=["text"])
        return entry


def throw_away(*, actor: Person, room_id: str, client_id: UUID, entry_id: str) -> None:
    """Delete a page that nobody else could ever see. Raises RoomError not_found, journal_shown."""
    with transaction.atomic():
        entry = _own(enter_locked(actor=actor, room_id=room_id, action=Action.READ), entry_id)
        if entry.shown_at is not None:
            raise RoomError("journal_shown")
        entry.delete()


def show_to(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    entry_id: str,
    seen_by: str,
    sure: bool = True,
    at: datetime | None = None,
) -> JournalEntry:
    """Decide who sees a page from now on.

    For everybody in the room it becomes a line there; taken from them, that line is taken back. What was read stays
    read. Raises RoomError: not_found, bad_choice, gone if its words were erased, and as `items.tell`.
    """
    with transaction.atomic():
        owner = enter_locked(actor=actor, room_id=room_id, action=Action.READ)
        entry = _own(owner, entry_id)
        if seen_by not in Seen.values:
            raise RoomError("bad_choice")
        _show(owner, entry, seen_by, client_id, sure=sure, at=at)
        return entry


def words_of(entry: JournalEntry) -> str:
    """A page's words, for its owner and for whom they chose: from the room's line, once there is one."""
    if entry.seq is None:
        return entry.text
    return _line_of(entry).text


def _line_of(entry: JournalEntry) -> Event:
    """The room's line that a page became."""
    return Event.objects.get(room=entry.room_id, seq=entry.seq or 0)


def _show(
    owner: Membership, entry: JournalEntry, seen_by: str, client_id: UUID, *, sure: bool, at: datetime | None
) -> None:
    if seen_by == entry.seen_by:
        return
    if entry.seen_by == Seen.ROOM:
        permit(owner, Action.RETRACT)
        items.take_back(owner, _line_of(entry), client_id=client_id, at=at)
    if seen_by == Seen.ROOM:
        permit(owner, Action.TELL)
        text = words_of(entry)
        if not text:
            raise RoomError("gone")
        item = Item(kind="learning.shared", id=entry.public_id, facts={"about": f"learning.journal.{entry.kind}"})
        told = items.tell(owner, item, client_id=client_id, text=text, sure=sure, at=at)
        entry.seq, entry.text = told.seq, ""
    if seen_by == Seen.WORKER:
        notify_members(_workers(owner), Notification.Kind.TOLD, owner.room)
    entry.seen_by = seen_by
    if seen_by != Seen.ME and entry.shown_at is None:
        entry.shown_at = at or timezone.now()
    entry.save()


def _workers(owner: Membership) -> list[Membership]:
    found = owner.room.memberships.filter(still_open(), person__is_active=True, role=Role.SOCIAL_WORKER)
    return list(found.select_related("person").order_by("pk"))


def _own(owner: Membership, entry_id: str) -> JournalEntry:
    """The owner's page; that of anybody else is not there. Raises RoomError not_found."""
    entry = JournalEntry.objects.filter(room=owner.room_id, owner__person=owner.person_id, public_id=entry_id).first()
    if entry is None:
        raise RoomError("not_found")
    return entry


def _words(text: str) -> str:
    return check_message(text.replace("\r\n", "\n").strip())
