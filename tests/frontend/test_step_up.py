"""Before some acts somebody shows again who they are, and goes on where they were (T4, 7.5.3)."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.urls import reverse
from django.utils.http import urlencode

from frontend.gate import ASKS_AGAIN
from rooms.models import Role, State
from rooms.services import memberships
from tests.cast import PASSWORD, Cast
from tests.frontend.signing import Browser
from tests.walls.pages import ADMIN_PAGES, ROOM_PAGES, Where

AGAIN = "/accounts/again/"


@pytest.fixture(autouse=True)
def strict(settings: object) -> None:
    """As in production, but for the second factor."""
    settings.STEP_UP = True  # type: ignore[attr-defined]


def left_open(cast: Cast, who: str) -> Browser:
    """A page that somebody left open an hour ago."""
    browser = Browser()
    browser.sign_in(f"{who}@example.test")
    session = browser.client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 3600
    session.save()
    return browser


@pytest.fixture
def tianna(cast: Cast) -> Browser:
    return left_open(cast, "tianna")


def test_every_page_of_the_table_asks(cast: Cast, tianna: Browser) -> None:
    member = cast.member("ana", "macia").public_id
    where = Where(room_id=cast.rooms["macia"].public_id, member_id=member)
    for name in sorted(ASKS_AGAIN & set(ROOM_PAGES)):
        address = where.address(name)
        assert tianna.client.get(address)["Location"] == f"{AGAIN}?{urlencode({'next': address})}", name
    assert set(ASKS_AGAIN) <= set(ROOM_PAGES) | ADMIN_PAGES | {
        "change_names",
        "account_set_password",
        "desk_policy",
        "hand_over",
    }


def test_reading_and_answering_ask_nothing(cast: Cast, tianna: Browser) -> None:
    room = cast.rooms["macia"].public_id
    assert tianna.client.get(reverse("desk_room", args=[room])).status_code == 200
    assert tianna.client.get(reverse("desk_people", args=[room])).status_code == 200


def test_after_the_password_one_is_where_one_was(cast: Cast, tianna: Browser) -> None:
    where = reverse("desk_export", args=[cast.rooms["macia"].public_id])
    asked = tianna.client.get(where)["Location"]
    page = tianna.client.get(asked).content.decode()
    assert "Is it you?" in page
    wrong = tianna.client.post(asked, {"password": "wrong"})
    assert wrong.status_code == 200
    assert tianna.client.get(where).status_code == 302
    right = tianna.client.post(asked, {"password": PASSWORD, "next": where})
    assert right["Location"] == where
    assert tianna.client.get(where).status_code == 200


def test_what_a_form_held_is_not_lost(cast: Cast, tianna: Browser) -> None:
    """The page was opened in time and sent late: it is done after the password, as it was."""
    member = cast.member("ana", "macia")
    where = reverse("desk_manage", args=[cast.rooms["macia"].public_id, member.public_id, "suspend"])
    asked = tianna.client.post(where, {"reason": "It is not safe now"})["Location"]
    member.refresh_from_db()
    assert member.state == State.ACTIVE
    done = tianna.client.post(asked, {"password": PASSWORD, "next": where})
    assert done.status_code == 303
    member.refresh_from_db()
    assert member.state == State.SUSPENDED


def test_it_leads_nowhere_else(cast: Cast, tianna: Browser) -> None:
    answer = tianna.client.post(f"{AGAIN}?next=//evil.example/", {"password": PASSWORD, "next": "//evil.example/"})
    assert answer["Location"] == "/"


def test_whoever_has_just_signed_in_is_not_asked(cast: Cast) -> None:
    browser = Browser()
    browser.sign_in("tianna@example.test")
    where = reverse("desk_export", args=[cast.rooms["macia"].public_id])
    assert browser.client.get(where).status_code == 200


def test_parents_are_asked_before_they_change_how_they_sign_in(cast: Cast) -> None:
    browser = left_open(cast, "ana")
    for name in ("change_names", "mfa_activate_totp", "mfa_add_webauthn"):
        assert browser.client.get(reverse(name))["Location"].startswith(AGAIN), name


def test_a_supervisor_is_asked_too(cast: Cast) -> None:
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.joshua, role=Role.SUPERVISOR)
    where = reverse("desk_export", args=[cast.rooms["macia"].public_id])
    assert left_open(cast, "joshua").client.get(where)["Location"].startswith(AGAIN)


def test_a_password_in_a_form_is_kept_nowhere(cast: Cast, tianna: Browser) -> None:
    where = f"/admin/rooms/person/{cast.ana.pk}/password/"
    answer = tianna.client.post(where, {"password1": "three songs and a lamp", "password2": "three songs and a lamp"})
    assert answer["Location"] == f"{AGAIN}?{urlencode({'next': where})}"
    assert "three songs" not in str(dict(tianna.client.session))
