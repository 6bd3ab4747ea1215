"""The canary world: every field of tests/walls/private.py has a word of its own, for each of its owners."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.utils import timezone

from moderation.models import HeldMessage
from moderation.services import held
from rooms.access import ROLE_ACTIONS, Action
from rooms.demo.load import STAFF_TASKS
from rooms.media.photos import Photo
from rooms.models import (
    Agency,
    BookEntry,
    CalendarFeed,
    Child,
    Day,
    Event,
    Family,
    Household,
    Incoming,
    MeetingResult,
    Membership,
    Notification,
    OrderPhoto,
    Person,
    Placement,
    PushSubscription,
    RecoveryCode,
    Reminder,
    Role,
    Room,
    SickCard,
)
from rooms.protocol import FileRef
from rooms.screen import Held
from rooms.services import attachments, feeds, invitations, memberships, messages, notifications, posting, recovery
from rooms.services.erasure import erase_text
from rooms.services.invitations import Wanted
from rooms.services.rooms import open_room
from tests.photos import jpeg
from tests.walls.childwork import told_of_child
from tests.walls.dateswork import planned
from tests.walls.dayswork import told_days
from tests.walls.meetingwork import met
from tests.walls.private import PRIVATE, Seen


@dataclass(frozen=True, kw_only=True)
class Canary:
    """One word that must not get out, and who may see it. `room` and `person` say whose it is."""

    token: str
    what: str
    room: str = ""
    person: str = ""
    hidden_from: frozenset[str] = frozenset()


@dataclass
class Aviary:
    """The world: people and rooms by name, and all canaries."""

    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    open_parts: dict[str, frozenset[str]] = field(default_factory=dict)
    """By person: the rooms that are open to them."""
    lines: dict[str, int] = field(default_factory=dict)
    said: dict[str, list[int]] = field(default_factory=dict)
    """By person: all that they wrote in Macia's room, with what was changed, hidden or taken back since."""
    flags: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)

    def new(self, what: str, *, room: str = "", person: str = "", hidden_from: Iterable[str] = ()) -> str:
        """A canary for a field that is still to be filled."""
        assert what in PRIVATE, what
        token = word(f"{what} {room} {person} {len(self.canaries)}")
        self.caught(token, what, room=room, person=person, hidden_from=hidden_from)
        return token

    def caught(
        self, token: str, what: str, *, room: str = "", person: str = "", hidden_from: Iterable[str] = ()
    ) -> None:
        """A canary that is there already: a key, a hash, an id."""
        self.canaries.append(
            Canary(token=token, what=what, room=room, person=person, hidden_from=frozenset(hidden_from))
        )

    def may_see(self, viewer: str, canary: Canary) -> bool:
        """Whether the table lets this viewer see the canary."""
        if viewer in canary.hidden_from:
            return False
        mine = canary.room in self.open_parts.get(viewer, frozenset())
        audiences = {
            Seen.ROOM: mine,
            Seen.AGENCY: canary.room in self.rooms and bool(self.open_parts.get(viewer)),
            Seen.LEAD: (canary.room in self.rooms or not canary.person) and viewer == Role.SUPERVISOR,
            Seen.DESK: mine and viewer in STAFF,
            Seen.SELF: bool(canary.person) and viewer == canary.person,
            Seen.PAUSED: viewer == "paused" and canary.room == "macia",
            Seen.ADMIN: viewer == "clerk",
            Seen.PLACING: canary.room in self.rooms and viewer in STAFF and bool(self.open_parts.get(viewer)),
            Seen.TEAM: viewer == Role.SUPERVISOR and canary.person in STAFF | {"clerk"},
        }
        theirs = frozenset({"macia"}) if canary.person == "paused" else self.open_parts.get(canary.person, frozenset())
        shared = self.open_parts.get(viewer, frozenset()) & theirs
        audiences[Seen.HELPER] = viewer in STAFF and bool(shared)
        return any(audiences[seen] for seen in PRIVATE[canary.what])


def word(label: str) -> str:
    """A made-up word of letters only, so that it is a name, a message and an e-mail address alike. Always the same."""
    number = int.from_bytes(hashlib.sha256(label.encode()).digest()[:8])
    letters = []
    for _ in range(10):
        number, index = divmod(number, 26)
        letters.append(chr(ord("a") + index))
    return f"qz{''.join(letters)}"


STAFF: Final = frozenset(str(role) for role, actions in ROLE_ACTIONS.items() if Action.OBSERVE in actions)
VIEWERS: Final = (*map(str, ROLE_ACTIONS), "other_parent", "shared", "returned", "paused", "stranger", "clerk")
"""One of each role in Macia's room; a parent of Jaylan's room and a foster parent in both; one who was paused for a
while and one who still is; one without a room; and one who only works in the admin."""


def rooms_with_people() -> Aviary:
    """Make the world: what people are, say and leave unsaid. What staff does over it is in tests/walls/staffwork.py."""
    world = Aviary()
    keeper = f"{world.new('Agency.heads_to')}@court.example"
    agency = Agency.objects.create(name=world.new("Agency.name"), heads_to=keeper)
    for number, name in enumerate(("macia", "jaylan")):
        world.rooms[name] = _room(world, agency, name, number)
    for viewer in VIEWERS:
        world.people[viewer] = _person(world, agency, viewer)
    for role in ROLE_ACTIONS:
        _join(world, str(role), "macia", role)
    for viewer, room, role in (
        ("shared", "macia", Role.FOSTER_PARENT),
        ("shared", "jaylan", Role.FOSTER_PARENT),
        ("social_worker", "jaylan", Role.SOCIAL_WORKER),
        ("other_parent", "jaylan", Role.BIRTH_PARENT),
        ("returned", "macia", Role.RELATIVE),
        ("paused", "macia", Role.RELATIVE),
    ):
        _join(world, viewer, room, role)
    _invite(world)
    _talk(world)
    _let_back_in(world, "birth_parent")
    _devices(world)
    _calendars(world)
    _days(world)
    _dates(world)
    _child_page(world)
    _meetings(world)
    clerk = world.people["clerk"]
    clerk.is_staff = True
    clerk.save()
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="rooms", codename__in=STAFF_TASKS))
    return world


def _room(world: Aviary, agency: Agency, name: str, number: int) -> Room:
    """A family, a home, a child and their room; the days are years of their own."""
    new = {
        what: world.new(what, room=name) for what in PRIVATE if what.split(".")[0] in ("Family", "Household", "Child")
    }
    days = {what: f"{1803 + 10 * index + number}-02-17" for index, what in enumerate(DAYS)}
    for what, day in days.items():
        world.caught(day[:4], what, room=name)
    family, home, child = (
        {what.split(".")[1]: token for what, token in new.items() if what.startswith(model)}
        for model in ("Family.", "Household.", "Child.")
    )
    child["birth_date"] = date.fromisoformat(days["Child.birth_date"])
    made = Child.objects.create(family=Family.objects.create(agency=agency, **family), **child)
    household = Household.objects.create(agency=agency, **home)
    stay = {what.split(".")[1]: date.fromisoformat(day) for what, day in days.items() if what.startswith("Placement")}
    Placement.objects.create(child=made, household=household, **stay)
    return open_room(family=made.family, children=[made], household=household)


DAYS: Final = ("Child.birth_date", "Placement.started_on", "Placement.going_home_from", "Placement.ended_on")


def _person(world: Aviary, agency: Agency, viewer: str) -> Person:
    new = {
        what: world.new(f"Person.{what}", person=viewer)
        for what in ("email", "username", "name", "phone", "address", "password")
    }
    return Person.objects.create_user(
        f"{new['email']}@example.test",
        new["password"],
        name=new["name"],
        username=new["username"],
        phone=new["phone"],
        address=new["address"],
        agency=agency,
    )


def _join(world: Aviary, viewer: str, room: str, role: Role) -> None:
    shown = world.new("Membership.shown_name", room=room)
    memberships.add(
        actor=None, room=world.rooms[room], person=world.people[viewer], role=role, shown_name=shown, sees_history=True
    )
    if viewer != "paused":
        world.open_parts[viewer] = world.open_parts.get(viewer, frozenset()) | {room}


def _invite(world: Aviary) -> None:
    """A card that lies unused in each room, and one that was taken back."""
    for room in world.rooms:
        for word in (True, False):
            new = {what: world.new(f"Invitation.{what}", room=room) for what in ("name", "email", "phone")}
            wanted = Wanted(role=Role.RELATIVE, word=word, **{**new, "email": f"{new['email']}@example.org"})
            about = {"actor": world.people["social_worker"], "room_id": world.rooms[room].public_id}
            card = invitations.invite(**about, wanted=wanted, client_id=uuid4())
            made = card.invitation
            for column in ("public_id", "code_hash", "word_hash", "client_id"):
                if value := getattr(made, column):
                    world.caught(str(value), f"Invitation.{column}", room=room)
        reason = world.new("Invitation.reason", room=room)
        invitations.revoke(**about, invitation_id=made.public_id, reason=reason)


def _talk(world: Aviary) -> None:
    """What is said, changed, taken back, erased, and said while somebody is paused."""
    macia = world.rooms["macia"]
    kept = _say(world, "shared", "macia", world.new("Event.text, an earlier version", room="macia"))
    _change(world, kept, world.new("Event.text", room="macia"))
    for viewer in ("shared", "birth_parent"):
        detail = world.new("Event.text, a contact detail", room="macia")
        _say(world, viewer, "macia", f"You can write to {detail}@example.org about it")
    reached = _say(world, "shared", "macia", "It was good to see you all today")
    _change(world, reached, f"Mail {world.new('Event.text, a contact detail', room='macia')}@example.org any time")
    _wait(world)
    _photos(world)
    _video(world)
    gone = _say(world, "shared", "macia", world.new("Event.text, taken back", room="macia"))
    messages.retract(actor=world.people["shared"], room_id=macia.public_id, client_id=uuid4(), target=gone.seq)
    ordered = _say(world, "shared", "macia", world.new("Event.text, erased by order", room="macia"))
    erase_text(room=macia, seq=ordered.seq, order=world.new("Event.data, the order of an erasure", room="macia"))
    for viewer in ("returned", "paused"):
        _manage(world, viewer, memberships.suspend)
    meanwhile = world.new("Event.text", room="macia", hidden_from={"returned"})
    _say(world, "birth_parent", "macia", meanwhile)
    _manage(world, "returned", memberships.restore)
    for viewer in ("shared", "other_parent"):
        _say(world, viewer, "jaylan", world.new("Event.text", room="jaylan"))
    for viewer in VIEWERS:
        if "macia" in world.open_parts.get(viewer, ()) and viewer != "supervisor":
            world.lines[viewer] = _say(world, viewer, "macia", world.new("Event.text", room="macia")).seq


def _say(world: Aviary, viewer: str, room: str, text: str) -> Event:
    """Say something; the id that the browser made for it is nobody's business."""
    client_id = uuid4()
    world.caught(str(client_id), "Event.client_id", room=room)
    actor, room_id = world.people[viewer], world.rooms[room].public_id
    event = posting.post(actor=actor, room_id=room_id, client_id=client_id, text=text)
    if room == "macia":
        world.said.setdefault(viewer, []).append(event.seq)
    return event


def _photos(world: Aviary) -> None:
    """One that everybody in its room sees, in each room, and one that waits with its message."""
    for viewer, name, what, text in (
        ("shared", "macia", "Event.text, what a photo shows", "From this morning"),
        ("other_parent", "jaylan", "Event.text, what a photo shows", "From this morning"),
        ("birth_parent", "macia", "Attachment.alt", "I'm going to kill you."),
    ):
        person, room = world.people[viewer], world.rooms[name]
        member = Membership.objects.select_related("room").get(person=person, room=room)
        photo = Photo(data=jpeg(len(viewer), 8), small=jpeg(4, 4), width=len(viewer), height=8)
        one = attachments.keep(member, client_id=uuid4(), photo=photo, source=word(f"source {viewer}"))
        ref = FileRef(id=one.public_id, alt=world.new(what, room=name, person=viewer))
        said = {"actor": person, "room_id": room.public_id, "client_id": uuid4(), "text": text}
        posting.say(**said, files=(ref,))


def _video(world: Aviary) -> None:
    """One that everybody in its room sees."""
    person, room = world.people["shared"], world.rooms["macia"]
    member = Membership.objects.select_related("room").get(person=person, room=room)
    film = Photo(data=b"ftyp", small=jpeg(4, 4), width=32, height=18, seconds=7)
    one = attachments.keep(member, client_id=uuid4(), photo=film, source=word("source of a video"))
    ref = FileRef(id=one.public_id, alt=world.new("Event.text, what a photo shows", room="macia", person="shared"))
    said = {"actor": person, "room_id": room.public_id, "client_id": uuid4(), "text": "She can ride"}
    posting.say(**said, files=(ref,))
    Incoming.objects.create(uploader=member, client_id=uuid4())


def _wait(world: Aviary) -> None:
    """A message that waits for staff, and one that they have answered: its writer's business and theirs."""
    for _ in range(2):
        words = world.new("HeldMessage.text", room="macia", person="birth_parent")
        client_id = uuid4()
        waits = posting.say(
            actor=world.people["birth_parent"],
            room_id=world.rooms["macia"].public_id,
            client_id=client_id,
            text=f"I'm going to kill you. {words}",
        )
        assert isinstance(waits, Held)
    held.decline(
        actor=world.people["social_worker"],
        held_id=HeldMessage.objects.get(client_id=client_id).public_id,
        answer=world.new("HeldMessage.answer", room="macia", person="birth_parent"),
    )


def _change(world: Aviary, event: Event, text: str) -> None:
    room = world.rooms["macia"].public_id
    messages.edit(actor=world.people["shared"], room_id=room, client_id=uuid4(), target=event.seq, text=text)


def _manage(world: Aviary, viewer: str, act: object) -> None:
    member = Membership.objects.get(person=world.people[viewer], room=world.rooms["macia"])
    act(  # type: ignore[operator]
        actor=world.people["social_worker"],
        room_id=world.rooms["macia"].public_id,
        member_id=member.public_id,
        reason=world.new("StaffAct.reason", room="macia"),
    )


def _devices(world: Aviary) -> None:
    """Everybody turned on notifications somewhere, and was told of something."""
    columns = ("auth", "endpoint", "endpoint_hash", "p256dh", "session_key", "signature")
    for viewer, person in world.people.items():
        told = {column: world.new(f"PushSubscription.{column}", person=viewer) for column in columns}
        PushSubscription.objects.create(person=person, **told)
        notification = notifications.notify(person=person, kind=Notification.Kind.ACCOUNT)
        world.caught(notification.public_id, "Notification.public_id", person=viewer)


def _calendars(world: Aviary) -> None:
    """Everybody has a calendar on a phone, and was told of a date."""
    for viewer, person in world.people.items():
        feeds.make(actor=person, shows=CalendarFeed.Shows.KINDS)
        made = CalendarFeed.objects.get(person=person)
        for column in ("public_id", "secret_hash"):
            world.caught(getattr(made, column), f"CalendarFeed.{column}", person=viewer)
        Reminder.objects.create(person=person, item=world.new("Reminder.item", person=viewer), starts=timezone.now())


def _days(world: Aviary) -> None:
    """A day, a sick child, words passed on and a book, in each room; the days of rows are of another century."""
    for number, (viewer, name) in enumerate((("shared", "macia"), ("other_parent", "jaylan"))):
        person, room = world.people[viewer], world.rooms[name]
        rows = told_days(person, room, lambda name=name: world.new("Event.text", room=name))
        for row in rows:
            world.caught(row.public_id, f"{type(row).__name__}.public_id", room=name)
        for table, year in ((Day, 1881 + number), (BookEntry, 1891 + number)):
            table.objects.filter(room=room).update(on=date(year, 2, 17))
            world.caught(str(year), f"{table.__name__}.on", room=name)
        taps = {"slept": "slept.well", "more": world.new("Day.taps", room=name)}
        Day.objects.filter(room=room).update(taps=taps)
        SickCard.objects.filter(room=room).update(signs=["sick.fever", world.new("SickCard.signs", room=name)])
        BookEntry.objects.filter(room=room).update(root=world.new("BookEntry.root", room=name))


def _dates(world: Aviary) -> None:
    """What the court allows, and visits with a place that one parent may see, in each room; days of other centuries."""
    for number, (parent, carer, name) in enumerate(
        (("birth_parent", "foster_parent", "macia"), ("other_parent", "shared", "jaylan"))
    ):
        room = world.rooms[name]
        people = {Role.BIRTH_PARENT: parent, Role.FOSTER_PARENT: carer, Role.SOCIAL_WORKER: "social_worker"}
        acting = {role: world.people[viewer] for role, viewer in people.items()}
        shown, hidden = planned(
            acting,
            room,
            lambda name=name: world.new("Event.text", room=name),
            world.new("Occasion.place, shown to a member", room=name, person=parent),
        )
        hidden.place = world.new("Occasion.place", room=name)
        hidden.series = world.new("Occasion.series", room=name)
        hidden.save()
        order = OrderPhoto.objects.get(approval__room=room)
        OrderPhoto.objects.create(
            approval=order.approval, by=order.by, client_id=uuid4(), size=1, sha256="", width=1, height=1,
            erased_at=timezone.now(), erased_under=world.new("OrderPhoto.erased_under", room=name),
        )  # fmt: skip
        for row in (shown, hidden, *room.approvals.all(), room.wishes.get()):
            world.caught(row.public_id, f"{type(row).__name__}.public_id", room=name)
        for column, year in (("from_on", 1861 + number), ("until_on", 2561 + number)):
            room.approvals.update(**{column: date(year, 2, 17)})
            world.caught(str(year), f"Approval.{column}", room=name)


def _child_page(world: Aviary) -> None:
    """What was told of the child in each room."""
    for viewer, name in (("shared", "macia"), ("other_parent", "jaylan")):
        said = partial(world.new, "Event.text", room=name)
        rows = told_of_child(world.people[viewer], world.rooms[name], said)
        for row in rows:
            world.caught(row.public_id, f"{type(row).__name__}.public_id", room=name)


def _meetings(world: Aviary) -> None:
    """First days, a hearing, a team meeting and a move, in each room."""
    for parent, carer, name in (("birth_parent", "foster_parent", "macia"), ("other_parent", "shared", "jaylan")):
        room = world.rooms[name]
        people = [world.people[viewer] for viewer in (parent, carer, "social_worker")]
        rows = met(*people, room, lambda name=name: world.new("Event.text", room=name))
        for row in rows:
            world.caught(row.public_id, f"{type(row).__name__}.public_id", room=name)
        MeetingResult.objects.filter(meeting__room=room).update(topics=[world.new("MeetingResult.topics", room=name)])


def _let_back_in(world: Aviary, viewer: str) -> None:
    room = world.rooms["macia"]
    recovery.start(
        actor=world.people["social_worker"],
        room_id=room.public_id,
        member_id=Membership.objects.get(person=world.people[viewer], room=room).public_id,
        reason=world.new("RecoveryCode.reason", room="macia"),
    )


def found_in_tables(world: Aviary) -> Iterator[Canary]:
    """Canaries that nobody chose: ids, salts and digests, as the tables have them."""
    for name, room in world.rooms.items():
        room.refresh_from_db()
        yield Canary(token=room.public_id, what="Room.public_id", room=name)
        yield Canary(token=room.head_digest, what="Room.head_digest", room=name)
        for member in room.memberships.all():
            yield Canary(token=member.public_id, what="Membership.public_id", room=name)
        for photo in room.attachments.filter(state="attached"):
            yield Canary(token=photo.public_id, what="Attachment.public_id", room=name)
            for column in ("client_id", "message", "sha256", "source"):
                yield Canary(token=str(getattr(photo, column)), what=f"Attachment.{column}", room=name)
        for order in OrderPhoto.objects.filter(approval__room=room, erased_at=None):
            for column in ("public_id", "client_id", "sha256"):
                yield Canary(token=str(getattr(order, column)), what=f"OrderPhoto.{column}", room=name)
        for event in room.events.all():
            for column in ("salt", "text_hash", "digest"):
                if value := getattr(event, column):
                    yield Canary(token=str(value), what=f"Event.{column}", room=name)
    for coming in Incoming.objects.all():
        for column in ("public_id", "client_id"):
            yield Canary(token=str(getattr(coming, column)), what=f"Incoming.{column}", room="macia")
    for code in RecoveryCode.objects.all():
        yield Canary(token=code.code_hash, what="RecoveryCode.code_hash", room="macia")
    for waits in HeldMessage.objects.all():
        yield Canary(token=waits.public_id, what="HeldMessage.public_id", room="macia")
        yield Canary(token=str(waits.client_id), what="HeldMessage.client_id", room="macia", person="birth_parent")
    for viewer, person in world.people.items():
        yield Canary(token=person.password.rsplit("$", 1)[-1], what="Person.password", person=viewer)
