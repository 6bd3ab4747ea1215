"""A second factor: for parents who want one, for staff before anything else (W20, G7)."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from frontend.gate import ADDING, ALWAYS, ASKS_AGAIN, SHOWING
from rooms.models import AccountNote, Person, Role
from rooms.services import memberships
from tests.cast import PASSWORD, Cast
from tests.frontend.signing import Browser, app_code
from tests.sockets import phone
from tests.walls.pages import OPEN_PAGES, TABLE, Where, routes_cached

MFA = "/accounts/2fa/"


@pytest.fixture
def strict(settings: object) -> None:
    """As in production."""
    settings.STAFF_MFA = settings.STEP_UP = True  # type: ignore[attr-defined]


def _enrolled(cast: Cast, who: str = "ana") -> Browser:
    browser = Browser()
    browser.sign_in(f"{who}@example.test")
    assert browser.add_app().status_code == 302
    return browser


# For everybody


def test_with_an_app_a_password_alone_opens_nothing(cast: Cast) -> None:
    first = _enrolled(cast)
    second = Browser()
    answer = second.sign_in("ana@example.test")
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not second.is_in()
    assert "That did not fit" in second.client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    cache.clear()  # the code that made the app known is used up for its half minute
    second.client.post(reverse("mfa_authenticate"), {"code": app_code(first.secret)})
    assert second.is_in()


def test_a_code_works_once(cast: Cast) -> None:
    first = _enrolled(cast)
    code = app_code(first.secret)
    browsers = [Browser(), Browser()]
    for browser in browsers:
        browser.sign_in("ana@example.test")
        browser.client.post(reverse("mfa_authenticate"), {"code": code})
    assert [browser.is_in() for browser in browsers].count(True) <= 1


def test_guessing_codes_is_slow_for_whoever_knows_the_password(cast: Cast, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip,2/5m/key"}  # type: ignore[attr-defined]
    first = _enrolled(cast)
    cache.clear()  # as above
    for number, code in enumerate(["000000", "000001", app_code(first.secret)]):
        guesser = Browser()  # each with a session of its own
        guesser.sign_in("ana@example.test")
        answer = guesser.client.post(reverse("mfa_authenticate"), {"code": code})
        assert not guesser.is_in() and answer.status_code == 200, number


def test_spare_codes_are_shown_once_and_each_works_once(cast: Cast) -> None:
    first = _enrolled(cast)
    codes = first.spare_codes()
    assert len(set(codes)) == 10
    assert first.spare_codes() == []
    second, third = Browser(), Browser()
    for browser in (second, third):
        browser.sign_in("ana@example.test")
        browser.client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert second.is_in()
    assert not third.is_in()


def test_new_spare_codes_replace_the_old_ones(cast: Cast) -> None:
    first = _enrolled(cast)
    old = first.spare_codes()
    first.client.post(reverse("mfa_generate_recovery_codes"))
    assert set(first.spare_codes()).isdisjoint(old)


def test_a_copy_of_the_database_opens_no_account(cast: Cast) -> None:
    first = _enrolled(cast)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert first.secret not in kept
    assert not any(code in kept for code in first.spare_codes())


def test_the_picture_to_scan_stands_in_the_page(cast: Cast) -> None:
    """The policy for content lets in no data: address and no inline style."""
    browser = Browser()
    browser.sign_in("ana@example.test")
    page = browser.client.get(reverse("mfa_activate_totp")).content.decode()
    picture = re.search(r'<svg class="qr"[^>]*>', page)
    assert picture is not None
    assert 'aria-label="QR code for your sign-in app"' in picture[0]
    assert "style=" not in picture[0] and "data:" not in page


@pytest.mark.django_db(transaction=True)
def test_every_change_is_told_on_the_page_and_by_mail(cast: Cast) -> None:
    first = _enrolled(cast)
    first.client.post(reverse("mfa_deactivate_totp"))
    kinds = set(AccountNote.objects.filter(person=cast.ana).values_list("kind", flat=True))
    assert {"app_on", "app_off", "codes"} <= kinds
    assert "A sign-in app was removed." in first.client.get(reverse("settings")).content.decode()
    letters = [letter.body for letter in mail.outbox]
    assert any("A sign-in app was added." in body for body in letters)
    assert not any("Macia" in body or "Ana" in body for body in letters)


def test_another_persons_passkey_is_not_there(cast: Cast) -> None:
    _enrolled(cast)
    theirs = Authenticator.objects.create(user=cast.ana, type="webauthn", data={"name": "Hers", "credential": {}})
    browser = Browser()
    browser.sign_in("francisco@example.test")
    for pk in (theirs.pk, 999_999):
        assert browser.client.post(reverse("mfa_remove_webauthn", args=[pk])).status_code == 404


def test_a_made_up_passkey_is_refused_alike(cast: Cast) -> None:
    """T15: a passkey that names an account and one that names none get the same answer."""
    answers = []
    for handle in ("Mg", "OTk5OTk5"):
        body = f'{{"id": "x", "rawId": "x", "type": "public-key", "response": {{"userHandle": "{handle}"}}}}'
        answer = Client().post(reverse("mfa_login_webauthn"), {"credential": body}, follow=True)
        answers.append((answer.redirect_chain, answer.status_code, "That did not fit" in answer.content.decode()))
    assert answers[0] == answers[1]
    assert answers[0][2]


@pytest.mark.parametrize(
    ("kind", "label"),
    [("totp", "Code from your app, or one of your spare codes"), ("webauthn", "One of your spare codes")],
)
def test_a_code_is_asked_for_by_what_one_has(cast: Cast, kind: str, label: str) -> None:
    browser = Browser()
    browser.sign_in("ana@example.test")
    Authenticator.objects.create(user=cast.ana, type=kind, data={"name": "Mine", "secret": "", "credential": {}})
    Authenticator.objects.create(user=cast.ana, type="recovery_codes", data={"seed": "", "used_mask": 0})
    page = browser.client.get(reverse("mfa_reauthenticate")).content.decode()
    assert f">{label}</label>" in page
    assert "Use my password instead" in page


# Staff


def test_staff_without_one_reach_nothing_but_its_pages(cast: Cast, strict: None) -> None:
    """Every address that there is, by both methods: derived from the table of all pages."""
    client = Client()
    client.force_login(cast.tianna)
    where = Where(room_id=cast.rooms["macia"].public_id)
    reached = set()
    for name in sorted(TABLE - OPEN_PAGES - ALWAYS):
        address = _address(name, where)
        for method in (client.get, client.post):
            answer = method(address)
            if not (answer.status_code == 302 and answer["Location"] == MFA):
                reached.add(name)
    assert reached == ADDING


def test_staff_who_have_to_show_theirs_are_not_led_in_a_circle(cast: Cast, strict: None) -> None:
    """The password alone is not enough for them, and its page would lead back."""
    Authenticator.objects.create(user=cast.tianna, type="totp", data={"secret": ""})
    client = Client()
    client.force_login(cast.tianna)
    asked = client.get(reverse("desk"))["Location"]
    assert asked.startswith(reverse("mfa_reauthenticate"))
    page = client.get(asked).content.decode()
    assert "Use my password instead" not in page and reverse("account_reauthenticate") not in page


def test_what_a_browser_fetches_by_itself_is_not_behind_the_gate(cast: Cast, strict: None) -> None:
    """A worker or manifest that leads elsewhere is broken, and stays what it was before."""
    client = Client()
    client.force_login(cast.tianna)
    assert [client.get(reverse(name)).status_code for name in ("worker", "manifest", "offline")] == [200, 200, 200]


def _address(name: str, where: Where) -> str:
    """Any address of this page: whether its row is there plays no part."""
    nameless = {
        "admin:nothing_else": "/admin/nothing/",
        "admin_login": "/admin/login/",
        "admin_password": "/admin/password_change/",
    }
    if name in nameless:
        return nameless[name]
    pattern = routes_cached()[name].replace("^", "").replace("$", "")
    pattern = pattern.replace("(?P<app_label>auth|rooms|account|moderation)", "rooms")
    filled = re.sub(r"<(\w+:)?(\w+)>", lambda part: "7" if part[1] in ("int:", "seq:") else "rooms", pattern)
    filled = re.sub(r"\(\?P(\w+)[^)]*\)", r"\1", filled)
    return f"/{filled}"


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR, None, "superuser"])
def test_whoever_works_here_counts_as_staff(cast: Cast, strict: None, role: object) -> None:
    """A staff part in any room, the admin's rights, or both; also an account that was a parent's."""
    person = Person.objects.create_user("new@example.org", PASSWORD, name="New", agency=cast.ana.agency)
    if role == "superuser":
        Person.objects.filter(pk=person.pk).update(is_superuser=True)
    elif role is None:
        Person.objects.filter(pk=person.pk).update(is_staff=True)
    else:
        memberships.add(actor=None, room=cast.rooms["jon"], person=person, role=role)  # type: ignore[arg-type]
    browser = Browser()
    browser.sign_in("new@example.org")
    assert browser.client.get(reverse("home"))["Location"] == MFA


def test_parents_are_not_asked_for_one(cast: Cast, strict: None) -> None:
    browser = Browser()
    browser.sign_in("ana@example.test")
    assert browser.client.get(reverse("home")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_staff_add_one_and_go_on(cast: Cast, strict: None) -> None:
    browser = Browser()
    browser.sign_in("tianna@example.test")
    assert "One thing before you start" in browser.client.get(MFA).content.decode()
    browser.add_app()
    assert len(browser.spare_codes()) == 10
    assert browser.client.get(reverse("desk")).status_code == 200
    assert browser.client.get(reverse("admin:index")).status_code == 200


def test_a_session_without_it_shows_the_one_that_there_is(cast: Cast, strict: None) -> None:
    """A session from before it was added can neither go on nor add one of its own: it has to show that one."""
    old = Browser()
    old.sign_in("tianna@example.test")
    first = _enrolled(cast, "tianna")
    for name in sorted(ADDING):
        assert old.client.get(reverse(name))["Location"].startswith(reverse("mfa_reauthenticate")), name
    answer = old.client.get(reverse("desk"))
    assert answer["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fdesk%2F"
    cache.clear()
    shown = old.client.post(reverse("mfa_reauthenticate"), {"code": app_code(first.secret), "next": "/desk/"})
    assert shown["Location"] == "/desk/"
    assert old.client.get(reverse("desk")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_taking_the_last_one_away_closes_everything_again(cast: Cast, strict: None) -> None:
    browser = _enrolled(cast, "tianna")
    browser.client.post(reverse("mfa_deactivate_totp"))
    assert browser.client.get(reverse("desk"))["Location"] == MFA


def test_somebody_elses_second_factor_does_not_count(cast: Cast, strict: None) -> None:
    """A session in which a parent showed one, and staff then signed in with a password."""
    browser = _enrolled(cast)
    browser.client.post(reverse("account_logout"))
    browser.sign_in("tianna@example.test")
    assert browser.client.get(reverse("desk"))["Location"] == MFA


def test_the_tables_of_the_gate_name_pages_that_exist() -> None:
    assert set(routes_cached()) >= ALWAYS | ADDING | SHOWING | ASKS_AGAIN


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_engines
@pytest.mark.parametrize("path", ["/ws/", "/ws/desk/"])
async def test_neither_socket_opens_for_staff_without_one(world: Cast, strict: None, path: str) -> None:
    async with phone(world.tianna, path) as tianna, phone(world.ana) as ana:
        assert await tianna.next() == {"t": "closed", "code": 4001}
        await ana.until("welcome")


def test_under_another_key_no_code_fits_and_nothing_breaks(cast: Cast, settings: object) -> None:
    """Also not the code of a key that is empty, which anybody could compute."""
    first = _enrolled(cast)
    codes = first.spare_codes()
    settings.SECRET_KEY = "another key " * 6  # type: ignore[attr-defined]
    second = Browser()
    second.sign_in("ana@example.test")
    for code in (app_code(first.secret), app_code(""), codes[0]):
        answer = second.client.post(reverse("mfa_authenticate"), {"code": code})
        assert answer.status_code == 200
    assert not second.is_in()


def test_whoever_runs_the_server_lets_in_who_lost_everything(cast: Cast, strict: None) -> None:
    _enrolled(cast, "tianna")
    call_command("forget_second_factor", "Tianna@example.test", stdout=StringIO())
    browser = Browser()
    browser.sign_in("tianna@example.test")
    assert browser.client.get(reverse("desk"))["Location"] == MFA
    with pytest.raises(CommandError, match="no such account"):
        call_command("forget_second_factor", "nobody")
