"""Changing what one signs in with: the user name at once, an e-mail address when it is proved."""

import base64
import re

import pytest
from django.core import mail
from django.urls import reverse

from frontend.throttle import LIMITS, Limit
from rooms.models import AccountNote, Person
from tests.cast import Cast
from tests.frontend.signing import Browser

PAGE = "/settings/account/"


@pytest.fixture
def ana(cast: Cast) -> Browser:
    browser = Browser()
    browser.sign_in("ana@example.test")
    return browser


def link() -> str:
    found = re.search(r"http://testserver(/settings/account/email/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def test_a_user_name_of_ones_own(cast: Cast, ana: Browser) -> None:
    assert ana.client.post(PAGE, {"act": "username", "username": " Ana.G "}).status_code == 303
    other = Browser()
    other.sign_in("ANA.g")
    assert other.is_in()
    assert AccountNote.objects.get(person=cast.ana).kind == "username"


@pytest.mark.parametrize("name", ["ab", "a" * 41, "ana@home", "añá", "аna", "ana gutierrez", "ana..g", ".ana", "an_a"])
def test_what_is_no_user_name(cast: Cast, ana: Browser, name: str) -> None:
    """Nothing that could be taken for another's: no other script, no marks, nothing that is an address."""
    answer = ana.client.post(PAGE, {"act": "username", "username": name})
    assert answer.status_code == 422
    assert "Please use a user name of 3 to 40 letters" in answer.content.decode()


def test_one_that_somebody_has_is_refused_without_saying_who(cast: Cast, ana: Browser) -> None:
    Person.objects.filter(pk=cast.francisco.pk).update(username="francisco")
    answer = ana.client.post(PAGE, {"act": "username", "username": "Francisco"})
    assert answer.status_code == 422
    assert "cannot be used" in answer.content.decode()


def test_a_new_address_is_theirs_when_they_opened_the_letter(cast: Cast, ana: Browser) -> None:
    ana.client.post(PAGE, {"act": "email", "email": "New@example.org"})
    cast.ana.refresh_from_db()
    assert cast.ana.email == "ana@example.test"
    assert mail.outbox[-1].to == ["new@example.org"]
    where = link()
    assert "new@example.org" in ana.client.get(where).content.decode()
    cast.ana.refresh_from_db()
    assert cast.ana.email == "ana@example.test", "a visit alone changes nothing"
    ana.client.post(where)
    cast.ana.refresh_from_db()
    assert cast.ana.email == "new@example.org"
    assert mail.outbox[-1].to == ["ana@example.test"], "the old address is told"
    assert ana.client.post(where).status_code == 404, "it works once"


def test_the_link_tells_a_history_or_a_log_nothing(cast: Cast, ana: Browser) -> None:
    """T5, D11: addresses of pages are kept by browsers, and those that lead nowhere by the log."""
    ana.client.post(PAGE, {"act": "email", "email": "new@example.org"})
    parts = re.split(r"[^\w-]", link())
    told = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts if len(part) % 4 != 1]
    assert max(map(len, told)) > 50
    assert [one for one in told if b"example" in one or b"{" in one[:2]] == []


def test_somebody_elses_address_gets_the_same_answer_and_no_account(cast: Cast, ana: Browser) -> None:
    """T15: whether it has an account shows only to whoever reads its mail."""
    told = []
    for email in ("francisco@example.test", "free@example.org"):
        answer = ana.client.post(PAGE, {"act": "email", "email": email}, follow=True)
        told.append((answer.status_code, "Look in your mail at that address" in answer.content.decode()))
    assert told == [(200, True)] * 2
    mail.outbox.pop()
    assert ana.client.post(link()).status_code == 422
    cast.ana.refresh_from_db()
    assert cast.ana.email == "ana@example.test"


def test_a_link_for_another_account_or_made_up_is_dead(cast: Cast, ana: Browser) -> None:
    ana.client.post(PAGE, {"act": "email", "email": "new@example.org"})
    francisco = Browser()
    francisco.sign_in("francisco@example.test")
    for where in (link(), f"{PAGE}email/made-up/"):
        assert francisco.client.get(where).status_code == 404
        assert francisco.client.post(where).status_code == 404


def test_nobody_is_left_without_a_way_in(cast: Cast, ana: Browser) -> None:
    assert ana.client.post(PAGE, {"act": "email", "email": ""}).status_code == 422
    ana.client.post(PAGE, {"act": "username", "username": "ana.g"})
    assert ana.client.post(PAGE, {"act": "email", "email": ""}).status_code == 303
    assert ana.client.post(PAGE, {"act": "username", "username": ""}).status_code == 422
    cast.ana.refresh_from_db()
    assert (cast.ana.email, cast.ana.username) == (None, "ana.g")


def test_trying_out_names_is_slow(cast: Cast, ana: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what succeeds counts: each new address is a letter to somebody."""
    monkeypatch.setitem(LIMITS, "change_names", Limit("2/h/user", wait=3600, every=True))
    forms = ({"act": "username", "username": "ab"}, {"act": "email", "email": "new@example.org"})
    assert [ana.client.post(PAGE, form).status_code for form in forms] == [422, 303]
    refused = ana.client.post(PAGE, forms[1])
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert len(mail.outbox) == 1


def test_an_account_without_a_password_gets_one(cast: Cast) -> None:
    """Somebody who signs in with a passkey alone: changing a password that is not there is setting one."""
    browser = Browser()
    cast.ana.set_unusable_password()
    cast.ana.save()
    browser.client.force_login(cast.ana)
    answer = browser.client.get(reverse("account_change_password"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_set_password"))
    fresh = "a window seat and a blue kite"
    assert "Choose a password" in browser.client.get(reverse("account_set_password")).content.decode()
    browser.client.post(reverse("account_set_password"), {"password1": fresh, "password2": fresh})
    other = Browser()
    other.sign_in("ana@example.test", fresh)
    assert other.is_in()
