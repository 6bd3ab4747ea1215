"""A bedtime note: asked for, answered in Spanish on a phone, and read in both homes (S22, S24; S61)."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.barriers import barriers
from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ANSWER = "Primero el baño, luego De colores con el gallo bien fuerte, y la mano quieta en la espalda."


async def faults_of(page: Page) -> list[str]:
    """What a screen reader would stumble over, and whether anything is wider than the phone."""
    found = await barriers(page)
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, f"{page.url}: wider than the screen"] if wide else found


async def test_a_bedtime_note_is_asked_for_and_answered(signed_in: SignedIn) -> None:
    """Wendy asks; Joshua reads the question in Spanish, answers on the page, and Ana and Wendy have it at once."""
    wendy = await signed_in("wendy", viewport=DESKTOP)
    ana = await signed_in("ana", viewport=DESKTOP)
    joshua = await signed_in("joshua", locale="es-US")
    room = await wendy.enter("Jon")
    await wendy.open(f"/rooms/{room}/child/topics/sleep/")
    await expect(wendy.page.get_by_role("heading", name="Ask Ana and Joshua")).to_be_visible()
    await wendy.page.get_by_role("button", name="Ask", exact=True).click()
    await expect(wendy.page.locator(".ask", has_text="You asked about sleep and bedtime")).to_be_visible()
    await ana.enter("Jon")
    await ana.live()
    page = await joshua.open(f"/rooms/{room}/")
    await page.locator(".item", has_text="tiene una pregunta para ustedes sobre el sueño").last.click()
    asked = page.locator(".ask", has_text="Wendy le pregunta sobre el sueño y la hora de dormir")
    await expect(asked.locator(".question")).to_contain_text("¿Cómo es la noche con ustedes?")
    assert await faults_of(page) == []
    await asked.locator("textarea").fill(ANSWER)
    await asked.get_by_role("button", name="Contestar").click()
    await expect(page.locator(".entry:target")).to_contain_text(ANSWER)
    await expect(asked).to_have_count(0)
    assert await faults_of(page) == []
    card = ana.page.locator(".line", has=ana.page.locator(".item", has_text="answered a question about sleep"))
    await expect(card.last).to_contain_text(ANSWER)
    await card.last.locator(".item").click()
    await expect(ana.page.locator(".entry:target")).to_contain_text(ANSWER)
    await expect(ana.page.locator(".entry:target .by")).to_contain_text("Joshua, birth parent")
    await wendy.open(f"/rooms/{room}/child/")
    await expect(wendy.page.locator(".topic", has_text="Sleep and bedtime")).to_contain_text(ANSWER)
    for one in (wendy, ana, joshua):
        assert one.strays == [] and one.faults == []


async def test_a_message_is_kept_with_one_thumb(signed_in: SignedIn) -> None:
    """S24: from the menu of a message to the page; the sheet for the fridge fits on one page."""
    brianna = await signed_in("brianna")
    room = await brianna.enter("Macia")
    await brianna.live()
    await brianna.write("Warm milk with cinnamon, only in the evening")
    await brianna.sees("Warm milk with cinnamon, only in the evening")
    line = brianna.page.locator(".line.mine", has_text="Warm milk with cinnamon").last
    await line.locator("summary").first.click()
    await line.get_by_text("Keep this").click()
    await brianna.page.locator("label", has_text="Food and meals").click()
    assert await faults_of(brianna.page) == []
    await brianna.page.get_by_role("button", name="Keep it there").click()
    await expect(brianna.page.locator(".entry:target")).to_contain_text("Warm milk with cinnamon, only in the evening")
    await brianna.open(f"/rooms/{room}/child/safety/")
    assert await faults_of(brianna.page) == []
    sheet = await brianna.page.pdf(format="Letter")
    assert sheet.count(b"/Type /Page\n") == 1
    assert brianna.strays == [] and brianna.faults == []
