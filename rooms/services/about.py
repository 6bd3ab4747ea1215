"""What is told of a child: entries with all their versions, messages that are kept, and taking back one's own.

An entry is one member's voice: only they give it a new version, and the others tell what they know beside it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rooms.access import Action, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.items import ITEM, Item
from rooms.limits import ENTRIES_EACH, check_space
from rooms.models import (
    CARERS,
    BigStep,
    Child,
    ChildEntry,
    DearThing,
    EntryVersion,
    Event,
    ExpertQuestion,
    Membership,
    Person,
)
from rooms.models.about import HOME, Topic
from rooms.services import items
from rooms.services.about_carried import carried
from rooms.services.about_rows import Row, child_in, row_of, topic_of
from rooms.services.home_privacy import leads_to_door

__all__ = ["Told", "carried", "change", "keep", "take_back", "tell"]

_OF_OTHERS: Final = Q(quotes__isnull=False) | Q(told_at__isnull=False)
"""Versions that hold what was kept or came along of others: nobody writes those anew."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a member tells: about which child, under which topic, and which question it answers, if one."""

    topic: str
    text: str
    child_id: str = ""
    question_id: str = ""


def tell(
    *, actor: Person, room_id: str, client_id: UUID, told: Told, sure: bool = True, at: datetime | None = None
) -> Event:
    """Tell something of a child, or of one's own home (S8, S21 to S26).

    Raises RoomError: bad_choice, empty, home_private, and as `items.tell`.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "child.told", "child.answered"):
            return done
        permit(member, Action.TELL)
        question = row_of(ExpertQuestion, member, told.question_id) if told.question_id else None
        topic = topic_of(question.topic if question else told.topic)
        child = question.child if question else _whom(member, topic, told.child_id)
        _check_home(member, topic)
        _check_words(member, topic, told.text)
        check_space(ChildEntry.objects.filter(author=member, child=child, topic=topic), ENTRIES_EACH)
        entry = ChildEntry(room=member.room, child=child, topic=topic, author=member, question=question)
        item = _item("child.answered" if question else "child.told", entry)
        return _save(
            entry,
            items.tell(member, item, client_id=client_id, text=told.text, child=child, sure=sure, at=at),
        )


def change(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    entry_id: str,
    seen: int | None,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Give one's own entry a new version; the one before can still be read. `seen` is the version that was on the form.

    Raises RoomError: not_found; not_allowed for somebody else's, and for what was kept or came along of others;
    changed_since, and as `tell`.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "child.changed"):
            return done
        permit(member, Action.TELL)
        entry = row_of(ChildEntry, member, entry_id)
        if entry.author_id != member.pk or entry.versions.filter(_OF_OTHERS, seq=entry.seq).exists():
            raise RoomError("not_allowed")
        if entry.seq != seen:
            raise RoomError("changed_since")
        _check_words(member, Topic(entry.topic), text)
        item = _item("child.changed", entry)
        return _save(
            entry,
            items.tell(member, item, client_id=client_id, text=text, child=entry.child, sure=sure, at=at),
        )


def keep(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    seq: int,
    topic: str,
    child_id: str = "",
    at: datetime | None = None,
) -> Event:
    """Keep a message that the member may see as an entry: it is quoted, so that it stays its writer's.

    Raises RoomError: not_found; bad_choice for what is no message with words; gone; kept_already.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "child.kept"):
            return done
        permit(member, Action.TELL)
        said = message(member, seq)
        chosen = topic_of(topic)
        if chosen in HOME or ITEM in said.data or not said.text:
            raise RoomError("bad_choice")
        if items.retracted(member.room_id, [seq]):
            raise RoomError("gone")
        child = child_in(member, child_id)
        if EntryVersion.objects.filter(entry__room=member.room, entry__topic=chosen, quotes=seq).exists():
            raise RoomError("kept_already")
        check_space(ChildEntry.objects.filter(author=member, child=child, topic=chosen), ENTRIES_EACH)
        entry = ChildEntry(room=member.room, child=child, topic=chosen, author=member)
        return _save(
            entry, items.tell(member, _item("child.kept", entry), client_id=client_id, child=child, at=at), quotes=seq
        )


def take_back(
    *, actor: Person, room_id: str, client_id: UUID, table: type[Row], row_id: str, at: datetime | None = None
) -> Event:
    """Take back the newest words of one's own entry, or one's own question, step or dear thing.

    An entry that had an earlier version is that again. There is no hour after which it stays: it says how the child
    is, so whoever wrote it may mend it whenever it is no longer true. Raises RoomError: not_found, not_allowed.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.taken_before(member, client_id, row_id):
            return done
        permit(member, Action.TELL)
        row = row_of(table, member, row_id)
        event = items.take_back(member, message(member, row.seq), client_id=client_id, at=at)
        _remove(row)
        return event


def _whom(member: Membership, topic: Topic, child_id: str) -> Child | None:
    """The child it is about; None where a home introduces itself."""
    return None if topic in HOME else child_in(member, child_id)


def _check_home(member: Membership, topic: Topic) -> None:
    """Only those who live in a home introduce it, also in answer to a question."""
    if topic in HOME and member.role not in CARERS:
        raise RoomError("not_allowed")


def _check_words(member: Membership, topic: Topic, text: str) -> None:
    if not text.strip():
        raise RoomError("empty")
    if topic in HOME and leads_to_door(member.room, text):
        raise RoomError("home_private")


def _item(kind: str, entry: ChildEntry) -> Item:
    return Item(kind=kind, id=entry.public_id, facts={"topic": f"topic.{entry.topic}"})


def _save(entry: ChildEntry, event: Event, *, quotes: int | None = None) -> Event:
    entry.seq = event.seq
    entry.save()
    EntryVersion.objects.create(entry=entry, seq=event.seq, quotes=quotes)
    return event


def _remove(row: ChildEntry | ExpertQuestion | BigStep | DearThing) -> None:
    """What was taken back is no part of the page any more; the record keeps that it was there."""
    if isinstance(row, ChildEntry):
        row.versions.filter(seq=row.seq).delete()
        before = row.versions.order_by("-seq").first()
        if before is not None:
            row.seq = before.seq
            row.save(update_fields=["seq"])
            return
    elif isinstance(row, BigStep):
        row.answers.all().delete()
    elif isinstance(row, DearThing):
        row.moves.all().delete()
    row.delete()
