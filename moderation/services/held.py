"""Messages that staff reads before anybody else does: kept, let through, declined, taken back (S7, S60).

A held message is no event of its room until it is let through; then it gets the room's next number, under the id that
its writer gave it, so that it is said once whatever was sent again meanwhile.
"""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation.models import HeldMessage, Look, Step
from moderation.screening import contacts
from moderation.services import flags
from moderation.services.entry import words
from moderation.services.looks import looked
from rooms import bus
from rooms.access import Action, enter_locked
from rooms.errors import RoomError
from rooms.models import Event, Membership, Person, Room
from rooms.screen import Advice, Held, Verdict
from rooms.services import posting

LIMIT: Final = 2_000
"""Characters of what staff tells the writer."""


def keep(member: Membership, verdict: Verdict, *, text: str, client_id: UUID, reply_to: int | None) -> Held:
    """Keep a message for staff, in the transaction that locked its room. Sent again it is kept once.

    Raises RoomError id_reused if another one was sent under this id.
    """
    if earlier := before(member, client_id, text, help=verdict.help):
        return earlier
    message = HeldMessage.objects.create(
        room=member.room, author=member, client_id=client_id, text=text, reply_to=reply_to, why=verdict.hold
    )
    for concern in verdict.concerns:
        flags.raise_by_screening(
            room=member.room,
            author=member,
            category=concern.category,
            urgency=concern.urgency,
            labels=concern.labels,
            held=message,
        )
    _tell(message)
    return Held(at=message.at, help=verdict.help)


def before(member: Membership, client_id: UUID, text: str, *, help: tuple[Advice, ...] = ()) -> Held | None:
    """The answer to a message that was held before. Raises RoomError id_reused if it said something else."""
    message = HeldMessage.objects.filter(author=member, client_id=client_id).first()
    if message is None:
        return None
    if message.text != text:
        raise RoomError("id_reused")
    return Held(at=message.at, help=help)


def in_force(member: Membership) -> bool:
    """Whether a step has this member's messages, or all of the room's, wait for staff."""
    return member.room.under_review and _steps(member.room).filter(Q(member=None) | Q(member=member)).exists()


def release(*, actor: Person, held_id: str) -> Event:
    """Let a message through. Doing so twice is fine.

    One that was held for another reason than its contact details keeps those private. Raises RoomError: not_found;
    decided if it was declined or taken back; writer_away.
    """
    with transaction.atomic():
        message = _for_staff(actor, held_id, HeldMessage.State.RELEASED)
        spans = [] if message.why == "contact" else contacts.find(message.text)
        masks = [(span.start, span.end, span.kind.value) for span in spans]
        try:
            event = posting.let_through(
                member=message.author,
                client_id=message.client_id,
                text=message.text,
                reply_to=message.reply_to,
                masks=masks,
            )
        except RoomError as refusal:
            raise RoomError("writer_away") if refusal.code == "not_found" else refusal from None
        message.seq = event.seq
        _decide(message, actor, HeldMessage.State.RELEASED)
        return event


def decline(*, actor: Person, held_id: str, answer: str) -> HeldMessage:
    """Do not let a message through, and tell its writer why in kind words.

    Raises RoomError: not_found, decided, empty, too_long, bad_text.
    """
    said = words(answer, LIMIT)
    with transaction.atomic():
        message = _for_staff(actor, held_id, HeldMessage.State.DECLINED)
        message.answer = said
        _decide(message, actor, HeldMessage.State.DECLINED)
        return message


def take_back(*, actor: Person, room_id: str, client_id: UUID) -> HeldMessage:
    """The writer, who names it by the id that they gave it, does not want it sent. Doing so twice is fine.

    Raises RoomError: not_found, decided.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.READ)
        message = HeldMessage.objects.filter(author=member, client_id=client_id).first()
        if message is None:
            raise RoomError("not_found")
        if message.state not in (HeldMessage.State.WAITING, HeldMessage.State.TAKEN_BACK):
            raise RoomError("decided")
        message.author = member
        message.state, message.decided_at = HeldMessage.State.TAKEN_BACK, timezone.now()
        message.save(update_fields=["state", "decided_at"])
        _tell(message)
        return message


def _for_staff(actor: Person, held_id: str, wanted: HeldMessage.State) -> HeldMessage:
    """A held message with its room locked for its staff. One of a room that is not theirs is as unknown as none."""
    found = HeldMessage.objects.filter(public_id=held_id).values_list("room__public_id", flat=True).first()
    if found is None:
        raise RoomError("not_found")
    try:
        staff = enter_locked(actor=actor, room_id=found, action=Action.MANAGE)
    except RoomError:
        raise RoomError("not_found") from None
    message = HeldMessage.objects.select_related("author__person").get(public_id=held_id)
    if message.state not in (HeldMessage.State.WAITING, wanted):
        raise RoomError("decided")
    message.room = message.author.room = staff.room
    return message


def _decide(message: HeldMessage, actor: Person, state: HeldMessage.State) -> None:
    message.state, message.decided_by, message.decided_at = state, actor, timezone.now()
    message.save()
    looked(actor=actor, room=message.room, kind=Look.Kind.HELD, held=message.public_id, act=str(state))
    _tell(message)


def _steps(room: Room) -> QuerySet[Step]:
    lasting = Q(until__isnull=True) | Q(until__gt=timezone.now())
    return Step.objects.filter(lasting, room=room, kind=Step.Kind.HOLD, ended_at__isnull=True)


def _tell(message: HeldMessage) -> None:
    """Let the writer's open pages and the room's desks know, once it is committed; nobody else hears of it."""
    signal = {
        "s": "held",
        "room": message.room_id,
        "member": message.author.public_id,
        "id": str(message.client_id),
        "state": str(message.state),
    }
    transaction.on_commit(lambda: bus.signal([signal]), robust=True)
