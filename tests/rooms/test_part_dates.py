"""Visits and dates of somebody whose part closes, or goes on in another role (S7, S35, S38)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from rooms.contact import birth_people
from rooms.errors import RoomError
from rooms.models import Approval, Occasion, OccasionPart, Role
from rooms.services import approvals, memberships, occasions
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def visit(cast: Cast) -> Occasion:
    """A visit of Samara's to Jaylan that is settled between the two sides."""
    allowed(cast)
    return settled(cast, kind="visit", place_kind="agency")


def form(cast: Cast, who: str) -> dict[str, object]:
    return {"actor": cast.people[who], "room_id": cast.rooms["jaylan"].public_id, "client_id": uuid4()}


def allowed(cast: Cast, *who: str) -> None:
    approvals.keep(
        **form(cast, "tianna"),
        supervised="nobody",
        times=5,
        per="week",
        minutes=120,
        places=["agency", "birth_home"],
        from_on=timezone.localdate() - timedelta(days=30),
        everyone=not who,
        people=[cast.member(one, "jaylan").public_id for one in who],
        staff_decides=False,
    )


def settled(cast: Cast, *, hours: int = 1, **more: str) -> Occasion:
    starts = timezone.now().replace(hour=18, minute=0) + timedelta(days=3)
    mother = cast.member("samara", "jaylan").public_id
    about = {"starts": starts, "ends": starts + timedelta(hours=hours), "people": [mother], **more}
    occasions.propose(**form(cast, "samara"), **about)
    one = Occasion.objects.latest("pk")
    occasions.accept(**form(cast, "brianna"), occasion=one.public_id, version=one.version)
    one.refresh_from_db()
    return one


def part(cast: Cast, who: str = "samara") -> dict[str, object]:
    member = cast.member(who, "jaylan").public_id
    return {"actor": cast.tianna, "room_id": cast.rooms["jaylan"].public_id, "member_id": member, "reason": "a test"}


def test_a_pause_stops_the_visits_that_would_have_come(cast: Cast, visit: Occasion) -> None:
    assert visit.state == Occasion.State.SET
    memberships.suspend(**part(cast))
    visit.refresh_from_db()
    assert (visit.state, visit.version) == (Occasion.State.STOPPED, 3)


def test_what_others_come_to_as_well_goes_on_without_them(cast: Cast, visit: Occasion) -> None:
    father = cast.member("francis", "jaylan")
    OccasionPart.objects.create(occasion=visit, member=father, says=OccasionPart.Says.YES)
    memberships.end(**part(cast))
    visit.refresh_from_db()
    assert visit.state == Occasion.State.SET
    assert visit.parts.get(member__person=cast.samara).says == OccasionPart.Says.NO


def test_another_role_takes_its_visits_along(cast: Cast, visit: Occasion) -> None:
    new = memberships.change_role(**part(cast), role="relative")
    visit.refresh_from_db()
    assert visit.state == Occasion.State.SET and visit.parts.filter(member__role="relative").exists()
    assert new is not None


def test_nobody_comes_to_another_sides_visit_by_a_new_role(cast: Cast) -> None:
    """The order speaks of Samara alone; who was of the home is asked anew before they come as a relative."""
    allowed(cast, "samara")
    memberships.add(actor=None, room=cast.rooms["jaylan"], person=cast.wendy, role=Role.KINSHIP_CAREGIVER)
    visit = settled(cast, kind="visit", place_kind="agency")
    visit.place_for.add(cast.member("brianna", "jaylan"))
    memberships.change_role(**part(cast, "brianna"), role="relative")
    visit.refresh_from_db()
    assert visit.state == Occasion.State.SET
    assert [one.person for one in birth_people(visit)] == [cast.samara]
    assert not visit.place_for.filter(role="relative").exists()


def test_who_is_of_no_side_any_more_comes_to_no_visit(cast: Cast, visit: Occasion) -> None:
    memberships.change_role(**part(cast), role="mentor")
    visit.refresh_from_db()
    assert visit.state == Occasion.State.STOPPED and not visit.parts.filter(member__role="mentor").exists()


@pytest.mark.parametrize(
    ("kind", "place", "hours", "state"),
    [
        ("outing", "public", 1, "agreed"),
        ("outing", "birth_home", 16, "agreed"),
        ("celebration", "birth_home", 1, "set"),
        ("doctor", "office", 1, "set"),
        ("doctor", "birth_home", 16, "agreed"),
    ],
)
def test_an_outing_is_no_way_round_the_order(cast: Cast, kind: str, place: str, hours: int, state: str) -> None:
    """Settled by the two sides only inside what the court leaves to them; staff has the last word on the rest."""
    allowed(cast)
    assert settled(cast, kind=kind, place_kind=place, hours=hours).state == state


def test_a_late_yes_under_another_order_waits_for_staff(cast: Cast) -> None:
    """The order for both has somebody of the agency there; the one for her alone leaves it to the two sides."""
    terms = {"times": 5, "per": "week", "minutes": 120, "places": ["agency"], "from_on": timezone.localdate()}
    mother, father = (cast.member(who, "jaylan").public_id for who in ("samara", "francis"))
    both = {"supervised": "agency", "staff_decides": True, "everyone": True}
    approvals.keep(**form(cast, "tianna"), **terms, **both)
    alone = {"supervised": "nobody", "staff_decides": False, "people": [mother]}
    approvals.keep(**form(cast, "tianna"), **terms, **alone, beside=[Approval.objects.get().public_id])
    starts = timezone.now() + timedelta(days=3)
    about = {"kind": "visit", "place_kind": "agency", "starts": starts, "ends": starts + timedelta(hours=1)}
    occasions.propose(**form(cast, "samara"), **about, people=[mother, father])
    one = Occasion.objects.get()

    def step(service: object, who: str) -> str:
        one.refresh_from_db()
        service(**form(cast, who), occasion=one.public_id, version=one.version, **words)
        one.refresh_from_db()
        return one.state

    words = {"text": "I cannot come then"}
    step(occasions.decline, "francis")
    words = {}
    assert step(occasions.accept, "brianna") == Occasion.State.SET
    assert step(occasions.accept, "francis") == Occasion.State.AGREED


def test_what_staff_sets_counts_as_something_else_then(cast: Cast) -> None:
    """Nobody is booked twice unseen, in whichever of their rooms."""
    starts = timezone.now() + timedelta(days=5)
    when = {"starts": starts, "ends": starts + timedelta(hours=1), "place_kind": "office"}
    mother = cast.member("samara", "jaylan").public_id
    occasions.propose(**form(cast, "tianna"), kind="doctor", people=[mother], **when)
    macia = {"room_id": cast.rooms["macia"].public_id, "people": [cast.member("ana", "macia").public_id]}
    invite = {**form(cast, "brianna"), **macia, "kind": "school", **when}
    with pytest.raises(RoomError, match="double_booked"):
        occasions.propose(**invite)
    occasions.propose(**invite, overlap_ok=True)
