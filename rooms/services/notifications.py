"""Who is to be told of what: made from the rooms' logs by the worker, and from everything else where it happens.

The log of a room is the outbox for what happens in it (decision 11): nothing is written while a message is posted. The
worker reads on from where it was, and in one transaction writes whom to tell and how far it has come.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from rooms.access import still_open
from rooms.models import (
    STAFF_ROLES,
    URGENT,
    Event,
    Kind,
    Membership,
    Notification,
    Person,
    Room,
    RoomNotice,
    RoomReach,
)
from rooms.services import ways
from rooms.wishes import seen, what_by_default, wishes

GRACE: Final = timedelta(seconds=10)
"""How long a message waits for being read on an open page, before anybody is told of it elsewhere."""
AT_ONCE: Final = URGENT | {Notification.Kind.TEST}
"""What does not wait for being read on an open page."""
ROOMS: Final = 500
"""Rooms looked through at one look."""
LINES: Final = 1_000
"""Lines of one room read at one look."""
BATCH: Final = 20
"""Notifications planned in one commit: few, since others wait for it on SQLite."""


def notify(*, person: Person, kind: str, room: Room | None = None) -> Notification:
    """Tell a person of something that is no line of a room's log, in the caller's transaction.

    What waits of the same kind in the same room is one notification. The two urgent kinds go out at once and ask for
    an answer that they were seen: see `acknowledge`.
    """
    now = timezone.now()
    waiting = Notification.objects.filter(person=person, room=room, kind=kind, state=Notification.State.WAITING)
    due = now if kind in AT_ONCE else now + GRACE
    made = Notification(person=person, room=room, kind=kind, at=now, next_at=due)
    earlier = waiting.first()
    if earlier is not None:
        return earlier
    if room is None:
        made.save()
        return made
    Notification.objects.bulk_create([made], ignore_conflicts=True)
    return waiting.filter(public_id=made.public_id).first() or waiting.get()


def notify_members(members: Iterable[Membership], kind: str, room: Room) -> None:
    """Tell these members of a room, in the caller's transaction."""
    for member in members:
        notify(person=member.person, kind=kind, room=room)


def notify_staff(room: Room, kind: str, *, but: Person | None = None) -> None:
    """Tell the staff of a room, in the caller's transaction."""
    staff = room.memberships.filter(still_open(), role__in=STAFF_ROLES).select_related("person").order_by("pk")
    notify_members((member for member in staff if but is None or member.person_id != but.pk), kind, room)


def drop(*, person: Person, kind: str) -> None:
    """What was to be told of this kind is over, in the caller's transaction."""
    Notification.objects.filter(person=person, kind=kind).update(state=Notification.State.DROPPED)


def acknowledge(*, actor: Person, notification: Notification) -> None:
    """The person says that they have seen it."""
    mine = Notification.objects.filter(pk=notification.pk, person=actor, acknowledged_at__isnull=True)
    mine.update(acknowledged_at=timezone.now())


def start_from_here(room: Room) -> None:
    """What the room's log holds by now is no news to anybody: it was loaded, not said."""
    RoomNotice.objects.update_or_create(room=room, defaults={"upto_seq": room.last_seq})


def gather() -> int:
    """Worker: look through the logs that went on. Returns how many lines were looked at."""
    behind = Room.objects.annotate(told=Coalesce("notice__upto_seq", 0)).filter(last_seq__gt=F("told")).order_by("pk")
    return sum(_gather(room) for room in list(behind.values_list("pk", flat=True)[:ROOMS]))


def plan() -> int:
    """Worker: decide on what has waited long enough. Returns how many were decided."""
    count = 0
    while decided := _plan_some(timezone.now()):
        count += decided
    return count


def _plan_some(now: datetime) -> int:
    with transaction.atomic():
        due = Notification.objects.filter(state=Notification.State.WAITING, next_at__lte=now)
        locked = due.select_for_update(skip_locked=True, of=("self",))
        found = list(locked.select_related("person", "room").order_by("next_at", "pk")[:BATCH])
        for notification in found:
            _plan(notification, now)
        return len(found)


def _gather(room_pk: int) -> int:
    with transaction.atomic():
        RoomNotice.objects.bulk_create([RoomNotice(room_id=room_pk)], ignore_conflicts=True)
        notice = RoomNotice.objects.select_for_update(skip_locked=True).filter(pk=room_pk).first()
        if notice is None:  # another worker is at it
            return 0
        head = Room.objects.values_list("last_seq", flat=True).get(pk=room_pk)
        first, last = notice.upto_seq + 1, min(head, notice.upto_seq + LINES)
        if last < first:
            return 0
        said = Event.objects.filter(room_id=room_pk, kind=Kind.MESSAGE, seq__range=(first, last)).order_by("seq")
        lines = list(said.values("seq", "author_id", "data"))
        if lines:
            _tell(room_pk, lines)
        RoomNotice.objects.filter(pk=room_pk).update(upto_seq=last)
        return last - first + 1


def _tell(room_pk: int, lines: Sequence[Mapping[str, Any]]) -> None:
    asked = {line["data"]["reply_to"] for line in lines if line["data"].get("reply_to")}
    writers = dict(Event.objects.filter(room_id=room_pk, seq__in=asked).values_list("seq", "author_id"))
    members = Membership.objects.filter(still_open(), room_id=room_pk, person__is_active=True)
    for member in members.select_related("reach").prefetch_related("hidden").order_by("pk"):
        theirs = [line for line in lines if line["author_id"] != member.pk and _sees(member, line["seq"])]
        reach = getattr(member, "reach", None)
        what = reach.what if reach else what_by_default(member)
        if what == RoomReach.What.MESSAGES:
            _add(member, Notification.Kind.MESSAGE, theirs)
        elif what == RoomReach.What.ASKED:
            answers = [line for line in theirs if writers.get(line["data"].get("reply_to")) == member.pk]
            _add(member, Notification.Kind.ANSWER, answers)


def _sees(member: Membership, seq: int) -> bool:
    """Whether the member may see this line, and has not read it already."""
    hidden = any(first <= seq and (last is None or seq <= last) for first, last in member.hidden_ranges)
    return seq > member.read_seq and not hidden


def _add(member: Membership, kind: str, lines: Sequence[Mapping[str, Any]]) -> None:
    """Let what waits for this member tell of these lines too, or begin to wait."""
    if not lines:
        return
    now, upto = timezone.now(), lines[-1]["seq"]
    same = Q(person_id=member.person_id, room_id=member.room_id, kind=kind, state=Notification.State.WAITING)
    if not Notification.objects.filter(same).update(upto_seq=upto):
        made = Notification(
            person_id=member.person_id,
            room_id=member.room_id,
            kind=kind,
            upto_seq=upto,
            at=now,
            next_at=now + GRACE,
        )
        Notification.objects.bulk_create([made], ignore_conflicts=True)


def _plan(notification: Notification, now: datetime) -> None:
    wish = wishes(notification.person, notification.room)
    if not wish.may_be_told() or seen(notification.upto_seq, wish.member) or not wish.want(notification.kind):
        notification.state = Notification.State.DROPPED
    elif (hold := wish.hold_until(notification.kind, now)) is not None:
        notification.next_at = hold
    else:
        notification.state, notification.next_at = Notification.State.PLANNED, now
        ways.open_ways(notification, wish, now)
    notification.save(update_fields=["state", "next_at"])
