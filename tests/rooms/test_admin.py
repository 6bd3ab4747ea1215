"""Staff add people and rooms in the admin, within their agency and their own rooms; never themselves, never a word."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from rooms.models import Agency, Child, Event, Family, Membership, Person, Role, Room
from rooms.services import planning
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db

TASKS = [
    *(
        f"{task}_{noun}"
        for task in ("add", "change")
        for noun in ("person", "household", "family", "child", "placement")
    ),
    *(f"{task}_{noun}" for task in ("add", "view") for noun in ("room", "membership")),
]


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    """Tianna in the admin, with the tasks that staff have."""
    cast.tianna.user_permissions.set(Permission.objects.filter(codename__in=TASKS))
    client.force_login(cast.tianna)
    return client


def add(client: Client, noun: str, **fields: Any) -> Any:
    return client.post(reverse(f"admin:rooms_{noun}_add"), fields)


def test_staff_add_a_person_of_their_agency(cast: Cast, desk: Client) -> None:
    password = "a quiet evening at home"
    answer = add(
        desk,
        "person",
        email="New@Example.test",
        name="Wendy Chadwick",
        language="en",
        time_zone="America/Los_Angeles",
        agency=cast.tianna.agency_id,
        password1=password,
        password2=password,
    )
    assert answer.status_code == 302
    assert Person.objects.get(email="new@example.test").check_password(password)


def test_staff_open_a_room_and_are_its_social_worker(cast: Cast, desk: Client) -> None:
    family = cast.rooms["jaylan"].family
    child = Child.objects.create(family=family, first_name="Jaylan")
    assert add(desk, "room", family=family.pk, children=[child.pk], household="").status_code == 302
    room = Room.objects.latest("pk")
    assert [member.role for member in room.memberships.all()] == [Role.SOCIAL_WORKER]
    assert list(Event.objects.filter(room=room).order_by("seq").values_list("seq", flat=True)) == [1, 2]


def test_a_room_is_not_opened_for_children_of_two_families(cast: Cast, desk: Client) -> None:
    children = [Child.objects.get(first_name=name).pk for name in ("Macia", "Jaylan")]
    answer = add(desk, "room", family=cast.rooms["macia"].family_id, children=children, household="")
    assert answer.status_code == 200 and Room.objects.count() == 4


def test_staff_add_somebody_to_their_room_by_the_service(cast: Cast, desk: Client) -> None:
    room = cast.rooms["macia"]
    answer = add(desk, "membership", room=room.pk, person=cast.joshua.pk, role=Role.RELATIVE, shown_name="")
    assert answer.status_code == 302
    member = cast.member("joshua", "macia")
    assert member.state == "active" and member.hidden_ranges == [(1, room.last_seq)]
    assert Event.objects.filter(room=room, kind="member.joined", author=member).exists()


@pytest.mark.parametrize("fields", [{"role": "social_worker"}, {"role": "supervisor"}, {"shown_name": "Ana Gutiérrez"}])
def test_nobody_lets_staff_or_a_lookalike_in(cast: Cast, desk: Client, fields: dict[str, str]) -> None:
    room = cast.rooms["macia"]
    values = {"room": room.pk, "person": cast.joshua.pk, "role": "relative", "shown_name": "", **fields}
    assert add(desk, "membership", **values).status_code == 200
    assert not Membership.objects.filter(room=room, person=cast.joshua).exists()


def test_a_role_without_a_place_in_the_room_is_said_at_the_form(cast: Cast, desk: Client) -> None:
    """S44, S77: a birth parent where foster homes plan; somebody who is given papers, even by a superuser."""
    ids = [cast.rooms[name].public_id for name in ("macia", "jon")]
    plans = planning.open_planning(actor=cast.tianna, room_ids=ids, reason="Sister and brother")
    Person.objects.filter(pk=cast.tianna.pk).update(is_superuser=True)
    for room, role in ((plans, Role.BIRTH_PARENT), (cast.rooms["jaylan"], Role.ATTORNEY)):
        answer = add(desk, "membership", room=room.pk, person=cast.joshua.pk, role=role, shown_name="")
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors == {"role": ["That is not one of the choices."]}


def test_nobody_is_added_twice(cast: Cast, desk: Client) -> None:
    values = {"room": cast.rooms["macia"].pk, "person": cast.ana.pk, "role": "relative", "shown_name": "Anita"}
    assert add(desk, "membership", **values).status_code == 200


def test_staff_see_no_other_agency_and_no_room_that_is_not_theirs(cast: Cast, desk: Client) -> None:
    """T6."""
    other = Agency.objects.create(name="Elsewhere")
    stranger = Person.objects.create_user("else@example.test", name="Else Where", agency=other)
    family = Family.objects.create(agency=cast.tianna.agency, name="Not hers")
    room = Room.objects.create(family=family)
    assert "Else Where" not in desk.get(reverse("admin:rooms_person_changelist")).content.decode()
    assert desk.get(reverse("admin:rooms_person_change", args=[stranger.pk])).status_code == 302
    assert str(room.pk) not in [
        str(found.pk) for found in desk.get(reverse("admin:rooms_room_changelist")).context["cl"].queryset
    ]
    values = {"room": room.pk, "person": cast.ana.pk, "role": "relative", "shown_name": ""}
    assert add(desk, "membership", **values).status_code == 200


def test_staff_cannot_make_themselves_more(cast: Cast, desk: Client) -> None:
    address = reverse("admin:rooms_person_change", args=[cast.tianna.pk])
    desk.post(address, {"email": cast.tianna.email, "name": "Tianna Reilly", "language": "en", "is_superuser": "on"})
    cast.tianna.refresh_from_db()
    assert not cast.tianna.is_superuser


def test_the_record_is_not_in_the_admin(desk: Client) -> None:
    assert desk.get("/admin/rooms/event/").status_code == 404


def test_a_person_by_user_name_alone(cast: Cast, desk: Client) -> None:
    """S5: no e-mail address is needed, and a name that could be taken for another is refused."""
    fields = {"name": "Nora Bell", "language": "es", "time_zone": "America/Denver", "agency": cast.ana.agency_id}
    password = {"password1": "three songs and a lamp", "password2": "three songs and a lamp"}
    refused = desk.post("/admin/rooms/person/add/", {**fields, **password, "username": "nora@home"})
    assert "Please use a user name of 3 to 40 letters" in refused.content.decode()
    desk.post("/admin/rooms/person/add/", {**fields, **password, "username": "Nora.B"})
    assert Person.objects.get(username="nora.b").email is None


def test_ones_own_password_is_changed_in_one_place_only(cast: Cast, desk: Client) -> None:
    """Where it is told: the admin's own page for it leads there, whatever is sent to it."""
    fresh = "three songs and a lamp"
    form = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    for answer in (desk.get("/admin/password_change/"), desk.post("/admin/password_change/", form)):
        assert answer["Location"] == reverse("account_change_password")
    cast.tianna.refresh_from_db()
    assert cast.tianna.check_password(PASSWORD)


def test_nobody_is_added_or_left_without_a_name_to_sign_in_by(cast: Cast, desk: Client) -> None:
    fields = {"name": "Nora Bell", "language": "es", "time_zone": "America/Denver", "agency": cast.ana.agency_id}
    password = {"password1": "three songs and a lamp", "password2": "three songs and a lamp"}
    refused = desk.post("/admin/rooms/person/add/", {**fields, **password})
    assert "an e-mail address or a user name" in refused.content.decode()
    assert not Person.objects.filter(name="Nora Bell").exists()
    where = f"/admin/rooms/person/{cast.ana.pk}/change/"
    assert "an e-mail address or a user name" in desk.post(where, {**fields, "is_active": "on"}).content.decode()
    cast.ana.refresh_from_db()
    assert cast.ana.email == "ana@example.test"


def test_a_person_is_told_what_staff_changed_in_the_admin(cast: Cast, desk: Client) -> None:
    where = f"/admin/rooms/person/{cast.ana.pk}"
    fields = {"name": "Ana", "language": "en", "time_zone": "America/Denver", "agency": cast.ana.agency_id}
    desk.post(f"{where}/change/", {**fields, "email": cast.ana.email, "username": "ana.g", "is_active": "on"})
    fresh = {"password1": "three songs and a lamp", "password2": "three songs and a lamp", "usable_password": "true"}
    desk.post(f"{where}/password/", {**fresh, "password2": "not the same at all"})
    desk.post(f"{where}/password/", fresh)
    notes = cast.ana.account_notes.order_by("pk").values_list("kind", "actor")
    assert list(notes) == [("username", cast.tianna.pk), ("password", cast.tianna.pk)]
