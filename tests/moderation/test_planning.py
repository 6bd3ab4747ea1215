"""A room in which the foster homes of brothers and sisters plan together, and the parents' matters stay out (S44)."""

import html
import re
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from moderation.models import Look
from moderation.services import planning as desk_planning
from rooms.errors import RoomError
from rooms.models import Event, Membership, Occasion, Role, Room, StaffAct
from rooms.services import memberships, occasions, planning
from tests.cast import Cast
from tests.walls.answers import answer, difference

SIBLINGS = ("macia", "gladys", "jon")


def ids(cast: Cast, *names: str) -> list[str]:
    return [cast.rooms[name].public_id for name in names]


def open_it(cast: Cast, *names: str, actor: str = "tianna", reason: str = "Two sisters and a brother") -> Room:
    return desk_planning.open_planning(
        actor=cast.people[actor], room_ids=ids(cast, *(names or SIBLINGS)), reason=reason
    )


def client_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.people[name])
    return client


def test_the_foster_adults_and_staff_come_in_and_nobody_else(cast: Cast) -> None:
    """S44: one of each home, by the name they have in the children's rooms; no birth parent."""
    room = open_it(cast)
    parts = Membership.objects.filter(room=room).order_by("pk")
    names = {(cast_name(cast, part), part.role) for part in parts}
    assert names == {("brianna", "foster_parent"), ("wendy", "foster_parent"), ("tianna", "social_worker")}
    assert room.purpose == Room.Purpose.PLANNING and room.household is None
    assert room.name.split(" & ") == ["Macia", "Gladys", "Jon"]
    assert {part.public_id for part in parts}.isdisjoint(
        Membership.objects.exclude(room=room).values_list("public_id", flat=True)
    )


def cast_name(cast: Cast, part: Membership) -> str:
    return next(key for key, person in cast.people.items() if person.pk == part.person_id)


def test_opening_it_leaves_the_rows_of_every_act_of_staff(cast: Cast) -> None:
    """S6: each part has its act with the reason; the members find that it was opened in the list of looks."""
    room = open_it(cast)
    acts = StaffAct.objects.filter(membership__room=room)
    assert {act.act for act in acts} == {"add"} and {act.actor_id for act in acts} == {cast.tianna.pk}
    assert {act.reason for act in acts} == {"Two sisters and a brother"} and acts.count() == 3
    look = Look.objects.get(room=room)
    assert (look.kind, look.detail, look.purpose) == ("step", {"act": "planning"}, "")
    page = client_of(cast, "brianna").get(f"/rooms/{room.public_id}/looks/").content.decode()
    assert "opened this room for planning between foster homes" in page and "Two sisters" not in page


def test_the_parents_see_nothing_of_it(cast: Cast) -> None:
    """S44, S1: not the room, not a trace of it in the rooms of their children or in their calendar."""
    before = {name: list(Event.objects.filter(room=cast.rooms[name]).values_list("seq")) for name in SIBLINGS}
    room = open_it(cast)
    agreed(cast, room)
    after = {name: list(Event.objects.filter(room=cast.rooms[name]).values_list("seq")) for name in SIBLINGS}
    assert before == after
    for parent in ("ana", "francisco", "joshua", "samara"):
        client = client_of(cast, parent)
        missing = answer(client.get("/rooms/aaaaaaaaaaaa/dates/"), "aaaaaaaaaaaa")
        assert client.get(f"/rooms/{room.public_id}/").status_code == 404
        assert not difference(answer(client.get(f"/rooms/{room.public_id}/dates/"), room.public_id), missing)
        assert room.public_id not in client.get("/").content.decode()
        page = client.get("/calendar/").content.decode()
        assert room.public_id not in page and "brothers and sisters" not in page
    for home in ("brianna", "wendy"):
        assert "time for brothers and sisters" in client_of(cast, home).get("/calendar/").content.decode().lower()


def agreed(cast: Cast, room: Room) -> Occasion:
    """Brianna asks for an afternoon, Wendy says yes."""
    starts = timezone.now() + timedelta(days=4)
    where = {"room_id": room.public_id}
    occasions.propose(
        actor=cast.brianna, client_id=uuid4(), **where, kind="siblings", starts=starts,
        ends=starts + timedelta(hours=3), place_kind="public", text="The big swing, if it is dry",
    )  # fmt: skip
    one = Occasion.objects.get(room=room)
    occasions.accept(actor=cast.wendy, client_id=uuid4(), **where, occasion=one.public_id, version=one.version)
    one.refresh_from_db()
    return one


def test_the_homes_agree_and_the_other_kinds_of_room_know_no_such_time(cast: Cast) -> None:
    """S44: home answers home; no visit of a parent is ever planned here."""
    room = open_it(cast)
    assert agreed(cast, room).state == "set"
    starts = timezone.now() + timedelta(days=4)
    times = {"starts": starts, "ends": starts + timedelta(hours=1), "client_id": uuid4()}
    macia = cast.rooms["macia"]
    for where, kind, place in ((room, "visit", "agency"), (room, "call", "remote"), (macia, "siblings", "public")):
        with pytest.raises(RoomError, match="bad_choice"):
            occasions.propose(actor=cast.brianna, room_id=where.public_id, kind=kind, place_kind=place, **times)


def test_what_the_homes_agreed_on_can_be_offered_to_the_parents_by_each_home(cast: Cast) -> None:
    """S44: in the rooms of the children who live there, in the foster parent's own words; no other home is named."""
    room = open_it(cast)
    one = agreed(cast, room)
    offers = {}
    for name in ("brianna", "wendy", "tianna"):
        seat = "desk/" if name == "tianna" else ""
        page = client_of(cast, name).get(f"/{seat}rooms/{room.public_id}/dates/{one.public_id}/").content.decode()
        offers[name] = re.findall(r'href="(/rooms/[a-z0-9]+/dates/ask/[^"]+)"', page)
    here = {name: cast.rooms[name].public_id for name in (*SIBLINGS, "jaylan")}
    assert [link.split("/")[2] for link in offers["brianna"]] == [here["macia"]]  # not Jaylan's: another family
    assert [link.split("/")[2] for link in offers["wendy"]] == [here["gladys"], here["jon"]]
    assert offers["tianna"] == []
    form = client_of(cast, "brianna").get(html.unescape(offers["brianna"][0])).content.decode()
    starts = one.starts.astimezone(ZoneInfo(cast.brianna.time_zone))
    assert f'value="{starts:%Y-%m-%d}"' in form and f'value="{starts:%H:%M}"' in form
    assert re.search(r'value="outing" required checked', form)
    assert "Wendy" not in form and "Gladys" not in form and room.public_id not in form


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("gladys", "jon"), "bad_choice"),  # one home
        (("macia",), "bad_choice"),
        (("macia", "jaylan"), "bad_choice"),  # two families
        ((), "bad_choice"),
    ],
)
def test_only_for_brothers_and_sisters_in_two_homes(cast: Cast, names: tuple[str, ...], code: str) -> None:
    with pytest.raises(RoomError, match=code):
        planning.open_planning(actor=cast.tianna, room_ids=ids(cast, *names), reason="Because")


def test_who_may_not_and_what_is_asked_for(cast: Cast) -> None:
    """P6: for whoever is no staff of all these rooms there is nothing; a reason is needed; once is enough."""
    for name in ("ana", "brianna", "wendy", "samara"):
        with pytest.raises(RoomError, match="not_found|not_allowed"):
            open_it(cast, actor=name)
    with pytest.raises(RoomError, match="reason_needed"):
        open_it(cast, reason="  ")
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.samara, role=Role.SUPERVISOR)
    with pytest.raises(RoomError, match="not_found"):
        open_it(cast, actor="samara")
    assert not Room.objects.filter(purpose="planning").exists()
    open_it(cast)
    with pytest.raises(RoomError, match="planned_already"):
        open_it(cast)


def test_a_paused_foster_parent_and_one_home_of_two_families(cast: Cast) -> None:
    """Whoever is paused in the child's room does not come in; nothing of Jaylan's family is there."""
    cast.suspend("wendy", "gladys")
    cast.suspend("wendy", "jon")
    room = open_it(cast)
    assert not Membership.objects.filter(room=room, person=cast.wendy).exists()
    page = client_of(cast, "brianna").get(f"/rooms/{room.public_id}/people/").content.decode()
    assert "Jaylan" not in page and "Ana" not in page


def test_the_form_at_the_desk(cast: Cast) -> None:
    """Staff finds the family, opens the room, and then its link; parents and foster parents find no such page."""
    tianna = client_of(cast, "tianna")
    page = tianna.get("/desk/planning/").content.decode()
    assert "Gutierrez family" in page and "Hudson family" not in page
    refused = tianna.post("/desk/planning/", {"room": ids(cast, *SIBLINGS), "reason": ""})
    assert refused.status_code == 422 and "Please write down the reason." in refused.content.decode()
    kept = tianna.post("/desk/planning/", {"room": ids(cast, "gladys"), "reason": "Because <b>"}).content.decode()
    assert "Because &lt;b&gt;" in kept and "That is not one of the choices." in kept
    done = tianna.post("/desk/planning/", {"room": ids(cast, *SIBLINGS), "reason": "They miss each other"})
    room = Room.objects.get(purpose="planning")
    assert (done.status_code, done["Location"]) == (303, f"/desk/rooms/{room.public_id}/")
    assert tianna.get(done["Location"]).status_code == 200
    assert f"/desk/rooms/{room.public_id}/" in tianna.get("/desk/planning/").content.decode()
    for name in ("ana", "brianna"):
        assert client_of(cast, name).get("/desk/planning/").status_code == 404
        assert client_of(cast, name).post("/desk/planning/", {"room": ids(cast, *SIBLINGS)}).status_code == 404


def test_there_is_one_means_the_same_on_the_page_and_when_it_is_opened(cast: Cast) -> None:
    """S44: a room for two of three children is not theirs all; whoever is not in theirs reads of it, without a link."""
    open_it(cast, "macia", "gladys")
    (family,) = desk_planning.siblings(cast.tianna)
    assert (family.there, family.ours) == (False, "")
    room = open_it(cast)
    (family,) = desk_planning.siblings(cast.tianna)
    assert (family.there, family.ours) == (True, room.public_id)
    for name in SIBLINGS:
        memberships.add(actor=None, room=cast.rooms[name], person=cast.samara, role=Role.SOCIAL_WORKER)
    (family,) = desk_planning.siblings(cast.samara)
    assert (family.there, family.ours) == (True, "")
    page = client_of(cast, "tianna").get("/desk/planning/").content.decode()
    assert f'href="/desk/rooms/{room.public_id}/"' in page


@pytest.mark.both_engines
def test_without_a_room_chosen_nothing_is_opened(cast: Cast) -> None:
    with pytest.raises(RoomError, match="bad_choice"):
        planning.open_planning(actor=cast.tianna, room_ids=[], reason="A word")
