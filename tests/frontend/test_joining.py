"""Coming in with a card, page by page, without JavaScript (S2; T4, T5, T14, T15)."""

import hashlib
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from moderation.services import invitations as desk
from rooms.codes import check_number
from rooms.models import WELCOME_VERSION, Consent, Invitation, Membership, Person, Role
from rooms.queries.invitations import Welcome
from rooms.services.invitations import Card, Wanted
from tests.cast import PASSWORD, Cast
from tests.walls.answers import answer, difference

pytestmark = pytest.mark.django_db

NEW = {
    "act": "new",
    "username": "sunflower.72",
    "password1": "two songs and a night light",
    "password2": "two songs and a night light",
    "language": "es",
    "time_zone": "America/Denver",
}


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Tries are counted in the cache, which all tests share."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def phone() -> Client:
    """A phone on which nobody is signed in."""
    return Client()


def make(cast: Cast, room: str = "macia", **more: object) -> Card:
    wanted = Wanted(**{"role": Role.RELATIVE, "name": "Joshua Reyes", **more})
    return desk.invite(actor=cast.tianna, room_id=cast.rooms[room].public_id, wanted=wanted, client_id=uuid4())


def send(phone: Client, page: str, /, **form: str) -> HttpResponse:
    return phone.post(reverse(page), form)


def goes(response: HttpResponse) -> str:
    """Where it leads."""
    assert response.status_code in (302, 303), response.content.decode()
    return response["Location"]


def test_from_the_card_into_the_room(cast: Cast, phone: Client) -> None:
    """S2: code, word, account, welcome; each step leads to the next, and none can be skipped."""
    card = make(cast, word=True, language="es")
    for name in ("join_word", "join_account"):
        assert goes(phone.get(reverse(name))) == "/join/?late"
    for name in ("join_waiting", "join_welcome"):
        assert goes(phone.get(reverse(name))) == "/join/"
    before = phone.session.session_key
    first = send(phone, "join", code=card.code.lower())
    assert goes(first) == "/join/word/"
    assert first.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"
    assert phone.session.session_key != before
    assert goes(phone.get("/join/account/")) == "/join/word/"
    assert goes(send(phone, "join_word", word=card.word)) == "/join/account/"
    assert '<html lang="es"' in phone.get("/join/account/").content.decode()
    arrived = send(phone, "join_account", **NEW, borrowed="1")
    assert goes(arrived) == "/join/waiting/"
    assert goes(phone.get("/join/waiting/")) == "/join/welcome/"
    assert phone.session["borrowed"] is True
    page = phone.get("/join/welcome/").content.decode()
    assert "Brianna Winter" in page and "Macia" in page and 'href="tel:988"' in page
    room = goes(send(phone, "join_welcome", name="Joshua", version=WELCOME_VERSION))
    assert phone.get(room).status_code == 200
    member = Membership.objects.get(shown_name="Joshua")
    assert Consent.objects.get(membership=member).language == "es"
    assert goes(phone.get("/join/welcome/")) == "/"
    assert goes(phone.get("/join/waiting/")) == "/"


def test_at_the_door_until_staff_says_yes(cast: Cast, phone: Client) -> None:
    """T14: staff types the number that only the newcomer's screen shows; nothing of the room is on a page before."""
    card = make(cast)
    assert goes(send(phone, "join", code=card.code)) == "/join/account/"
    send(phone, "join_account", **NEW)
    page = phone.get("/join/waiting/").content.decode()
    number = re.search(r"check-number\"[^>]*>(\d{3})<", page)
    assert number is not None
    for word in ("Macia", "Gutierrez", "Winter", "Tianna", "Reyes"):
        assert word not in page
    assert goes(phone.get("/join/")) == "/join/waiting/"
    assert goes(phone.get("/join/welcome/")) == "/join/waiting/"
    assert goes(send(phone, "join_welcome", name="J", version=WELCOME_VERSION)) == "/join/waiting/"
    worker = Client()
    worker.force_login(cast.tianna)
    base = f"/desk/rooms/{cast.rooms['macia'].public_id}/invitations/"
    assert "Somebody is at the door" in worker.get("/desk/").content.decode()
    assert "Joshua Reyes is at the door" in worker.get(base).content.decode()
    assert f">{number[1]}<" not in worker.get(base).content.decode()
    act = {"act": "confirm", "number": f"{(int(number[1]) + 1) % 1000:03}"}
    assert worker.post(f"{base}{card.invitation.public_id}/", act).status_code == 422
    assert goes(worker.post(f"{base}{card.invitation.public_id}/", {**act, "number": number[1]})) == base
    assert goes(phone.get("/join/waiting/")) == "/join/welcome/"


def test_whoever_left_on_the_way_in_finds_the_next_step_at_home(cast: Cast, phone: Client) -> None:
    """First the number to read out, with nothing of the room, then the welcome; nothing once they are in."""
    card = make(cast)
    send(phone, "join", code=card.code)
    send(phone, "join_account", **{**NEW, "language": "en"})
    person = Person.objects.get(username="sunflower.72")
    number = check_number(card.invitation.public_id, person.pk)
    back = Client()
    back.force_login(person)
    page = back.get("/").content.decode()
    assert f">{number}<" in page and 'href="/join/waiting/"' in page and "Your card stays good until" in page
    assert not [words for words in ("not in a room yet", "If you expected", "Macia", "Tianna") if words in page]
    where = {"room_id": cast.rooms["macia"].public_id, "invitation_id": card.invitation.public_id}
    desk.confirm(actor=cast.tianna, **where, number=number)
    page = back.get("/").content.decode()
    assert 'href="/join/welcome/"' in page and f">{number}<" not in page
    assert "the door stays open for you until" in back.get("/join/welcome/").content.decode()
    send(back, "join_welcome", name="Joshua", version=WELCOME_VERSION)
    assert 'id="at-the-door"' not in back.get("/").content.decode()


def test_whoever_has_a_room_finds_the_next_one_at_home_too(cast: Cast, phone: Client) -> None:
    """S3: and a card that is too old is no step any more."""
    card = make(cast, name="Wendy Chadwick", role=Role.FOSTER_PARENT)
    phone.force_login(cast.wendy)
    send(phone, "join", code=card.code)
    send(phone, "join_account", act="mine")
    page = phone.get("/").content.decode()
    assert 'id="at-the-door"' in page and "Gladys" in page
    Invitation.objects.update(expires_at=card.invitation.created_at)
    assert 'id="at-the-door"' not in phone.get("/").content.decode()


@pytest.mark.parametrize(("word", "pages"), [(True, ["word", "account", "welcome"]), (False, ["account", "waiting"])])
def test_the_steps_are_counted_in_their_order(cast: Cast, phone: Client, word: bool, pages: list[str]) -> None:
    """With a word: the word, the account, the welcome. Without: the account, the number, the welcome."""
    card = make(cast, word=word)
    send(phone, "join", code=card.code)
    forms = {"word": {"word": card.word}, "account": {**NEW, "language": "en"}}
    for number, name in enumerate(pages, start=1):
        assert f"Step {number} of 3" in phone.get(f"/join/{name}/").content.decode(), name
        if name in forms:
            send(phone, f"join_{name}", **forms[name])


def test_the_sign_in_page_tells_two_kinds_of_codes_apart(phone: Client, db: None) -> None:
    page = " ".join(phone.get("/accounts/login/").content.decode().split())
    assert re.search(r'First time here\?</span><br><a [^>]*href="/join/"', page)
    assert re.search(r"Lost your password or phone, and staff gave you a code\?</span><br><a [^>]*>I have a code", page)


def test_who_is_turned_away_is_signed_out(cast: Cast, phone: Client) -> None:
    card = make(cast)
    send(phone, "join", code=card.code)
    send(phone, "join_account", **NEW)
    where = {"room_id": cast.rooms["macia"].public_id, "invitation_id": card.invitation.public_id}
    desk.revoke(actor=cast.tianna, **where, reason="Another number")
    assert goes(phone.get("/join/waiting/")) == "/join/"
    assert "_auth_user_id" not in phone.session or phone.get("/").status_code == 302


def test_an_account_that_is_there_is_asked_for_by_signing_in(cast: Cast, phone: Client) -> None:
    """S3: the card waits while they sign in; whoever is signed in on this device says that it is them."""
    card = make(cast, name="Wendy Chadwick", role=Role.FOSTER_PARENT, word=True)
    send(phone, "join", code=card.code)
    send(phone, "join_word", word=card.word)
    login = goes(send(phone, "join_account", act="have"))
    assert login == "/accounts/login/?next=/join/account/"
    signed_in = phone.post(login, {"login": cast.wendy.email, "password": PASSWORD, "next": "/join/account/"})
    assert goes(signed_in) == "/join/account/"
    page = phone.get("/join/account/").content.decode()
    assert "Wendy Chadwick" in page and "Gladys" not in page
    assert goes(send(phone, "join_account", act="mine")) == "/join/waiting/"
    assert goes(phone.get("/join/waiting/")) == "/join/welcome/"
    welcome = phone.get("/join/welcome/").content.decode()
    assert "Gladys" not in welcome and "Jon" not in welcome
    send(phone, "join_welcome", name="Wendy Chadwick", version=WELCOME_VERSION)
    assert cast.member("wendy", "macia").role == Role.FOSTER_PARENT


def test_on_somebody_elses_phone_they_are_signed_out_and_the_card_stays(cast: Cast, phone: Client) -> None:
    """T4, T5: the owner of the phone does not come into the room by mistake."""
    phone.force_login(cast.francisco)
    card = make(cast, room="jon", name="Samara Hudson")
    send(phone, "join", code=card.code)
    assert goes(send(phone, "join_account", act="leave", borrowed="1")) == "/join/account/"
    assert "_auth_user_id" not in phone.session
    send(phone, "join_account", **NEW)
    assert Invitation.objects.get().person == Person.objects.get(username="sunflower.72")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "x"}, "Please use a user name"),
        ({"password1": "short", "password2": "short"}, "Please choose a longer password"),
        ({"password2": "another night, another light"}, "The two passwords are not the same"),
        ({"language": "xx"}, "That is not one of the choices"),
        ({"time_zone": "Mars/Base"}, "That is not one of the choices"),
    ],
)
def test_what_was_typed_comes_back_with_the_reason(
    cast: Cast, phone: Client, change: dict[str, str], words: str
) -> None:
    send(phone, "join", code=make(cast).code)
    refused = send(phone, "join_account", **{**NEW, **change, "username": change.get("username", "moon.31")})
    page = refused.content.decode()
    assert refused.status_code == 422 and words in page
    assert f'value="{change.get("username", "moon.31")}"' in page
    assert "night light" not in page
    assert goes(send(phone, "join_account", **NEW)) == "/join/waiting/"


def test_a_name_that_is_taken_in_the_room_can_be_changed_on_the_welcome(cast: Cast, phone: Client) -> None:
    card = make(cast, word=True)
    send(phone, "join", code=card.code)
    send(phone, "join_word", word=card.word)
    send(phone, "join_account", **{**NEW, "language": "en"})
    refused = send(phone, "join_welcome", name="Brianna Winter", version=WELCOME_VERSION)
    page = refused.content.decode()
    assert refused.status_code == 422 and 'value="Brianna Winter"' in page and 'href="#name"' in page


# As an attacker


def test_wrong_used_old_and_taken_back_codes_answer_alike(cast: Cast) -> None:
    """T14, T15: to the byte, and with as many queries."""
    used, old, back = make(cast, word=True), make(cast, name="Samara"), make(cast, name="Francis")
    phone = Client()
    send(phone, "join", code=used.code)
    send(phone, "join_word", word=used.word)
    send(phone, "join_account", **NEW)
    Invitation.objects.filter(pk=old.invitation.pk).update(expires_at=old.invitation.created_at)
    where = {"room_id": cast.rooms["macia"].public_id, "invitation_id": back.invitation.public_id}
    desk.revoke(actor=cast.tianna, **where, reason="A mistake")
    codes = (used.code, old.code, back.code, "CFHJ-KLMP-RTWX")
    answers = [answer(Client().post("/join/", {"code": code}), code) for code in codes]
    assert {one.status for one in answers} == {422}
    assert not [difference(one, answers[0]) for one in answers if difference(one, answers[0])]


def test_guessing_is_slowed_down_by_address_and_good_codes_do_not_count(cast: Cast, phone: Client) -> None:
    """T14: ten wrong codes a minute from one address; one that is right takes none of them."""
    card = make(cast)
    for _ in range(12):
        assert goes(Client().post("/join/", {"code": card.code})) == "/join/account/"
    statuses = [Client().post("/join/", {"code": f"CFHJ-KLMP-{number:04}"}).status_code for number in range(11)]
    assert statuses == [422] * 10 + [429]
    slowed = send(phone, "join", code=card.code)
    assert slowed.status_code == 429 and slowed["Retry-After"] == "60"
    assert card.code in slowed.content.decode()


def test_user_names_cannot_be_tried_out(cast: Cast, phone: Client) -> None:
    """T15: only with a card that is good, and twenty times at most."""
    send(phone, "join", code=make(cast).code)
    form = {**NEW, "username": "x"}
    statuses = [send(phone, "join_account", **form).status_code for _ in range(21)]
    assert statuses == [422] * 20 + [429]


def test_the_session_of_before_is_worth_nothing(cast: Cast, phone: Client) -> None:
    """A session that somebody planted does not follow: its key changes when the code is right, and at sign-in."""
    phone.get("/join/")
    keys = [phone.session.session_key]
    send(phone, "join", code=make(cast).code)
    keys.append(phone.session.session_key)
    send(phone, "join_account", **NEW)
    keys.append(phone.session.session_key)
    assert len(set(keys)) == 3


def test_forms_need_their_token(cast: Cast) -> None:
    strict, card = Client(enforce_csrf_checks=True), make(cast)
    for name in ("join", "join_word", "join_account", "join_welcome"):
        assert strict.post(reverse(name), {"code": card.code}).status_code == 403, name
    assert Invitation.objects.get().state == "open"


def test_the_code_is_in_no_address_and_no_page_is_kept(cast: Cast, phone: Client) -> None:
    """T5: what goes over the line names no code; the pages are not kept, before and after sign-in."""
    card = make(cast)
    for response in (phone.get("/join/"), send(phone, "join", code=card.code), phone.get("/join/account/")):
        assert "no-store" in response["Cache-Control"]
        assert card.code not in response.get("Location", "")
    assert card.code not in str(dict(phone.session))


def test_after_half_an_hour_the_code_is_asked_for_again(cast: Cast, phone: Client) -> None:
    """T5: somebody who left a library's computer half way."""
    send(phone, "join", code=make(cast).code)
    session = phone.session
    session["invitation"] = {**session["invitation"], "at": 0}
    session.save()
    assert goes(phone.get("/join/account/")) == "/join/?late"
    assert "type the code from your card once more" in phone.get("/join/?late").content.decode()


@pytest.mark.parametrize("text", ["", "\x00", "‮", "x" * 5_000, "é" * 40, "' OR 1=1 --"])
def test_odd_codes_and_words_are_refused_in_peace(cast: Cast, phone: Client, text: str) -> None:
    assert send(phone, "join", code=text).status_code == 422
    card = make(cast, word=True)
    send(phone, "join", code=card.code)
    assert send(phone, "join_word", word=text).status_code == 422


# The welcome


def words(language: str) -> str:
    """The words of the welcome, as everybody may come to read them."""
    with translation.override(language):
        pages = [
            Welcome(
                room="R", children=["R"], companions=[], workers=workers, role=role, name="N", until=None, history=True,
                agreed_at=None,
            )
            for role in ("birth_parent", "kinship_caregiver", "mentor")
            for workers in ([], ["W"])
        ]  # fmt: skip
        whole = "".join(render_to_string("frontend/parts/welcome_words.html", {"page": page}) for page in pages)
    return hashlib.sha256(" ".join(whole.split()).encode()).hexdigest()[:16]


def test_new_words_of_the_welcome_need_a_new_version() -> None:
    """What somebody agreed to is known for ever. If this fails, WELCOME_VERSION needs a new name, and this new sums."""
    assert WELCOME_VERSION == "2026-11-22.2"
    sums = {"en": "29647cc35d9f4e21", "es": "604d27a4e356d6be"}
    assert {language: words(language) for language in sums} == sums


def test_members_find_the_welcome_again_and_can_agree(cast: Cast) -> None:
    """S17, S56: those who were here before it existed are not kept out; it is theirs to read and to agree to."""
    browser, room_id = Client(), cast.rooms["macia"].public_id
    browser.force_login(cast.ana)
    assert f"/rooms/{room_id}/welcome/" in browser.get(f"/rooms/{room_id}/people/").content.decode()
    page = browser.get(f"/rooms/{room_id}/welcome/").content.decode()
    assert "I have read this" in page and "before you came" not in page
    assert goes(browser.post(f"/rooms/{room_id}/welcome/", {"version": WELCOME_VERSION})).endswith("/people/")
    assert "You have read these words and agreed" in browser.get(f"/rooms/{room_id}/welcome/").content.decode()
    assert browser.post(f"/rooms/{room_id}/welcome/", {"version": "2001-01"}).status_code == 409


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.KINSHIP_CAREGIVER, "not act as strangers"),
        (Role.RELATIVE, "or your family’s"),
        (Role.MENTOR, "You come as a mentor"),
    ],
)
def test_kin_and_mentors_are_met_as_what_they_are(cast: Cast, phone: Client, role: Role, words: str) -> None:
    """S51, S59: boundaries help family too; a mentor is there for both sides, and seen as one."""
    card = make(cast, role=role, name="Samara Hudson", word=True)
    send(phone, "join", code=card.code)
    send(phone, "join_word", word=card.word)
    send(phone, "join_account", **{**NEW, "language": "en"})
    page = phone.get("/join/welcome/").content.decode()
    assert words in page and "and later Macia, read it" in page
    assert "case plan" not in page and "your child" not in page
