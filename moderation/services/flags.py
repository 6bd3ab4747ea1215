"""Flags: raised by members, staff and screening; looked at, settled in plain words, and looked at once more if asked.

open → being looked at → settled → (a second look is asked for → settled for good). Nothing is ever opened again: what
comes up later is a new flag. What staff does here is private to staff, but for the words that are told.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from moderation.due import HOUR, URGENCY, due_at, worker_zone
from moderation.models import Flag, FlaggedMessage, FlagNote, HeldMessage, Look
from moderation.outcomes import Outcome, tells_author, tells_reporter
from moderation.queries.flags import find
from moderation.services import looks
from moderation.services.entry import settle_for, staffed, tell_staff, tell_those_concerned, words
from moderation.services.looks import looked
from rooms.access import Action, enter_locked, message, open_memberships
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES, Event, Membership, Notification, Person, Role, Room, State
from rooms.screen import Concern
from rooms.services.notifications import notify_staff

LIMIT: Final = 2_000
"""Characters of any words about a flag."""
LINKS: Final = 50
"""Messages that one flag may rest on."""
AN_HOUR: Final = 20
"""Flags that one member may raise in an hour, so that one person's bad hour does not bury the others."""


def raise_by_member(
    *, actor: Person, room_id: str, client_id: UUID, category: str, seq: int | None = None, text: str = ""
) -> Flag:
    """A member wants help, has a question or is glad of something, with or without a message that it is about.

    Whoever can read a room can ask for help in it, also while they cannot write there. Raises RoomError: not_found,
    not_allowed, bad_choice, too_long, bad_text, empty for a question without words, id_reused, slow_down.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.READ)
        return _raise(member, Flag.Source.MEMBER, client_id, category, seq, text)


def raise_by_staff(
    *, actor: Person, room_id: str, client_id: UUID, category: str, seq: int | None = None, text: str = ""
) -> Flag:
    """Staff marks something in a room for the queue. Raises RoomError as `raise_by_member` does."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        flag = _raise(member, Flag.Source.STAFF, client_id, category, seq, text)
        looked(actor=actor, room=member.room, kind=Look.Kind.FLAG, flag=flag.public_id)
        return flag


def raise_by_screening(
    *,
    room: Room,
    author: Membership,
    category: str,
    urgency: str,
    seqs: Iterable[int] = (),
    held: HeldMessage | None = None,
    labels: Sequence[str] = (),
) -> Flag:
    """Screening found something in what `author` wrote: messages of the record, or one that is held.

    For callers who have let the author in already; it writes in their transaction.
    """
    now = timezone.now()
    with transaction.atomic():
        flag = Flag.objects.create(
            room=room,
            source=Flag.Source.SCREENING,
            category=category,
            urgency=urgency,
            member=author,
            labels=list(labels),
            at=now,
            due_at=due_at(category, urgency, now, worker_zone(room)),
        )
        _attach(flag, seqs)
        if held is not None:
            FlaggedMessage.objects.create(flag=flag, held=held)
        notify_staff(room, Notification.Kind.FLAG)
        tell_staff(flag)
        return flag


def raise_concern(event: Event, concern: Concern) -> Flag:
    """What screening told of a message that is in the record, or of a change of one. For its callers as above."""
    assert event.author is not None  # noqa: S101 - only what a member said is screened
    return raise_by_screening(
        room=event.room,
        author=event.author,
        category=concern.category,
        urgency=concern.urgency,
        labels=concern.labels,
        seqs=[event.target or event.seq],
    )


def look_at_queue(*, actor: Person) -> None:
    """Leave the rows of reading the queue: names of members stand in it, as they do on the board."""
    looks.note(open_memberships(actor).filter(role__in=STAFF_ROLES), Look.Kind.BOARD)


def look(*, actor: Person, flag_id: str) -> None:
    """Leave the row of reading a flag with the lines around it, before it is shown. Raises RoomError not_found."""
    staff, flag = find(actor, flag_id)
    looks.note([staff], Look.Kind.FLAG)
    if any(one.held for one in flag.messages.all()):
        looks.note([staff], Look.Kind.HELD)


def claim(*, actor: Person, flag_id: str) -> Flag:
    """Say that one is looking at it. Doing so twice is fine. Raises RoomError: not_found, claimed, settled."""
    with transaction.atomic():
        staff, flag = staffed(actor, flag_id)
        if flag.claimed_by_id == actor.pk and flag.state == Flag.State.CLAIMED:
            return flag
        if flag.state == Flag.State.CLAIMED:
            raise RoomError("claimed")
        _still_open(flag)
        _take(flag, actor)
        looked(actor=actor, room=staff.room, kind=Look.Kind.FLAG, flag=flag.public_id, act="claim")
        return flag


def hand_on(*, actor: Person, flag_id: str, member_id: str) -> Flag:
    """Give it to another of the room's staff: what is open, or one's own; a supervisor hands on anybody's.

    Raises RoomError: not_found, also for a member who is no staff of this room; claimed, settled.
    """
    with transaction.atomic():
        staff, flag = staffed(actor, flag_id)
        _still_open(flag)
        if flag.claimed_by_id not in (None, actor.pk) and staff.role != Role.SUPERVISOR:
            raise RoomError("claimed")
        other = staff.room.memberships.filter(public_id=member_id, role__in=STAFF_ROLES, state=State.ACTIVE).first()
        if other is None:
            raise RoomError("not_found")
        _take(flag, other.person)
        looked(actor=actor, room=staff.room, kind=Look.Kind.FLAG, flag=flag.public_id, act="hand on")
        return flag


def note(*, actor: Person, flag_id: str, text: str) -> FlagNote:
    """Write something down for staff alone; at any time. Raises RoomError: not_found, empty, too_long, bad_text."""
    with transaction.atomic():
        staff, flag = staffed(actor, flag_id)
        made = FlagNote.objects.create(flag=flag, author=actor, text=words(text, LIMIT))
        looked(actor=actor, room=staff.room, kind=Look.Kind.FLAG, flag=flag.public_id, act="note")
        return made


def link(*, actor: Person, flag_id: str, seqs: Iterable[int]) -> Flag:
    """Name more messages that it rests on. Raises RoomError: not_found for a line that is no message, settled."""
    with transaction.atomic():
        staff, flag = staffed(actor, flag_id)
        _still_open(flag)
        wanted = sorted(set(seqs))
        for seq in wanted:
            message(staff, seq)
        _attach(flag, wanted)
        looked(actor=actor, room=staff.room, kind=Look.Kind.FLAG, flag=flag.public_id, act="link")
        return flag


def resolve(*, actor: Person, flag_id: str, outcome: str, to_author: str = "", to_reporter: str = "") -> Flag:
    """Settle it, in plain words for whom it is about and for who raised it, as far as there is such a person.

    Nobody settles what is about themselves while the room has other staff. Sending the very same twice is fine. Raises
    RoomError: not_found, claimed, settled, bad_choice, words_needed, too_long, bad_text, other_eyes.
    """
    with transaction.atomic():
        staff, flag = staffed(actor, flag_id)
        told = (outcome, to_author.strip(), to_reporter.strip())
        if flag.resolved_by_id == actor.pk and told == (flag.outcome, flag.told_author, flag.told_reporter):
            return flag
        _still_open(flag)
        if flag.claimed_by_id not in (None, actor.pk):
            raise RoomError("claimed")
        settle_for(staff, flag)
        if outcome not in Outcome.values:
            raise RoomError("bad_choice")
        flag.told_author = _told(tells_author(flag), to_author)
        flag.told_reporter = _told(tells_reporter(flag), to_reporter)
        flag.claimed_by, flag.claimed_at = actor, flag.claimed_at or timezone.now()
        flag.outcome, flag.resolved_by, flag.resolved_at = outcome, actor, timezone.now()
        flag.state = Flag.State.RESOLVED
        flag.save()
        looked(actor=actor, room=staff.room, kind=Look.Kind.FLAG, flag=flag.public_id, act="settle")
        tell_staff(flag)
        tell_those_concerned(flag)
        return flag


def _raise(member: Membership, source: str, client_id: UUID, category: str, seq: int | None, text: str) -> Flag:
    said = words(text, LIMIT, may_be_empty=category != Flag.Category.QUESTION)
    earlier = Flag.objects.filter(raised_by=member, client_id=client_id).first()
    if earlier is not None:
        if (earlier.category, earlier.words) != (category, said):
            raise RoomError("id_reused")
        return earlier
    if category not in Flag.Category.values:
        raise RoomError("bad_choice")
    author = None if seq is None else message(member, seq).author
    if category == Flag.Category.QUESTION or (author is not None and author.pk == member.pk):
        author = None
    now, urgency = timezone.now(), URGENCY[category]
    if Flag.objects.filter(raised_by=member, at__gt=now - HOUR).count() >= AN_HOUR:
        raise RoomError("slow_down")
    flag = Flag.objects.create(
        room=member.room,
        source=source,
        category=category,
        urgency=urgency,
        raised_by=member,
        member=author,
        words=said,
        at=now,
        due_at=due_at(category, urgency, now, worker_zone(member.room)),
        client_id=client_id,
    )
    _attach(flag, [] if seq is None else [seq])
    if urgency != Flag.Urgency.NONE:
        notify_staff(member.room, Notification.Kind.FLAG, but=member.person)
    tell_staff(flag)
    return flag


def _attach(flag: Flag, seqs: Iterable[int]) -> None:
    there = set(flag.messages.values_list("seq", flat=True))
    new = [seq for seq in seqs if seq not in there]
    if len(there) + len(new) > LINKS:
        raise RoomError("too_large")
    FlaggedMessage.objects.bulk_create(FlaggedMessage(flag=flag, seq=seq) for seq in new)


def _take(flag: Flag, person: Person, at: datetime | None = None) -> None:
    flag.claimed_by, flag.claimed_at, flag.state = person, at or timezone.now(), Flag.State.CLAIMED
    flag.save(update_fields=["claimed_by", "claimed_at", "state"])
    tell_staff(flag)


def _still_open(flag: Flag) -> None:
    if flag.state not in (Flag.State.OPEN, Flag.State.CLAIMED):
        raise RoomError("settled")


def _told(wanted: bool, text: str) -> str:
    """The words to somebody; none if there is nobody to tell."""
    if not wanted:
        return ""
    if not text.strip():
        raise RoomError("words_needed")
    return words(text, LIMIT)
