"""Learning from each other: ask how, show it, keep the way, try it, share a place that helps (S46, S50, S52)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from rooms.access import Action, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.items import ITEM, Item
from rooms.knowhow import LESSONS, TECHNIQUES, Topic
from rooms.models import AgencyCard, Event, Learned, Membership, Person
from rooms.services import items
from rooms.text import check_message

_CARDS: Final = frozenset(one.key for one in TECHNIQUES)
_LESSONS: Final = frozenset(one.key for one in LESSONS)


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What was tried: a way that is kept here, or a card; and how it went."""

    how: str
    way_id: str = ""
    card: str = ""
    text: str = ""


def ask(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    topic: str,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Ask how the others do something; either side may. Raises RoomError bad_choice, empty, and as `items.tell`."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "learning.asked"):
            return done
        permit(member, Action.TELL)
        if topic not in Topic.values:
            raise RoomError("bad_choice")
        row = _row(member, Learned.Kind.ASKED, text, topic=topic)
        return _tell(row, client_id, {"topic": f"learning.{topic}"}, text=text, sure=sure, at=at)


def answer(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    question_id: str,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Show how one does it. Raises RoomError not_found, empty, gone for a question that was taken back."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "learning.answered"):
            return done
        permit(member, Action.TELL)
        asked = _found(member, question_id, Learned.Kind.ASKED)
        _stands(member, asked.seq)
        row = _row(member, Learned.Kind.ANSWERED, text, topic=asked.topic, about=asked)
        return _tell(row, client_id, {"topic": f"learning.{asked.topic}"}, text=text, sure=sure, at=at)


def keep(
    *, actor: Person, room_id: str, client_id: UUID, seq: int, topic: str = "", at: datetime | None = None
) -> Event:
    """Keep somebody's words, an answer or any message, as a way that works here.

    Raises RoomError: not_found and bad_choice for what is no message with words; gone; kept_already, so that of two
    who keep it at once one is told.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "learning.kept"):
            return done
        permit(member, Action.TELL)
        said = message(member, seq)
        if not said.text:
            raise RoomError("bad_choice")
        _stands(member, seq)
        ways = set(_of(member, Learned.Kind.KEPT).filter(words_seq=seq).values_list("seq", flat=True))
        if ways - items.retracted(member.room_id, ways):
            raise RoomError("kept_already")
        shown = _of(member, Learned.Kind.ANSWERED).filter(seq=seq).select_related("about").first()
        topic = shown.topic if shown else topic
        if topic not in Topic.values:
            raise RoomError("bad_choice")
        about = shown.about if shown else None
        row = Learned(room=member.room, kind=Learned.Kind.KEPT, by=member, topic=topic, about=about, words_seq=seq)
        return _tell(row, client_id, {"topic": f"learning.{topic}"}, at=at)


def tried(
    *, actor: Person, room_id: str, client_id: UUID, what: Tried, sure: bool = True, at: datetime | None = None
) -> Event:
    """Note that one tried something, and how it went. Raises RoomError not_found, bad_choice, gone."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "learning.tried"):
            return done
        permit(member, Action.TELL)
        if what.how not in Learned.How.values or not (what.way_id or what.card):
            raise RoomError("bad_choice")
        facts = {"how": f"learning.{what.how}"}
        way = _found(member, what.way_id, Learned.Kind.KEPT) if what.way_id else None
        if way is None:
            facts |= {"card": _card(member, what.card)}
        else:
            _stands(member, way.seq)
            facts |= {"topic": f"learning.{way.topic}"}
        card = "" if way else what.card
        row = Learned(room=member.room, kind=Learned.Kind.TRIED, by=member, how=what.how, about=way, card=card)
        return _tell(row, client_id, facts, text=what.text, sure=sure, at=at)


def read(*, actor: Person, room_id: str, client_id: UUID, lesson: str, at: datetime | None = None) -> Event:
    """Say that one has read a short lesson; nobody has to. Raises RoomError bad_choice."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "learning.read"):
            return done
        permit(member, Action.TELL)
        if lesson not in _LESSONS:
            raise RoomError("bad_choice")
        row = Learned(room=member.room, kind=Learned.Kind.READ, by=member, card=lesson)
        return _tell(row, client_id, {"lesson": f"learning.lesson.{lesson}"}, at=at)


def share_place(
    *, actor: Person, room_id: str, client_id: UUID, text: str, sure: bool = True, at: datetime | None = None
) -> Event:
    """Tell the room of a place that helps. Contact details in a member's words stay private (see `items.tell`)."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "learning.place"):
            return done
        permit(member, Action.TELL)
        return _tell(_row(member, Learned.Kind.PLACE, text), client_id, {}, text=text, sure=sure, at=at)


def take_back(*, actor: Person, room_id: str, client_id: UUID, seq: int, at: datetime | None = None) -> Event:
    """Take back what one did here, at any time: it is offered to others for as long as it stands on the page.

    The record keeps it. Raises RoomError not_allowed, gone.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.taken_before(member, client_id, seq):
            return done
        permit(member, Action.RETRACT)
        said = message(member, seq)
        kind = said.data.get(ITEM, {}).get("kind", "")
        if not kind.startswith("learning.") or kind == "learning.shared":
            raise RoomError("not_allowed")
        return items.take_back(member, said, client_id=client_id, at=at)


def _row(member: Membership, kind: Learned.Kind, text: str, **more: object) -> Learned:
    """A row for what needs words."""
    check_message(text)
    return Learned(room=member.room, kind=kind, by=member, **more)


def _tell(
    row: Learned,
    client_id: UUID,
    facts: dict[str, str],
    *,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    item = Item(kind=f"learning.{row.kind}", id=row.public_id, facts=facts)
    event = items.tell(row.by, item, client_id=client_id, text=text, sure=sure, at=at)
    row.seq, row.at = event.seq, event.at
    row.save()
    return event


def _of(member: Membership, kind: str) -> QuerySet[Learned]:
    return Learned.objects.filter(room=member.room_id, kind=kind)


def _found(member: Membership, public_id: str, kind: str) -> Learned:
    """The row, if the member may see its line. Raises RoomError not_found."""
    row = _of(member, kind).filter(public_id=public_id).first()
    if row is None:
        raise RoomError("not_found")
    message(member, row.seq)
    return row


def _stands(member: Membership, seq: int) -> None:
    if items.retracted(member.room_id, [seq]):
        raise RoomError("gone")


def _card(member: Membership, key: str) -> str:
    """The label of a technique: ours by its title, one of the agency's as that."""
    if key in _CARDS:
        return f"learning.card.{key}"
    agency = member.room.family.agency_id
    if AgencyCard.objects.filter(agency=agency, kind=AgencyCard.Kind.TECHNIQUE, key=key).exists():
        return "learning.card.own"
    raise RoomError("bad_choice")
