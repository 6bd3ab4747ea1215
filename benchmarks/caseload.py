"""A social worker's whole caseload, made up for trying and measuring: families of four rooms each, as weeks leave them.

Most rooms talk, some have gone quiet, some members never came; flags, questions, held messages, drafts and pauses wait.
The record is chained as always. Wants Django set up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from moderation.models import Flag, HeldMessage, Summary
from rooms.events import Draft, record
from rooms.models import Agency, Child, Family, Household, Kind, Membership, Person, Placement, Reading, Role, Room
from rooms.services import memberships
from rooms.services.rooms import open_room

PASSWORD: Final = "desk-bedtime-1"
WEEKS: Final = 8
_CHILDREN: Final = ("Macia", "Gladys", "Jon", "Jaylan")
_FAMILIES: Final = ("Gutierrez", "Hudson")
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PARENTS: Final = ("Ana", "Francisco")
_CARERS: Final = ("Brianna", "Wendy")
_LINES: Final = (
    "He ate all of his soup and asked for more.",
    "Thank you for telling me. Did she sleep through?",
    "She did, with the blanket from home.",
    "The teacher says reading goes better every week.",
    "Can we talk about the visit on Saturday?",
    "Yes, ten is good for us. I will bring the photo book.",
    "That song you told us about works every night.",
    "I am glad. My mother sang it to me.",
)


@dataclass(frozen=True, kw_only=True)
class Caseload:
    """Whose it is, and the rooms."""

    agency: Agency
    worker: Person
    colleague: Person
    supervisor: Person
    rooms: list[Room]


@transaction.atomic
def make(families: int = 15, lines: int = 150, *, agency_name: str = "Agency") -> Caseload:
    """Families of four rooms, each with so many messages over eight weeks; one worker and a supervisor in all of them.

    The colleague has no rooms yet.
    """
    now = timezone.now()
    agency = Agency.objects.create(name=agency_name)
    tag = f"{agency.pk}"
    worker = _person(f"tianna{tag}", "Tianna Reilly", agency)
    colleague = Person.objects.create_user(
        f"colleague{tag}@example.org", name="Colleague", agency=agency, is_staff=True
    )
    supervisor = _person(f"supervisor{tag}", "Supervisor", agency)
    rooms: list[Room] = []
    for at in range(families):
        family = Family.objects.create(agency=agency, name=f"{_FAMILIES[at % 2]} {_LETTERS[at % 26]}")
        parents = [_person(f"{name.lower()}{at}-{tag}", name, agency) for name in _PARENTS]
        for number, child in enumerate(_CHILDREN):
            carer = _CARERS[number % 2]
            carers = [_person(f"{carer.lower()}{at}{number}-{tag}", carer, agency)]
            room = _room(family, child, agency, now)
            _talk(room, [*parents, *carers], [worker, supervisor], lines, len(rooms), now)
            rooms.append(room)
    _waiting(rooms, worker, now)
    return Caseload(agency=agency, worker=worker, colleague=colleague, supervisor=supervisor, rooms=rooms)


def _person(key: str, name: str, agency: Agency, *, is_staff: bool = False) -> Person:
    return Person.objects.create_user(f"{key}@example.org", None, name=name, agency=agency, is_staff=is_staff)


def _room(family: Family, child_name: str, agency: Agency, now: datetime) -> Room:
    opened = now - timedelta(weeks=WEEKS)
    child = Child.objects.create(family=family, first_name=child_name)
    home = Household.objects.create(agency=agency, name="Winter")
    Placement.objects.create(child=child, household=home, started_on=opened.date())
    return open_room(family=family, children=[child], household=home, at=opened)


def _talk(
    room: Room, family: Sequence[Person], staff: Sequence[Person], lines: int, number: int, now: datetime
) -> None:
    """Everybody joins and talks. In each fifth room nobody has written for days; in each sixth a father never came."""
    opened = now - timedelta(weeks=WEEKS)
    roles = (Role.BIRTH_PARENT, Role.BIRTH_PARENT, Role.FOSTER_PARENT, Role.SOCIAL_WORKER, Role.SUPERVISOR)
    members = [
        memberships.add(actor=None, room=room, person=person, role=role, sees_history=True, at=opened)
        for person, role in zip((*family, *staff), roles, strict=True)
    ]
    room.refresh_from_db()
    speakers = [members[0], members[2]] if number % 6 == 0 else members[:3]
    last = now - timedelta(days=9 if number % 5 == 0 else 0, minutes=7 * number)
    record(list(_said(room, speakers, lines, opened, last)))
    Reading.objects.bulk_create(
        Reading(membership=member, first_seq=1, last_seq=room.last_seq, at=last) for member in speakers
    )


def _said(room: Room, speakers: Sequence[Membership], lines: int, first: datetime, last: datetime) -> Iterator[Draft]:
    for line in range(1, lines + 1):
        yield Draft(
            room=room,
            kind=Kind.MESSAGE,
            author=speakers[line % len(speakers)],
            text=_LINES[line % len(_LINES)],
            client_id=uuid4(),
            at=first + (last - first) * line / lines,
        )


def _waiting(rooms: Sequence[Room], worker: Person, now: datetime) -> None:
    """What a Monday morning finds."""
    for number, room in enumerate(rooms):
        ana, francisco = room.memberships.filter(role=Role.BIRTH_PARENT).order_by("pk")
        if number % 7 == 1:
            _flag(room, ana, Flag.Category.QUESTION, Flag.Urgency.LATER, now + timedelta(hours=number), source="member")
        if number % 11 == 2:
            _flag(room, francisco, Flag.Category.CARE, Flag.Urgency.TODAY, now + timedelta(hours=number - 12))
        if number % 9 == 3:
            _flag(room, ana, Flag.Category.GOOD, Flag.Urgency.NONE, None, source="member", words="They sang together.")
        if number % 15 == 4:
            HeldMessage.objects.create(room=room, author=francisco, client_id=uuid4(), text="Words", why="threat")
        if number % 5 == 2:
            Summary.objects.create(room=room, start=now - timedelta(days=8), end=now - timedelta(days=1), upto=5)
        if number % 3 == 0:
            _answered(room, ana, worker, now - timedelta(hours=30 + number))
        if number % 20 == 6:
            memberships.suspend(
                actor=worker,
                room_id=room.public_id,
                member_id=francisco.public_id,
                reason="Until the hearing.",
                until=now + timedelta(days=2),
            )


def _flag(
    room: Room,
    about: Membership,
    category: Flag.Category,
    urgency: Flag.Urgency,
    due: datetime | None,
    *,
    source: str = "screening",
    words: str = "",
) -> None:
    by = about if source == "member" else None
    Flag.objects.create(
        room=room,
        source=source,
        category=category,
        urgency=urgency,
        member=about,
        raised_by=by,
        words=words,
        due_at=due,
    )


def _answered(room: Room, ana: Membership, worker: Person, at: datetime) -> None:
    Flag.objects.create(
        room=room,
        source=Flag.Source.MEMBER,
        category=Flag.Category.QUESTION,
        urgency=Flag.Urgency.LATER,
        state=Flag.State.RESOLVED,
        raised_by=ana,
        words="Can I come to the school play?",
        at=at,
        due_at=at + timedelta(days=1),
        resolved_by=worker,
        resolved_at=at + timedelta(hours=5),
    )
