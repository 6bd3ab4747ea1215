"""Paper round trip: a page for a parent without a phone, and what she wrote on it, live in the room (S33)."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.barriers import barriers
from tests.journeys.conftest import DESKTOP, PHONE, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]

WORDS = "Tell him I said good night.\nI kept the blue blanket for Sunday."


async def test_a_page_goes_out_on_paper_and_an_answer_comes_back(signed_in: SignedIn) -> None:
    """Tianna prints for Ana and types back in what she wrote; Wendy sees it come, with its note."""
    wendy = await signed_in("wendy", viewport=PHONE)
    await wendy.enter("Jon")
    await wendy.live()
    await wendy.write("He slept through the night on Tuesday")
    await wendy.sees("He slept through the night on Tuesday")

    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = await tianna.enter("Jon", desk=True)
    page = await tianna.open(f"/desk/rooms/{room}/people/")
    await page.get_by_role("link", name="Print a page for somebody").click()
    await page.get_by_role("link", name="For Ana").click()
    await page.get_by_label("The last 7 days").check()
    found = await barriers(page)
    await page.get_by_role("button", name="Make the page").click()
    sheet = page.locator("article.sheet")
    await expect(sheet).to_contain_text("He slept through the night on Tuesday")
    await expect(page.get_by_role("button", name="Print the page")).to_be_visible()
    code = await sheet.locator(".code").inner_text()
    found += await barriers(page)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", name="A page for Ana")).to_be_hidden()
    await expect(sheet).to_be_visible()
    await page.emulate_media(media="screen")
    await page.get_by_role("button", name="It was handed over").click()
    await expect(page.get_by_text(re.compile(r"^Ana got it on "))).to_be_visible()

    await tianna.open(f"/desk/rooms/{room}/paper/")
    found += await barriers(page)
    await page.get_by_label("The code on the page").fill(code.lower().replace("-", " "))
    await page.get_by_role("button", name="Type the answer in").click()
    await page.get_by_label("The words, exactly as they stand on the page").fill(WORDS)
    await page.get_by_role("button", name="Look at it before it goes in").click()
    await expect(page.get_by_role("heading", name="This is how it will look in the room:")).to_be_visible()
    await expect(page.locator("blockquote")).to_contain_text("typed in by Tianna")
    found += await barriers(page)
    await page.get_by_role("button", name="Put it into the room").click()
    await expect(page.get_by_role("heading", name="What came back")).to_be_visible()

    line = wendy.page.locator("#log .line", has_text="I kept the blue blanket for Sunday.")
    await expect(line.locator(".name")).to_have_text("Ana")
    await expect(line.locator(".on-paper")).to_have_text(re.compile(r"^on paper on .+, typed in by Tianna$"))
    assert await line.locator(".say").inner_text() == WORDS
    note = await line.locator(".on-paper").inner_text()
    await wendy.page.reload()
    await wendy.live()
    await expect(line.locator(".on-paper")).to_have_text(note)
    assert found == []
    assert not tianna.strays and not tianna.faults and not wendy.faults
