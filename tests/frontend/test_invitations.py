"""Invitations at the desk: the list, the card that is shown once, mail that names nobody (S1, S2, S58; T14)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.http import HttpResponse
from django.utils import timezone

from rooms.models import Invitation
from rooms.services import joining
from tests.cast import Cast
from tests.frontend.conftest import Reader

pytestmark = pytest.mark.django_db

FORM = {"name": "Joshua Reyes", "role": "relative", "language": "en", "hours": "72", "sure": "desk"}
CODE = re.compile(r'class="code">([\w-]{14})<')
NAMES = ("Macia", "Gutierrez", "Reyes", "Winter", "Reilly", "Agency", "DuBuque")


@pytest.fixture
def tianna(cast: Cast) -> Reader:
    return Reader(cast, "tianna", "macia")


def card_of(page: str) -> str:
    """What the printer gets."""
    return page[page.index('<article class="paper-card"') : page.index("</article>")]


def code_of(page: str) -> str:
    found = CODE.search(page)
    assert found is not None
    return found[1]


def make(tianna: Reader, **more: str) -> HttpResponse:
    return tianna.post("invitations/", **{**FORM, **more})


def test_the_card_names_no_child_and_no_family_and_is_shown_once(tianna: Reader) -> None:
    """T14: a first name, a code, a picture of the address with the code behind the #."""
    answer = make(tianna, name="Joshua Reyes")
    page = answer.content.decode()
    card = card_of(page)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert "Joshua, this is your card to come in" in card and "<svg" in card and "testserver<wbr>/join/" in card
    for word in NAMES:
        assert word not in card, word
    code = code_of(card)
    assert joining.open_card(code).name == "Joshua Reyes"
    listed = tianna.get("invitations/").content.decode()
    assert code not in listed and "Joshua Reyes" in listed and "typed the code in" in listed


@pytest.mark.parametrize("name", ["Macia’s grandmother", "Gutiérrez Ana", "MACIA"])
def test_a_name_that_tells_of_the_child_is_not_on_the_card(tianna: Reader, name: str) -> None:
    card = card_of(make(tianna, name=name).content.decode())
    assert "Your card to come in" in card and name.split()[0] not in card


def test_the_card_speaks_the_newcomers_language(tianna: Reader) -> None:
    """Spanish card, English desk; the word is outside what is printed."""
    page = make(tianna, language="es", sure="word").content.decode()
    assert "esta es su tarjeta para entrar" in card_of(page) and "The card is ready" in page
    word = re.search(r'check-number" lang="es">([^<]+)<', page)
    assert word is not None and word[1] not in card_of(page)
    found = joining.open_card(code_of(page))
    joining.say_word(invitation_id=found.public_id, word=word[1])


def test_sending_the_form_again_shows_no_code_again(tianna: Reader) -> None:
    form = {**FORM, "client_id": str(uuid4())}
    first = tianna.client.post(f"{tianna.base}invitations/", form).content.decode()
    again = tianna.client.post(f"{tianna.base}invitations/", form)
    assert again.status_code == 409 and code_of(first) not in again.content.decode()
    assert Invitation.objects.count() == 1


def test_mail_goes_only_where_it_is_asked_for_and_names_nobody(tianna: Reader) -> None:
    """S1: in the newcomer's language; from SITE_URL, whatever Host the browser sent."""
    make(tianna, email="joshua@example.org")
    assert mail.outbox == []
    page = make(tianna, email="joshua@example.org", send="1", language="es").content.decode()
    assert "It was also sent to joshua@example.org." in page
    [sent] = mail.outbox
    assert sent.to == ["joshua@example.org"] and sent.subject == "Su tarjeta para entrar"
    assert f"http://testserver/join/#{code_of(page)}" in sent.body
    for word in NAMES:
        assert word not in sent.body + sent.subject, word


def test_mail_that_cannot_be_sent_is_said(tianna: Reader, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    page = make(tianna, email="joshua@example.org", send="1").content.decode()
    assert "could not be sent" in page and code_of(page)


def test_what_was_typed_comes_back_with_the_reason(tianna: Reader) -> None:
    answer = make(tianna, name="Ana Gutierrez", phone="(213) 555-0133", role="mentor")
    page = answer.content.decode()
    assert answer.status_code == 422 and "has a name that looks like this one" in page
    assert 'value="(213) 555-0133"' in page and re.search(r'value="mentor" selected', page)
    for wrong in (
        {"phone": "\x00"},
        {"email": "a\x00@example.org"},
        {"name": "\x00"},
        {"hours": "9"},
        {"hours": "x"},
        {"role": "supervisor"},
        {"until": "2001-01-01"},
        {"until": "x"},
    ):
        assert make(tianna, **wrong).status_code == 422, wrong
    assert not Invitation.objects.exists()


def test_new_card_and_taking_back_from_the_list(tianna: Reader) -> None:
    first = code_of(make(tianna).content.decode())
    path = f"invitations/{Invitation.objects.get().public_id}/"
    again = tianna.post(path, act="again")
    assert again.status_code == 200 and code_of(again.content.decode()) != first
    assert tianna.post(path, act="revoke", reason="A mistake").status_code == 409
    path = f"invitations/{Invitation.objects.latest('pk').public_id}/"
    for reason in ("", " ", "A mis\x00take", "x" * 2_001):
        assert tianna.post(path, act="revoke", reason=reason).status_code == 422
    assert tianna.post(path, act="revoke", reason="A mistake")["Location"] == f"{tianna.base}invitations/"
    page = tianna.get("invitations/").content.decode()
    assert "A mistake" in page and "taken back" in page and "No card is waiting" in page


def test_who_has_not_been_reached_is_on_the_desk(tianna: Reader) -> None:
    """S58: an invitation that nobody came in with, also when it is too old; not one that was taken back."""
    make(tianna)
    assert "invited" not in tianna.client.get("/desk/").content.decode()
    Invitation.objects.update(
        created_at=timezone.now() - timedelta(days=5), expires_at=timezone.now() - timedelta(days=2)
    )
    page = tianna.client.get("/desk/").content.decode()
    assert f'<a href="{tianna.base}invitations/">Joshua Reyes</a>' in page and "invited 5 days ago" in page
    Invitation.objects.update(state="revoked")
    assert "invited" not in tianna.client.get("/desk/").content.decode()


def test_members_read_in_the_trail_that_somebody_was_invited_and_not_whom(tianna: Reader, ana: Reader) -> None:
    make(tianna)
    page = ana.get("looks/").content.decode()
    assert "invited somebody to this room" in page and "Joshua" not in page


@pytest.mark.parametrize(
    ("sure", "steps"),
    [("desk", ["Choose a user name", "Read the number", "Read the welcome"]),
     ("word", ["Say the word", "Choose a user name", "Read the welcome"])],
)  # fmt: skip
def test_the_card_tells_the_steps_as_the_screens_come(tianna: Reader, sure: str, steps: list[str]) -> None:
    told = re.findall(r"<li>([^<]+)</li>", card_of(make(tianna, sure=sure).content.decode()))
    assert [line.startswith(step) for line, step in zip(told, steps, strict=True)] == [True] * 3
