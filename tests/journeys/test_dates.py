"""A visit from asking to the note after it, on three phones and in two languages (S35, S37, S38, S41)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.async_api import Page, expect

from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ASKED = "¿Le puedo enseñar la canción del tren?"


def saturday() -> str:
    """One in some weeks, when nothing else of the demo is."""
    today = timezone.localdate()
    return (today + timedelta(days=(5 - today.weekday()) % 7 + 28)).isoformat()


async def card(page: Page) -> str:
    """The address of the visit that this page was just sent back to."""
    return page.url.partition("#")[2]


async def test_a_saturday_visit(signed_in: SignedIn) -> None:
    """Joshua asks in Spanish, Wendy counters, Joshua agrees, Tianna approves, Wendy changes it, and all see it."""
    joshua, wendy = await signed_in("joshua"), await signed_in("wendy")
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = await joshua.enter("Jon")
    dates, desk = f"/rooms/{room}/dates/", f"/desk/rooms/{room}/dates/"

    page = await joshua.open(dates)
    await page.get_by_role("link", name="Pedir una visita").click()
    await expect(page.locator(".allowance")).to_contain_text("2 veces por semana, de hasta 2 horas")
    await page.locator("#day").fill(saturday())
    await page.locator("#from").fill("14:00")
    await page.locator("#to").fill("18:00")
    await page.locator("#text").fill(ASKED)
    await page.get_by_role("button", name="Pedirla").click()
    await expect(page.locator(".errors")).to_contain_text("Puede durar 2 horas como máximo.")
    await page.locator("#to").fill("16:00")
    await page.get_by_role("button", name="Pedirla").click()
    one = await card(page)
    visit = f"[id='{one}']"
    await expect(page.locator(visit)).to_contain_text("espera una respuesta")

    page = await wendy.open(dates)
    await expect(page.locator(visit)).to_contain_text(ASKED)
    await page.locator(visit).get_by_role("link", name="Another time").click()
    await page.locator("#from").fill("15:30")
    await page.locator("#to").fill("17:00")
    await page.locator("#change-text").fill("Duerme hasta las tres")
    await page.get_by_role("button", name="Suggest this time").click()
    await expect(page.locator(visit)).to_contain_text("3:30 pm")

    page = await joshua.open(dates)
    await expect(page.locator(visit)).to_contain_text("Duerme hasta las tres")
    await page.locator(visit).get_by_role("button", name="Sí").click()
    await expect(page.locator(visit)).to_contain_text("espera el sí del equipo de trabajo social")

    page = await tianna.open("/desk/")
    await page.get_by_text("A visit waits for your yes").first.wait_for(state="attached")
    page = await tianna.open(desk)
    await page.locator(visit).get_by_role("button", name="Approve").click()
    await expect(page.locator(visit)).to_contain_text("is settled")

    page = await wendy.open(f"{dates}{one}/")
    await page.get_by_text("Another time", exact=True).click()
    await page.locator("#from").fill("15:00")
    await page.locator("#to").fill("16:30")
    await page.get_by_role("button", name="Suggest this time").click()
    for hand, words in ((joshua, "espera su respuesta"), (tianna, "waits for an answer")):
        page = await hand.open(desk if hand is tianna else dates)
        await expect(page.locator(visit)).to_contain_text(words)
        await expect(page.locator(visit)).to_contain_text("3:00 pm")
    await (await joshua.open(f"/rooms/{room}/")).locator("#log").get_by_text("cambió una visita").first.wait_for()
    assert not (joshua.faults + wendy.faults + tianna.faults)


async def test_a_note_after(signed_in: SignedIn) -> None:
    """Wendy writes what went well at the last visit; Joshua reads it on his phone."""
    wendy, joshua = await signed_in("wendy"), await signed_in("joshua")
    room = await joshua.enter("Jon")
    page = await wendy.open(f"/rooms/{room}/dates/")
    await page.get_by_role("link", name="Add a note").first.click()
    await page.locator("#note-text").fill("Usted esperó a que él viniera solo.")
    await page.get_by_role("button", name="Add the note").click()
    await expect(page.get_by_text("Usted esperó a que él viniera solo.").first).to_be_visible()
    page = await joshua.open(f"/rooms/{room}/dates/")
    await expect(page.get_by_text("Usted esperó a que él viniera solo.")).to_be_visible()
