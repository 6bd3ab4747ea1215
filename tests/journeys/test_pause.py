"""A suspended member's open page stops at once, and comes back kindly (S7, P5)."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def test_a_paused_members_open_page_stops_at_once(signed_in: SignedIn) -> None:
    francis = await signed_in("francis")
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = await francis.enter("Jaylan")
    await francis.live()

    await tianna.open(f"/desk/rooms/{room}/people/")
    row = tianna.page.locator("li.person", has_text="Francis")
    await row.get_by_role("link", name="Pause").click()
    await tianna.page.locator("textarea[name=reason]").fill("A safety plan is being made")
    await tianna.page.locator("form.card button.main").click()
    await expect(row).to_contain_text("paused")

    await expect(francis.page.locator("#log .line")).to_have_count(0)
    await expect(francis.page.locator("#composer")).to_be_hidden()
    await francis.page.reload()
    await expect(francis.page.locator("#log")).to_have_count(0)
    await francis.open("/")
    await expect(francis.page.locator("main")).to_contain_text("Jaylan")
    await expect(francis.page.locator("main")).to_contain_text("paused")
