"""A change of placement: the next home begins anew, and the child loses nothing (S12, S13, S70)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from rooms.errors import RoomError
from rooms.items import item_of
from rooms.media import store
from rooms.models import (
    DearThing,
    Event,
    Household,
    Meeting,
    Membership,
    Move,
    Occasion,
    Person,
    Placement,
    Role,
    Room,
    StaffAct,
)
from rooms.protocol import FileRef
from rooms.queries.meetings import meetings_page
from rooms.services import about, about_things, book, first_days, meetings, memberships, placements
from rooms.services.about import Told
from rooms.services.placements import MovePlan
from tests.cast import Cast
from tests.photos import kept
from tests.walls.answers import signed_in
from tests.walls.crawl import pages

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

DAY = timedelta(days=1)


@pytest.fixture
def new_home(cast: Cast) -> Household:
    """The Hudsons, who have an account."""
    agency = cast.ana.agency
    home = Household.objects.create(agency=agency, name="Hudson")
    cast.people["samara"] = Person.objects.create_user(
        "samara.h@example.test", "two songs and a night light", name="Samara Hudson", agency=agency, household=home
    )
    return home


def plan(cast: Cast, home: Household, **more: Any) -> MovePlan:
    room = cast.rooms["macia"]
    usual = {
        "children": [child.public_id for child in room.children.all()],
        "household": home.pk,
        "when": timezone.now(),
        "along": [cast.member(name, "macia").public_id for name in ("ana", "francisco")],
    }
    return MovePlan(**{**usual, **more})


def move(cast: Cast, home: Household, who: str = "tianna", **more: Any) -> tuple[Event, Room]:
    room = cast.rooms["macia"].public_id
    event = placements.move(
        actor=cast.people[who], room_id=room, client_id=more.pop("client_id", uuid4()), plan=plan(cast, home, **more)
    )
    return event, Move.objects.latest("pk").target


def lived_in(cast: Cast) -> None:
    """The old room has a life of its own, with a word in each of its corners."""
    room = cast.rooms["macia"].public_id
    first_days.start_in(cast.rooms["macia"])
    ice = Meeting.objects.get(room=cast.rooms["macia"], kind="icebreaker").public_id

    def here(who: str) -> dict[str, Any]:
        return {"actor": cast.people[who], "room_id": room, "client_id": uuid4()}

    cast.say("ana", "macia", "canaryone said in the conversation")
    cast.say("brianna", "macia", "canarytwo of the old home")
    first_days.introduce(**here("brianna"), meeting_id=ice, text="canarythree introduces the old home")
    meetings.add(**here("ana"), meeting_id=ice, what="point", text="canaryfour on the old agenda")
    meetings.ask(**here("francisco"), reason="visits", text="canaryfive asks for a meeting")
    about.tell(**here("ana"), told=Told(topic="sleep", text="The hall light stays on"))
    about.tell(**here("brianna"), told=Told(topic="home-people", text="canarysix lives in the old home"))
    book.add(**here("brianna"), sort="book.first", text="Her first top tooth came out", on=timezone.localdate())


def test_what_the_child_owns_comes_along_and_nothing_else_does(cast: Cast, new_home: Household) -> None:
    """S12, S70: the new foster parent walks every page, and meets the child's own words and none of the old room."""
    lived_in(cast)
    event, target = move(cast, new_home)
    found = item_of(event.data)
    assert found is not None and found.kind == "meeting.moving" and "Hudson" not in str(event.data)
    samara = signed_in(cast.people["samara"])
    walked = {address: told.content.decode(errors="replace") for address, told, _ in pages(samara, ("/",))}
    everything = "\n".join(walked.values())
    assert "canary" not in everything and "Brianna" not in everything and "Winter" not in everything
    assert cast.rooms["macia"].public_id not in everything
    assert "The hall light stays on" in walked[f"/rooms/{target.public_id}/child/"]
    assert "Her first top tooth came out" in walked[f"/rooms/{target.public_id}/book/"]
    assert len([address for address in walked if target.public_id in address]) > 8


def test_a_move_that_fails_leaves_no_copied_photo(
    cast: Cast, new_home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P11: no row would lead to the new files, so that no erasure found them."""
    photo = kept(cast, "brianna", "macia")
    files = (FileRef(id=photo.public_id, alt="A tooth"),)
    here = {"actor": cast.brianna, "room_id": cast.rooms["macia"].public_id, "client_id": uuid4()}
    book.add(**here, sort="book.first", files=files, on=timezone.localdate())
    saved, save = [], store.save
    monkeypatch.setattr(store, "save", lambda name, data: (saved.append(name), save(name, data)))

    def fails(*_: object) -> None:
        raise RoomError("bad_date")

    monkeypatch.setattr(placements, "_hearings", fails)
    with pytest.raises(RoomError, match="bad_date"):
        move(cast, new_home)
    assert len(saved) == 2 and all(store.is_gone(name) for name in saved) and not store.is_gone(photo.name)


def test_the_first_days_begin_anew_in_the_new_room(cast: Cast, new_home: Household) -> None:
    """S9, S11, S12: a new comfort call within a day, a new icebreaker; those of before stay where they were."""
    lived_in(cast)
    came = timezone.now() - 3 * timedelta(hours=1)
    _, target = move(cast, new_home, when=came)
    page = meetings_page(Membership.objects.get(room=target, person=cast.people["samara"]))
    assert [one.kind for one in page.first] == ["comfort_call", "icebreaker"]
    assert page.first[0].due_at == came + DAY
    assert (page.coming, page.past) == ([], [])


def test_a_hearing_to_come_stands_in_the_new_room_and_the_old_one_asks_for_nothing(
    cast: Cast, new_home: Household
) -> None:
    """S57: the day is the child's; the list of the old room, and its meetings, are not."""
    lived_in(cast)
    soon, room = timezone.now() + 9 * DAY, cast.rooms["macia"].public_id
    meetings.hearing(actor=cast.tianna, room_id=room, client_id=uuid4(), starts=soon)
    hearing = Meeting.objects.get(kind="hearing").public_id
    meetings.add(actor=cast.ana, room_id=room, client_id=uuid4(), meeting_id=hearing, what="point", text="canaryseven")
    _, target = move(cast, new_home)
    (one,) = meetings_page(Membership.objects.get(room=target, person=cast.people["samara"])).coming
    assert (one.kind, one.starts_at, one.agenda) == ("hearing", soon, [])
    assert set(cast.rooms["macia"].meetings.values_list("state", flat=True)) == {"off"}


def test_who_is_in_which_room_after_a_move(cast: Cast, new_home: Household) -> None:
    """S12: the birth family is in both, and reads the old one; the old home is out; staff are in both."""
    _, target = move(cast, new_home)
    new = {one.shown_name: str(one.role) for one in target.memberships.all()}
    assert new == {
        "Ana Gutierrez": "birth_parent",
        "Francisco DuBuque": "birth_parent",
        "Tianna Reilly": "social_worker",
        "Samara": "foster_parent",
    }
    old = {one.shown_name: (str(one.state), one.read_only) for one in cast.rooms["macia"].memberships.all()}
    assert old == {
        "Ana Gutierrez": ("active", True),
        "Francisco DuBuque": ("active", True),
        "Brianna Winter": ("ended", False),
        "Tianna Reilly": ("active", False),
    }
    stays = Placement.objects.filter(child__in=target.children.all()).order_by("pk")
    assert [(stay.household.name, stay.ended_on) for stay in stays] == [
        ("Winter", timezone.localdate()),
        ("Hudson", None),
    ]
    assert StaffAct.objects.filter(membership__room=cast.rooms["macia"], reason=placements.WHY).count() == 3
    assert signed_in(cast.ana).get(f"/rooms/{cast.rooms['macia'].public_id}/").status_code == 200
    assert signed_in(cast.brianna).get(f"/rooms/{cast.rooms['macia'].public_id}/").status_code == 404
    with pytest.raises(RoomError):
        cast.say("ana", "macia", "Is anybody there?")


def test_the_old_home_can_say_goodbye_until_a_day(cast: Cast, new_home: Household) -> None:
    """Its part ends by that date; then the room is there to read."""
    move(cast, new_home, goodbye=timezone.localdate() + 3 * DAY)
    cast.say("brianna", "macia", "Goodbye, and thank you")
    cast.say("ana", "macia", "Thank you too")
    assert placements.close_left() == 0
    Move.objects.update(until=timezone.now() - DAY)
    Membership.objects.filter(person=cast.brianna, room=cast.rooms["macia"]).update(until=timezone.now() - DAY)
    assert (memberships.end_over(), placements.close_left(), placements.close_left()) == (1, 1, 0)
    assert cast.member("ana", "macia").read_only
    assert cast.member("brianna", "macia").state == "ended"


def test_a_move_to_come_leaves_the_old_home_in_until_then(cast: Cast, new_home: Household) -> None:
    """S13, S78: the next home is there before the child is; the stage says so."""
    _, target = move(cast, new_home, when=timezone.now() + 2 * DAY)
    cast.say("brianna", "macia", "Two more nights")
    assert (
        "Getting ready" in signed_in(cast.people["samara"]).get(f"/rooms/{target.public_id}/people/").content.decode()
    )


def test_an_emergency_home_first_and_the_lasting_one_later(cast: Cast, new_home: Household) -> None:
    """S13: the home for now has a room; when the lasting one is known, what was told comes along from there."""
    lived_in(cast)
    _, hospital = move(cast, new_home, for_now=True)
    assert Placement.objects.latest("pk").for_now
    shown = signed_in(cast.ana).get(f"/rooms/{hospital.public_id}/meetings/").content.decode()
    assert "for a short while" in shown
    along = [one.public_id for one in hospital.memberships.filter(role=Role.BIRTH_PARENT)]
    lasting = Household.objects.create(agency=cast.ana.agency, name="Lee")
    placements.move(
        actor=cast.tianna,
        room_id=hospital.public_id,
        client_id=uuid4(),
        plan=plan(cast, lasting, along=along),
    )
    target = Move.objects.latest("pk").target
    shown = signed_in(cast.ana).get(f"/rooms/{target.public_id}/child/").content.decode()
    assert "The hall light stays on" in shown


def test_of_several_children_those_who_stay_keep_their_room(cast: Cast, new_home: Household) -> None:
    """Staff chooses who moves; the home that was goes on for the others."""
    room = cast.rooms["macia"]
    sister = room.children.create(family=room.family, first_name="Gladys")
    Placement.objects.create(child=sister, household=room.household, started_on=timezone.localdate())
    _, target = move(cast, new_home, children=[sister.public_id])
    assert (room.child_names, target.child_names) == (["Macia"], ["Gladys"])
    assert cast.member("brianna", "macia").state == "active"
    assert not cast.member("ana", "macia").read_only
    cast.say("brianna", "macia", "Macia is here with us")


def test_a_pause_comes_along(cast: Cast, new_home: Household) -> None:
    """S7: whom it is not safe to hear from is not let in by a move."""
    cast.suspend("francisco", "macia")
    _, target = move(cast, new_home)
    assert target.memberships.get(person=cast.francisco).state == "suspended"
    _narrowed = target.memberships.get(person=cast.ana)
    assert not _narrowed.read_only


def planned(cast: Cast, kind: str, days: int) -> Occasion:
    starts = timezone.now() + days * DAY
    return Occasion.objects.create(
        room=cast.rooms["macia"],
        kind=kind,
        state="set",
        starts=starts,
        ends=starts + timedelta(hours=1),
        place_kind="agency",
        by=cast.member("ana", "macia"),
        seq=1,
    )


@pytest.mark.parametrize("goodbye", [None, 3])
def test_what_was_planned_ends_with_the_stay(cast: Cast, new_home: Household, goodbye: int | None) -> None:
    """S12, S13: its visits and the clock of its first days; in one line, and not a court date."""
    first_days.start_in(cast.rooms["macia"])
    for kind, days in (("visit", -2), ("visit", 2), ("dentist", 5), ("court", 6)):
        planned(cast, kind, days)
    move(cast, new_home, goodbye=timezone.localdate() + goodbye * DAY if goodbye else None)
    found = Occasion.objects.order_by("starts").values_list("kind", "state", "version")
    assert list(found) == [
        ("visit", "set", 1),
        ("visit", "called_off", 2),
        ("dentist", "called_off", 2),
        ("court", "set", 1),
    ]
    told = Event.objects.filter(room=cast.rooms["macia"], data__item__kind="dates.called_off")
    assert told.count() == 1
    assert set(cast.rooms["macia"].meetings.values_list("state", "version")) == {("off", 1)}


def test_before_the_move_the_first_days_go_on_and_after_goodbye_nothing_is_planned(
    cast: Cast, new_home: Household
) -> None:
    room = cast.rooms["macia"]
    first_days.start_in(room)
    soon, late = planned(cast, "visit", 1), planned(cast, "visit", 4)
    move(cast, new_home, when=timezone.now() + 2 * DAY)
    assert set(room.meetings.values_list("state", flat=True)) == {"open"}
    for one, state in ((soon, "set"), (late, "called_off")):
        one.refresh_from_db()
        assert one.state == state
    later = planned(cast, "visit", 5)
    Move.objects.update(until=timezone.now() - DAY)
    assert placements.close_left() == 1
    later.refresh_from_db()
    assert (later.state, later.version) == ("called_off", 2)
    assert Event.objects.filter(room=room, data__item__kind="dates.called_off").count() == 2
    assert set(room.meetings.values_list("state", flat=True)) == {"off"}


def test_of_several_children_the_clock_of_who_moves_stops_alone(cast: Cast, new_home: Household) -> None:
    room = cast.rooms["macia"]
    sister = room.children.create(family=room.family, first_name="Gladys")
    Placement.objects.create(child=sister, household=room.household, started_on=timezone.localdate())
    first_days.start_in(room)
    visit = planned(cast, "visit", 3)
    move(cast, new_home, children=[sister.public_id])
    visit.refresh_from_db()
    assert visit.state == "set"
    states = set(room.meetings.values_list("placement__child__first_name", "state"))
    assert states == {("Macia", "open"), ("Gladys", "off")}


def test_two_of_one_first_name_meet_in_the_new_room(cast: Cast, new_home: Household) -> None:
    """S12: one is shown in full, one with the worker's first name by the last; the move is not refused."""
    Person.objects.create_user(
        "samara.r@example.test", "three songs", name="Samara Reyes", agency=new_home.agency, household=new_home
    )
    Person.objects.create_user(
        "tianna.h@example.test", "four songs", name="Tianna Hudson", agency=new_home.agency, household=new_home
    )
    _, target = move(cast, new_home)
    shown = set(target.memberships.filter(role=Role.FOSTER_PARENT).values_list("shown_name", flat=True))
    assert shown == {"Samara", "Samara Reyes", "Hudson"}


@pytest.mark.parametrize("paused", [False, True])
def test_kin_of_the_old_room_come_in_as_the_home_they_are(cast: Cast, new_home: Household, paused: bool) -> None:
    """S12: once, in the new part; S7: a pause stays a pause."""
    samara = cast.people["samara"]
    kin = memberships.add(actor=None, room=cast.rooms["macia"], person=samara, role=Role.RELATIVE, shown_name="Auntie")
    if paused:
        cast.suspend("samara", "macia")
    along = [cast.member("ana", "macia").public_id, kin.public_id]
    _, target = move(cast, new_home, along=along, role="kinship_caregiver")
    part = target.memberships.get(person=samara)
    assert (part.role, part.shown_name) == ("kinship_caregiver", "Samara")
    assert part.state == ("suspended" if paused else "active")


def test_sent_twice_it_is_done_once(cast: Cast, new_home: Household) -> None:
    again = {"client_id": uuid4(), "when": timezone.now()}
    first, _ = move(cast, new_home, **again)
    second, _ = move(cast, new_home, **again)
    assert first.seq == second.seq and Move.objects.count() == 1
    with pytest.raises(RoomError, match="not_living_there"):
        move(cast, new_home)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("bad_choice", {"children": []}),
        ("bad_choice", {"children": ["a1" * 6]}),
        ("bad_choice", {"household": 0}),
        ("bad_choice", {"role": "social_worker"}),
        ("bad_choice", {"along": ["a1" * 6]}),
        ("bad_moment", {"when": datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())}),
        ("bad_date", {"goodbye": date(2020, 1, 1)}),
    ],
)
def test_what_is_refused(cast: Cast, new_home: Household, code: str, more: dict[str, Any]) -> None:
    with pytest.raises(RoomError, match=code):
        move(cast, new_home, **more)
    assert Room.objects.count() == 4


def test_only_staff_moves_a_child_and_never_to_another_agencys_home(cast: Cast, new_home: Household) -> None:
    for who in ("ana", "brianna"):
        with pytest.raises(RoomError, match="not_allowed"):
            move(cast, new_home, who)
    with pytest.raises(RoomError, match="not_found"):
        move(cast, new_home, "samara")
    with pytest.raises(RoomError, match="bad_choice"):
        move(cast, cast.rooms["macia"].household)
    Household.objects.filter(pk=new_home.pk).update(agency=type(cast.ana.agency).objects.create(name="Another"))
    with pytest.raises(RoomError, match="bad_choice"):
        move(cast, new_home)


def paused_while_told(cast: Cast) -> None:
    """Francisco was paused while some things were told, one was written anew, and one went somewhere else."""
    room = cast.rooms["macia"].public_id

    def here(who: str) -> dict[str, Any]:
        return {"actor": cast.people[who], "room_id": room, "client_id": uuid4()}

    about.tell(**here("francisco"), told=Told(topic="sleep", text="The hall light stays on"))
    about.tell(**here("ana"), told=Told(topic="food", text="Rice and beans"))
    book.add(**here("brianna"), sort="book.first", text="Her first top tooth came out", on=timezone.localdate())
    about_things.write_down(**here("ana"), text="The grey rabbit", where="child")
    about_things.write_down(**here("ana"), text="The green cup", where="child")
    rabbit = DearThing.objects.earliest("pk")
    cast.suspend("francisco", "macia")
    about.tell(**here("ana"), told=Told(topic="health", text="canaryone a new medicine"))
    book.add(**here("ana"), sort="book.first", text="canarytwo she read a whole page", on=timezone.localdate())
    about_things.move(**here("brianna"), thing_id=rabbit.public_id, where="family", seen=rabbit.moved_seq)


@pytest.mark.parametrize("back", ["before", "after"])
def test_what_was_hidden_stays_hidden_from_who_comes_along(cast: Cast, new_home: Household, back: str) -> None:
    """S7, S12: nothing more than in the room before; all others, and staff, lose nothing."""
    paused_while_told(cast)
    if back == "before":
        cast.restore("francisco", "macia")
    _, target = move(cast, new_home)
    if back == "after":
        assert signed_in(cast.francisco).get(f"/rooms/{target.public_id}/child/").status_code == 404
        part = target.memberships.get(person=cast.francisco).public_id
        memberships.restore(actor=cast.tianna, room_id=target.public_id, member_id=part, reason="a test")

    def reads(who: str) -> str:
        here = f"/rooms/{target.public_id}/"
        found = pages(signed_in(cast.people[who]), (here,), within=here)
        return "\n".join(told.content.decode(errors="replace") for _, told, _ in found)

    theirs = reads("francisco")
    assert "canary" not in theirs
    for shown in ("The hall light stays on", "Rice and beans", "Her first top tooth came out", "The green cup"):
        assert shown in theirs
    assert "The grey rabbit" not in theirs
    for who in ("ana", "samara"):
        everything = reads(who)
        for text in ("canaryone a new medicine", "canarytwo she read a whole page", "The grey rabbit", "The green cup"):
            assert text in everything


def test_a_home_that_nobody_knew_is_named_right_there(cast: Cast) -> None:
    """S12: no detour for a worker in a hurry; its adults are invited by a card from the same page."""
    room = cast.rooms["macia"]
    address, tianna = f"/desk/rooms/{room.public_id}/move/", signed_in(cast.tianna)
    page = tianna.get(address).content.decode()
    form = {
        "client_id": str(uuid4()),
        "child": [child.public_id for child in room.children.all()],
        "when": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "along": [cast.member("ana", "macia").public_id],
        "role": "foster_parent",
        "new_home": "Lindqvist",
    }
    assert "in the admin" not in page and 'name="new_home"' in page
    refused = tianna.post(address, {**form, "new_home": "  "})
    assert refused.status_code == 422 and not Household.objects.filter(name="Lindqvist").exists()
    for _ in range(2):  # sent twice, it is done once
        assert tianna.post(address, form).status_code == 303
    target, home = Move.objects.get().target, Household.objects.get(name="Lindqvist")
    assert (target.household, home.agency) == (home, cast.ana.agency)
    page = tianna.get(address).content.decode()
    assert f'href="/desk/rooms/{target.public_id}/invitations/"' in page
    assert "Nobody of the new home is in the room yet." in page and page.count("<h1") == 1
