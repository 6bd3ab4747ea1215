"""One person of a role, and a room for each way in which they can stand to it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.utils import timezone

from moderation.models import Summary
from rooms.access import ROLE_ACTIONS, WRITING, Action
from rooms.media.photos import Photo
from rooms.models import (
    Agency,
    Approval,
    Attachment,
    Child,
    Event,
    Family,
    Household,
    Invitation,
    Meeting,
    Membership,
    Occasion,
    OrderPhoto,
    Person,
    Role,
    Room,
    Sheet,
    State,
)
from rooms.models.ids import new_public_id
from rooms.protocol import FileRef
from rooms.services import attachments, court_orders, memberships, paper, posting
from rooms.services.invitations import Wanted, invite
from rooms.services.rooms import open_room
from tests.cast import PASSWORD
from tests.photos import jpeg

INSIDE: Final = ("own", "read_only")
OUTSIDE: Final = ("other", "invited", "suspended", "ended", "over")
"""Ways to stand outside a room that exists; "missing" is the room that does not."""

MISSING: Final = "0a1b2c3d4e5f"
ROLES: Final = tuple(ROLE_ACTIONS)


@dataclass
class RoleWorld:
    """The person, their social worker, and the rooms by standing."""

    role: Role
    person: Person
    keeper: Person
    rooms: dict[str, Room] = field(default_factory=dict)

    def id_of(self, standing: str) -> str:
        """The public id of the room, or one that no room has."""
        return self.rooms[standing].public_id if standing in self.rooms else MISSING

    def member(self, standing: str) -> Membership | None:
        return Membership.objects.filter(person=self.person, room=self.rooms.get(standing)).first()

    def ana_in(self, standing: str) -> Membership:
        """The birth parent who is in every room."""
        return Membership.objects.get(shown_name="Ana", room=self.rooms[standing])

    def summary_in(self, standing: str) -> Summary:
        """The draft of a summary that is in every room."""
        return Summary.objects.get(room=self.rooms[standing])

    def invitation_in(self, standing: str) -> Invitation:
        """The card that is in every room, not used yet."""
        return Invitation.objects.get(room=self.rooms[standing])

    def sheet_in(self, standing: str) -> Sheet:
        """The sheet of paper for Ana that is in every room."""
        return Sheet.objects.get(room=self.rooms[standing])

    def meeting_in(self, standing: str) -> str:
        """The id of the team meeting that is asked for in every room."""
        return Meeting.objects.get(room=self.rooms[standing]).public_id

    def occasion_in(self, standing: str) -> str:
        """The id of the outing that is in every room, and changed a short time before."""
        return Occasion.objects.get(room=self.rooms[standing]).public_id

    def photo_in(self, standing: str) -> str:
        """The id of the photo that is in every room."""
        return Attachment.objects.get(room=self.rooms[standing], seconds=0).public_id

    def video_in(self, standing: str) -> str:
        """The id of the video that is in every room."""
        return Attachment.objects.exclude(seconds=0).get(room=self.rooms[standing], state="attached").public_id

    def coming_in(self, standing: str) -> str:
        """The id of a video of theirs that is made and not sent, in a room in which they may write."""
        found = Attachment.objects.filter(room=self.rooms[standing], uploader__person=self.person, state="uploaded")
        return found.values_list("public_id", flat=True).first() or "a1" * 6

    def order_in(self, standing: str) -> str:
        """The id of the picture of a court's order that is in every room."""
        return OrderPhoto.objects.get(approval__room=self.rooms[standing]).public_id

    def may(self, standing: str) -> frozenset[Action]:
        """What the role table gives them there."""
        if standing not in INSIDE:
            return frozenset()
        actions = ROLE_ACTIONS[self.role]
        return actions - WRITING if standing == "read_only" else actions

    def line(self, standing: str) -> int:
        """A line in the room: their own if the role may write, else Ana's."""
        lines = Event.objects.filter(room=self.rooms[standing], kind="message") if standing in self.rooms else ()
        own = [event.seq for event in lines if event.author and event.author.person_id == self.person.pk]
        return max(own, default=max((event.seq for event in lines), default=1))


def make_role_world(role: Role) -> RoleWorld:
    """Make the person and a room for each standing; in each, Ana and perhaps the person have said something."""
    agency = Agency.objects.create(name="Agency")
    family = Family.objects.create(agency=agency, name="Family")
    home = Household.objects.create(agency=agency, name="Home")
    ana, keeper, person = (
        Person.objects.create_user(f"{name}@example.test", PASSWORD, name=name.title(), agency=agency)
        for name in ("ana", "tianna", "somebody")
    )
    world = RoleWorld(role=role, person=person, keeper=keeper)
    for number, standing in enumerate((*INSIDE, *OUTSIDE)):
        child = Child.objects.create(family=family, first_name=f"Child {'ABCDEFG'[number]}")
        room = world.rooms[standing] = open_room(family=family, children=[child], household=home)
        memberships.add(actor=None, room=room, person=ana, role=Role.BIRTH_PARENT)
        memberships.add(actor=None, room=room, person=keeper, role=Role.SOCIAL_WORKER)
        _send_photo(ana, room)
        _send_photo(ana, room, seconds=7)
        if standing not in ("other", "invited"):
            memberships.add(actor=None, room=room, person=person, role=role, sees_history=True)
            if Action.POST in ROLE_ACTIONS[role]:
                _say(person, room)
                _keep(person, room, seconds=7)
        _stand(world, standing)
        room.refresh_from_db()
        now = timezone.now()
        wanted = Wanted(role=Role.RELATIVE, name="Nobody Yet")
        invite(actor=keeper, room_id=room.public_id, wanted=wanted, client_id=uuid4())
        week = now - timedelta(days=7)
        paper.print_sheet(
            actor=keeper,
            room_id=room.public_id,
            member_id=world.ana_in(standing).public_id,
            client_id=uuid4(),
            start=week,
        )
        Meeting.objects.create(room=room, kind=Meeting.Kind.TEAM, reason="other")
        seq = Event.objects.filter(room=room, kind="message").order_by("seq")[0].seq
        times = {"starts": now + timedelta(hours=1), "ends": now + timedelta(hours=2)}
        lines = {"seq": seq, "soon_seq": seq, "by": world.ana_in(standing)}
        Occasion.objects.create(room=room, kind=Occasion.Kind.OUTING, place_kind="public", **times, **lines)
        _keep_order(keeper, room, seq)
        Summary.objects.create(room=room, start=week, end=now, upto=room.last_seq)
    return world


def _keep(person: Person, room: Room, seconds: int = 0) -> FileRef:
    member = Membership.objects.select_related("room").get(person=person, room=room)
    photo = Photo(data=jpeg(8, 8), small=jpeg(4, 4), width=8, height=8, seconds=seconds)
    return FileRef(id=attachments.keep(member, client_id=uuid4(), photo=photo, source="").public_id)


def _send_photo(person: Person, room: Room, seconds: int = 0) -> None:
    files = (_keep(person, room, seconds),)
    posting.post(actor=person, room_id=room.public_id, client_id=uuid4(), text="A word", files=files)


def _keep_order(keeper: Person, room: Room, seq: int) -> None:
    by = Membership.objects.get(person=keeper, room=room)
    terms = {"supervised": "agency", "times": 1, "per": "week", "minutes": 60, "places": ["agency"]}
    beside = Approval.objects.create(room=room, by=by, seq=seq, from_on=timezone.localdate(), **terms)
    photo = Photo(data=jpeg(8, 8), small=jpeg(4, 4), width=8, height=8)
    about = {"actor": keeper, "room_id": room.public_id, "client_id": uuid4()}
    court_orders.add(**about, approval=beside.public_id, pictures=[photo])


def _say(person: Person, room: Room) -> None:
    posting.post(actor=person, room_id=room.public_id, client_id=uuid4(), text="A word")


def _stand(world: RoleWorld, standing: str) -> None:
    """Bring the person's part into its state."""
    room, member = world.rooms[standing], world.member(standing)
    act = {"read_only": memberships.narrow, "suspended": memberships.suspend, "ended": memberships.end}.get(standing)
    if act is not None and member is not None:
        act(actor=world.keeper, room_id=room.public_id, member_id=member.public_id, reason="a test")
    elif standing == "invited":
        Membership.objects.create(
            room=room, person=world.person, role=world.role, state=State.INVITED, shown_name=new_public_id()
        )
    elif standing == "over":
        Membership.objects.filter(person=world.person, room=room).update(until=timezone.now() - timedelta(days=1))
