"""Letters about accounts leave after the answer, and one that fails takes nothing with it."""

import logging
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from frontend import letters
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_background(settings: object) -> Iterator[None]:
    """As in production."""
    settings.LETTERS_WAIT = False  # type: ignore[attr-defined]
    yield
    _all_sent()


def _all_sent() -> None:
    letters._writer.submit(lambda: None).result()


def test_a_reset_link_is_sent_by_a_thread_of_its_own(cast: Cast) -> None:
    Client().post(reverse("account_reset_password"), {"email": "ana@example.test"})
    _all_sent()
    (letter,) = mail.outbox
    assert "http://testserver/accounts/password/reset/key/" in letter.body


def test_a_mail_server_that_is_away_is_logged_without_words(
    cast: Cast, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "no.such.Backend"  # type: ignore[attr-defined]
    with caplog.at_level(logging.ERROR, "frontend.letters"):
        answer = Client().post(reverse("account_reset_password"), {"email": "ana@example.test"})
        _all_sent()
    assert answer.status_code == 302
    assert [record.message for record in caplog.records if record.name == "frontend.letters"] == [
        "letters: one could not be sent"
    ]
