"""What a supervisor sees of her team: counts for support, and nothing of rooms she has no part in (S75)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.caseload import make
from moderation.models import Appeal, Flag, HeldMessage
from moderation.queries.staff import handle
from moderation.queries.team import Load, team
from rooms.errors import RoomError
from rooms.models import Agency, Membership, Person, Role, State
from rooms.services import memberships
from tests.cast import Cast
from tests.walls.answers import answer, difference, signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PAGES = ("/desk/team/", "/desk/team/outcomes/", "/desk/team/outcomes.csv")


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    """She has a part in Macia's room alone."""
    person = Person.objects.create_user("supervisor@example.org", name="Supervisor", agency=cast.tianna.agency)
    memberships.add(actor=None, room=cast.rooms["macia"], person=person, role=Role.SUPERVISOR)
    return person


def load_of(supervisor: Person, name: str) -> Load:
    return next(load for load in team(supervisor).loads if load.name == name)


def flag(cast: Cast, room: str, **more: object) -> Flag:
    more = {"source": "member", "category": "question", "urgency": "later", **more}
    return Flag.objects.create(room=cast.rooms[room], **more)


def test_how_much_a_worker_carries_over_all_rooms_of_the_agency(cast: Cast, supervisor: Person) -> None:
    now = timezone.now()
    flag(cast, "macia", due_at=now + HOUR)
    flag(cast, "jaylan", due_at=now - HOUR)
    flag(cast, "jaylan", category="good")
    flag(cast, "jaylan", state="resolved")
    HeldMessage.objects.create(
        room=cast.rooms["jon"], author=cast.member("joshua", "jon"), client_id=uuid4(), text="Hush", why="threat"
    )
    load = load_of(supervisor, "Tianna Reilly")
    assert (load.families, load.rooms, load.open, load.late, load.held) == (2, 4, 2, 1, 1)


def test_what_a_colleague_looks_at_is_the_colleagues(cast: Cast, supervisor: Person) -> None:
    colleague = Person.objects.create_user("colleague@example.org", name="Colleague", agency=supervisor.agency)
    memberships.add(actor=None, room=cast.rooms["macia"], person=colleague, role=Role.SOCIAL_WORKER)
    flag(cast, "macia", state="claimed", claimed_by=colleague)
    assert (load_of(supervisor, "Tianna Reilly").open, load_of(supervisor, "Colleague").open) == (0, 1)


def test_names_are_in_the_order_of_the_alphabet(cast: Cast, supervisor: Person) -> None:
    """Support, not a ranking: whoever carries most is not on top for it."""
    Person.objects.create_user("zoe@example.org", name="Zoe", agency=supervisor.agency, is_staff=True)
    Person.objects.create_user("abe@example.org", name="Abe", agency=supervisor.agency, is_staff=True)
    assert [load.name for load in team(supervisor).loads] == ["Abe", "Tianna Reilly", "Zoe"]


def answers(cast: Cast, *hours: int) -> None:
    at = timezone.now() - timedelta(days=3)
    for waited in hours:
        flag(cast, "macia", state="resolved", resolved_by=cast.tianna, at=at, resolved_at=at + waited * HOUR)


def test_the_middle_time_to_an_answer_needs_five(cast: Cast, supervisor: Person) -> None:
    answers(cast, 1, 2, 3, 30)
    assert load_of(supervisor, "Tianna Reilly").hours is None
    assert "Too few answers yet" in signed_in(supervisor).get("/desk/team/").content.decode()
    answers(cast, 40)
    assert load_of(supervisor, "Tianna Reilly").hours == 3
    assert "Half of the answers came within 3 hours." in signed_in(supervisor).get("/desk/team/").content.decode()


def test_what_the_screening_raised_is_no_answer_time(cast: Cast, supervisor: Person) -> None:
    at = timezone.now()
    for _ in range(6):
        flag(cast, "macia", source="screening", state="resolved", resolved_by=cast.tianna, at=at, resolved_at=at)
    assert load_of(supervisor, "Tianna Reilly").hours is None


def test_of_rooms_without_a_part_there_are_counts_and_nothing_else(cast: Cast, supervisor: Person) -> None:
    """P6: no child, no parent, no family, no word, no address of a room that is not hers."""
    one = flag(cast, "jaylan", words="Nobody may read this", due_at=timezone.now())
    Appeal.objects.create(flag=one, by=cast.member("samara", "jaylan"), text="Nor this")
    cast.say("samara", "jaylan", "Nor that")
    for page in PAGES:
        shown = signed_in(supervisor).get(page).content.decode()
        for secret in ("Jaylan", "Hudson", "Samara", "Nobody may", "Nor th", "Gutierrez", one.public_id):
            assert secret not in shown, page
        assert cast.rooms["jaylan"].public_id not in shown
    assert "4 rooms" in signed_in(supervisor).get("/desk/team/").content.decode()


def test_appeals_of_her_own_rooms_wait_for_her_until_decided(cast: Cast, supervisor: Person) -> None:
    mine, other = flag(cast, "macia", state="appealed"), flag(cast, "jaylan", state="appealed")
    appeal = Appeal.objects.create(flag=mine, by=cast.member("ana", "macia"), text="Please")
    Appeal.objects.create(flag=other, by=cast.member("samara", "jaylan"), text="Please")
    assert [(one.room, one.by) for one in team(supervisor).appeals] == [("Macia", "Ana Gutierrez")]
    assert f"/desk/flags/{mine.public_id}/" in signed_in(supervisor).get("/desk/team/").content.decode()
    appeal.decided_at = timezone.now()
    appeal.save()
    assert team(supervisor).appeals == []


def test_rooms_that_nobody_looks_after_are_counted(cast: Cast, supervisor: Person) -> None:
    assert team(supervisor).alone == 0
    Membership.objects.filter(person=cast.tianna, room=cast.rooms["jaylan"]).update(state=State.ENDED)
    assert team(supervisor).alone == 1
    page = signed_in(supervisor).get("/desk/team/").content.decode()
    assert "1 room of your agency has no social worker now." in page


def test_another_agency_is_not_there(cast: Cast, supervisor: Person) -> None:
    elsewhere = make(1, 2, agency_name="Elsewhere")
    elsewhere.worker.name = "Somebody Else"
    elsewhere.worker.save()
    assert [load.name for load in team(supervisor).loads] == ["Tianna Reilly"]
    assert [load.rooms for load in team(elsewhere.supervisor).loads if load.name == "Somebody Else"] == [4]


@pytest.mark.parametrize("who", ["ana", "tianna", "wendy"])
@pytest.mark.parametrize("page", PAGES)
def test_for_everybody_else_there_is_no_such_page(cast: Cast, who: str, page: str) -> None:
    """A worker and a parent get the answer of an address that does not exist."""
    client = signed_in(cast.people[who])
    assert not difference(answer(client.get(page)), answer(client.get("/desk/team/zzzzzzzzzzzz/hand-over/")))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_visitors_sign_in_first_and_nothing_is_posted(cast: Cast, supervisor: Person, page: str) -> None:
    assert signed_in(None).get(page).status_code == 302
    assert signed_in(supervisor).post(page).status_code == 405


def test_a_supervisor_whose_part_ended_or_without_an_agency_is_none(cast: Cast, supervisor: Person) -> None:
    Person.objects.filter(pk=supervisor.pk).update(agency=None)
    with pytest.raises(RoomError, match="not_found"):
        team(Person.objects.get(pk=supervisor.pk))
    Person.objects.filter(pk=supervisor.pk).update(agency=Agency.objects.get())
    Membership.objects.filter(person=supervisor).update(state=State.ENDED)
    with pytest.raises(RoomError, match="not_found"):
        team(Person.objects.get(pk=supervisor.pk))


def test_the_desk_leads_supervisors_to_their_team_and_nobody_else(cast: Cast, supervisor: Person) -> None:
    assert 'href="/desk/team/"' in signed_in(supervisor).get("/desk/").content.decode()
    assert 'href="/desk/team/"' not in signed_in(cast.tianna).get("/desk/").content.decode()


def test_a_handle_tells_nothing_and_stays(cast: Cast) -> None:
    assert handle(cast.tianna) == handle(Person.objects.get(pk=cast.tianna.pk)) != handle(cast.wendy)
    assert str(cast.tianna.pk) != handle(cast.tianna)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_as_many_queries_for_three_families_as_for_one(page: str) -> None:
    counts = set()
    for families in (1, 3):
        client = signed_in(make(families, 4, agency_name=f"Agency {families}").supervisor)
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        counts.add(len(captured))
    assert len(counts) == 1 and counts.pop() <= 40
