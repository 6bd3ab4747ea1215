"""The top of the desk: what waits, what went well, who could use a hello (S54, S58, S62, S64)."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.caseload import make
from moderation import desk
from moderation.models import Appeal, Flag, HeldMessage, Look, Step, Summary
from moderation.queries.needs import Today
from moderation.queries.today import today
from moderation.services import steps
from rooms import excerpts
from rooms.access import sight
from rooms.models import HiddenRange, Membership, Occasion, Person, Reading, Role, Room, WayHome
from rooms.queries.stage import stage_of, stages_of
from rooms.queries.waits import waits
from rooms.services import memberships, messages, reading, sick
from tests.cast import Cast
from tests.walls.answers import signed_in

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at_the_desk(person: Person) -> Today:
    parts = desk.parts(person)
    return today(person, parts, waits(parts))


def flag(cast: Cast, room: str, category: str, due: datetime | None = None, **more: object) -> Flag:
    """A flag as its service would leave it."""
    if "raised_by" not in more:
        more["raised_by"] = cast.member("ana", room)
    more = {"source": "member", "urgency": "later", **more}
    return Flag.objects.create(room=cast.rooms[room], category=category, due_at=due, **more)


def page(person: Person) -> str:
    return signed_in(person).get("/desk/").content.decode()


def test_what_waits_is_in_order_of_its_time_and_each_leads_to_its_answer(cast: Cast) -> None:
    now = timezone.now()
    later = flag(cast, "macia", "question", now + 5 * HOUR)
    late = flag(cast, "jaylan", "safety", now - HOUR, raised_by=None, member=cast.member("francis", "jaylan"))
    HeldMessage.objects.create(
        room=cast.rooms["jon"], author=cast.member("joshua", "jon"), client_id=uuid4(), text="Hush", why="threat"
    )
    found = at_the_desk(cast.tianna)
    assert [(need.kind, need.room.name, need.late) for need in found.needs] == [
        ("flag", "Jaylan", True),
        ("held", "Jon", False),
        ("question", "Macia", False),
    ]
    assert found.late == 1
    shown = page(cast.tianna)
    assert f"/desk/rooms/{cast.rooms['jon'].public_id}/held/" in shown
    assert f"/desk/flags/{late.public_id}/" in shown and f"/desk/flags/{later.public_id}/" in shown
    assert shown.index("Safety comes first here") < shown.index("A question to you")
    assert "was promised by" in shown and "3 things" in shown
    assert "Hush" not in shown


def test_safety_comes_first_then_care_then_what_is_late_then_a_yes_with_the_nearest_date(cast: Cast) -> None:
    """S29, S36, S64: whatever has waited longer, or has less time left. And what somebody presses for never folds."""
    now = timezone.now()
    for number in range(9):
        flag(cast, "gladys", "question", now + number * HOUR + HOUR, at=now - 9 * DAY)
    flag(cast, "macia", "wording", now - 2 * HOUR, at=now - 8 * DAY)
    flag(cast, "jaylan", "care", now + 9 * DAY, raised_by=cast.member("samara", "jaylan"))
    flag(cast, "jon", "safety", now + 3 * DAY)
    WayHome.objects.create(room=cast.rooms["jaylan"], state="sent", moved_at=now - 30 * DAY)
    for room, days in (("macia", 5), ("jon", 2)):
        starts, by = now + days * DAY, cast.member("ana", room)
        when = {"starts": starts, "ends": starts + HOUR, "at": now - HOUR}
        Occasion.objects.create(
            room=cast.rooms[room], kind="visit", state="agreed", by=by, seq=1, place_kind="agency", **when
        )
    sick.tell(actor=cast.wendy, room_id=cast.rooms["gladys"].public_id, client_id=uuid4(), signs=["sick.fever"])
    needs = at_the_desk(cast.tianna).needs
    assert [(need.about or need.kind, need.room.name) for need in needs][:7] == [
        ("safety", "Jon"),
        ("sick", "Gladys"),
        ("care", "Jaylan"),
        ("wording", "Macia"),
        ("visit", "Jon"),
        ("visit", "Macia"),
        ("way_home", "Jaylan"),
    ]
    assert [need.about for need in needs[7:]] == ["question"] * 9
    shown = page(cast.tianna)
    first, more = shown.split('id="more-needs"')
    assert first.count("A visit waits for your yes") == 4 and "A visit waits for your yes" not in more
    assert "8 more" in more and more.count("A question to you") == 16


def test_what_is_settled_or_good_does_not_wait(cast: Cast) -> None:
    flag(cast, "macia", "question", state="resolved")
    flag(cast, "macia", "good", words="He sang all the way home")
    found = at_the_desk(cast.tianna)
    assert found.needs == []
    assert [(one.words, one.who, one.room.name) for one in found.glad] == [
        ("He sang all the way home", "Ana Gutierrez", "Macia")
    ]
    assert "He sang all the way home" in page(cast.tianna)


def test_a_good_flag_is_shown_for_a_week(cast: Cast) -> None:
    flag(cast, "macia", "good", at=timezone.now() - 8 * DAY)
    assert at_the_desk(cast.tianna).glad == []


def test_a_colleague_who_looks_already_is_named(cast: Cast) -> None:
    wendy = cast.wendy
    flag(cast, "macia", "help", state="claimed", claimed_by=wendy)
    flag(cast, "gladys", "help", state="claimed", claimed_by=cast.tianna)
    needs = {need.room.name: need for need in at_the_desk(cast.tianna).needs}
    assert (needs["Macia"].with_name, needs["Macia"].mine) == ("Wendy Chadwick", False)
    assert needs["Gladys"].mine
    shown = page(cast.tianna)
    assert "Wendy Chadwick is looking at it" in shown and "you are looking at it" in shown


def test_an_appeal_waits_for_the_supervisor_alone(cast: Cast) -> None:
    one = flag(cast, "macia", "wording", state="appealed")
    Appeal.objects.create(flag=one, by=cast.member("ana", "macia"), text="Please look again")
    supervisor = Person.objects.create_user("supervisor@example.org", name="Supervisor", agency=cast.tianna.agency)
    memberships.add(actor=None, room=cast.rooms["macia"], person=supervisor, role=Role.SUPERVISOR)
    assert at_the_desk(cast.tianna).needs == []
    assert [need.kind for need in at_the_desk(supervisor).needs] == ["appeal"]
    assert "A second look is asked for" in page(supervisor)


def test_nothing_waits_is_good_news(cast: Cast) -> None:
    shown = page(cast.tianna)
    assert "Nothing waits for you. Every question has its answer." in shown
    assert "No room is quieter than usual." in shown
    assert "Everybody has been in their room." in shown


def test_what_waits_elsewhere_is_not_on_my_desk(cast: Cast) -> None:
    """P6: a worker of one room sees nothing of the others."""
    worker = Person.objects.create_user("worker@example.org", name="Worker", agency=cast.tianna.agency)
    memberships.add(actor=None, room=cast.rooms["jaylan"], person=worker, role=Role.SOCIAL_WORKER)
    flag(cast, "macia", "question", timezone.now())
    flag(cast, "macia", "good", words="A secret joy")
    found = at_the_desk(worker)
    assert (found.needs, found.glad) == ([], [])
    assert "A secret joy" not in page(worker) and "Gutierrez" not in page(worker)


def test_after_a_pause_of_the_worker_nothing_of_the_room_is_left(cast: Cast) -> None:
    flag(cast, "macia", "question", timezone.now())
    memberships.suspend(
        actor=_supervisor(cast),
        room_id=cast.rooms["macia"].public_id,
        member_id=cast.member("tianna", "macia").public_id,
        reason="on leave",
    )
    assert at_the_desk(cast.tianna).needs == []


def _supervisor(cast: Cast) -> Person:
    person = Person.objects.create_user("supervisor@example.org", name="Supervisor", agency=cast.tianna.agency)
    memberships.add(actor=None, room=cast.rooms["macia"], person=person, role=Role.SUPERVISOR)
    return person


def test_drafts_of_weeks_that_are_over_wait_for_a_name(cast: Cast) -> None:
    now, room = timezone.now(), cast.rooms["macia"]
    first = Summary.objects.create(room=room, start=now - 14 * DAY, end=now - 7 * DAY, upto=1)
    Summary.objects.create(room=room, start=now - 14 * DAY, end=now - 7 * DAY, upto=1, replaces=first, version=2)
    Summary.objects.create(room=room, start=now - 7 * DAY, end=now - DAY, upto=1, signed_at=now)
    Summary.objects.create(room=room, start=now, end=now + DAY, upto=1)
    found = at_the_desk(cast.tianna).summaries
    assert [need.ref for need in found] == [Summary.objects.get(version=2).public_id]
    assert "1 summary waits for your name" in page(cast.tianna)


def test_a_summary_says_what_works_where_no_good_flag_does(cast: Cast) -> None:
    now = timezone.now()
    lines = [{"section": "concerns", "text": "No"}, {"section": "working", "text": "They plan together", "seqs": [5]}]
    for room in ("macia", "jon"):
        Summary.objects.create(room=cast.rooms[room], start=now - 7 * DAY, end=now - DAY, upto=9, lines=lines)
    flag(cast, "jon", "good", words="A good nap")
    assert [(one.room.name, one.words) for one in at_the_desk(cast.tianna).glad] == [
        ("Jon", "A good nap"),
        ("Macia", "They plan together"),
    ]


def test_pauses_and_steps_that_end_soon_are_told_once_each(cast: Cast) -> None:
    now = timezone.now()
    for person, room, until in (("ana", "macia", 2), ("francisco", "gladys", 9)):
        memberships.suspend(
            actor=cast.tianna,
            room_id=cast.rooms[room].public_id,
            member_id=cast.member(person, room).public_id,
            reason="a rest",
            until=now + until * DAY,
        )
    Step.objects.create(
        room=cast.rooms["macia"],
        member=cast.member("ana", "macia"),
        kind="pause",
        reason="a rest",
        by=cast.tianna,
        until=now + 2 * DAY,
    )
    Step.objects.create(room=cast.rooms["jon"], kind="slow", reason="calm", by=cast.tianna, until=now + DAY)
    assert [(need.kind, need.about, need.room.name, need.who) for need in at_the_desk(cast.tianna).ending] == [
        ("step", "slow", "Jon", ""),
        ("step", "pause", "Macia", "Ana Gutierrez"),
    ]
    assert "2 pauses or steps end in the next days" in page(cast.tianna)


def test_a_narrowing_that_ends_and_a_part_that_ends_are_told(cast: Cast) -> None:
    now = timezone.now()
    memberships.narrow(
        actor=cast.tianna,
        room_id=cast.rooms["macia"].public_id,
        member_id=cast.member("ana", "macia").public_id,
        reason="a rest",
        until=now + DAY,
    )
    Membership.objects.filter(pk=cast.member("wendy", "jon").pk).update(until=now + 2 * DAY)
    assert [need.about for need in at_the_desk(cast.tianna).ending] == ["writes", "over"]


def test_the_end_of_a_part_is_told_beside_its_pause_and_its_steps(cast: Cast) -> None:
    """And of two dates of a part the one that comes; a date far off does not stand for a near one."""
    now = timezone.now()
    there = {"actor": cast.tianna, "room_id": cast.rooms["macia"].public_id, "reason": "a rest"}
    ana, brianna = cast.member("ana", "macia"), cast.member("brianna", "macia")
    Membership.objects.filter(pk=ana.pk).update(until=now + DAY)
    Membership.objects.filter(pk=brianna.pk).update(until=now + 30 * DAY)
    steps.take(**there, kind="pause", member_id=ana.public_id, until=now + 2 * DAY)
    memberships.narrow(**there, member_id=brianna.public_id, until=now + 2 * DAY)
    told = [(need.about, need.who, need.due) for need in at_the_desk(cast.tianna).ending]
    assert told == [
        ("over", "Ana Gutierrez", now + DAY),
        ("pause", "Ana Gutierrez", now + 2 * DAY),
        ("writes", "Brianna Winter", now + 2 * DAY),
    ]


class TestQuiet:
    """A room is measured by its own habit."""

    @pytest.fixture(autouse=True)
    def opened_long_ago(self, cast: Cast) -> None:
        cast.tianna.time_zone = "UTC"  # no day there is longer than another
        cast.tianna.save()
        Room.objects.update(opened_at=timezone.now() - 60 * DAY)
        for room in ("gladys", "jon", "jaylan"):
            cast.say("ana" if room != "jaylan" else "samara", room, "Good morning")

    def talk(self, cast: Cast, *days_ago: int) -> None:
        for days in days_ago:
            cast.say("ana", "macia", "A word", at=timezone.now() - days * DAY)

    def test_silence_longer_than_the_habit_is_told_as_a_fact(self, cast: Cast) -> None:
        self.talk(cast, 16, 15, 14, 13, 12)
        [quiet] = at_the_desk(cast.tianna).quiet
        assert (quiet.room, quiet.days, quiet.usual, quiet.begun) == ("Macia", 12, 1, True)
        assert "No word for 12 days. Before, there was one nearly every day." in page(cast.tianna)

    def test_the_same_silence_is_usual_elsewhere(self, cast: Cast) -> None:
        self.talk(cast, 50, 40, 30, 20, 10)
        assert at_the_desk(cast.tianna).quiet == []

    def test_a_habit_of_several_days_is_told_so(self, cast: Cast) -> None:
        self.talk(cast, 30, 27, 24, 21, 18)
        assert "No word for 18 days. Before, there was one about every 3 days." in page(cast.tianna)

    def test_without_a_habit_a_week_is_long(self, cast: Cast) -> None:
        self.talk(cast, 8)
        [quiet] = at_the_desk(cast.tianna).quiet
        assert (quiet.days, quiet.usual) == (8, None)

    def test_a_word_of_staff_breaks_no_silence_and_a_new_word_of_a_member_does(self, cast: Cast) -> None:
        self.talk(cast, 16, 15, 14, 13, 12)
        cast.say("tianna", "macia", "How are you all?")
        assert len(at_the_desk(cast.tianna).quiet) == 1
        cast.say("brianna", "macia", "All well")
        assert at_the_desk(cast.tianna).quiet == []

    def test_a_room_without_a_word_counts_from_its_opening(self, cast: Cast) -> None:
        [quiet] = at_the_desk(cast.tianna).quiet
        assert (quiet.room, quiet.begun) == ("Macia", False)
        assert "Nobody has written since the room opened 60 days ago." in page(cast.tianna)


class TestUnreached:
    """S58: whoever was added and never came, birth parents first."""

    @pytest.fixture(autouse=True)
    def added_a_while_ago(self, cast: Cast) -> None:
        Membership.objects.update(since=timezone.now() - 12 * DAY)

    def names(self, cast: Cast, room: str) -> list[str]:
        return [one.name for one in at_the_desk(cast.tianna).unreached if one.room == room.title()]

    def test_they_are_named_with_the_days(self, cast: Cast) -> None:
        assert self.names(cast, "jaylan") == ["Samara Hudson", "Francis Hudson", "Brianna Winter"]
        shown = page(cast.tianna)
        assert "Francis Hudson" in shown and "added 12 days ago" in shown

    def test_reading_or_writing_is_coming(self, cast: Cast) -> None:
        reading.advance(actor=cast.francis, room_id=cast.rooms["jaylan"].public_id, upto=0)
        reading.advance(actor=cast.samara, room_id=cast.rooms["jaylan"].public_id, upto=cast.rooms["jaylan"].last_seq)
        assert Reading.objects.exists()
        cast.say("brianna", "jaylan", "Hello")
        assert self.names(cast, "jaylan") == ["Francis Hudson"]

    def test_coming_to_one_room_is_not_coming_to_another(self, cast: Cast) -> None:
        cast.say("ana", "macia", "Hello")
        assert "Ana Gutierrez" in self.names(cast, "jon")

    def test_the_new_have_a_day_and_the_paused_are_left_alone(self, cast: Cast) -> None:
        Membership.objects.filter(person=cast.francis).update(since=timezone.now() - HOUR)
        cast.suspend("samara", "jaylan")
        assert self.names(cast, "jaylan") == ["Brianna Winter"]


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_desk_takes_as_many_queries_for_three_families_as_for_one() -> None:
    """The whole caseload costs what one room costs: no query a room."""
    small, large = make(1, 6, agency_name="Small"), make(3, 6, agency_name="Large")
    counts = {queries(signed_in(load.worker), "/desk/") for load in (small, large)}
    assert len(counts) == 1
    assert counts.pop() <= 33
    room = large.rooms[0].public_id
    assert queries(signed_in(large.worker), f"/desk/rooms/{room}/") <= 40


def test_opening_the_desk_leaves_its_row_in_each_room(cast: Cast) -> None:
    signed_in(cast.tianna).get("/desk/")
    assert Look.objects.filter(person=cast.tianna, kind="board").count() == 4


@pytest.mark.both_engines
def test_the_last_words_of_many_rooms_are_those_of_each(cast: Cast) -> None:
    """Changed, taken back, hidden from this part, or none at all: as the one room's query says, for every member."""
    said = cast.say("ana", "macia", "First")
    messages.edit(
        actor=cast.ana, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), target=said.seq, text="Better"
    )
    messages.react(
        actor=cast.brianna,
        room_id=cast.rooms["macia"].public_id,
        client_id=uuid4(),
        target=said.seq,
        emoji="🙏",
        on=True,
    )
    gone = cast.say("wendy", "jon", "Too much")
    messages.retract(actor=cast.wendy, room_id=cast.rooms["jon"].public_id, client_id=uuid4(), target=gone.seq)
    shown, hidden = cast.say("ana", "gladys", "Seen"), cast.say("wendy", "gladys", "Not seen")
    tianna = cast.member("tianna", "gladys")
    HiddenRange.objects.create(membership=tianna, first_seq=hidden.seq, last_seq=None)
    sights = {member.room_id: sight(member) for member in Membership.objects.filter(person=cast.tianna)}
    many = excerpts.last_messages(list(sights.values()))
    for room, one in sights.items():
        assert sorted(many.get(room, [])) == sorted(excerpts.last_message(one))
    assert many[cast.rooms["gladys"].pk][0].seq == shown.seq
    assert cast.rooms["jaylan"].pk not in many
    assert excerpts.last_messages([]) == {}
    rooms = list(Room.objects.all())
    assert stages_of(rooms, timezone.localdate()) == {room.pk: stage_of(room, timezone.localdate()) for room in rooms}
