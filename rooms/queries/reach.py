"""The ledger of who was reached: for whoever wrote a message, for staff of a room, and who cannot be reached at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import Max, Min, Q, QuerySet

from rooms.access import Action, door, message, open_memberships, still_open, visible
from rooms.errors import RoomError
from rooms.models import (
    LIVE,
    STAFF_ROLES,
    Delivery,
    Event,
    Membership,
    Notification,
    Person,
    ReachSettings,
    Reading,
    RoomReach,
    Sheet,
)
from rooms.queries.lines import Line, Reader, lines
from rooms.queries.members import member_views
from rooms.queries.timeline import messages
from rooms.wishes import devices, settings_of, what_by_default, wishes

SHOWN: Final = 50
"""Of what was given up, the latest."""


class How(StrEnum):
    """How far a message came on its way to somebody."""

    SEEN = "seen"
    PHONE = "phone"
    """It was taken for one of their devices."""
    PAPER = "paper"
    """Staff handed it to them on paper."""
    TEXT = "text"
    MAIL = "mail"
    MAIL_NEXT = "mail_next"
    """Not yet; a mail is on its way."""
    TRYING = "trying"
    NOT_YET = "not_yet"


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How far a message came on its way to one member, and since when."""

    name: str
    how: How
    at: datetime | date | None
    """A day, if it was on paper."""


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """By what ways staff's rooms can reach one member, and what came of it lately."""

    id: str
    """Of the member."""
    room_id: str
    room: str
    name: str
    devices: int
    mail: bool
    text: bool
    read_at: datetime | None
    told_at: datetime | None
    up_to_date: bool

    @property
    def at_all(self) -> bool:
        return bool(self.devices or self.mail or self.text)


@dataclass(frozen=True, kw_only=True)
class GivenUp:
    """Something that was tried often and is tried no more."""

    id: int
    room: str
    name: str
    channel: str
    error: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RoomWish:
    """A person's choices for one of their rooms."""

    room_id: str
    name: str
    what: str
    push: bool
    mail: bool
    sms: bool
    muted_until: datetime | None


def room_wishes(person: Person) -> tuple[ReachSettings, list[RoomWish]]:
    """What a person wants to be told, for all rooms and for each."""
    parts = open_memberships(person).select_related("room", "person", "reach").prefetch_related("room__children")
    return settings_of(person), [_room_wish(part) for part in parts]


def reached(person: Person, room_id: str, seq: int) -> tuple[Line, list[Reached]]:
    """A message of one's own as its room shows it, and how far it came.

    Raises RoomError not_found, also for a message of somebody else.
    """
    member = door(actor=person, room_id=room_id, action=Action.READ)
    event = message(member, seq)
    if event.author_id != member.pk:
        raise RoomError("not_found")
    others = _others(member.room_id).exclude(pk=member.pk).exclude(role__in=STAFF_ROLES)
    return _line(member, seq), [_reached(other, event) for other in others]


def reachable(member: Membership) -> list[Reachable]:
    """The members of the room of this staff part, whom the door let in."""
    return _reachable(_others(member.room_id).exclude(role__in=STAFF_ROLES))


def unreachable(parts: Sequence[Membership]) -> tuple[list[Reachable], list[GivenUp]]:
    """In the rooms of these staff parts: who cannot be reached at all, and what was given up."""
    rooms = [part.room_id for part in parts]
    members = Membership.objects.filter(still_open(), room__in=rooms, person__is_active=True)
    listed = members.exclude(role__in=STAFF_ROLES).select_related("person", "room").prefetch_related("room__children")
    return [one for one in _reachable(listed.order_by("room", "pk")) if not one.at_all], _given_up(rooms)


def mine(person: Person, notification_id: str) -> Notification:
    """A notification of this person. Raises RoomError not_found."""
    found = Notification.objects.filter(person=person, public_id=notification_id).select_related("room").first()
    if found is None:
        raise RoomError("not_found")
    return found


def _line(member: Membership, seq: int) -> Line:
    """What one wrote, as it reads now."""
    me = {view.id: view for view in member_views([member], me=member)}
    reader = Reader(membership=member, members=me, zone=wishes(member.person, member.room).zone)
    return lines(reader, messages(member, [seq]))[0]


def _others(room_pk: int) -> QuerySet[Membership]:
    open_ones = Membership.objects.filter(still_open(), room=room_pk, person__is_active=True)
    return open_ones.select_related("person", "room").prefetch_related("room__children").order_by("pk")


def _reached(member: Membership, event: Event) -> Reached:
    how, at = _how(member, event)
    return Reached(name=member.shown_name, how=how, at=at)


def _how(member: Membership, event: Event) -> tuple[How, datetime | date | None]:
    if member.read_seq >= event.seq:
        steps = Reading.objects.filter(membership=member, first_seq__lte=event.seq, last_seq__gte=event.seq)
        return How.SEEN, steps.aggregate(at=Min("at"))["at"]
    if (given_on := _on_paper(member, event)) is not None:
        return How.PAPER, given_on
    about = Notification.objects.filter(person=member.person_id, room=member.room_id, upto_seq__gte=event.seq)
    of_room = Delivery.objects.filter(notification__in=about)
    mails = _mails(member, about)
    sent = {
        How.PHONE: of_room.filter(channel=Delivery.Channel.PUSH),
        How.TEXT: of_room.filter(channel=Delivery.Channel.SMS),
        How.MAIL: mails,
    }
    for how, ways in sent.items():
        if at := ways.filter(sent_at__gte=event.at).aggregate(at=Min("sent_at"))["at"]:
            return how, at
    waits = about.filter(state=Notification.State.WAITING)
    if of_room.filter(state__in=LIVE).exclude(channel=Delivery.Channel.EMAIL).exists() or waits.exists():
        return How.TRYING, None
    return (How.MAIL_NEXT if mails.filter(state__in=LIVE).exists() else How.NOT_YET), None


def _mails(member: Membership, about: QuerySet[Notification]) -> QuerySet[Delivery]:
    """Mail that tells of this room too: a mail is one for all rooms, but says nothing of one that it is not wanted for.

    What a mail was sent about stood planned by then.
    """
    planned = about.filter(state=Notification.State.PLANNED).aggregate(at=Min("next_at"))["at"]
    if planned is None or not wishes(member.person, member.room).mail:
        return Delivery.objects.none()
    mails = Delivery.objects.filter(notification__person=member.person_id, channel=Delivery.Channel.EMAIL)
    return mails.filter(Q(sent_at__isnull=True) | Q(sent_at__gte=planned))


def _on_paper(member: Membership, event: Event) -> date | None:
    """The first day on which they were given a page that has this message, if they may see it at all."""
    pages = Sheet.objects.filter(member=member, first_seq__lte=event.seq, last_seq__gte=event.seq)
    given_on: date | None = pages.aggregate(day=Min("given_on"))["day"]
    if given_on is None or not Event.objects.filter(visible(member), seq=event.seq).exists():
        return None
    return given_on


def _reachable(members: Iterable[Membership]) -> list[Reachable]:
    return [_reachable_one(member) for member in members]


def _reachable_one(member: Membership) -> Reachable:
    wish = wishes(member.person, member.room)
    pushes = Delivery.objects.filter(notification__person=member.person_id, notification__room=member.room_id)
    return Reachable(
        id=member.public_id,
        room_id=member.room.public_id,
        room=member.room.name,
        name=member.shown_name,
        devices=len(devices(member.person)) if wish.push else 0,
        mail=wish.mail,
        text=wish.sms,
        read_at=Reading.objects.filter(membership=member).aggregate(at=Max("at"))["at"],
        told_at=pushes.aggregate(at=Max("sent_at"))["at"],
        up_to_date=member.read_seq >= member.room.last_seq,
    )


def _given_up(rooms: Sequence[int]) -> list[GivenUp]:
    dead = Delivery.objects.filter(notification__room__in=rooms, state=Delivery.State.DEAD)
    found = dead.select_related("notification__room").prefetch_related("notification__room__children")
    names: dict[tuple[int | None, int], str] = {
        (room, person): name
        for room, person, name in Membership.objects.filter(room__in=rooms).values_list("room", "person", "shown_name")
    }
    return [
        GivenUp(
            id=one.pk,
            room=one.notification.room.name if one.notification.room else "",
            name=names.get((one.notification.room_id, one.notification.person_id), ""),
            channel=str(Delivery.Channel(one.channel).label),
            error=one.last_error,
            at=one.notification.at,
        )
        for one in found.order_by("-pk")[:SHOWN]
    ]


def _room_wish(part: Membership) -> RoomWish:
    reach = getattr(part, "reach", None) or RoomReach(membership=part, what=what_by_default(part))
    return RoomWish(
        room_id=part.room.public_id,
        name=part.room.name,
        what=reach.what,
        push=reach.push,
        mail=reach.mail,
        sms=reach.sms,
        muted_until=reach.muted_until,
    )
