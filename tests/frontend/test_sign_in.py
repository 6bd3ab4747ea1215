"""Signing in and out, and new passwords: allauth's ways under our pages. Nobody signs up."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.cast import PASSWORD, Cast
from tests.frontend.conftest import Reader


def test_sign_in_leads_to_where_one_was_going(cast: Cast) -> None:
    where = f"/rooms/{cast.rooms['macia'].public_id}/"
    client = Client()
    assert f'name="next" value="{where}"' in client.get(f"/accounts/login/?next={where}").content.decode()
    answer = client.post("/accounts/login/", {"login": "ANA@example.test", "password": PASSWORD, "next": where})
    assert (answer.status_code, answer["Location"]) == (302, where)


def test_a_wrong_password_is_told_in_one_sentence_that_betrays_nothing(cast: Cast) -> None:
    pages = [
        Client().post("/accounts/login/", {"login": email, "password": "wrong"}).content.decode()
        for email in ("ana@example.test", "nobody@example.test")
    ]
    for page in pages:
        assert page.count("This name and password do not belong together.") == 1


def test_sign_out_asks_and_then_does(ana: Reader) -> None:
    assert "Sign out of this device?" in ana.client.get("/accounts/logout/").content.decode()
    answer = ana.client.post("/accounts/logout/", follow=True)
    assert "You are signed out." in answer.content.decode()
    assert ana.get().status_code == 302


def test_a_new_password_by_mail_in_the_persons_language(cast: Cast) -> None:
    cast.ana.language = "es"
    cast.ana.save()
    client = Client()
    client.post("/accounts/password/reset/", {"email": "ana@example.test"})
    (letter,) = mail.outbox
    assert letter.subject == "Coparenting: elija una contraseña nueva"
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body)
    assert link is not None
    form = client.get(link[1], follow=True)
    fresh = "a window seat and a blue kite"
    saved = client.post(form.redirect_chain[-1][0], {"password1": fresh, "password2": fresh})
    assert saved.status_code == 302
    assert client.login(email="ana@example.test", password=fresh)


def test_a_made_up_host_does_not_reach_a_mailbox(cast: Cast) -> None:
    Client().post(
        "/accounts/password/reset/", {"email": "ana@example.test"}, headers={"x-forwarded-host": "evil.example"}
    )
    assert "evil" not in mail.outbox[0].body


def test_an_unknown_address_gets_the_same_answer_and_no_letter(db: None) -> None:
    answer = Client().post("/accounts/password/reset/", {"email": "nobody@example.test"}, follow=True)
    assert "Look in your mail" in answer.content.decode()
    assert mail.outbox == []


def test_whoever_has_no_e_mail_finds_another_way_back() -> None:
    page = Client().get("/accounts/password/reset/").content.decode()
    assert "No e-mail? Your social worker can give you a code." in page and 'href="/accounts/recover/"' in page


def test_an_old_link_says_so(db: None) -> None:
    page = Client().get("/accounts/password/reset/key/1-old/").content.decode()
    assert "This link does not work any more" in page


def test_changing_my_password_keeps_me_here(ana: Reader) -> None:
    fresh = "a window seat and a blue kite"
    wrong = ana.client.post(
        "/accounts/password/change/", {"oldpassword": "wrong", "password1": fresh, "password2": fresh}
    )
    assert "This is not your password now." in wrong.content.decode()
    fields = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    answer = ana.client.post("/accounts/password/change/", fields, follow=True)
    assert "Your new password is set." in answer.content.decode()
    assert ana.get().status_code == 200


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "mfa_edit_webauthn", "mfa_download_recovery_codes"]
)
def test_what_is_not_ours_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_an_account_that_rests_cannot_sign_in(cast: Cast) -> None:
    cast.ana.is_active = False
    cast.ana.save()
    answer = Client().post("/accounts/login/", {"login": "ana@example.test", "password": PASSWORD}, follow=True)
    assert "home" not in str(answer.redirect_chain)
    assert not answer.wsgi_request.user.is_authenticated
