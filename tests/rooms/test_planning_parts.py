"""Who may be where foster homes plan follows who cares for the children (S44, S7, S12)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.services import planning as desk_planning
from rooms.errors import RoomError
from rooms.models import (
    HiddenRange,
    Household,
    Membership,
    Move,
    Occasion,
    Person,
    Placement,
    Role,
    Room,
    StaffAct,
    State,
)
from rooms.queries.moving import move_page
from rooms.services import (
    came_home,
    feeds,
    invitations,
    memberships,
    notifications,
    occasions,
    placements,
    planning,
    planning_parts,
    posting,
)
from rooms.services.placements import MovePlan
from tests.cast import Cast
from tests.walls.answers import signed_in
from tests.walls.crawl import pages

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

DAY = timedelta(days=1)
SIBLINGS = ("macia", "gladys", "jon")


@pytest.fixture
def room(cast: Cast) -> Room:
    """Where the homes of Macia, Gladys and Jon plan."""
    return planning.open_planning(
        actor=cast.tianna, room_ids=[cast.rooms[name].public_id for name in SIBLINGS], reason="Sisters and a brother"
    )


@pytest.fixture
def new_home(cast: Cast) -> Household:
    home = Household.objects.create(agency=cast.ana.agency, name="Hudson")
    cast.people["samara"] = Person.objects.create_user(
        "samara.h@example.test", "two songs and a night light", name="Samara Hudson", agency=home.agency, household=home
    )
    return home


def state(cast: Cast, name: str, room: Room) -> tuple[str, str] | None:
    """Where somebody's part stands, and what the room was told of it last."""
    part = Membership.objects.filter(room=room, person=cast.people[name]).order_by("pk").last()
    told = room.events.filter(data__member=part.public_id if part else "").order_by("seq").last()
    return (str(part.state), told.kind) if part and told else None


def moved(cast: Cast, home: Household, child: str = "macia", **more: Any) -> Room:
    room = cast.rooms[child]
    usual = {
        "children": [one.public_id for one in room.children.all()],
        "household": home.pk,
        "when": timezone.now(),
        "along": [cast.member("ana", child).public_id],
        "ask_in": True,
    }
    placements.move(actor=cast.tianna, room_id=room.public_id, client_id=uuid4(), plan=MovePlan(**{**usual, **more}))
    return Move.objects.latest("pk").target


def agreed(cast: Cast, room: Room, days: int = 4) -> Occasion:
    starts = timezone.now() + days * DAY
    occasions.propose(
        actor=cast.brianna, room_id=room.public_id, client_id=uuid4(), kind="siblings", starts=starts,
        ends=starts + timedelta(hours=3), place_kind="public", text="The big swing",
    )  # fmt: skip
    one = Occasion.objects.latest("pk")
    about = {"room_id": room.public_id, "occasion": one.public_id, "version": one.version}
    occasions.accept(actor=cast.wendy, client_id=uuid4(), **about)
    return one


def test_the_home_that_was_is_out_when_the_child_moves_and_the_new_one_is_in(
    cast: Cast, room: Room, new_home: Household
) -> None:
    """S44: by an ordinary event of the room; what it had planned is called off; the new home reads from now on."""
    one = agreed(cast, room)
    posting.post(actor=cast.brianna, room_id=room.public_id, client_id=uuid4(), text="canary of the old home")
    moved(cast, new_home)
    assert state(cast, "brianna", room) == ("ended", "member.ended")
    assert state(cast, "wendy", room) == ("active", "member.joined")
    assert state(cast, "samara", room) == ("active", "member.joined")
    one.refresh_from_db()
    assert one.state == Occasion.State.STOPPED
    samara = signed_in(cast.people["samara"])
    walked = {address: told.content.decode(errors="replace") for address, told, _ in pages(samara, ("/",))}
    here = [text for address, text in walked.items() if room.public_id in address]
    assert len(here) > 3 and "canary" not in "".join(here) and "Brianna" not in "".join(walked.values())


def test_nothing_of_the_room_reaches_the_old_home_any_more(cast: Cast, room: Room, new_home: Household) -> None:
    """S44, S7: no page, calendar, feed for a phone, book or notice tells of the child's life after the move."""
    agreed(cast, room)
    secret = feeds.make(actor=cast.brianna, shows="kinds")
    assert "VEVENT" in Client().get(f"/calendar/feed/{secret}.ics").content.decode()
    moved(cast, new_home)
    Membership.objects.filter(room=room, person=cast.brianna).update(read_seq=0)
    posting.post(actor=cast.wendy, room_id=room.public_id, client_id=uuid4(), text="canary after the move")
    brianna, macia = signed_in(cast.brianna), cast.rooms["macia"].public_id
    for path in (f"{room.public_id}/", f"{room.public_id}/dates/", f"{macia}/book/", f"{macia}/child/"):
        assert brianna.get(f"/rooms/{path}").status_code == 404
    walked = "".join(told.content.decode(errors="replace") for _, told, _ in pages(brianna, ("/", "/calendar/")))
    assert "canary" not in walked and room.public_id not in walked and macia not in walked
    feed = Client().get(f"/calendar/feed/{secret}.ics").content.decode()
    assert "VCALENDAR" in feed and "VEVENT" not in feed
    notifications.gather()
    assert not cast.brianna.notifications.filter(room__in=(room, cast.rooms["macia"])).exists()


def test_a_home_with_another_of_the_children_stays(cast: Cast, room: Room, new_home: Household) -> None:
    """S44: Wendy still cares for Jon."""
    moved(cast, new_home, "gladys")
    assert state(cast, "wendy", room) == ("active", "member.joined")
    assert state(cast, "samara", room) == ("active", "member.joined")


def test_a_move_to_come_ends_it_at_that_hour_and_tells_nobody_where_to(
    cast: Cast, room: Room, new_home: Household
) -> None:
    """S44, S12: up to then the old home plans on; what lies after it is called off; staff asks the new one in then."""
    soon, late = agreed(cast, room, 1), agreed(cast, room, 5)
    when = timezone.now() + 3 * DAY
    moved(cast, new_home, when=when, goodbye=(when + 4 * DAY).date())
    part = Membership.objects.get(room=room, person=cast.brianna)
    assert (part.state, part.until) == (State.ACTIVE, when)
    assert state(cast, "samara", room) is None
    soon.refresh_from_db(), late.refresh_from_db()
    assert (soon.state, late.state) == (Occasion.State.SET, Occasion.State.STOPPED)
    assert planning_parts.follow_all() == 0
    Membership.objects.filter(pk=part.pk).update(until=timezone.now())
    Placement.objects.filter(ended_on__isnull=False).update(ended_on=timezone.localdate())
    assert memberships.end_over() == 1
    assert state(cast, "brianna", room) == ("ended", "member.ended")
    assert cast.member("brianna", "macia").state == State.ACTIVE  # she can still say goodbye there
    (family,) = desk_planning.siblings(cast.tianna)
    assert [(one.name, one.children) for one in family.missing] == [("Samara", "Macia")]


def test_on_the_day_of_a_move_the_old_home_plans_on_until_its_hour(cast: Cast, room: Room, new_home: Household) -> None:
    """S44, S7: a pause in the child's room is one here, coming back is too; only an end by staff comes before."""
    when = timezone.now() + timedelta(minutes=2)
    moved(cast, new_home, when=when)
    cast.suspend("brianna", "macia")
    assert state(cast, "brianna", room) == ("suspended", "member.suspended")
    cast.restore("brianna", "macia")
    assert state(cast, "brianna", room) == ("active", "member.restored")
    assert planning_parts.follow_all() == 0
    assert Membership.objects.get(room=room, person=cast.brianna).until == when
    part = cast.member("brianna", "macia").public_id
    macia = cast.rooms["macia"].public_id
    memberships.end(actor=cast.tianna, room_id=macia, member_id=part, reason="a private reason")
    assert state(cast, "brianna", room) == ("ended", "member.ended")


def test_a_pause_and_an_end_in_the_childs_room_hold_where_homes_plan(cast: Cast, room: Room) -> None:
    """S7, S44: paused in all of their rooms, brought back with the first of them; an end is for good."""
    cast.suspend("wendy", "gladys")
    assert state(cast, "wendy", room) == ("active", "member.joined")
    cast.suspend("wendy", "jon")
    assert state(cast, "wendy", room) == ("suspended", "member.suspended")
    assert signed_in(cast.wendy).get(f"/rooms/{room.public_id}/").status_code == 404
    cast.restore("wendy", "jon")
    assert state(cast, "wendy", room) == ("active", "member.restored")
    brianna = cast.member("brianna", "macia").public_id
    macia = cast.rooms["macia"].public_id
    memberships.end(actor=cast.tianna, room_id=macia, member_id=brianna, reason="a private reason")
    assert state(cast, "brianna", room) == ("ended", "member.ended")
    acts = StaffAct.objects.filter(membership__room=room).exclude(act="add")
    assert {act.reason for act in acts} == {planning_parts.FOLLOWS} and {act.actor for act in acts} == {cast.tianna}


def test_a_pause_with_a_date_and_one_that_staff_set_in_the_planning_room(cast: Cast, room: Room) -> None:
    """S7: the first lifts by itself in both rooms; the second is lifted by staff alone."""
    part, macia = cast.member("brianna", "macia"), cast.rooms["macia"].public_id
    until = timezone.now() + DAY
    memberships.suspend(actor=cast.tianna, room_id=macia, member_id=part.public_id, reason="a test", until=until)
    Membership.objects.filter(pk=part.pk).update(paused_until=timezone.now())
    memberships.apply_due()
    assert state(cast, "brianna", room) == ("active", "member.restored")
    there = Membership.objects.get(room=room, person=cast.brianna).public_id
    memberships.suspend(actor=cast.tianna, room_id=room.public_id, member_id=there, reason="too loud")
    cast.suspend("brianna", "macia")
    cast.restore("brianna", "macia")
    assert state(cast, "brianna", room) == ("suspended", "member.suspended")
    assert planning_parts.follow_all() == 0


@pytest.mark.parametrize("by_date", [False, True])
def test_the_end_of_a_pause_of_its_own_lifts_none_of_the_childs_room(cast: Cast, room: Room, by_date: bool) -> None:
    """S7, S44: who is paused with the child stays so where homes plan, until the pause there is over too."""
    part = Membership.objects.get(room=room, person=cast.brianna)
    here = {"actor": cast.tianna, "room_id": room.public_id, "member_id": part.public_id}
    memberships.suspend(**here, reason="too loud", until=timezone.now() + DAY)
    cast.suspend("brianna", "macia")
    if by_date:
        Membership.objects.filter(pk=part.pk).update(paused_until=timezone.now())
        assert memberships.apply_due() == 1
    else:
        assert memberships.restore(**here, reason="They talked").state == State.SUSPENDED
    assert state(cast, "brianna", room) == ("suspended", "member.suspended")
    assert signed_in(cast.brianna).get(f"/rooms/{room.public_id}/").status_code == 404
    cast.restore("brianna", "macia")
    assert state(cast, "brianna", room) == ("active", "member.restored")
    memberships.suspend(**here, reason="too loud")
    assert memberships.end(**here, reason="far too loud").state == State.ENDED


def test_another_role_in_the_childs_room(cast: Cast, room: Room) -> None:
    """S44: kin who still care stay; a former foster parent who reads on as a mentor does not."""
    macia = cast.rooms["macia"].public_id

    def recast(role: str) -> None:
        part = Membership.objects.get(room__public_id=macia, person=cast.brianna, state="active").public_id
        memberships.change_role(actor=cast.tianna, room_id=macia, member_id=part, role=role, reason="a test")

    recast("kinship_caregiver")
    assert state(cast, "brianna", room) == ("active", "member.joined")
    recast("mentor")
    assert state(cast, "brianna", room) == ("ended", "member.ended")


def test_when_a_child_is_home_its_foster_home_plans_no_more(cast: Cast, room: Room) -> None:
    """S44, S68: the room of the child lives on; the one for brothers and sisters goes on without that home."""
    macia = cast.rooms["macia"].public_id
    came_home.arrived(actor=cast.tianna, room_id=macia, client_id=uuid4(), on=timezone.localdate())
    assert state(cast, "brianna", room) == ("ended", "member.ended")
    assert state(cast, "wendy", room) == ("active", "member.joined")
    assert cast.member("brianna", "macia").state == State.ACTIVE
    with pytest.raises(RoomError, match="bad_choice"):  # nobody is in two homes any more
        planning.open_planning(actor=cast.tianna, room_ids=[macia, cast.rooms["jon"].public_id], reason="Why not")


def test_a_stay_that_was_ended_by_hand_is_found_by_the_worker(cast: Cast, room: Room) -> None:
    Placement.objects.filter(child__rooms=cast.rooms["macia"]).update(ended_on=timezone.localdate())
    assert (planning_parts.follow_all(), planning_parts.follow_all()) == (1, 0)
    assert state(cast, "brianna", room) == ("ended", "member.ended")


def test_a_date_of_another_kind_keeps_nobody_in(cast: Cast, room: Room) -> None:
    """S44: who was asked in until June goes when the child does."""
    Membership.objects.filter(room=room, person=cast.brianna).update(until=timezone.now() + 90 * DAY)
    assert planning_parts.follow_all() == 0
    Placement.objects.filter(child__rooms=cast.rooms["macia"]).update(ended_on=timezone.localdate())
    assert planning_parts.follow_all() == 1
    assert state(cast, "brianna", room) == ("ended", "member.ended")


def test_the_worker_locks_nothing_where_all_is_as_it_has_to_be(cast: Cast, room: Room) -> None:
    """It looks each few seconds: a pause that staff set here is looked at too, and stays."""
    there = Membership.objects.get(room=room, person=cast.wendy).public_id
    memberships.suspend(actor=cast.tianna, room_id=room.public_id, member_id=there, reason="too loud")
    with CaptureQueriesContext(connection) as asked:
        assert planning_parts.follow_all() == 0
    words = " ".join(query["sql"] for query in asked)
    assert "SAVEPOINT" not in words and "FOR UPDATE" not in words and len(asked) < 9


def test_a_child_in_two_rooms_one_after_the_other_is_no_brother_or_sister(cast: Cast, new_home: Household) -> None:
    """S44: the home that was is never offered as one that plans; neither by its old room nor while it says goodbye."""
    target = moved(cast, new_home, goodbye=timezone.localdate() + DAY)
    with pytest.raises(RoomError, match="bad_choice"):
        planning.open_planning(
            actor=cast.tianna, room_ids=[target.public_id, cast.rooms["macia"].public_id], reason="Why not"
        )
    (family,) = desk_planning.siblings(cast.tianna)
    assert {one.pk for one in family.rooms} == {target.pk, cast.rooms["gladys"].pk, cast.rooms["jon"].pk}
    room = planning.open_planning(actor=cast.tianna, room_ids=[one.public_id for one in family.rooms], reason="Three")
    assert state(cast, "brianna", room) is None and state(cast, "samara", room) is not None


def test_staff_lets_a_new_home_in_at_the_desk(cast: Cast, room: Room, new_home: Household) -> None:
    """S44: who came with a card, or after a move to come; each with a reason, and nobody who cares for none of them."""
    moved(cast, new_home, ask_in=False)
    tianna = signed_in(cast.tianna)
    page = tianna.get("/desk/planning/").content.decode()
    part = Membership.objects.get(person=cast.people["samara"]).public_id
    assert "Not in their room yet" in page and f'value="{part}" checked' in page
    form = {"planning": room.public_id, "part": [part]}
    refused = tianna.post("/desk/planning/", {**form, "reason": ""})
    assert refused.status_code == 422 and "Please write down the reason." in refused.content.decode()
    mother = cast.member("ana", "gladys").public_id
    assert tianna.post("/desk/planning/", {**form, "part": [mother], "reason": "Because"}).status_code == 422
    assert signed_in(cast.wendy).post("/desk/planning/", {**form, "reason": "Because"}).status_code == 404
    done = tianna.post("/desk/planning/", {**form, "reason": "Macia lives there now"})
    assert (done.status_code, done["Location"]) == (303, f"/desk/rooms/{room.public_id}/")
    new = Membership.objects.get(room=room, person=cast.people["samara"])
    assert HiddenRange.objects.filter(membership=new, first_seq=1).exists()
    assert "Not in their room yet" not in tianna.get("/desk/planning/").content.decode()
    assert (
        "let a foster home into this room"
        in signed_in(cast.wendy).get(f"/rooms/{room.public_id}/looks/").content.decode()
    )


@pytest.mark.parametrize("role", ["birth_parent", "relative", "mentor"])
def test_nobody_else_has_a_place_there(cast: Cast, room: Room, role: str) -> None:
    """S44: neither added, nor by a card, nor by another role."""
    with pytest.raises(RoomError, match="bad_choice"):
        memberships.add(actor=cast.tianna, room=room, person=cast.ana, role=Role(role))
    wanted = invitations.Wanted(role=role, name="Ana Gutierrez")
    here = {"actor": cast.tianna, "room_id": room.public_id}
    with pytest.raises(RoomError, match="bad_choice"):
        invitations.invite(**here, wanted=wanted, client_id=uuid4())
    wendy = Membership.objects.get(room=room, person=cast.wendy).public_id
    with pytest.raises(RoomError, match="bad_choice"):
        memberships.change_role(**here, member_id=wendy, role=role, reason="a test")


def test_the_page_of_a_move_says_what_happens_where_homes_plan(cast: Cast, room: Room, new_home: Household) -> None:
    """S44, S12: in plain words, with the choice to let the new home in for the staff of that room."""
    address = f"/desk/rooms/{cast.rooms['macia'].public_id}/move/"
    page = signed_in(cast.tianna).get(address).content.decode()
    assert "Where the foster homes plan together: Macia" in page and 'name="ask_in" value="1" checked' in page
    Membership.objects.filter(room=room, person=cast.tianna).update(state="ended")
    page = signed_in(cast.tianna).get(address).content.decode()
    assert "The staff of that room can let the new home in." in page and 'name="ask_in"' not in page
    assert move_page(cast.member("tianna", "jaylan")).planning == []
    moved(cast, new_home)
    assert state(cast, "samara", room) is None  # not by staff who is not in that room
