"""The day before: everybody concerned is told of a date, once, whatever happens to a worker on the way (S31, S35, S36).

A row for each person and date goes in the same transaction as the notification, under the room's lock: another worker
sees both or neither. Their quiet hours and wishes are kept by whoever sends it (`rooms.services.notifications`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rooms.access import still_open
from rooms.models import Approval, Meeting, Membership, Notification, Occasion, OccasionPart, Reminder, Role, Room
from rooms.queries.calendar import entries
from rooms.services.notifications import notify

AHEAD: Final = timedelta(hours=24)
EVERY: Final = 60
"""Seconds from one look to the next, by whichever worker."""
_LOOKED: Final = "reminders"


class Coming(NamedTuple):
    """Something that stands within a day."""

    room: int
    item: str
    starts: datetime


def remind() -> int:
    """Worker: tell of what comes within a day. Returns how many were told. Several workers at once are safe."""
    if not cache.add(_LOOKED, 1, timeout=EVERY):
        return 0
    now = timezone.now()
    return sum(_remind(room, now) for room in sorted(_untold(list(_coming(now)), now)))


def _coming(now: datetime) -> Iterator[Coming]:
    window = (now, now + AHEAD)
    visits = Occasion.objects.filter(state=Occasion.State.SET, starts__range=window)
    yield from (Coming(*row) for row in visits.values_list("room", "public_id", "starts"))
    meetings = Meeting.objects.filter(state=Meeting.State.SET, starts_at__lte=window[1])
    for one in meetings.exclude(kind=Meeting.Kind.TALK).filter(starts_at__gte=now):
        if one.starts_at is not None:
            yield Coming(one.room_id, one.public_id, one.starts_at)
    talks = meetings.filter(kind=Meeting.Kind.TALK).select_related("asked_by__person", "room__family__agency")
    for talk in talks.iterator(chunk_size=500):
        yield from (Coming(talk.room_id, talk.public_id, at) for at in talk.times(*window))


def _untold(coming: list[Coming], now: datetime) -> set[int]:
    """The rooms in which somebody has not been thought of yet."""
    people: dict[int, list[int]] = defaultdict(list)
    for room, person in _open().filter(room__in={one.room for one in coming}).values_list("room", "person"):
        people[room].append(person)
    there = _rows(coming, now)
    return {one.room for one in coming for person in people[one.room] if (person, one.item, one.starts) not in there}


def _rows(coming: Iterable[Coming], now: datetime) -> set[tuple[int, str, datetime]]:
    rows = Reminder.objects.filter(item__in={one.item for one in coming}, starts__gte=now)
    return set(rows.values_list("person", "item", "starts"))


def _remind(room_pk: int, now: datetime) -> int:
    """Look at one room as it stands now, and tell who is concerned; whoever was thought of has a row."""
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_pk)
        coming = [one for one in _coming(now) if one.room == room_pk]
        there, told = _rows(coming, now), 0
        for member in _open().filter(room=room).prefetch_related("hidden"):
            new = [one for one in coming if (member.person_id, one.item, one.starts) not in there]
            if not new:
                continue
            rows = [Reminder(person_id=member.person_id, item=one.item, starts=one.starts) for one in new]
            Reminder.objects.bulk_create(rows, ignore_conflicts=True)
            if _concerned(member, new, now):
                notify(person=member.person, kind=Notification.Kind.TOMORROW, room=room)
                told += 1
        return told


def _concerned(member: Membership, coming: Iterable[Coming], now: datetime) -> bool:
    """Whether the member sees one of these, and it is theirs to go to; not if a late change was told at once."""
    seen = {one.id for one in entries([member], now, now + AHEAD) if one.sure and not one.called_off}
    if not any(one.item in seen and _goes(member, one.item) for one in coming):
        return False
    soon = Notification.objects.filter(person=member.person_id, room=member.room_id, at__gt=now - AHEAD)
    return not soon.filter(kind=Notification.Kind.VISIT_SOON).exists()


def _goes(member: Membership, item: str) -> bool:
    """To a visit goes who was asked and has not said no, and staff where the court wants them; to a meeting go all."""
    occasion = Occasion.objects.select_related("approval").filter(public_id=item).first()
    if occasion is None:
        talk = Meeting.objects.filter(public_id=item, kind=Meeting.Kind.TALK).exists()
        return member.role == Role.SOCIAL_WORKER and not talk or not member.is_staff
    if member.is_staff:
        watched = occasion.approval is not None and occasion.approval.supervised == Approval.Supervised.AGENCY
        return watched and member.role == Role.SOCIAL_WORKER
    return occasion.parts.filter(member=member).exclude(says=OccasionPart.Says.NO).exists()


def _open() -> QuerySet[Membership]:
    parts = Membership.objects.filter(still_open(), person__is_active=True)
    return parts.select_related("person", "room").order_by("pk")
