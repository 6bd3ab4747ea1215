"""Nobody learns who has an account: one answer, and the same work, counted in checks of passwords and queries (T15)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rooms.models import Person
from tests.cast import PASSWORD, Cast

WRONG = "not the password of anybody"


@contextmanager
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], tuple[int, int]]]:
    """How many hashes were computed and how many queries made."""
    hashes = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashes.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    with CaptureQueriesContext(connection) as queries:
        yield lambda: (len(hashes), len(queries))
    monkeypatch.undo()


@pytest.mark.parametrize("unusable", [False, True])
def test_signing_in_is_the_same_work(cast: Cast, monkeypatch: pytest.MonkeyPatch, unusable: bool) -> None:
    Person.objects.filter(pk=cast.ana.pk).update(username="ana.g")
    if unusable:
        cast.francisco.set_unusable_password()
        cast.francisco.save()
    found = {}
    for login in ("ana@example.test", "ana.g", "francisco@example.test", "nobody@example.test", "nobody"):
        with work(monkeypatch) as done:
            answer = Client().post(reverse("account_login"), {"login": login, "password": WRONG})
        assert answer.status_code == 200
        found[login] = done()
    assert len(set(found.values())) == 1, found
    assert found["nobody"][0] == 1


def test_asking_for_a_new_password_looks_nobody_up_before_it_answers(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: list[Callable[[], None]] = []
    monkeypatch.setattr("frontend.letters.after_answer", later.append)
    found = set()
    for email in ("ana@example.test", "nobody@example.test"):
        with work(monkeypatch) as done:
            monkeypatch.setattr("frontend.letters.after_answer", later.append)
            answer = Client().post(reverse("account_reset_password"), {"email": email})
        found.add((*done(), answer.status_code, answer["Location"]))
    assert len(found) == 1
    assert mail.outbox == []
    for letter in later:
        letter()
    assert [letter.to for letter in mail.outbox] == [["ana@example.test"]]


def test_coming_back_with_a_code_is_the_same_work(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    form = {"code": "AAAAABBBBB", "password1": PASSWORD, "password2": PASSWORD}
    found = set()
    for login in ("ana@example.test", "nobody@example.test"):
        with work(monkeypatch) as done:
            Client().post(reverse("recover"), {**form, "login": login})
        found.add(done())
    assert len(found) == 1


def test_too_many_tries_are_told_alike(cast: Cast, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip,2/5m/key"}  # type: ignore[attr-defined]
    pages = []
    for login in ("ana@example.test", "nobody@example.test"):
        for _ in range(3):
            answer = Client().post(reverse("account_login"), {"login": login, "password": WRONG})
        pages.append((answer.status_code, "That was tried many times." in answer.content.decode()))
    assert pages == [(200, True)] * 2


def test_a_flood_from_one_address_is_refused(cast: Cast, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}  # type: ignore[attr-defined]
    form = {"login": "nobody", "password": WRONG}
    found = [Client().post(reverse("account_login"), form).status_code for _ in range(4)]
    assert found == [200, 200, 200, 429]
