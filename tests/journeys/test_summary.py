"""A week's summary: drafted in one click, edited, signed, on paper (S53, S62, S64)."""

import pytest
from playwright.async_api import expect

from tests.journeys.barriers import barriers
from tests.journeys.conftest import DESKTOP, PHONE, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def test_a_summary_is_drafted_edited_and_signed(signed_in: SignedIn) -> None:
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = await tianna.enter("Jon", desk=True)
    page = await tianna.open(f"/desk/rooms/{room}/summaries/")
    await page.get_by_role("button", name="Last week").click()
    await expect(page.get_by_role("heading", level=2).first).to_have_text("What is working well")

    cite = page.locator("details.cite").first
    await cite.locator("summary").click()
    await expect(cite.locator("blockquote")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(cite.locator("blockquote")).to_be_hidden()

    first = page.locator("textarea:visible").first
    hints = page.locator(f"#{await first.get_attribute('aria-describedby')}")
    await first.fill("One parent was manipulative.")
    await expect(hints).to_contain_text("manipulative")
    await first.fill("Both parents shared how bedtime went.")
    await expect(hints).to_be_hidden()
    await page.get_by_role("button", name="Sign it").click()

    await expect(page.locator("article")).to_contain_text("signed by Tianna")
    await expect(page.locator("article")).to_contain_text("Both parents shared how bedtime went.")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Get it as a PDF").click()
    assert (await download.value).suggested_filename.endswith(".pdf")
    await page.locator("details.cite summary").first.click()
    await page.get_by_role("link", name="Open it in the room").first.click()
    await expect(page.locator("#log")).to_be_visible()
    assert not tianna.strays and not tianna.faults


async def test_axe_finds_nothing_on_its_pages(signed_in: SignedIn) -> None:
    """The list, the editor with a quote open, and the signed page, light and dark (WCAG 2.2 AA)."""
    tianna = await signed_in("tianna", viewport=PHONE)
    room = await tianna.enter("Jaylan", desk=True)
    page = await tianna.open(f"/desk/rooms/{room}/summaries/")
    found = await barriers(page)
    await page.get_by_role("button", name="Last week").click()
    await page.locator("details.cite summary").first.click()
    found += await barriers(page)
    await page.get_by_role("button", name="Sign it").click()
    await page.locator("article").wait_for()
    found += await barriers(page)
    assert found == []
