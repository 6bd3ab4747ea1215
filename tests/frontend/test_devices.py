"""Where one is signed in, and signing out from afar (T4)."""

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.test import Client
from django.urls import reverse

from frontend.browsers import describe
from tests.cast import PASSWORD, Cast
from tests.frontend.signing import Browser
from tests.sockets import Phone, connect

PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18 Safari/605.1"


def on(agent: str, who: str = "ana") -> Browser:
    browser = Browser(client=Client(headers={"user-agent": agent}, REMOTE_ADDR="203.0.113.77"))
    browser.sign_in(f"{who}@example.test")
    return browser


def row_of(browser: Browser) -> int:
    return UserSession.objects.get(session_key=browser.client.session.session_key).pk


def test_each_device_by_its_name_and_no_place(cast: Cast) -> None:
    phone, mac = on(PHONE), on(MAC)
    page = mac.client.get(reverse("devices")).content.decode()
    assert "Chrome on Android" in page and "Safari on Mac" in page
    assert page.count("this device") == 1
    assert "203.0.113" not in page
    assert phone.client.session.session_key not in page


def test_one_is_signed_out_and_the_others_stay(cast: Cast) -> None:
    phone, mac = on(PHONE), on(MAC)
    assert mac.client.post(reverse("device_end", args=[row_of(phone)])).status_code == 303
    assert not phone.is_in()
    assert mac.is_in()
    assert "Chrome on Android" not in mac.client.get(reverse("devices")).content.decode()


def test_a_device_that_was_ended_from_afar_is_told_so(cast: Cast) -> None:
    phone, mac = on(PHONE), on(MAC)
    mac.client.post(reverse("device_end", args=[row_of(phone)]))
    said = "You were signed out on this device."
    assert said in phone.client.get(reverse("settings"), follow=True).content.decode()
    assert said not in phone.client.get(reverse("settings"), follow=True).content.decode()
    mac.client.post(reverse("account_logout"))
    assert said not in mac.client.get(reverse("settings"), follow=True).content.decode()
    assert said not in Client().get(reverse("settings"), follow=True).content.decode()


def test_it_is_told_though_the_browser_fetched_something_by_itself_first(cast: Cast) -> None:
    phone, mac = on(PHONE), on(MAC)
    mac.client.post(reverse("device_end", args=[row_of(phone)]))
    assert phone.client.get(reverse("worker")).status_code == 200
    assert "You were signed out" in phone.client.get(reverse("settings"), follow=True).content.decode()


def test_this_one_too(cast: Cast) -> None:
    mac = on(MAC)
    assert mac.client.post(reverse("device_end", args=[row_of(mac)]))["Location"] == reverse("account_login")
    assert not mac.is_in()


def test_somebody_elses_device_is_like_none(cast: Cast) -> None:
    phone, francisco = on(PHONE), on(MAC, "francisco")
    answers = [francisco.client.post(reverse("device_end", args=[pk])) for pk in (row_of(phone), 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert phone.is_in()


def test_all_others_or_everywhere(cast: Cast) -> None:
    phone, mac, other = on(PHONE), on(MAC), on(MAC, "francisco")
    mac.client.post(reverse("devices_everywhere"), {"others": "1"})
    assert mac.is_in() and not phone.is_in()
    mac.client.post(reverse("devices_everywhere"))
    assert not mac.is_in()
    assert other.is_in()
    again = on(MAC)
    assert "All devices were signed out." in again.client.get(reverse("settings")).content.decode()


def test_a_new_password_signs_the_others_out_and_keeps_this_one(cast: Cast) -> None:
    phone, mac = on(PHONE), on(MAC)
    fresh = "a window seat and a blue kite"
    fields = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    mac.client.post(reverse("account_change_password"), fields)
    assert mac.is_in() and not phone.is_in()
    assert mac.client.get(reverse("devices")).content.decode().count("this device") == 1


def test_by_a_bare_visit_nothing_ends(cast: Cast) -> None:
    """W3: no change by GET."""
    mac = on(MAC)
    assert mac.client.get(reverse("devices_everywhere")).status_code == 405
    assert mac.client.get(reverse("device_end", args=[row_of(mac)])).status_code == 405
    assert mac.is_in()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("curl/8", "A browser"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_names_of_browsers(agent: str, name: str) -> None:
    assert describe(agent) == name


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_engines
async def test_an_open_page_on_that_device_ends_at_once(world: Cast) -> None:
    """P5: told by the process in which it happened, not found by the sweep."""
    phone, mac = await sync_to_async(on)(PHONE), await sync_to_async(on)(MAC)
    socket = Phone(await connect(phone.client.cookies["session"].value))
    await socket.until("welcome")
    row = await sync_to_async(row_of)(phone)
    await sync_to_async(mac.client.post)(reverse("device_end", args=[row]))
    assert (await socket.until("closed"))["code"] == 4001
