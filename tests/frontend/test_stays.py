"""How long somebody stays signed in: staff, parents, and devices that are not one's own (T4, T5, T16, W2, G7)."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatserver import sessions
from chatserver.sessions import BORROWED, OWN, STAFF, SessionStore
from rooms import sweep
from rooms.hub import hub
from rooms.models import Role
from rooms.services import accounts, memberships
from tests.cast import Cast
from tests.frontend.signing import Browser
from tests.sockets import phone

SECOND = timedelta(seconds=2)


def ends_in(browser: Browser) -> timedelta:
    """What is left of a browser's session if nothing more is done."""
    return Session.objects.get(session_key=browser.client.session.session_key).expire_date - timezone.now()


def wound_on(browser: Browser, by: timedelta) -> None:
    """As if nothing had been done in this browser for a while."""
    key = browser.client.session.session_key
    row = Session.objects.get(session_key=key)
    data = SessionStore(key).load()
    data["began"] = data["began"] - by.total_seconds()
    Session.objects.filter(session_key=key).update(
        expire_date=row.expire_date - by, session_data=SessionStore().encode(data)
    )


def signed_in(who: str, **more: str) -> Browser:
    browser = Browser()
    browser.sign_in(f"{who}@example.test", **more)
    assert browser.is_in()
    return browser


@pytest.mark.parametrize(
    ("who", "more", "stay"), [("ana", {}, OWN), ("tianna", {}, STAFF), ("ana", {"borrowed": "on"}, BORROWED)]
)
def test_what_a_sign_in_lasts(cast: Cast, who: str, more: dict[str, str], stay: sessions.Stay) -> None:
    browser = signed_in(who, **more)
    assert abs(ends_in(browser) - stay.idle) < SECOND
    wound_on(browser, stay.idle - timedelta(seconds=30))
    assert browser.is_in()
    assert abs(ends_in(browser) - min(stay.idle, stay.whole - stay.idle)) < timedelta(minutes=1)
    wound_on(browser, stay.idle + timedelta(seconds=1))
    assert not browser.is_in()


@pytest.mark.parametrize(("who", "stay"), [("ana", OWN), ("tianna", STAFF)])
def test_it_is_over_in_the_end_whatever_is_done(cast: Cast, who: str, stay: sessions.Stay) -> None:
    browser = signed_in(who)
    session = browser.client.session
    session["began"] = int(time.time() - stay.whole.total_seconds()) + 60
    session.save()
    assert browser.is_in()
    assert ends_in(browser) < timedelta(minutes=1, seconds=1)


def test_staff_on_a_borrowed_device_have_the_shorter_of_both(cast: Cast) -> None:
    assert abs(ends_in(signed_in("tianna", borrowed="on")) - BORROWED.idle) < SECOND


def test_a_page_that_refreshes_itself_is_nobody_at_work(cast: Cast) -> None:
    browser = signed_in("tianna")
    wound_on(browser, timedelta(minutes=20))
    browser.client.get(reverse("desk"), headers={"sec-fetch-dest": "empty"})
    assert ends_in(browser) < timedelta(minutes=11)
    browser.client.get(reverse("desk"), headers={"sec-fetch-dest": "document"})
    assert ends_in(browser) > timedelta(minutes=29)


def test_a_parent_who_becomes_staff_is_staff_at_the_next_page(cast: Cast) -> None:
    browser = signed_in("ana")
    memberships.add(actor=None, room=cast.rooms["jaylan"], person=cast.ana, role=Role.SOCIAL_WORKER)
    browser.client.get(reverse("settings"))
    assert ends_in(browser) <= STAFF.idle


def test_nothing_wakes_a_session_that_is_over(cast: Cast) -> None:
    browser = signed_in("tianna")
    key = browser.client.session.session_key
    store = SessionStore(key)
    assert store.stay == STAFF
    Session.objects.filter(session_key=key).update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    store._end = datetime(2020, 1, 1, tzinfo=UTC)
    store.go_on()
    assert not browser.is_in()


def test_the_cookie_of_a_borrowed_device_goes_with_the_browser(cast: Cast) -> None:
    own, borrowed = signed_in("ana"), signed_in("ana", borrowed="on")
    name = settings.SESSION_COOKIE_NAME
    assert 0 < own.client.cookies[name]["max-age"] <= OWN.whole.total_seconds()
    assert borrowed.client.cookies[name]["max-age"] == ""
    assert borrowed.client.cookies[name]["expires"] == ""


def test_signing_out_of_a_borrowed_device_leaves_nothing(cast: Cast) -> None:
    """T5."""
    for more, cleared in (({}, '"storage"'), ({"borrowed": "on"}, '"cache", "cookies", "storage"')):
        answer = signed_in("ana", **more).client.post(reverse("account_logout"))
        assert answer.headers["Clear-Site-Data"] == cleared


def test_whose_device_it_is_is_asked_each_time(cast: Cast) -> None:
    browser = signed_in("ana", borrowed="on")
    browser.client.post(reverse("account_logout"))
    browser.sign_in("ana@example.test")
    assert abs(ends_in(browser) - OWN.idle) < SECOND


def test_pages_about_signing_in_are_kept_by_nobody(cast: Cast) -> None:
    browser = signed_in("ana")
    for name in ("account_login", "recover", "account_reset_password", "account_inactive"):
        assert "no-store" in Client().get(reverse(name)).headers["Cache-Control"], name
    for name in ("devices", "mfa_index", "change_names"):
        assert "no-store" in browser.client.get(reverse(name)).headers["Cache-Control"], name


def test_a_session_that_was_handed_to_somebody_is_not_theirs_after_signing_in(cast: Cast) -> None:
    """W2: a new id at sign-in; the one from before opens nothing."""
    planted = SessionStore()
    planted["planted"] = True
    planted.create()
    victim = Browser()
    victim.client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    victim.sign_in("ana@example.test")
    assert victim.is_in()
    assert victim.client.session.session_key != planted.session_key
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    assert attacker.get(reverse("settings")).status_code == 302


# Sockets


async def _move(key: str, to: datetime) -> None:
    await Session.objects.filter(session_key=key).aupdate(expire_date=to)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_engines
async def test_a_socket_ends_when_its_session_has_been_idle(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """P5: the sweep finds a session whose time is over, though nobody deleted it."""
    monkeypatch.setattr(sweep, "SWEEP", 0.05)
    async with phone(world.tianna, "/ws/desk/") as tianna:
        await tianna.until("welcome")
        await _move(tianna.session, timezone.now())
        assert (await tianna.until("closed"))["code"] == 4001


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_engines
async def test_writing_keeps_a_session_and_an_open_page_does_not(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "ACTS", 0.0)
    monkeypatch.setattr(sweep, "SWEEP", 1_000.0)  # the test looks itself
    soon = timezone.now() + timedelta(minutes=5)
    room = world.rooms["macia"].public_id
    async with phone(world.tianna, "/ws/desk/") as idle, phone(world.tianna, "/ws/desk/") as busy:
        for one in (idle, busy):
            await _move(one.session, soon)
            await one.follow(room)
            await one.send("ping")
            await one.until("pong")
        await busy.say(room, "Still at my desk")
        await hub().sweep.note_acts(hub().everybody())
        assert (await Session.objects.aget(session_key=busy.session)).expire_date > soon
        assert (await Session.objects.aget(session_key=idle.session)).expire_date == soon


def test_what_is_over_is_forgotten_with_its_device(cast: Cast) -> None:
    over, out, here = signed_in("ana"), signed_in("ana"), signed_in("ana")
    wound_on(over, OWN.idle + timedelta(seconds=1))
    out.client.post(reverse("account_logout"))
    assert UserSession.objects.count() == 3
    assert accounts.forget_over() == 1
    assert UserSession.objects.get().session_key == here.client.session.session_key
    assert here.is_in()
