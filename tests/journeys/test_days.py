"""The day told with a thumb, seen live in the other parent's language; a sick child, seen by the other parent."""

import time

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import PHONE, Hand, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


class Thumb:
    """Taps on a page, and how many they were."""

    def __init__(self, hand: Hand) -> None:
        self.page, self.taps = hand.page, 0

    async def tap(self, selector: str, *, has_text: str = "") -> None:
        self.taps += 1
        found = self.page.locator(selector, has_text=has_text) if has_text else self.page.locator(selector)
        await found.first.click()

    async def choose(self, value: str) -> None:
        """Tap the label of a choice; what can be tapped is large enough for a thumb."""
        label = self.page.locator(f"label:has(input[value='{value}'])")
        box = await label.bounding_box()
        assert box is not None and box["height"] >= 44
        await self.tap(f"label:has(input[value='{value}'])")


async def test_a_day_is_told_in_a_few_taps_and_read_in_spanish_at_once(signed_in: SignedIn) -> None:
    """S27, S47: from the conversation to the day told in at most eight taps and 30 seconds; Joshua sees it live."""
    wendy, joshua = await signed_in("wendy", viewport=PHONE), await signed_in("joshua", viewport=PHONE)
    await wendy.enter("Jon")
    await joshua.enter("Jon")
    await joshua.live()
    thumb, began = Thumb(wendy), time.monotonic()
    await thumb.tap("nav.life a[href$='/days/']")
    for value in ("slept.woke", "ate.some", "mood.mixed", "health.tired", "asked.dad", "funny.did"):
        await thumb.choose(value)
    await thumb.tap("form .send .button.main")
    await expect(wendy.page.locator("#days .entry").first).to_contain_text("asked for Dad")
    took = time.monotonic() - began
    assert thumb.taps <= 8, thumb.taps
    assert took < 30, took
    line = joshua.page.locator("#log .line", has_text="con altibajos").last
    await expect(line).to_contain_text("contó cómo estuvo")
    for said in ("se despertó", "comió algo", "con cansancio", "preguntó por papá", "hizo algo chistoso"):
        await expect(line.locator(".chip", has_text=said)).to_be_visible()
    await line.locator(".item").click()
    await expect(joshua.page.locator("#days .entry").first).to_contain_text("preguntó por papá")
    for one in (wendy, joshua):
        assert one.strays == [] and one.faults == []


async def test_a_sick_child_is_told_at_once_and_it_shows_who_saw_it(signed_in: SignedIn) -> None:
    """S29: one card and a confirmation; the parent's button in the room; "better now" closes it.

    The strip of pages marks it as it comes, and with the keyboard open the words still have half of what is left.
    """
    wendy, joshua = await signed_in("wendy", viewport=PHONE), await signed_in("joshua", viewport=PHONE)
    await joshua.enter("Jon")
    await joshua.live()
    room = await wendy.enter("Jon")
    thumb = Thumb(wendy)
    await wendy.open(f"/rooms/{room}/days/")
    await thumb.tap(".button.urgent")
    await thumb.choose("sick.fever")
    await thumb.tap("form .button.main")
    card = wendy.page.locator(".sick-now")
    await expect(card).to_contain_text("Not seen yet by Ana and Joshua")
    await expect(joshua.page.locator("#log .line", has_text="fiebre").last).to_contain_text("avisa a todos")
    mark = joshua.page.locator("nav.life .mark.alert")
    await expect(mark).to_be_visible()
    await joshua.page.reload()
    await joshua.page.set_viewport_size({"width": 390, "height": 480})
    await joshua.page.locator("#composer textarea").focus()
    await expect(joshua.page.locator("nav.life")).to_be_hidden()
    log = await joshua.page.locator("#log").bounding_box()
    assert log is not None and log["height"] >= 220
    await joshua.page.set_viewport_size({"width": 390, "height": 844})
    await joshua.page.locator(".sick-now .button.main").click()
    await expect(joshua.page.locator(".sick-now .button.main")).to_have_count(0)
    await wendy.page.reload()
    await expect(card).to_contain_text("Seen by Joshua")
    await card.locator(".button", has_text="Better now").click()
    await expect(wendy.page.locator(".sick-now")).to_have_count(0)
    await expect(joshua.page.locator("#log .line", has_text="ya está mejor").last).to_be_visible()
    await expect(mark).to_have_count(0)
    for one in (wendy, joshua):
        assert one.strays == [] and one.faults == []
