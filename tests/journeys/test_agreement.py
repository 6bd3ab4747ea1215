"""Gladys's parents and her foster mother word an agreement together on their phones (S16)."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import Hand, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]

OURS = "We keep visits as planned. If one of us is late, we write here at once."


async def test_two_word_a_point_and_agree_and_a_later_change_asks_again(signed_in: SignedIn) -> None:
    """S16, S17: scanned on a phone and whole on paper; other words for one point, a yes from the other side, a yes from
    each; then a change."""
    ana, wendy = await signed_in("ana", has_touch=True), await signed_in("wendy", has_touch=True)
    for hand in (ana, wendy):
        await hand.enter("Gladys")
        await open_agreement(hand)
        await expect(hand.page.locator("#agree")).to_be_visible()

    words = wendy.page.locator(".point .words")
    await expect(words.first).to_be_hidden()
    await wendy.page.emulate_media(media="print")
    for number in range(await words.count()):
        await expect(words.nth(number)).to_be_visible()
    await wendy.page.emulate_media(media="screen")

    await suggest(ana.page, "Visits to count on", OURS)
    await wendy.page.reload()
    await point(wendy.page, OURS).get_by_role("button", name="Yes to these words").tap()
    await expect(point(wendy.page, OURS)).to_contain_text("Words by Ana")
    for hand in (wendy, ana):
        await hand.page.reload()
        await hand.page.get_by_role("button", name="I agree", exact=True).tap()
        await expect(people(hand.page, "You")).to_contain_text("agreed on")
    await expect(people(ana.page, "Wendy")).to_contain_text("agreed on")
    await expect(people(ana.page, "Francisco")).to_contain_text("no hurry")

    await suggest(wendy.page, "Kind words", "We tell Gladys one good thing about each other every week.")
    await ana.page.reload()
    await point(ana.page, "every week").get_by_role("button", name="Yes to these words").tap()
    again = ana.page.get_by_role("button", name="I agree with the new words, too")
    await expect(again).to_be_visible()
    await expect(ana.page.locator(".point .chip")).to_have_count(1)
    await again.tap()
    await expect(again).to_have_count(0)
    await expect(people(ana.page, "Wendy")).to_contain_text("a point has changed since then")

    await ana.page.locator("a.up").tap()
    await ana.sees("We tell Gladys one good thing")
    assert ana.strays == ana.faults == wendy.strays == wendy.faults == []


async def open_agreement(hand: Hand) -> None:
    """By the row of pages above the conversation."""
    await hand.page.locator("nav.life a", has_text="Agreement").tap()
    await expect(hand.page.locator("h1")).to_contain_text("Gladys")


async def suggest(page: Page, title: str, words: str) -> None:
    await point(page, title).locator("summary").first.tap()
    await point(page, title).get_by_role("link", name="Talk about it").tap()
    await point(page, title).get_by_text("Suggest other words").tap()
    await page.locator("#reword").fill(words)
    await page.get_by_role("button", name="Suggest these words").tap()
    await expect(point(page, title)).to_contain_text(words)


def point(page: Page, words: str) -> Locator:
    return page.locator(".point", has_text=words)


def people(page: Page, name: str) -> Locator:
    return page.locator(".people li", has_text=name)
