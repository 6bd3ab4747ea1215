"""Choosing what is screened: who may, what it changes, what is written down, what members are told (S1, S60, P17)."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from moderation.models import Look, Policy, PolicyChange
from moderation.queries import policies as queries
from moderation.services import policies
from moderation.services.policies import Wanted
from rooms.errors import RoomError
from rooms.models import Agency, Family, Role
from rooms.screen import Held, SecondThought
from rooms.services import memberships, posting
from tests.cast import Cast
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db]

USUAL = Wanted(contact="mask", wording=True, light=True)
NUMBER = "775-555-0134"
CALL = f"Call me at {NUMBER}"
HARD = "You are a terrible mother"


@pytest.fixture
def lead(cast: Cast) -> Cast:
    """Joshua supervises Macia's room; he is no part of the other rooms' staff."""
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.joshua, role=Role.SUPERVISOR)
    return cast


def for_room(cast: Cast, who: str = "tianna", room: str = "macia", **fields: Any) -> bool:
    wanted = replace(USUAL, **fields) if fields else None
    return policies.choose_for_room(actor=cast.people[who], room_id=cast.rooms[room].public_id, wanted=wanted)


def refused(code: str, act: Any, *args: Any, **fields: Any) -> None:
    with pytest.raises(RoomError) as caught:
        act(*args, **fields)
    assert caught.value.code == code


def say(cast: Cast, text: str, room: str = "macia", *, sure: bool = True) -> str:
    """What the others see of it, or "held"."""
    said = posting.say(actor=cast.ana, room_id=cast.rooms[room].public_id, client_id=uuid4(), text=text, sure=sure)
    return "held" if isinstance(said, Held) else "dots" if said.data.get("masked") else "whole"


@pytest.mark.parametrize(("contact", "seen"), [("mask", "dots"), ("hold", "held"), ("off", "whole")])
def test_what_happens_to_contact_details(cast: Cast, contact: str, seen: str) -> None:
    for_room(cast, contact=contact, wording=False)
    assert say(cast, CALL) == seen
    assert say(cast, CALL, "gladys") == "dots", "another room goes by its agency's choice"


def test_a_room_may_be_stricter_or_looser_than_its_agency_and_go_back(lead: Cast) -> None:
    policies.choose_for_agency(actor=lead.joshua, wanted=replace(USUAL, contact="hold"))
    assert (say(lead, CALL), say(lead, CALL, "gladys")) == ("held", "held")
    assert for_room(lead, contact="off")
    assert (say(lead, CALL), say(lead, CALL, "gladys")) == ("whole", "held")
    assert for_room(lead)
    assert say(lead, CALL) == "held"
    assert not for_room(lead), "there is nothing left to give up"


def test_second_thoughts_can_be_off(cast: Cast) -> None:
    with pytest.raises(SecondThought):
        say(cast, HARD, sure=False)
    for_room(cast, wording=False)
    assert say(cast, HARD, sure=False) == "whole"


def test_what_is_on_the_list_is_shown_to_everybody(lead: Cast) -> None:
    """However it is written; the agency's list holds in a room that has one of its own."""
    policies.choose_for_agency(actor=lead.joshua, wanted=replace(USUAL, allowed=f"  {NUMBER}  \r\n\r\n"))
    for_room(lead, allowed="775-555-0188")
    assert say(lead, "Call (775) 555 0134") == "whole"
    assert say(lead, "Call 775.555.0188") == "whole"
    assert say(lead, "Call 775.555.0188", "gladys") == "dots"
    assert Policy.objects.get(room=None).allowed == NUMBER


def test_each_change_is_written_down_for_good_and_the_members_find_that_of_their_room(lead: Cast) -> None:
    for_room(lead, contact="hold", light=False)
    assert not for_room(lead, contact="hold", light=False), "nothing changed"
    policies.choose_for_agency(actor=lead.joshua, wanted=replace(USUAL, wording=False))
    for_room(lead)
    first, agency, last = PolicyChange.objects.order_by("pk")
    assert (first.by, first.room, first.before) == (lead.tianna, lead.rooms["macia"], {})
    assert first.after == last.before == {"contact": "hold", "wording": True, "light": False, "allowed": ""}
    assert (agency.by, agency.room, agency.agency) == (lead.joshua, None, lead.joshua.agency)
    assert last.after == {}
    looks = Look.objects.filter(room=lead.rooms["macia"], kind="step", detail__act="policy")
    assert [look.person for look in looks] == [lead.tianna, lead.tianna]
    page = signed_in(lead.ana).get(reverse("looks", args=[lead.rooms["macia"].public_id])).content.decode()
    assert "changed what is screened here" in page
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PolicyChange.objects.all().delete()


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("bad_choice", {"contact": "shout"}),
        ("bad_choice", {"contact": ""}),
        ("too_long", {"allowed": "5" * 4_001}),
        ("bad_text", {"allowed": "a\x00b"}),
    ],
)
def test_what_is_refused(lead: Cast, code: str, fields: dict[str, str]) -> None:
    refused(code, for_room, lead, **fields)
    refused(code, policies.choose_for_agency, actor=lead.joshua, wanted=replace(USUAL, **fields))
    assert not Policy.objects.exists()
    assert not PolicyChange.objects.exists()


@pytest.mark.parametrize(("who", "code"), [("ana", "not_allowed"), ("samara", "not_found")])
def test_only_staff_of_the_room_chooses_for_it(cast: Cast, who: str, code: str) -> None:
    refused(code, for_room, cast, who, contact="off")
    refused(code, queries.room_page, cast.people[who], cast.rooms["macia"].public_id)


@pytest.mark.parametrize("who", ["tianna", "ana"])
def test_only_a_supervisor_chooses_for_the_agency(lead: Cast, who: str) -> None:
    refused("not_found", policies.choose_for_agency, actor=lead.people[who], wanted=USUAL)
    refused("not_found", queries.agency_page, lead.people[who])


def test_another_agency_keeps_its_own_choice(lead: Cast) -> None:
    other = Agency.objects.create(name="Another")
    Family.objects.filter(name="Hudson").update(agency=other)
    policies.choose_for_agency(actor=lead.joshua, wanted=replace(USUAL, contact="off"))
    said = posting.say(
        actor=lead.samara, room_id=lead.rooms["jaylan"].public_id, client_id=uuid4(), text=CALL, sure=True
    )
    assert not isinstance(said, Held)
    assert said.data["masked"]


def about(client: Client, cast: Cast) -> str:
    return client.get(reverse("people", args=[cast.rooms["macia"].public_id])).content.decode()


def test_members_read_in_plain_words_what_holds(cast: Cast) -> None:
    ana = signed_in(cast.ana)
    page = about(ana, cast)
    assert "members see dots instead" in page
    assert "only you are asked to look again" in page
    assert "While staff reads along, a light shows." in page
    assert "policy/" not in page
    for_room(cast, contact="hold", wording=False, light=False)
    page = about(ana, cast)
    assert "waits until staff has looked" in page
    assert "only you are asked to look again" not in page
    assert "No light shows while staff reads." in page
    assert "No light shows" in ana.get(reverse("room", args=[cast.rooms["macia"].public_id])).content.decode()


def test_the_page_of_a_room(lead: Cast) -> None:
    path = reverse("desk_room_policy", args=[lead.rooms["macia"].public_id])
    tianna = signed_in(lead.tianna)
    assert 'value="agency" checked' in tianna.get(path).content.decode()
    form = {"by": "room", "contact": "hold", "light": "on", "allowed": NUMBER}
    assert tianna.post(path, {**form, "contact": "no"}).status_code == 422
    assert tianna.post(path, form, follow=True).redirect_chain == [(f"{path}?done=1", 303)]
    page = tianna.get(path).content.decode()
    assert "Tianna Reilly" in page
    assert "Contact details: looked at first" in page
    assert f"May be shown: {NUMBER}" in page
    assert tianna.post(path, {**form, "by": "agency"}).status_code == 303
    assert not Policy.objects.exists()
    assert "The room goes by the agency’s choice again." in tianna.get(path).content.decode()
    assert path in tianna.get(reverse("desk_people", args=[lead.rooms["macia"].public_id])).content.decode()


def test_the_page_of_the_agency(lead: Cast) -> None:
    path, joshua = reverse("desk_policy"), signed_in(lead.joshua)
    assert path in joshua.get(reverse("desk")).content.decode()
    assert path not in signed_in(lead.tianna).get(reverse("desk")).content.decode()
    assert joshua.post(path, {"contact": "off"}).status_code == 303
    page = joshua.get(path).content.decode()
    assert "Contact details: shown as written" in page
    assert "Second thoughts: off" in page
    assert 'name="by"' not in page
    assert signed_in(lead.tianna).get(path).status_code == 404
    assert signed_in(lead.tianna).post(path, {"contact": "mask"}).status_code == 404
