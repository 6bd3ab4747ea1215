"""The demo families: loading them is safe and repeatable, and everybody is in the right room."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from moderation.queries.team import team
from rooms.demo.conversations import CONVERSATIONS
from rooms.demo.life import Scene, home
from rooms.demo.people import ADULTS, CASES, HOMES, KIDS, Kid
from rooms.demo.script import HOME_ZONE, Conversation
from rooms.items import ITEM
from rooms.models import Agency, Child, Event, HomeStep, Kind, Membership, Person, Placement, Role, Room, StepKind
from rooms.queries.stage import Stage, stage_of

KID = {kid.key: kid for kid in KIDS}

WALLS = {
    "Macia": {"ana", "francisco", "brianna", "tianna", "supervisor"},
    "Gladys": {"ana", "francisco", "wendy", "tianna", "supervisor"},
    "Jon": {"ana", "joshua", "wendy", "tianna", "supervisor"},
    "Jaylan": {"samara", "francis", "brianna", "tianna", "supervisor"},
}
PLANNING = {"brianna", "wendy", "tianna", "supervisor"}
"""Who plans for the siblings in two homes (S44): no parent of theirs."""


def test_the_cast_sits_in_the_rooms_of_the_narrative() -> None:
    assert {kid.first_name: set(kid.members) for kid in KIDS} == WALLS
    assert [conversation.room for conversation in CONVERSATIONS] == [kid.key for kid in KIDS]


def demo(*options: str) -> str:
    out = StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def shape() -> dict[str, Any]:
    return {
        "people": sorted(Person.objects.values_list("email", flat=True)),
        "rooms": Room.objects.count(),
        "children": Child.objects.count(),
        "memberships": Membership.objects.count(),
        "events": Event.objects.count(),
    }


def check_record(conversation: Conversation, room: Room) -> None:
    """What was said is there to the word; what was done on its pages (rooms/demo/life) stands between it."""
    events = list(room.events.order_by("seq"))
    assert [event.seq for event in events] == list(range(1, room.last_seq + 1))
    assert all(before.at <= after.at for before, after in pairwise(events))
    done = {event.seq for event in events if ITEM in event.data}
    said = [event for event in events if event.seq not in done and event.target not in done]
    kinds = Counter(event.kind for event in said)
    lines = conversation.lines
    assert kinds[Kind.ROOM_OPENED] == 1
    assert kinds[Kind.MEMBER_JOINED] == len(KID[conversation.room].members)
    assert kinds[Kind.MESSAGE] == len(lines)
    assert kinds[Kind.MESSAGE_EDITED] == sum(bool(line.edited_from) for line in lines)
    assert kinds[Kind.MESSAGE_RETRACTED] == sum(line.retracted for line in lines)
    assert kinds[Kind.REACTION_ADDED] == sum(len(line.reactions) for line in lines)
    written = [event.text for event in said if event.kind == Kind.MESSAGE]
    assert written == [line.edited_from or line.text for line in lines]
    assert {part.shown_name for part in room.memberships.all()} == {
        adult.shown_name for adult in ADULTS if adult.key in KID[conversation.room].members
    }
    for part in room.memberships.select_related("person"):
        waiting = [e for e in events if e.seq > part.read_seq and e.kind == Kind.MESSAGE and e.author_id != part.pk]
        if not part.is_staff:
            assert len(waiting) == conversation.unread.get(part.person.email.split("@")[0], 0)


class TestLoaded(TestCase):
    """What is there after loading; loaded once for all of these."""

    @classmethod
    def setUpTestData(cls) -> None:
        demo()

    def test_the_rooms_hold_the_right_people_and_words(self) -> None:
        """S1, S3, S4: who is in which room, and what the record of each holds."""
        found = {
            room.name: {part.person.email.split("@")[0] for part in room.memberships.select_related("person")}
            for room in Room.objects.filter(purpose=Room.Purpose.COPARENTING)
        }
        assert found == WALLS
        planning = Room.objects.get(purpose=Room.Purpose.PLANNING)
        names = {part.person.email.split("@")[0] for part in planning.memberships.select_related("person")}
        assert names == PLANNING
        for conversation in CONVERSATIONS:
            own = {"children__first_name": KID[conversation.room].first_name, "purpose": Room.Purpose.COPARENTING}
            check_record(conversation, Room.objects.get(**own))

    def test_everybody_can_sign_in_and_only_the_social_worker_sees_the_admin(self) -> None:
        for adult in ADULTS:
            person = Person.objects.get(email=adult.email)
            assert len(adult.password) >= 12
            assert person.check_password(adult.password)
            assert (person.language, person.time_zone) == (adult.language, str(HOME_ZONE))
            assert person.is_staff == (adult.role == Role.SOCIAL_WORKER)
            assert not person.is_superuser
        tianna = Person.objects.get(email="tianna@demo.example")
        assert tianna.has_perms(
            [f"rooms.{task}_{noun}" for task in ("add", "change") for noun in ("person", "placement")]
        )
        assert not any(tianna.has_perm(f"rooms.{task}_event") for task in ("add", "change", "delete", "view"))

    def test_children_are_as_old_as_the_narrative_says_and_the_stage_is_known(self) -> None:
        """S78."""
        today = timezone.localdate()
        for kid in KIDS:
            child = Child.objects.get(first_name=kid.first_name)
            assert child.birth_date == kid.born(today)
            stage = stage_of(child.rooms.get(purpose=Room.Purpose.COPARENTING), timezone.localdate(timezone=HOME_ZONE))
            assert stage == (Stage.FIRST_DAYS if kid.key == "jaylan" else Stage.SETTLED)
            assert Placement.objects.get(child=child).household.name == kid.household

    def test_a_weekday_that_somebody_names_is_that_day(self) -> None:
        """ "A whole Saturday" stands on a Saturday, on whatever day the demo is loaded."""
        steps = HomeStep.objects.filter(kind=StepKind.LONGER, on__isnull=False)
        days = {step.plan.room.name: step.on.weekday() for step in steps if step.on}
        assert {name: days[name] for name in ("Macia", "Gladys")} == {"Macia": 6, "Gladys": 5}
        for more in range(7):
            scene = cast(Scene, SimpleNamespace(at=timezone.now() + timedelta(days=more)))
            assert home._day(scene, 18, 5).weekday() == 5

    def test_every_private_field_has_a_value_of_its_own(self) -> None:
        """So that a test can look for each of them where it must not be (S1)."""
        values = [value for pair in Person.objects.values_list("phone", "address") for value in pair]
        values += [value for three in Child.objects.values_list("school", "doctor", "staff_note") for value in three]
        values += [value for home in HOMES for value in (home.address, home.phone)]
        values += [value for case in CASES for value in (case.case_number, case.staff_note)]
        assert all(values)
        assert len(set(values)) == len(values)

    def test_the_list_for_people_and_for_scripts(self) -> None:
        table = demo("--list")
        rows = json.loads(demo("--list", "--json"))
        assert [set(row) for row in rows] == [{"person", "email", "password", "role", "rooms"}] * len(ADULTS)
        assert all(value in table for row in rows for value in (row["person"], row["email"], row["password"]))
        rooms = {row["person"]: row["rooms"] for row in rows}
        assert {name: len(ids) for name, ids in rooms.items()} == {
            adult.name: sum(adult.key in kid.members for kid in KIDS) + (adult.key in PLANNING) for adult in ADULTS
        }
        every_room = set(Room.objects.values_list("public_id", flat=True))
        assert set(rooms["Tianna Reilly"]) == set(rooms["Supervisor"]) == every_room
        assert {row["role"] for row in rows} == {"birth_parent", "foster_parent", "social_worker", "supervisor"}

    def test_the_supervisor_has_a_title_and_no_name_and_sees_her_team(self) -> None:
        """S75: who tries the demo can try that side too."""
        (adult,) = (one for one in ADULTS if one.role == Role.SUPERVISOR)
        assert adult.name == adult.shown_name == "Supervisor"
        (load,) = team(Person.objects.get(email=adult.email)).loads
        assert (load.name, load.rooms, load.families) == ("Tianna Reilly", 5, 2)


@pytest.mark.parametrize("kid", KIDS, ids=lambda kid: kid.key)
@pytest.mark.parametrize("offset", range(0, 366, 61))
def test_ages_do_not_drift(kid: Kid, offset: int) -> None:
    today = datetime(2027, 12, 31, tzinfo=UTC).date() - timedelta(days=offset)
    born = kid.born(today)
    assert today.year - born.year - ((today.month, today.day) < (born.month, born.day)) == kid.age


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
def test_loading_twice_changes_nothing_and_reset_makes_it_afresh() -> None:
    first_list = demo()
    loaded, rooms = shape(), set(Room.objects.values_list("public_id", flat=True))
    assert demo() == first_list
    assert shape() == loaded
    assert set(Room.objects.values_list("public_id", flat=True)) == rooms
    demo("--reset")
    assert shape() == loaded
    assert set(Room.objects.values_list("public_id", flat=True)).isdisjoint(rooms)


@pytest.mark.django_db
def test_listing_loads_nothing() -> None:
    with pytest.raises(CommandError, match="not here yet"):
        demo("--list")
    assert not Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("options", [[], ["--list"], ["--reset"], ["--list", "--json"]])
def test_refused_in_production(settings: Any, options: list[str]) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="only with DEMO=1"):
        demo(*options)
    assert not Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("options", [[], ["--reset"]])
def test_refused_beside_another_agency(options: list[str]) -> None:
    """Known passwords have no place beside real families, and a reset must not empty their record."""
    Agency.objects.create(name="Harbor County")
    with pytest.raises(CommandError, match="another agency"):
        demo(*options)
    assert Agency.objects.get().name == "Harbor County"
