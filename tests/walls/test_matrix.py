"""The access matrix, pages: every role × every address × every way to stand to a room (S1, S3, S4, S7, P6, P13; W4).

Inside, what is allowed is what the role table says, neither more nor less. Outside, the answer is that of a room that
does not exist: status, headers and body to the byte (tests.walls.answers says what is masked), and as many queries.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rooms import limits
from rooms.access import ROLE_ACTIONS, Action
from rooms.demo.load import STAFF_TASKS
from rooms.models import Agency, HiddenRange, Household, Person, Role
from tests.cast import PASSWORD
from tests.walls.answers import Answer, answer, difference, signed_in
from tests.walls.pages import (
    ADDED,
    ADMIN_PAGES,
    CLOSED,
    LOOKED_AFTER,
    METHODS,
    OPEN_PAGES,
    OWN_PAGES,
    RARE_METHODS,
    ROOM_PAGES,
    TABLE,
    TABLES,
    Where,
    ask,
    routes,
)
from tests.walls.roleworld import INSIDE, MISSING, OUTSIDE, ROLES, RoleWorld, make_role_world

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person sends every form there is within a minute."""
    monkeypatch.setattr(limits, "MESSAGES_PER_MINUTE", 10_000)


@pytest.fixture(params=ROLES, ids=str)
def world(request: pytest.FixtureRequest, db: None) -> RoleWorld:
    """One world a role; tests in which the role matters less ask for fewer, with `by_power` or `one_role`."""
    return make_role_world(request.param)


by_power = pytest.mark.parametrize(
    "world", {actions: role for role, actions in ROLE_ACTIONS.items()}.values(), indirect=True, ids=str
)
"""One role for each row of the table that differs from the others."""
one_role = pytest.mark.parametrize("world", [Role.FOSTER_PARENT], indirect=True, ids=str)


def once(client: Client, method: str, name: str, where: Where) -> tuple[Answer, int]:
    """Ask, and undo what it did; the answer, and how many queries it took."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = ask(client, method, name, where)
        transaction.set_rollback(True)
    return answer(response, where.room_id), len(queries)


def places(world: RoleWorld, standing: str) -> Where:
    """An address in a room as good as it can be: a line and a member that are really there."""
    there = standing if standing in world.rooms else "own"
    return Where(
        room_id=world.id_of(standing),
        seq=world.line(there),
        member_id=world.ana_in(there).public_id,
        summary_id=world.summary_in(there).public_id,
        file_id=world.photo_in(there),
        video_id=world.video_in(there),
        coming_id=world.coming_in(there),
        order_id=world.order_in(there),
        invitation_id=world.invitation_in(there).public_id,
        sheet_id=world.sheet_in(there).public_id,
        meeting_id=world.meeting_in(there),
        occasion_id=world.occasion_in(there),
    )


def test_every_address_has_a_row() -> None:
    """A new page says in tests/walls/pages.py who may see it, or this fails."""
    assert set(routes()) == TABLE


def test_inside_a_room_the_role_table_decides(world: RoleWorld) -> None:
    """Allowed means a page (200) or a thing done (303); all else is refused (403, or 404 for a line of one's own)."""
    client = signed_in(world.person)
    for standing in INSIDE:
        where, may = places(world, standing), world.may(standing)
        for name, page in ROOM_PAGES.items():
            told = once(client, "GET", name, where)[0].status
            done = once(client, "POST", name, where)[0].status
            if page.get is None:
                assert told == 302, name
            else:
                assert told == (200 if page.get <= may else _refusal(page.get, may, page.refusal)), (standing, name)
            if page.post is None:
                assert done == 405, name
            else:
                assert done == (page.done if page.post <= may else 403), (standing, name)


def _refusal(needs: frozenset[Action], may: frozenset[Action], own: int) -> int:
    """Whoever may read a room but has no line of their own there finds none; whoever may not read it is refused."""
    return own if needs - {Action.RETRACT} <= may else 403


@by_power
def test_outside_a_room_every_answer_is_that_of_a_room_that_does_not_exist(world: RoleWorld) -> None:
    """P6: another's room, and one's own after a pause, an end, a date that came, or before an invitation is taken."""
    same_as_missing(world, METHODS, OUTSIDE)


@one_role
def test_no_other_method_tells_more(world: RoleWorld) -> None:
    """P6: HEAD, PUT and the rest, which no page of ours sends."""
    same_as_missing(world, RARE_METHODS, ("other", "suspended"))


def same_as_missing(world: RoleWorld, methods: Iterable[str], standings: Iterable[str]) -> None:
    """Every address answers for these rooms just as for one that does not exist, with as much work."""
    for name in ROOM_PAGES:
        client = signed_in(world.person)  # anew, since staff's session is written again after a minute
        for method in methods:
            wrong, queries = once(client, method, name, places(world, "missing"))
            assert wrong.status in (404, 405, 302), name
            for standing in standings:
                found, took = once(client, method, name, places(world, standing))
                assert not difference(found, wrong), (standing, method, name)
                assert took == queries, (standing, method, name)


@one_role
def test_a_visitor_is_sent_to_sign_in_whatever_is_there(world: RoleWorld) -> None:
    """P6: whoever is not signed in learns of no room and no page of anybody's own."""
    client = signed_in(None)
    for name in ROOM_PAGES:
        for method in METHODS:
            missing = once(client, method, name, Where(room_id=MISSING))[0]
            assert missing.status in (302, 405), name
            for standing in (*INSIDE, *OUTSIDE):
                found = once(client, method, name, Where(room_id=world.id_of(standing)))[0]
                assert not difference(found, missing), (standing, name)
    for name in sorted(OWN_PAGES - {"account_logout"} | {"desk"}):
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("account_login"))


@by_power
def test_own_pages_open_to_whoever_is_signed_in_and_the_desk_to_staff(world: RoleWorld) -> None:
    """S53: the desk is for those who may observe a room; for the others there is nothing."""
    client = signed_in(world.person)
    staff = Action.OBSERVE in ROLE_ACTIONS[world.role]
    for name in sorted(OWN_PAGES):
        if name != "home":
            assert client.get(reverse(name)).status_code == 200, name
    assert client.get(reverse("home")).status_code == (302 if staff else 200)
    assert client.get(reverse("desk")).status_code == (200 if staff else 404)
    if not staff:
        assert answer(client.get(reverse("desk"))) == answer(client.get(f"/rooms/{MISSING}/"))


@by_power
def test_a_hidden_line_is_like_none(world: RoleWorld) -> None:
    """S7, G1: a line from before one's time, or from a pause, can be neither changed nor answered nor found."""
    client, room = signed_in(world.person), world.rooms["own"]
    member, hidden, none = world.member("own"), world.line("own"), 9
    assert member is not None and room.last_seq < none
    HiddenRange.objects.create(membership=member, first_seq=hidden, last_seq=hidden)
    for name in ("edit", "retract", "react", "desk_edit", "desk_retract", "desk_react"):
        for method in ("GET", "POST"):
            answers = [
                answer(ask(client, method, name, Where(room_id=room.public_id, seq=seq)), f"/{seq}/")
                for seq in (hidden, none)
            ]
            assert answers[0].status == answers[1].status, (method, name)
            assert not difference(*answers), (method, name)


@by_power
def test_staff_manage_only_members_of_the_very_room(world: RoleWorld) -> None:
    """P13: a member of another room is as unknown as one who never was, also to those who may manage here."""
    client = signed_in(world.person)
    foreign = world.ana_in("other").public_id
    for act in ("suspend", "restore", "end", "narrow", "widen", "nothing"):
        for method in ("GET", "POST"):
            answers = []
            for member in (foreign, MISSING):
                where = Where(room_id=world.id_of("own"), member_id=member, act=act)
                answers.append(answer(ask(client, method, "desk_manage", where), member))
            assert not difference(*answers), (method, act)
            assert answers[0].status in (403, 404)


# The admin: behind `is_staff`, and bounded by the agency.


@pytest.fixture
def clerk(db: None) -> Person:
    """Staff of an agency with the tasks that the demo gives its social worker."""
    agency = Agency.objects.create(name="Agency")
    clerk = Person.objects.create_user("clerk@example.test", PASSWORD, name="Clerk", agency=agency, is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="rooms", codename__in=STAFF_TASKS))
    return clerk


def admin_addresses(pk: int) -> Iterator[tuple[str, str]]:
    """Every address of the admin, for one row's key."""
    fixed = {
        "admin:view_on_site": reverse("admin:view_on_site", args=[1, pk]),
        "admin:auth_user_password_change": reverse("admin:auth_user_password_change", args=[pk]),
        "admin:app_list": reverse("admin:app_list", args=["rooms"]),
        "admin:nothing_else": "/admin/nothing/else/",
        "admin_login": "/admin/login/",
        "admin_password": "/admin/password_change/",
    }
    for name in sorted(ADMIN_PAGES):
        table, _, view = name.removeprefix("admin:").rpartition("_")
        if name in fixed:
            yield name, fixed[name]
        elif name.removeprefix("admin:") in TABLES:
            yield name, f"/admin/{name.removeprefix('admin:').replace('_', '/', 1)}/{pk}/"
        elif table in TABLES and view in ("change", "delete", "history"):
            yield name, reverse(name, args=[pk])
        else:
            yield name, reverse(name)


@pytest.mark.parametrize("world", [Role.FOSTER_PARENT, Role.SOCIAL_WORKER], indirect=True, ids=str)
def test_the_admin_is_closed_to_members(world: RoleWorld) -> None:
    """Whatever is asked for there, the answer is the way to sign in, where nobody who is signed in finds anything."""
    client = signed_in(world.person)
    for name, address in admin_addresses(world.person.pk):
        response = client.get(address)
        if name in ("admin:login", "admin_login"):
            assert response.status_code == 404, name
        elif name != "admin:logout":
            assert response.status_code == 302, name
            assert response.headers["Location"].startswith("/admin/login/"), name
            assert client.get(response.headers["Location"]).status_code == 404


def test_staff_of_the_admin_see_the_tables_of_their_tasks_only(clerk: Person) -> None:
    """T6: people, homes, families, children, stays, rooms, parts; no line of a room. Nothing can be deleted."""
    client = signed_in(clerk)
    home = Household.objects.create(agency=clerk.agency, name="Home")
    for name, address in admin_addresses(home.pk):
        table, _, view = name.removeprefix("admin:").rpartition("_")
        if view in ("changelist", "add") and table in LOOKED_AFTER | ADDED:
            assert client.get(address).status_code == 200, name
        elif table in CLOSED or view == "delete":
            assert client.get(address).status_code in (403, 302), name  # 302: a row that is not there
            assert client.post(address, {}).status_code in (403, 405, 302), name
    assert client.get(reverse("admin:rooms_household_change", args=[home.pk])).status_code == 200
    assert client.post(reverse("admin:rooms_household_delete", args=[home.pk]), {"post": "yes"}).status_code == 403


def test_rows_of_another_agency_are_like_none(clerk: Person) -> None:
    """P6: every table, every view, with the key of a row that exists elsewhere and with one that exists nowhere.

    The cookie with Django's message is left out: it is signed, and repeats the key that was asked for.
    """
    client = signed_in(clerk)
    elsewhere = Agency.objects.create(name="Another agency")
    Household.objects.create(pk=700_001, agency=elsewhere, name="Their home", address="Their address")
    Person.objects.create_user("theirs@example.test", None, pk=700_001, name="Theirs", agency=elsewhere)
    for (name, there), (_, nowhere) in zip(admin_addresses(700_001), admin_addresses(800_002), strict=True):
        answers = [
            replace(answer(signed_in(clerk).get(address), key), cookies=())
            for address, key in ((there, "700001"), (nowhere, "800002"))
        ]
        if name != "admin:logout":
            assert not difference(*answers), name
    listed = client.get(reverse("admin:rooms_household_changelist")).content.decode()
    assert "Their" not in listed
    offered = client.get(reverse("admin:rooms_person_add")).content.decode()
    assert "Their home" not in offered and "Another agency" not in offered


# Accounts


@pytest.mark.parametrize("form", [{"login": "{}", "password": "wrong wrong wrong"}, {"email": "{}"}])
def test_whether_an_address_has_an_account_cannot_be_told(db: None, form: dict[str, str]) -> None:
    """T15: signing in and asking for a new password answer alike for an address with an account and one without."""
    Person.objects.create_user("known@example.test", PASSWORD, name="Known")
    page = "account_login" if "login" in form else "account_reset_password"
    answers = [
        answer(signed_in(None).post(reverse(page), {key: value.format(mail) for key, value in form.items()}), mail)
        for mail in ("known@example.test", "novel@example.test")
    ]
    assert not difference(*answers)
    assert settings.ACCOUNT_PREVENT_ENUMERATION


def test_open_pages_are_the_same_for_everybody(db: None) -> None:
    """Nothing of anybody is on a page that needs no sign-in."""
    addresses = {name: reverse(name) for name in sorted(OPEN_PAGES - {"account_reset_password_from_key"})}
    for name, address in addresses.items():
        assert answer(signed_in(None).get(address)) == answer(signed_in(None).get(address)), name
        assert signed_in(None).get(address).status_code in (200, 303), name
    Person.objects.create_user("known@example.test", PASSWORD, name="Known", pk=int("known1", 36))
    answers = [
        answer(signed_in(None).get(reverse(name, kwargs={"uidb36": uid, "key": "c0ffee-0123456789abcdef"})), uid)
        for uid in ("known1", "nobod1")
        for name in ("account_reset_password_from_key",)
    ]
    assert not difference(*answers)
