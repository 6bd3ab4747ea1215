"""Handing over a caseload: all or nothing, at once, with what is open going along (S64, S75)."""

from collections.abc import Iterable

import pytest

from moderation.models import Flag, Look
from moderation.queries.staff import colleagues, handle
from moderation.services.handover import hand_over
from rooms.errors import RoomError
from rooms.models import Agency, Event, Kind, Membership, Person, Role, StaffAct, State
from rooms.services import memberships
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.walls.answers import Answer, answer, difference, signed_in

pytestmark = pytest.mark.django_db


class Team:
    """A supervisor in all of the cast's rooms but Jaylan's, and a colleague without rooms."""

    def __init__(self, cast: Cast) -> None:
        self.cast, agency = cast, cast.tianna.agency
        self.supervisor = Person.objects.create_user("supervisor@example.org", name="Supervisor", agency=agency)
        self.colleague = Person.objects.create_user(
            "colleague@example.org", name="Colleague", agency=agency, is_staff=True
        )
        for room in ("macia", "gladys", "jon"):
            memberships.add(actor=None, room=cast.rooms[room], person=self.supervisor, role=Role.SUPERVISOR)

    def hand_over(self, *rooms: str, reason: str = "She moves away", **more: object) -> int:
        asked = {
            "actor": self.supervisor,
            "leaving": handle(self.cast.tianna),
            "to": handle(self.colleague),
            "room_ids": [self.cast.rooms[room].public_id for room in rooms],
            "reason": reason,
            **more,
        }
        return hand_over(**asked)

    def workers(self, room: str) -> list[str]:
        """Who is a social worker there now."""
        parts = self.cast.rooms[room].memberships.filter(role=Role.SOCIAL_WORKER, state=State.ACTIVE)
        return [part.shown_name for part in parts]


@pytest.fixture
def team(cast: Cast) -> Team:
    return Team(cast)


def kinds(cast: Cast, rooms: Iterable[str]) -> list[str]:
    """The last two events of each room."""
    found = [Event.objects.filter(room=cast.rooms[room]).order_by("-seq")[:2] for room in rooms]
    return [event.kind for events in found for event in reversed(events)]


def test_some_rooms_go_and_the_others_stay(team: Team, cast: Cast) -> None:
    assert team.hand_over("macia", "jon") == 2
    assert team.workers("macia") == team.workers("jon") == ["Colleague"]
    assert team.workers("gladys") == team.workers("jaylan") == ["Tianna Reilly"]
    assert kinds(cast, ["macia", "jon"]) == [Kind.MEMBER_ENDED, Kind.MEMBER_JOINED] * 2
    act = StaffAct.objects.get(act="end", membership__room=cast.rooms["macia"])
    assert (act.actor, act.reason) == (team.supervisor, "She moves away")


def test_the_leaving_worker_is_out_at_once_and_the_new_one_in(team: Team, cast: Cast) -> None:
    """S7: the next answer is that of a room that does not exist; what was said before is there for the new one."""
    cast.say("ana", "macia", "Before the change")
    room = f"/desk/rooms/{cast.rooms['macia'].public_id}/"
    before, new = signed_in(cast.tianna), signed_in(team.colleague)
    assert (before.get(room).status_code, new.get(room).status_code) == (200, 404)
    team.hand_over("macia")
    assert (before.get(room).status_code, new.get(room).status_code) == (404, 200)
    assert "Before the change" in new.get(room).content.decode()
    assert "Macia" not in before.get("/desk/").content.decode()


def test_open_matters_go_along_and_the_settled_stay_whose_they_were(team: Team, cast: Cast) -> None:
    room = cast.rooms["macia"]
    common = {"room": room, "source": "member", "category": "question", "urgency": "later"}
    claimed = Flag.objects.create(**common, state="claimed", claimed_by=cast.tianna)
    settled = Flag.objects.create(**common, state="resolved", claimed_by=cast.tianna, resolved_by=cast.tianna)
    still_open = Flag.objects.create(**common)
    team.hand_over("macia")
    for flag in (claimed, settled, still_open):
        flag.refresh_from_db()
    assert (claimed.claimed_by, claimed.state) == (team.colleague, "claimed")
    assert (settled.claimed_by, settled.resolved_by) == (cast.tianna, cast.tianna)
    assert still_open.claimed_by is None
    assert "2 things" in signed_in(team.colleague).get("/desk/").content.decode()


def test_it_leaves_its_row_in_the_trail_without_the_reason(team: Team, cast: Cast) -> None:
    team.hand_over("macia")
    look = Look.objects.get(kind=Look.Kind.HANDOVER, room=cast.rooms["macia"])
    assert (look.person, look.detail) == (team.supervisor, {"flags": 0})
    member = Reader(cast, "ana", "macia")
    assert "handed the room over to a colleague" in member.get("looks/").content.decode()
    assert "moves" not in f"{look.purpose}{look.detail}"


def test_a_colleague_who_is_a_worker_there_already_stays_one(team: Team, cast: Cast) -> None:
    memberships.add(actor=None, room=cast.rooms["macia"], person=team.colleague, role=Role.SOCIAL_WORKER)
    assert team.hand_over("macia") == 1
    assert team.workers("macia") == ["Colleague"]


def test_somebody_who_left_for_good_can_still_be_taken_over_from(team: Team, cast: Cast) -> None:
    cast.tianna.is_active = False
    cast.tianna.save()
    assert team.hand_over("macia") == 1


def test_and_back_again(team: Team, cast: Cast) -> None:
    team.hand_over("macia")
    team.hand_over("macia", leaving=handle(team.colleague), to=handle(cast.tianna))
    assert team.workers("macia") == ["Tianna Reilly"]


class TestRefused:
    """Whatever is refused leaves every room as it was."""

    @pytest.fixture(autouse=True)
    def nothing_changes(self, team: Team) -> Iterable[None]:
        before = list(Membership.objects.order_by("pk").values_list("pk", "state"))
        yield
        assert list(Membership.objects.order_by("pk").values_list("pk", "state")) == before

    def refused(self, team: Team, *rooms: str, **more: object) -> str:
        with pytest.raises(RoomError) as error:
            team.hand_over(*rooms, **more)
        return error.value.code

    @pytest.mark.parametrize("who", ["tianna", "ana"])
    def test_to_whoever_is_no_supervisor(self, team: Team, cast: Cast, who: str) -> None:
        assert self.refused(team, "macia", actor=cast.people[who]) == "not_found"

    def test_for_a_room_she_has_no_part_in_as_for_none(self, team: Team) -> None:
        assert self.refused(team, "macia", "jaylan") == "not_found"
        assert self.refused(team, room_ids=["zzzzzzzzzzzz"]) == "not_found"

    def test_after_her_own_part_was_paused(self, team: Team, cast: Cast) -> None:
        part = Membership.objects.filter(person=team.supervisor, room=cast.rooms["jon"])
        part.update(state=State.SUSPENDED)
        assert self.refused(team, "macia", "jon") == "not_found"
        part.update(state=State.ACTIVE)

    def test_to_another_agency(self, team: Team) -> None:
        elsewhere = Agency.objects.create(name="Elsewhere")
        stranger = Person.objects.create_user("away@example.org", name="Away", agency=elsewhere, is_staff=True)
        assert self.refused(team, "macia", to=handle(stranger)) == "not_found"

    def test_to_a_parent(self, team: Team, cast: Cast) -> None:
        assert self.refused(team, "macia", to=handle(cast.wendy)) == "not_found"

    def test_to_an_account_that_is_switched_off(self, team: Team) -> None:
        team.colleague.is_active = False
        team.colleague.save()
        assert self.refused(team, "macia", to=handle(team.colleague)) == "not_found"

    def test_for_somebody_who_has_no_part_there(self, team: Team, cast: Cast) -> None:
        assert self.refused(team, "macia", leaving=handle(team.colleague), to=handle(cast.tianna)) == "not_found"

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_without_a_reason(self, team: Team, reason: str) -> None:
        assert self.refused(team, "macia", reason=reason) == "reason_needed"

    def test_without_rooms_or_to_herself(self, team: Team, cast: Cast) -> None:
        assert self.refused(team) == "bad_choice"
        assert self.refused(team, "macia", to=handle(cast.tianna)) == "bad_choice"


def test_one_name_that_is_taken_stops_all_rooms(team: Team, cast: Cast) -> None:
    """The second room has a member by that very name; the first stays as it was too."""
    memberships.add(actor=None, room=cast.rooms["jon"], person=cast.brianna, role=Role.RELATIVE, shown_name="Colleague")
    before = Event.objects.count()
    with pytest.raises(RoomError, match="name_taken"):
        team.hand_over("macia", "jon")
    assert Event.objects.count() == before
    assert team.workers("macia") == ["Tianna Reilly"]


def test_colleagues_are_staff_of_the_same_agency(team: Team, cast: Cast) -> None:
    elsewhere = Agency.objects.create(name="Elsewhere")
    Person.objects.create_user("away@example.org", name="Away", agency=elsewhere, is_staff=True)
    Person.objects.create_user("it@example.org", name="It", agency=cast.tianna.agency, is_staff=True, is_superuser=True)
    assert [person.name for person in colleagues(team.supervisor)] == ["Colleague", "Tianna Reilly"]


# The page


def asks(team: Team, method: str = "get", person: Person | None = None, **form: object) -> Answer:
    client = signed_in(person or team.supervisor)
    return answer(getattr(client, method)(f"/desk/team/{handle(team.cast.tianna)}/hand-over/", form))


def test_the_page_offers_her_own_rooms_and_the_colleagues(team: Team) -> None:
    page = asks(team)
    assert page.status == 200
    for words in ("Macia", "Gladys", "Jon", "Colleague"):
        assert words in page.body
    assert "Jaylan" not in page.body and "Ana" not in page.body
    assert page.body.count(" checked") == 3


def test_the_form_does_it_and_goes_back_to_the_team(team: Team, cast: Cast) -> None:
    rooms = [cast.rooms[room].public_id for room in ("macia", "jon")]
    done = asks(team, "post", room=rooms, to=handle(team.colleague), reason="She moves away")
    assert done.status == 303 and ("Location", "/desk/team/?done=2") in done.headers
    assert team.workers("jon") == ["Colleague"]
    told = signed_in(team.supervisor).get("/desk/team/?done=2").content.decode()
    assert "2 rooms have their new social worker." in told


def test_a_refusal_keeps_what_was_chosen(team: Team, cast: Cast) -> None:
    room = cast.rooms["jon"].public_id
    refused = asks(team, "post", room=[room], to=handle(team.colleague), reason=" ")
    assert refused.status == 422
    assert "Please write down the reason." in refused.body
    assert refused.body.count(" checked") == 1 and f'value="{handle(team.colleague)}" selected' in refused.body


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_is_for_supervisors_and_a_wrong_name_is_like_none(team: Team, method: str) -> None:
    none = asks(team, method, person=team.cast.ana)
    assert none.status == 404
    assert not difference(none, asks(team, method, person=team.cast.tianna))
    wrong = signed_in(team.supervisor)
    assert getattr(wrong, method)("/desk/team/zzzzzzzzzzzz/hand-over/").status_code == 404


def test_a_room_that_is_not_hers_is_like_none(team: Team, cast: Cast) -> None:
    for room in (cast.rooms["jaylan"].public_id, "zzzzzzzzzzzz"):
        form = {"room": [room], "to": handle(team.colleague), "reason": "She moves away"}
        assert asks(team, "post", **form).status == 404
