"""The plan of a visit, rides, notes after it, and who may see its place. Each is a line of the room with its words."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rooms.access import Action, visible
from rooms.contact import RECENT, is_concerned
from rooms.errors import RoomError
from rooms.models import CARERS, STAFF_ROLES, Event, Membership, Notification, Occasion, OccasionLine, Person, Role
from rooms.services.notifications import acknowledge
from rooms.services.occasion_parts import clean_place, members_named
from rooms.services.occasion_steps import begin, changed, found, some, tell

About = OccasionLine.About
PARTS: Final = (About.COACH, About.BRING, About.SNACKS, About.HELLO, About.GOODBYE)
"""Of what a plan is made, in the order of the visit."""
NOTES: Final = (About.WELL, About.TRY)
RIDES: Final = ("ride_asked", "ride_offered", "voucher_asked", "voucher_offered")
_MEMBERS: Final = frozenset(Role) - STAFF_ROLES


def plan(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    part: str,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Write one part of the plan anew. Raises RoomError: bad_choice, words_needed, occasion_over, as `items.tell`."""
    with transaction.atomic():
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=("planned",))
        if done:
            return done
        if part not in PARTS:
            raise RoomError("bad_choice")
        one = _to_come(member, occasion, text, at)
        facts = {"part": f"part.{part}"}
        return tell(member, [one], "planned", client_id=client_id, text=text, about=part, sure=sure, at=at, facts=facts)


def ride(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    ride: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Ask for, or offer, a ride or a voucher (S43). Raises RoomError: bad_choice, occasion_over, as `items.tell`."""
    with transaction.atomic():
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=("ride",))
        if done:
            return done
        if ride not in RIDES:
            raise RoomError("bad_choice")
        one = _to_come(member, occasion, None, at)
        facts = {"ride": f"ride.{ride}"}
        return tell(
            member, [one], "ride", client_id=client_id, text=text, about=About.RIDE, sure=sure, at=at, facts=facts
        )


def topic(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Say before what one would like help with, so that the notes after are about that. Raises as `plan`."""
    with transaction.atomic():
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=("topic",))
        if done:
            return done
        one = _to_come(member, occasion, text, at)
        return tell(member, [one], "topic", client_id=client_id, text=text, about=About.TOPIC, sure=sure, at=at)


def note(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    about: str,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """After it began: what went well, or one thing to try (S41). Raises bad_choice, words_needed, as `items.tell`."""
    with transaction.atomic():
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=("noted",))
        if done:
            return done
        one = some(member, occasion)
        if about not in NOTES or one.state != Occasion.State.SET or one.starts > (at or timezone.now()):
            raise RoomError("bad_choice")
        _check(member, one, text)
        facts = {"part": f"part.{about}"}
        return tell(member, [one], "noted", client_id=client_id, text=text, about=about, sure=sure, at=at, facts=facts)


def show_place(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    version: int,
    place: str,
    members: Collection[str] = (),
    at: datetime | None = None,
) -> Event:
    """Staff says where it is, and who may see that. Raises RoomError: not_allowed, bad_choice, changed_since …"""
    with transaction.atomic():
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.APPROVE, steps=("place",))
        if done:
            return done
        one = found(member, occasion, version, at=at)
        one.place = clean_place(place)
        one.place_for.set(members_named(member, members, _MEMBERS))
        changed([one])
        return tell(member, [one], "place", client_id=client_id, at=at)


def seen(*, actor: Person, room_id: str, client_id: UUID, occasion: str, at: datetime | None = None) -> Event:
    """Say that one has seen the late change of an occasion; saying it again records nothing. Raises not_found."""
    with transaction.atomic():
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PEOPLE, steps=("seen",))
        if done:
            return done
        one = some(member, occasion)
        if one.soon_seq is None:
            raise RoomError("changed_since")
        event = _seen_before(member, one)
        if event is None:
            event = tell(member, [one], "seen", client_id=client_id, about=About.SEEN, at=at)
        if not _others_unseen(member, one, at):
            for waiting in Notification.objects.filter(
                person=actor, room=member.room, kind=Notification.Kind.VISIT_SOON, acknowledged_at__isnull=True
            ):
                acknowledge(actor=actor, notification=waiting)
        return event


def _seen_before(member: Membership, occasion: Occasion) -> Event | None:
    """The line with which this member said, after its last late change, that they saw it; or the change, if theirs."""
    late = Event.objects.get(room=member.room, seq=occasion.soon_seq or 0)
    lines = _lines(occasion, About.SEEN, late.seq)
    said = Event.objects.filter(room=member.room, author=member, seq__in=lines).first()
    return late if said is None and late.author_id == member.pk else said


def _others_unseen(member: Membership, occasion: Occasion, at: datetime | None) -> bool:
    """Whether some other late change in the room, of which this member was told, still waits for them to see it."""
    late = Occasion.objects.filter(room=member.room, ends__gt=(at or timezone.now()) - RECENT)
    if not (member.is_staff or member.role in CARERS):
        late = late.filter(parts__member=member)
    # A change of a whole series is one alarm: whoever saw it at one of its dates has seen it.
    told: dict[int, list[Occasion]] = {}
    for one in late.filter(soon_seq__isnull=False).exclude(soon_seq=occasion.soon_seq):
        told.setdefault(one.soon_seq or 0, []).append(one)
    shown = Event.objects.filter(visible(member), seq__in=told).values_list("seq", flat=True)
    return any(all(_seen_before(member, one) is None for one in told[seq]) for seq in shown)


def _lines(occasion: Occasion, about: str, after: int) -> QuerySet[OccasionLine, int]:
    return occasion.lines.filter(about=about, seq__gt=after).values_list("seq", flat=True)


def _to_come(member: Membership, occasion: str, text: str | None, at: datetime | None) -> Occasion:
    """An occasion that still may happen, for whom it concerns."""
    one = some(member, occasion)
    if not one.is_live or one.ends <= (at or timezone.now()):
        raise RoomError("occasion_over")
    _check(member, one, text)
    return one


def _check(member: Membership, occasion: Occasion, text: str | None) -> None:
    if not (is_concerned(occasion, member) or member.role == Role.MENTOR):
        raise RoomError("not_asked")
    if text is not None and not text.strip():
        raise RoomError("words_needed")
