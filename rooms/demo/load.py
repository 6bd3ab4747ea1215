"""Makes the demo families and opens their rooms; `rooms.demo.play` fills these with what was said.

All or nothing: one transaction holds everything, so a demo is there whole or not at all.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from rooms import guard
from rooms.demo import siblings
from rooms.demo.conversations import CONVERSATIONS
from rooms.demo.people import ADULTS, AGENCY, CASES, HOMES, KIDS, TIME_ZONE, Adult, Kid
from rooms.demo.play import Play
from rooms.demo.script import HOME_ZONE, Conversation
from rooms.models import Agency, Child, Family, Household, Notification, Person, Placement, Role, Room
from rooms.services import memberships, notifications
from rooms.services.rooms import open_room

# What the social worker may look after in the admin: people and homes, and who comes into her rooms; never the record.
STAFF_TASKS = [
    *(
        f"{task}_{noun}"
        for task in ("add", "change")
        for noun in ("person", "household", "family", "child", "placement")
    ),
    *(f"{task}_{noun}" for task in ("add", "view") for noun in ("room", "membership")),
]


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to try the demo as one person, and the public ids of the rooms that they are in."""

    person: str
    email: str
    password: str
    role: Role
    rooms: list[str]


def is_loaded() -> bool:
    """Whether the demo families are there."""
    return Agency.objects.filter(name=AGENCY).exists()


def has_others() -> bool:
    """Whether the database serves another agency too: then it is nobody's playground."""
    return Agency.objects.exclude(name=AGENCY).exists()


def load() -> None:
    """Make the cast, their rooms and all that they have said so far."""
    now = timezone.now()
    with transaction.atomic():
        agency = Agency.objects.create(name=AGENCY, time_zone=TIME_ZONE)
        homes = _homes(agency)
        people = _people(agency, homes)
        families = _families(agency)
        kids = {kid.key: kid for kid in KIDS}
        for conversation in CONVERSATIONS:
            kid = kids[conversation.room]
            room = _room(kid, conversation, families[kid.case], homes[kid.household], people, now)
            Play(room, conversation, people, now).run()
            room.refresh_from_db()
            notifications.start_from_here(room)
        import_string(settings.DEMO_DESK)()
        siblings.load(people, now)
        Notification.objects.all().delete()  # what was there before anybody came is no news


def clear() -> None:
    """Empty the demo's database, the append-only record included."""
    with guard.lifted("flush"):
        call_command("flush", interactive=False, verbosity=0)


def sign_ins() -> list[SignIn]:
    """Everybody to sign in as, in the order of the cast."""
    people = {person.email: person for person in Person.objects.prefetch_related("memberships__room")}
    return [_sign_in(adult, people[adult.email]) for adult in ADULTS if adult.email in people]


def _sign_in(adult: Adult, person: Person) -> SignIn:
    parts = sorted(person.memberships.all(), key=lambda part: part.room_id)
    rooms = [part.room.public_id for part in parts]
    return SignIn(adult.name, adult.email, adult.password, adult.role, rooms)


def _homes(agency: Agency) -> dict[str, Household]:
    return {
        home.name: Household.objects.create(agency=agency, name=home.name, address=home.address, phone=home.phone)
        for home in HOMES
    }


def _families(agency: Agency) -> dict[str, Family]:
    return {
        case.name: Family.objects.create(
            agency=agency, name=case.name, case_number=case.case_number, staff_note=case.staff_note
        )
        for case in CASES
    }


def _people(agency: Agency, homes: dict[str, Household]) -> dict[str, Person]:
    # Hashing is slow on purpose; it lets go of the interpreter, so threads share it out and a first start is quicker.
    with ThreadPoolExecutor() as pool:
        hashes = list(pool.map(make_password, [adult.password for adult in ADULTS]))
    people = {
        adult.key: _person(adult, password, agency, homes.get(adult.household))
        for adult, password in zip(ADULTS, hashes, strict=True)
    }
    tasks = Permission.objects.filter(content_type__app_label="rooms", codename__in=STAFF_TASKS)
    for adult in ADULTS:
        if adult.role == Role.SOCIAL_WORKER:
            people[adult.key].user_permissions.set(tasks)
    return people


def _person(adult: Adult, password: str, agency: Agency, household: Household | None) -> Person:
    return Person.objects.create(
        email=adult.email,
        password=password,
        name=adult.name,
        language=adult.language,
        time_zone=TIME_ZONE,
        phone=adult.phone,
        address=adult.address,
        agency=agency,
        household=household,
        is_staff=adult.role == Role.SOCIAL_WORKER,
    )


def _room(
    kid: Kid,
    conversation: Conversation,
    family: Family,
    household: Household,
    people: dict[str, Person],
    now: datetime,
) -> Room:
    """The child, the placement and the room, opened shortly before the first words in it."""
    opened = conversation.lines[0].at(now) - timedelta(minutes=30)
    child = Child.objects.create(
        family=family,
        first_name=kid.first_name,
        last_name=kid.last_name,
        birth_date=kid.born(timezone.localdate()),
        school=kid.school,
        doctor=kid.doctor,
        staff_note=kid.staff_note,
    )
    Placement.objects.create(child=child, household=household, started_on=opened.astimezone(HOME_ZONE).date())
    room = open_room(family=family, children=[child], household=household, at=opened)
    adults = {adult.key: adult for adult in ADULTS}
    for minute, key in enumerate(kid.members, start=1):
        memberships.add(
            actor=None,
            room=room,
            person=people[key],
            role=adults[key].role,
            shown_name=adults[key].shown_name,
            sees_history=True,
            at=opened + timedelta(minutes=minute),
        )
    return room
