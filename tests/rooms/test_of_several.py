"""In a room of several children an item says which child it is about, by first name (S21, S27, S70)."""

from datetime import UTC
from types import SimpleNamespace
from typing import Any
from typing import cast as cast_to
from uuid import uuid4

import pytest
from django.utils import timezone

from frontend.pagedata import room_data
from frontend.seats import MEMBER
from moderation.record import words
from moderation.record.entries import Entry
from moderation.record.scope import Scope
from rooms.items import item_of
from rooms.models import Child, Event, Household, Placement
from rooms.queries.pages import room_page
from rooms.services import about, about_things, book, days, passed, placements, sick
from rooms.services.about import Told
from rooms.services.placements import MovePlan
from tests.cast import Cast
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def told_by_all(cast: Cast, child: Child) -> list[Event]:
    def here(who: str) -> dict[str, Any]:
        where = {"actor": cast.people[who], "room_id": cast.rooms["macia"].public_id, "client_id": uuid4()}
        return {**where, "child_id": child.public_id}

    who = here("ana")
    who.pop("child_id")
    return [
        about.tell(**who, told=Told(topic="sleep", text="The hall light", child_id=child.public_id)),
        about_things.write_down(**here("ana"), text="The grey rabbit", where="child"),
        days.tell(**here("brianna"), taps={}, text="A long walk"),
        book.add(**here("brianna"), sort="book.first", text="A tooth", on=timezone.localdate()),
        passed.send(**here("ana"), way=next(iter(passed._KINDS)).value, text="Sleep well"),
        sick.tell(**here("brianna"), signs=[]),
    ]


def sister(cast: Cast) -> Child:
    room = cast.rooms["macia"]
    return room.children.create(family=room.family, first_name="Gladys")


def test_every_item_of_one_child_says_so_in_the_conversation(cast: Cast) -> None:
    """The event keeps the child's key, never the name; page and browser know the names."""
    gladys = sister(cast)
    for event in told_by_all(cast, gladys):
        found = item_of(event.data)
        assert found is not None and found.facts["child"] == gladys.public_id and "Gladys" not in str(event.data)
    page = room_page(cast.ana, cast.rooms["macia"].public_id)
    assert [line.child for line in page.lines if line.item] == ["Gladys"] * 6
    shown = signed_in(cast.ana).get(f"/rooms/{cast.rooms['macia'].public_id}/").content.decode()
    assert shown.count('<span class="chip">Gladys</span>') == 6
    said = room_data(MEMBER, page, [])["words"]
    assert said[f"fact.{gladys.public_id}"] == "Gladys"


def test_with_one_child_it_is_plain(cast: Cast) -> None:
    """And what was told before a brother or sister came says nothing."""
    for event in told_by_all(cast, cast.rooms["macia"].children.get()):
        found = item_of(event.data)
        assert found is not None and "child" not in found.facts
    page = room_page(cast.ana, cast.rooms["macia"].public_id)
    assert {line.child for line in page.lines} == {""} and page.of_several == {}


def test_who_moved_on_is_still_named_where_it_was_said(cast: Cast) -> None:
    """S12: the line of the move too; that she was sick there waits for nobody any more."""
    gladys = sister(cast)
    told_by_all(cast, gladys)
    room = cast.rooms["macia"]
    Placement.objects.create(child=gladys, household=room.household, started_on=timezone.localdate())
    home = Household.objects.create(agency=cast.ana.agency, name="Hudson")
    plan = MovePlan(children=[gladys.public_id], household=home.pk, when=timezone.now(), along=[])
    placements.move(actor=cast.tianna, room_id=room.public_id, client_id=uuid4(), plan=plan)
    page = room_page(cast.ana, room.public_id)
    assert [line.child for line in page.lines if line.item] == ["Gladys"] * 7
    shown = signed_in(cast.ana).get(f"/rooms/{room.public_id}/").content.decode()
    assert "Gladys is sick" not in shown


def test_the_courts_record_says_it_too(cast: Cast) -> None:
    gladys = sister(cast)
    told_by_all(cast, gladys)
    scope = SimpleNamespace(room=cast.rooms["macia"], zone=UTC)
    event = Event.objects.get(data__item__kind="child.told")
    assert "Gladys" in words.item(cast_to(Scope, scope), cast_to(Entry, SimpleNamespace(event=event)))
