"""The day before: everybody concerned is told of a date, once, whatever happens to a worker on the way (S31, S35, S36).

A row for each person and date goes in the same transaction as the notification, under the room's lock: another worker
sees both or neither. Their quiet hours and wishes are kept by whoever sends it (`rooms.services.notifications`).
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rooms.access import still_open
from rooms.models import (
    CARERS,
    Approval,
    Meeting,
    Membership,
    Notification,
    Occasion,
    OccasionPart,
    Reminder,
    Role,
    Room,
)
from rooms.queries.calendar import entries
from rooms.services.notifications import notify

logger = logging.getLogger(__name__)

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
    now, told = timezone.now(), 0
    for room in sorted(_untold(list(_coming(now, Q())), now)):
        with _guarded():
            told += _remind(room, now)
    return told


@contextmanager
def _guarded() -> Iterator[None]:
    """What cannot be read in one room stops no other: it is tried again. Of the error only its kind is logged."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception as error:
        logger.warning("reminders: a room failed and is tried again: %s", type(error).__name__)


def _coming(now: datetime, where: Q) -> Iterator[Coming]:
    """What stands within a day, in the rooms that this says."""
    window = (now, now + AHEAD)
    visits = Occasion.objects.filter(where, state=Occasion.State.SET, starts__range=window)
    yield from (Coming(*row) for row in visits.values_list("room", "public_id", "starts"))
    meetings = Meeting.objects.filter(where, state=Meeting.State.SET, starts_at__lte=window[1])
    for one in meetings.exclude(kind=Meeting.Kind.TALK).filter(starts_at__gte=now):
        if one.starts_at is not None:
            yield Coming(one.room_id, one.public_id, one.starts_at)
    talks = meetings.filter(kind=Meeting.Kind.TALK).select_related("asked_by__person", "room__family__agency")
    for talk in talks.iterator(chunk_size=500):
        found: list[datetime] = []
        with _guarded():
            found = talk.times(*window)
        yield from (Coming(talk.room_id, talk.public_id, at) for at in found)


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
        room = Room.objects.select_for_update().prefetch_related("children", "memberships").get(pk=room_pk)
        coming = list(_coming(now, Q(room=room_pk)))
        there, told, visits, talks = _rows(coming, now), 0, _visits(coming), _talks(coming)
        for member in _open().filter(room=room).prefetch_related("hidden"):
            member.room = room
            new = [one for one in coming if (member.person_id, one.item, one.starts) not in there]
            if not new:
                continue
            rows = [Reminder(person_id=member.person_id, item=one.item, starts=one.starts) for one in new]
            Reminder.objects.bulk_create(rows, ignore_conflicts=True)
            mine = {one.item for one in new if _goes(member, visits.get(one.item), talk=one.item in talks)}
            if _concerned(member, mine, now):
                notify(person=member.person, kind=Notification.Kind.TOMORROW, room=room)
                told += 1
        return told


def _visits(coming: Iterable[Coming]) -> Mapping[str, Occasion]:
    found = Occasion.objects.filter(public_id__in={one.item for one in coming})
    return {one.public_id: one for one in found.select_related("approval").prefetch_related("parts")}


def _talks(coming: Iterable[Coming]) -> set[str]:
    talks = Meeting.objects.filter(public_id__in={one.item for one in coming}, kind=Meeting.Kind.TALK)
    return set(talks.values_list("public_id", flat=True))


def _concerned(member: Membership, mine: set[str], now: datetime) -> bool:
    """Whether the member sees one of what is theirs to go to; not if a late change was told at once."""
    if not mine:
        return False
    soon = Notification.objects.filter(person=member.person_id, room=member.room_id, at__gt=now - AHEAD)
    if soon.filter(kind=Notification.Kind.VISIT_SOON).exists():
        return False
    found = entries([member], now, now + AHEAD)
    return any(one.id in mine and one.sure and not one.called_off for one in found)


def _goes(member: Membership, occasion: Occasion | None, *, talk: bool) -> bool:
    """To a visit goes who was asked and has not said no, and staff where the court wants them; to a meeting go all.

    Whoever cares for the child at home makes them ready for it, also if they came after it was set.
    """
    if occasion is None:
        return (member.role == Role.SOCIAL_WORKER and not talk) or not member.is_staff
    if member.is_staff:
        watched = occasion.approval is not None and occasion.approval.supervised == Approval.Supervised.AGENCY
        return watched and member.role == Role.SOCIAL_WORKER
    asked = {part.member_id for part in occasion.parts.all() if part.says != OccasionPart.Says.NO}
    return member.role in CARERS or member.pk in asked


def _open() -> QuerySet[Membership]:
    parts = Membership.objects.filter(still_open(), person__is_active=True)
    return parts.select_related("person", "room").order_by("pk")
