"""The cast of the walls: eight people, four rooms, made through the services. Names as in docs/access.md."""

from dataclasses import dataclass, field
from uuid import uuid4

from django.utils import timezone

from rooms.models import Agency, Child, Event, Family, Household, Membership, Person, Placement, Role, Room
from rooms.services import memberships, posting
from rooms.services.rooms import open_room

ROOMS = {
    "macia": {"ana": Role.BIRTH_PARENT, "francisco": Role.BIRTH_PARENT, "brianna": Role.FOSTER_PARENT},
    "gladys": {"ana": Role.BIRTH_PARENT, "francisco": Role.BIRTH_PARENT, "wendy": Role.FOSTER_PARENT},
    "jon": {"ana": Role.BIRTH_PARENT, "joshua": Role.BIRTH_PARENT, "wendy": Role.FOSTER_PARENT},
    "jaylan": {"samara": Role.BIRTH_PARENT, "francis": Role.BIRTH_PARENT, "brianna": Role.FOSTER_PARENT},
}
"""Who takes part in which room; Tianna observes all four."""

NAMES = {
    "ana": "Ana Gutierrez",
    "francisco": "Francisco DuBuque",
    "joshua": "Joshua Reyes",
    "samara": "Samara Hudson",
    "francis": "Francis Hudson",
    "brianna": "Brianna Winter",
    "wendy": "Wendy Chadwick",
    "tianna": "Tianna Reilly",
}

PASSWORD = "two songs and a night light"


@dataclass
class Cast:
    """The people and rooms of a test, by lower-case first name."""

    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def member(self, person: str, room: str) -> Membership:
        """The membership of a person in a room, as it stands now."""
        return Membership.objects.select_related("room", "person").get(
            person=self.people[person], room=self.rooms[room]
        )

    def say(self, person: str, room: str, text: str, **more: object) -> Event:
        """Post a message."""
        return posting.post(
            actor=self.people[person], room_id=self.rooms[room].public_id, client_id=uuid4(), text=text, **more
        )

    def suspend(self, person: str, room: str) -> Membership:
        """Tianna pauses a person's part."""
        return memberships.suspend(
            actor=self.tianna,
            room_id=self.rooms[room].public_id,
            member_id=self.member(person, room).public_id,
            reason="a test",
        )

    def restore(self, person: str, room: str) -> Membership:
        """Tianna brings a person back."""
        return memberships.restore(
            actor=self.tianna,
            room_id=self.rooms[room].public_id,
            member_id=self.member(person, room).public_id,
            reason="a test",
        )


def make_cast() -> Cast:
    """Make everybody and their rooms; nobody has said anything yet."""
    agency = Agency.objects.create(name="Agency")
    cast = Cast(people={key: _person(key, name, agency) for key, name in NAMES.items()})
    cast.tianna.is_staff = True
    cast.tianna.save()
    homes = {name: Household.objects.create(agency=agency, name=name.title()) for name in ("winter", "chadwick")}
    families = {name: Family.objects.create(agency=agency, name=name.title()) for name in ("gutierrez", "hudson")}
    for child, home, family in (
        ("macia", "winter", "gutierrez"),
        ("gladys", "chadwick", "gutierrez"),
        ("jon", "chadwick", "gutierrez"),
        ("jaylan", "winter", "hudson"),
    ):
        cast.rooms[child] = _room(cast, child, homes[home], families[family])
    return cast


def _person(key: str, name: str, agency: Agency) -> Person:
    return Person.objects.create_user(f"{key}@example.test", PASSWORD, name=name, agency=agency)


def _room(cast: Cast, child_name: str, home: Household, family: Family) -> Room:
    child = Child.objects.create(family=family, first_name=child_name.title())
    room = open_room(family=family, children=[child], household=home)
    Placement.objects.create(child=child, household=home, started_on=timezone.localdate())  # so no first call is due
    for key, role in {**ROOMS[child_name], "tianna": Role.SOCIAL_WORKER}.items():
        memberships.add(actor=None, room=room, person=cast.people[key], role=role, sees_history=True)
    room.refresh_from_db()
    return room
