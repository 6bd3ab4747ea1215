"""What a device that is not one's own holds after signing out: nothing of anybody, on its disk either (T4, T5, D13)."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.journeys.conftest import ARGUMENTS, PHONE, Demo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

DRAFT = "halfway-written-zebra"
ASKED = "asked-in-private-walrus"


async def come_in(page: Page, demo: Demo) -> None:
    person = demo.people["wendy"]
    await page.goto(f"{demo.url}/accounts/login/")
    await page.locator("input[name=login]").fill(person["email"])
    await page.locator("input[name=password]").fill(person["password"])
    await page.locator("input[type=checkbox][name=borrowed]").check()
    await page.locator("input[name=password]").press("Enter")
    await page.wait_for_url(lambda url: "/accounts/login" not in url)


def held(profile: Path, words: list[str]) -> list[tuple[str, str]]:
    """Which of the words stand in which file, in either of the ways in which browsers write text down."""
    found = []
    for path in profile.rglob("*"):
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found += [(word, path.name) for word in words if word.encode() in data or word.encode("utf-16-le") in data]
    return found


async def test_the_disk_of_a_borrowed_device_holds_nothing_after_signing_out(demo: Demo, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(profile), executable_path="/usr/bin/chromium", args=ARGUMENTS, viewport=PHONE
        )
        page = context.pages[0]
        await come_in(page, demo)
        await page.locator("[data-room] a").first.click()
        await page.locator("html.live").wait_for(state="attached")
        said = await page.locator("#log .say", has_text=re.compile(".{21}")).first.inner_text()
        child = await page.locator("h1").first.inner_text()
        await page.locator("#text").fill(DRAFT)
        await page.reload()
        await expect(page.locator("#text")).to_have_value(DRAFT)  # it was kept on the device
        await page.goto(f"{page.url.partition('#')[0]}help/")
        await page.locator("textarea").fill(ASKED)
        await page.goto(f"{demo.url}/accounts/logout/")
        await page.locator("main form button").click()
        await page.wait_for_url(lambda url: "/accounts/login" in url)
        assert await page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        await context.close()
    assert (profile / "Default" / "History").exists(), "the profile was written"
    assert child
    assert held(profile, [DRAFT, ASKED, said[:30], child, demo.people["wendy"]["password"]]) == []
