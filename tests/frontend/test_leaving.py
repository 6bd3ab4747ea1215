"""Leaving in a hurry (T4, T5, T10): one press signs out and opens a page that tells nothing."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from chatserver.urls import server_error
from tests.cast import Cast
from tests.frontend.conftest import Reader

pytestmark = pytest.mark.django_db


def test_one_press_signs_out_and_leads_elsewhere(ana: Reader) -> None:
    answer = ana.client.post("/leave/")
    assert (answer.status_code, answer.headers["Location"]) == (303, settings.QUICK_EXIT_URL)
    assert "/accounts/login/" in ana.client.get("/").headers["Location"]


def test_the_button_is_on_every_page(ana: Reader, cast: Cast) -> None:
    """Also where nothing is found, for staff in a room, and for whoever is about to come in."""
    room = cast.rooms["macia"].public_id
    visits = [(ana, f"/rooms/{room}/"), (ana, "/"), (ana, "/settings/"), (ana, "/nothing/here/")]
    for reader, page in [*visits, (Reader(cast, "tianna", "macia"), f"/desk/rooms/{room}/")]:
        assert 'action="/leave/"' in reader.client.get(page).content.decode(), page
    for page in ("/accounts/login/", "/join/", "/nothing/here/"):
        assert f'class="quick-exit" href="{settings.QUICK_EXIT_URL}"' in Client().get(page).content.decode(), page
    assert not Client().get("/nothing/here/").cookies, "there was nothing to end"


def test_a_page_made_without_the_request_has_a_link_that_leaves(cast: Cast) -> None:
    """A fault of ours cannot sign anybody out, and still lets them leave."""
    page = server_error(RequestFactory().get("/")).content.decode()
    assert f'class="quick-exit" href="{settings.QUICK_EXIT_URL}"' in page and 'action="/leave/"' not in page


def test_a_bare_visit_signs_nobody_out(ana: Reader) -> None:
    assert ana.client.get("/leave/").headers["Location"] == "/"
    assert ana.client.get("/").status_code == 200


def test_another_site_cannot_sign_anybody_out(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    assert client.post("/leave/").status_code == 403
    assert client.get("/").status_code == 200


def test_the_browser_lets_the_form_end_there_and_nowhere_else(ana: Reader) -> None:
    policy = ana.client.get("/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {settings.QUICK_EXIT_URL}" in policy
