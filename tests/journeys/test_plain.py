"""Plain pages, other languages, every page: without JavaScript, in Spanish, for a screen reader (WCAG 2.2 AA)."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.barriers import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Demo, Hand, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def test_without_javascript(signed_in: SignedIn) -> None:
    """Read, write, answer and mark as read by plain forms."""
    await signed_in("joshua")
    joshua = await signed_in("joshua", java_script_enabled=False)
    await joshua.enter("Jon")
    await joshua.write("Sin programa en el teléfono")
    await joshua.sees("Sin programa en el teléfono")
    assert re.search(r"#m\d+$", joshua.page.url)


async def test_spanish(signed_in: SignedIn) -> None:
    """Joshua's pages speak Spanish, from his own setting."""
    joshua = await signed_in("joshua")
    await joshua.enter("Jon")
    await joshua.live()
    assert await joshua.page.locator("html").get_attribute("lang") == "es"
    await expect(joshua.page.locator("#composer button[type=submit]")).to_have_text("Enviar")
    await joshua.open("/settings/")
    await expect(joshua.page.locator("h1")).to_have_text("Ajustes")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_any_page(demo: Demo, signed_in: SignedIn, browser: Browser, scheme: Any) -> None:
    """Every page, for members, staff and strangers."""
    brianna = await signed_in("brianna", viewport=PHONE, color_scheme=scheme)
    tianna = await signed_in("tianna", viewport=DESKTOP, color_scheme=scheme)
    stranger = await browser.new_context(viewport=PHONE, color_scheme=scheme)
    visitor = Hand(demo, stranger, await stranger.new_page(), [], [])
    room = demo.people["brianna"]["rooms"][0]
    pages = {
        brianna: [
            "/",
            f"/rooms/{room}/",
            f"/rooms/{room}/people/",
            f"/rooms/{room}/welcome/",
            *(f"/rooms/{room}/{page}/" for page in ("days", "days/week", "days/sick", "days/words", "book")),
            "/settings/",
            "/accounts/password/change/",
            "/settings/account/",
            "/settings/devices/",
            "/accounts/2fa/",
            "/accounts/2fa/app/add/",
            "/accounts/2fa/passkeys/add/",
            "/nothing/",
        ],
        tianna: [
            "/desk/",
            f"/desk/rooms/{room}/",
            f"/desk/rooms/{room}/people/",
            f"/desk/rooms/{room}/invitations/",
            "/accounts/logout/",
        ],
        visitor: [
            "/join/",
            "/accounts/login/",
            "/accounts/password/reset/",
            "/accounts/password/reset/done/",
            "/accounts/recover/",
            "/nothing/",
        ],
    }
    found = []
    for hand, paths in pages.items():
        for path in paths:
            await hand.open(path)
            found += await barriers(hand.page)
    assert found == []
