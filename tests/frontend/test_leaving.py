"""Leaving in a hurry (T4, T5, T10): one press signs out and opens a page that tells nothing."""

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast
from tests.frontend.conftest import Reader

pytestmark = pytest.mark.django_db


def test_one_press_signs_out_and_leads_elsewhere(ana: Reader) -> None:
    answer = ana.client.post("/leave/")
    assert (answer.status_code, answer.headers["Location"]) == (303, settings.QUICK_EXIT_URL)
    assert "/accounts/login/" in ana.client.get("/").headers["Location"]


def test_the_button_is_on_every_page_of_somebody_signed_in(ana: Reader, cast: Cast) -> None:
    for page in ("/", f"/rooms/{cast.rooms['macia'].public_id}/", "/settings/"):
        assert 'action="/leave/"' in ana.client.get(page).content.decode(), page
    assert 'action="/leave/"' not in Client().get("/accounts/login/").content.decode()


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
