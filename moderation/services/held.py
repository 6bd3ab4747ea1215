"""Messages that staff reads before anybody else does: kept, let through, declined, taken back (S7, S60).

A held message is no event of its room until it is let through; then it gets the room's next number, under the id that
its writer gave it, so that it is said once whatever was sent again meanwhile. A change of a message waits likewise.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation import policy
from moderation.models import HeldMessage, Look, Step
from moderation.queries.held import overtaken
from moderation.screening import contacts
from moderation.services import flags
from moderation.services.entry import words
from moderation.services.looks import looked
from rooms import bus
from rooms.access import Action, enter_locked
from rooms.errors import RoomError
from rooms.masks import Mask
from rooms.models import Event, Membership, Notification, Person, Room
from rooms.protocol import FileRef
from rooms.screen import Advice, Held, Verdict
from rooms.services import attachments, messages, waiting
from rooms.services.notifications import notify_members, notify_staff

LIMIT: Final = 2_000
"""Characters of what staff tells the writer."""


def keep(
    member: Membership,
    verdict: Verdict,
    *,
    text: str,
    client_id: UUID,
    reply_to: int | None,
    files: Sequence[FileRef] = (),
) -> Held:
    """Keep a message and its photos for staff, in the transaction that locked its room. Sent again it is kept once.

    Raises RoomError id_reused if another one was sent under this id.
    """
    if earlier := before(member, client_id, text, files, help=verdict.help):
        return earlier
    if verdict.changes is not None:
        _replace(member, verdict.changes)
    message = HeldMessage.objects.create(
        room=member.room,
        author=member,
        client_id=client_id,
        text=text,
        reply_to=reply_to,
        target=verdict.changes,
        why=verdict.hold,
    )
    attachments.hold(member, client_id, files)
    for concern in verdict.concerns:
        flags.raise_by_screening(
            room=member.room,
            author=member,
            category=concern.category,
            urgency=concern.urgency,
            labels=concern.labels,
            held=message,
        )
    notify_staff(member.room, Notification.Kind.REVIEW)
    _tell(message)
    return Held(at=message.at, help=verdict.help)


def before(
    member: Membership, client_id: UUID, text: str, files: Sequence[FileRef] = (), *, help: tuple[Advice, ...] = ()
) -> Held | None:
    """The answer to a message that was held before. Raises RoomError id_reused if it said or showed something else.

    Nobody knows any more which photos went with one that was not sent.
    """
    message = HeldMessage.objects.filter(author=member, client_id=client_id).first()
    if message is None:
        return None
    kept = message.state in (HeldMessage.State.WAITING, HeldMessage.State.RELEASED)
    if message.text != text or kept and attachments.of_message(member, client_id) != [ref.id for ref in files]:
        raise RoomError("id_reused")
    return Held(at=message.at, help=help)


def in_force(member: Membership) -> bool:
    """Whether a step has this person's messages, or all of the room's, wait for staff."""
    whose = Q(member=None) | Q(member__person=member.person_id)
    return member.room.under_review and _steps(member.room).filter(whose).exists()


def release(*, actor: Person, held_id: str) -> Event | None:
    """Let a message, or a change of one, through. Doing so twice is fine.

    One that was held for another reason than its contact details keeps those private. None for a change whose writer
    has changed the message again since, or has taken it back: it must not undo that, and counts as taken back. Raises
    RoomError: not_found; decided if it was declined or taken back; writer_away; photo_not_hidden.
    """
    with transaction.atomic():
        message = _for_staff(actor, held_id, HeldMessage.State.RELEASED)
        spans = [] if message.why == "contact" else contacts.find(message.text)
        if message.why != "contact":
            _check_photos(message)
        masks = [(span.start, span.end, span.kind.value) for span in spans]
        if message.seq is None and overtaken(message):
            _decide(message, actor, HeldMessage.State.TAKEN_BACK)
            return None
        try:
            event = _record(message, masks)
        except RoomError as refusal:
            raise RoomError("writer_away") if refusal.code == "not_found" else refusal from None
        message.seq = event.seq
        _decide(message, actor, HeldMessage.State.RELEASED)
        return event


def _check_photos(message: HeldMessage) -> None:
    """What a photo shows cannot be kept private: who sees the photo reads it."""
    shown = [ref.alt for ref in attachments.held(message.author, message.client_id) if ref.alt]
    found = contacts.find("\n".join([message.text, *shown])) if shown else []
    if policy.private(message.room, [span for span in found if span.end > len(message.text)]):
        raise RoomError("photo_not_hidden")


def _record(message: HeldMessage, masks: Sequence[Mask]) -> Event:
    writer, client_id = message.author, message.client_id
    if message.target is not None:
        return messages.change_through(
            member=writer, client_id=client_id, target=message.target, text=message.text, masks=masks
        )
    return waiting.let_through(
        member=writer, client_id=client_id, text=message.text, reply_to=message.reply_to, masks=masks
    )


def _replace(member: Membership, target: int) -> None:
    """A writer's last change of a message is the one that waits."""
    for earlier in HeldMessage.objects.filter(author=member, target=target, state=HeldMessage.State.WAITING):
        earlier.author, earlier.room = member, member.room
        earlier.state, earlier.decided_at = HeldMessage.State.TAKEN_BACK, timezone.now()
        earlier.save(update_fields=["state", "decided_at"])
        _tell(earlier)


def decline(*, actor: Person, held_id: str, answer: str) -> HeldMessage:
    """Do not let a message through, and tell its writer why in kind words.

    Raises RoomError: not_found, decided, empty, too_long, bad_text.
    """
    said = words(answer, LIMIT)
    with transaction.atomic():
        message = _for_staff(actor, held_id, HeldMessage.State.DECLINED)
        message.answer = said
        attachments.let_go(message.author, message.client_id)
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
        attachments.let_go(member, client_id)
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
    notify_members([message.author], Notification.Kind.HELD, message.room)
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
