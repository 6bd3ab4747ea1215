"""Before some acts somebody shows again who they are, and goes on where they were (T4, 7.5.3)."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.urls import reverse
from django.utils.http import urlencode

from frontend.gate import ASKS_AGAIN
from moderation.models import Export
from rooms.access import Action
from rooms.models import Role, State
from rooms.services import memberships
from tests.cast import PASSWORD, Cast
from tests.frontend.signing import Browser
from tests.walls.pages import ADDED, ADMIN_PAGES, CLOSED, LOOKED_AFTER, ROOM_PAGES, Where

AGAIN = "/accounts/again/"

EVERY_DAY = {
    "desk_held": "lets one message through that waits, or says why not; it cannot be done twice",
    "desk_help": "a report, which others look at",
    "desk_notes": "words of one's own, like a message",
    "desk_paper": "finds a sheet by its code; changes nothing",
    "desk_paper_for": "prints what the room's page shows as well",
    "desk_sheet": "says that a sheet was handed over",
}
"""What takes MANAGE and asks nothing: done many times a day, and no power over anybody."""
HOUSEKEEPING = LOOKED_AFTER - {"rooms_person"} | {"rooms_room", "rooms_agency"}
"""Tables of the admin that open nobody's way in and hold nothing back from deletion."""


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
        "calendar_link",
        "change_names",
        "account_set_password",
        "desk_planning",
        "desk_policy",
        "hand_over",
    }


def test_whatever_has_power_over_people_asks() -> None:
    """Derived from the table of all pages: a new form that takes MANAGE asks, or stands here with its reason."""
    manage = {name for name, page in ROOM_PAGES.items() if page.post is not None and Action.MANAGE in page.post}
    assert manage - ASKS_AGAIN == set(EVERY_DAY)
    tables = LOOKED_AFTER | ADDED | CLOSED
    changes = {f"admin:{table}_{view}" for table in tables - HOUSEKEEPING for view in ("add", "change")}
    cannot = {"admin:rooms_membership_change"}
    assert changes - ASKS_AGAIN == cannot


def test_a_pause_asks_whichever_form_takes_it(cast: Cast, tianna: Browser) -> None:
    member = cast.member("ana", "macia")
    where = reverse("desk_steps", args=[cast.rooms["macia"].public_id])
    form = {"kind": "pause", "reason": "A word", "member": member.public_id}
    assert tianna.client.post(where, form)["Location"].startswith(AGAIN)
    member.refresh_from_db()
    assert member.state == State.ACTIVE


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


@pytest.mark.parametrize("on_the_way", ["desk_manage", "home", "settings"])
def test_a_form_is_done_later_only_if_the_answer_follows_it(cast: Cast, tianna: Browser, on_the_way: str) -> None:
    """Opened afresh, cancelled, or gone on elsewhere: what was sent before is not done any more."""
    member = cast.member("ana", "macia")
    where = reverse("desk_manage", args=[cast.rooms["macia"].public_id, member.public_id, "suspend"])
    asked = tianna.client.post(where, {"reason": "It is not safe now"})["Location"]
    tianna.client.get(asked)
    through_the_worker = {"sec-fetch-dest": "empty", "sec-fetch-mode": "navigate"}
    tianna.client.get(where if on_the_way == "desk_manage" else reverse(on_the_way), headers=through_the_worker)
    answer = tianna.client.post(asked, {"password": PASSWORD, "next": where})
    assert (answer.status_code, answer["Location"]) == (302, where)
    member.refresh_from_db()
    assert member.state == State.ACTIVE


def test_what_an_open_page_fetches_by_itself_drops_no_form(cast: Cast, tianna: Browser) -> None:
    member = cast.member("ana", "macia")
    where = reverse("desk_manage", args=[cast.rooms["macia"].public_id, member.public_id, "suspend"])
    asked = tianna.client.post(where, {"reason": "It is not safe now"})["Location"]
    tianna.client.get(reverse("desk"), headers={"sec-fetch-dest": "empty"})
    assert tianna.client.get(reverse("manifest")).status_code == 200
    assert tianna.client.post(asked, {"password": PASSWORD, "next": where}).status_code == 303


EXPORT = {"recipient": "A court in Utah", "purpose": "A hearing", "details": "on", "act": "make"}


def test_a_form_that_makes_a_file_comes_back_to_be_sent(cast: Cast, tianna: Browser) -> None:
    where = reverse("desk_export", args=[cast.rooms["macia"].public_id])
    asked = tianna.client.post(where, EXPORT)["Location"]
    answer = tianna.client.post(asked, {"password": PASSWORD, "next": where})
    assert (answer.status_code, answer["Location"]) == (302, where)
    page = tianna.client.get(where)
    assert page["Content-Type"].startswith("text/html") and not Export.objects.exists()
    assert 'value="A court in Utah"' in page.content.decode() and "A hearing" in page.content.decode()
    assert "A court in Utah" not in tianna.client.get(where).content.decode()
    made = tianna.client.post(where, EXPORT)
    assert made["Content-Type"] == "application/zip"
    assert b"".join(made.streaming_content)  # type: ignore[attr-defined]
    assert Export.objects.count() == 1


def test_messages_that_were_ticked_come_back_too(cast: Cast, tianna: Browser) -> None:
    where = reverse("desk_export", args=[cast.rooms["macia"].public_id])
    asked = tianna.client.post(where, {**EXPORT, "act": "choose"})["Location"]
    tianna.client.post(asked, {"password": PASSWORD, "next": where})
    assert 'id="lines"' in tianna.client.get(where).content.decode()


def test_an_export_that_was_left_is_forgotten(cast: Cast, tianna: Browser) -> None:
    where = reverse("desk_export", args=[cast.rooms["macia"].public_id])
    asked = tianna.client.post(where, EXPORT)["Location"]
    assert tianna.client.get(where)["Location"] == asked
    tianna.client.post(asked, {"password": PASSWORD, "next": where})
    assert "A court in Utah" not in tianna.client.get(where).content.decode()
    assert not Export.objects.exists()


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
