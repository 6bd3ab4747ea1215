"""The trail: every look of staff leaves a row that nobody can take out, and members can look it up (S6, S53)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from moderation.models import Look, Policy
from moderation.queries import looks as trails
from moderation.services import looks
from rooms import guard
from rooms.access import Action
from rooms.errors import RoomError
from rooms.models import Role
from rooms.services import memberships
from tests.cast import Cast
from tests.frontend.conftest import Reader

Kind = Look.Kind


def rows(cast: Cast, room: str = "macia") -> list[str]:
    return list(Look.objects.filter(room=cast.rooms[room]).order_by("pk").values_list("kind", flat=True))


def read(cast: Cast, room: str = "macia", kind: str = Kind.READ) -> None:
    looks.reading(actor=cast.tianna, room_id=cast.rooms[room].public_id, kind=kind)


def earlier(cast: Cast, room: str = "macia", **fields: Any) -> Look:
    """A row of some time ago."""
    values = {"person": cast.tianna, "room": cast.rooms[room], "kind": Kind.READ, **fields}
    return Look.objects.create(**values)


def seen(cast: Cast, person: str, room: str = "macia") -> list[trails.LookView]:
    found = trails.trail(cast.people[person], cast.rooms[room].public_id)
    return [line for _, lines in found.days for line in lines]


# The table


@pytest.mark.django_db
@pytest.mark.both_engines
@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_takes_a_row_out_or_changes_it(cast: Cast, change: str) -> None:
    """S6: the database itself refuses."""
    read(cast)
    found = Look.objects.filter(room=cast.rooms["macia"])
    with pytest.raises(DatabaseError, match=guard.REFUSAL), transaction.atomic():
        found.update(purpose="something else") if change == "update" else found._raw_delete(found.db)
    assert rows(cast) == [Kind.READ]


@pytest.mark.django_db
def test_apps_name_the_tables_that_are_kept() -> None:
    assert {"rooms_event", "rooms_reading", "rooms_staffact", "moderation_look"} <= set(guard.tables())


# One row a sitting


@pytest.mark.django_db
@pytest.mark.both_engines
def test_reading_on_is_one_look_and_coming_back_later_another(cast: Cast) -> None:
    read(cast)
    read(cast)
    assert rows(cast) == [Kind.READ]
    read(cast, kind=Kind.PEOPLE)
    assert rows(cast) == [Kind.READ, Kind.PEOPLE]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "minutes", "again"),
    [(Kind.READ, 9, False), (Kind.READ, 11, True), (Kind.BOARD, 59, False), (Kind.BOARD, 61, True)],
)
def test_how_long_one_row_stands(cast: Cast, kind: str, minutes: int, again: bool) -> None:
    earlier(cast, kind=kind, at=timezone.now() - timedelta(minutes=minutes))
    read(cast, kind=kind)
    assert rows(cast) == [kind] * (1 + again)


@pytest.mark.django_db
def test_whoever_may_not_look_leaves_no_row(cast: Cast) -> None:
    """A stranger is answered as for a wrong id; a member is told that it is not theirs."""
    macia = cast.rooms["macia"].public_id
    for person, room_id, code in (
        (cast.samara, macia, "not_found"),
        (cast.samara, "a1" * 6, "not_found"),
        (cast.ana, macia, "not_allowed"),
    ):
        with pytest.raises(RoomError, match=code):
            looks.reading(actor=person, room_id=room_id, kind=Kind.READ, action=Action.OBSERVE)
    assert not Look.objects.exists()


@pytest.mark.django_db
def test_the_desk_is_one_look_at_each_room_an_hour(cast: Cast) -> None:
    desk = Reader(cast, "tianna", "macia").client
    for _ in range(3):
        assert desk.get("/desk/").status_code == 200
    assert all(rows(cast, room) == [Kind.BOARD] for room in cast.rooms)


@pytest.mark.django_db
def test_stepping_in_leaves_its_row_with_the_words_and_once(cast: Cast) -> None:
    tianna = Reader(cast, "tianna", "macia")
    form = {"text": "Well done, all of you", "client_id": "7d3f5c3e-8f4a-4b8e-9d53-0a4f0e1c2b3a"}
    for _ in range(2):
        assert tianna.client.post(f"{tianna.base}say/", form).status_code == 303
    (look,) = Look.objects.filter(kind=Kind.STEP_IN)
    assert look.detail == {"what": "message", "seq": cast.rooms["macia"].last_seq + 1}
    assert tianna.client.post(f"{tianna.base}say/", {**form, "text": " "}).status_code in (409, 422)
    assert Look.objects.filter(kind=Kind.STEP_IN).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "desk", "left"), [("tianna", "", 1), ("ana", "desk/", 0), ("ana", "", 0)])
def test_the_row_follows_the_writer_and_not_the_address(cast: Cast, person: str, desk: str, left: int) -> None:
    """Staff who use the members' form step in all the same; a member who uses the desk's does not."""
    address = f"/{desk}rooms/{cast.rooms['macia'].public_id}/say/"
    form = {"text": "Good night", "client_id": "7d3f5c3e-8f4a-4b8e-9d53-0a4f0e1c2b3a"}
    assert Reader(cast, person, "macia").client.post(address, form).status_code == 303
    assert Look.objects.filter(kind=Kind.STEP_IN).count() == left


# What members see


@pytest.mark.django_db
def test_members_find_who_when_what_and_why(cast: Cast) -> None:
    read(cast)
    (line,) = seen(cast, "ana")
    assert (line.who, line.kind, line.purpose, line.sealed_until) == ("Tianna Reilly", Kind.READ, "", None)
    page = Reader(cast, "ana", "macia").get("looks/").content.decode()
    for words in ("Who has looked at Macia’s room", "Tianna Reilly", "read the room", "to follow the conversation"):
        assert words in page


@pytest.mark.django_db
def test_the_list_is_linked_from_the_room_and_from_its_people(cast: Cast) -> None:
    ana, tianna = Reader(cast, "ana", "macia"), Reader(cast, "tianna", "macia")
    for page in (ana.get(), ana.get("people/")):
        assert f'href="{ana.base}looks/"' in page.content.decode()
    assert f'href="{tianna.base}looks/"' in tianna.get().content.decode()


@pytest.mark.django_db
def test_looks_alike_share_a_line_and_days_come_newest_first(cast: Cast) -> None:
    now = timezone.now()
    for hours in (1, 2, 3, 50):
        earlier(cast, kind=Kind.BOARD, at=now - timedelta(hours=hours))
    found = trails.trail(cast.ana, cast.rooms["macia"].public_id)
    days = [day for day, _ in found.days]
    assert days == sorted(days, reverse=True) and len(days) > 1
    assert sum(len(line.times) for _, lines in found.days for line in lines) == 4


@pytest.mark.django_db
def test_what_was_done_is_said_in_words(cast: Cast) -> None:
    """No code of ours reaches the list, whatever the row holds."""
    for kind in Kind:
        earlier(cast, kind=kind)
    for kind, detail, words in (
        (Kind.STEP_IN, {"what": "message.edited", "seq": 4}, "changed their own message"),
        (Kind.DRAFT, {"act": "signed"}, "signed a summary"),
        (Kind.SUMMARY, {}, "read a summary"),
        (Kind.EXPORT, {"first": 1}, "exported the record"),
        (Kind.FLAG, {"act": "claim", "flag": "a1"}, "looked at messages of the room"),
    ):
        earlier(cast, kind=kind, detail=detail)
        page = Reader(cast, "ana", "macia").get("looks/").content.decode()
        assert f"</b> {words}</p>" in page, kind
    assert "message.edited" not in page and "claim" not in page


@pytest.mark.django_db
def test_members_do_not_learn_that_it_was_a_flag_and_staff_do(cast: Cast) -> None:
    """T9: in a room of two, a flag that was looked into says who asked for help."""
    earlier(cast, kind=Kind.FLAG)
    assert "flag" not in Reader(cast, "brianna", "macia").get("looks/").content.decode()
    assert "looked into a flag" in Reader(cast, "tianna", "macia").get("looks/").content.decode()


@pytest.mark.django_db
def test_a_newcomer_learns_of_looks_from_their_own_time_on(cast: Cast) -> None:
    """S7: why staff looked before somebody came is the others' matter."""
    earlier(cast, purpose="A hearing on Monday")
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.joshua, role=Role.RELATIVE)
    earlier(cast, purpose="To say hello")
    page = Reader(cast, "joshua", "macia").get("looks/").content.decode()
    assert "To say hello" in page
    assert "A hearing on Monday" not in page
    assert "A hearing on Monday" in Reader(cast, "ana", "macia").get("looks/").content.decode()


@pytest.mark.django_db
def test_a_long_list_is_paged(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trails, "PAGE", 2)
    for number in range(3):
        earlier(cast, purpose=f"reason {number}")
    ana = Reader(cast, "ana", "macia")
    first, second = ana.get("looks/").content.decode(), ana.get("looks/?page=1").content.decode()
    assert "reason 2" in first and "reason 0" not in first and "?page=1" in first
    assert "reason 0" in second and "reason 2" not in second and "?page=0" in second


@pytest.mark.django_db
def test_the_lists_have_one_answer_for_strangers(cast: Cast) -> None:
    macia = cast.rooms["macia"].public_id
    samara, ana = Reader(cast, "samara", "jaylan").client, Reader(cast, "ana", "macia").client
    assert samara.get(f"/rooms/{macia}/looks/").status_code == 404
    assert samara.get(f"/desk/rooms/{macia}/looks/").status_code == 404
    assert ana.get(f"/desk/rooms/{macia}/looks/").status_code == 403


# The light may be off


@pytest.mark.django_db
def test_where_the_light_is_off_members_are_told_so(cast: Cast) -> None:
    """A room's own choice goes before its agency's."""
    agency = cast.tianna.agency
    assert agency is not None
    ana = Reader(cast, "ana", "macia")
    assert trails.has_light(cast.rooms["macia"])
    assert "No light shows" not in ana.get().content.decode()
    Policy.objects.create(agency=agency, light=False)
    assert not trails.has_light(cast.rooms["macia"])
    assert "No light shows while staff reads." in ana.get().content.decode()
    assert "turned the light off" in ana.get("looks/").content.decode()
    assert "The light is off in this room" in Reader(cast, "tianna", "macia").get().content.decode()
    Policy.objects.create(agency=agency, room=cast.rooms["macia"], light=True)
    assert trails.has_light(cast.rooms["macia"])
    assert not trails.has_light(cast.rooms["gladys"])
