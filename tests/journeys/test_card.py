"""Coming in with a card: from the desk's printer into the room, on a borrowed phone, in Spanish (S2, S58; T5, T14)."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.barriers import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Demo, Hand, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def blank_phone(demo: Demo, browser: Browser, **options: Any) -> Hand:
    """A phone on which nobody has been here before."""
    context = await browser.new_context(viewport=PHONE, locale="es-US", **options)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    return Hand(demo, context, await context.new_page(), [], faults)


async def make_card(tianna: Hand, room: str, name: str, sure: str) -> str:
    """Fill in the form at the desk; the card's code."""
    page = await tianna.open(f"/desk/rooms/{room}/invitations/")
    await page.locator("#name").fill(name)
    await page.locator("#role").select_option("relative")
    await page.locator("[name=language][value=es]").check()
    await page.locator(f"[name=sure][value={sure}]").check()
    await page.get_by_role("button", name="Make the card").click()
    await expect(page.locator(".paper-card")).to_contain_text("tarjeta para entrar")
    return await page.locator(".paper-card .code").inner_text()


async def choose_account(page: Page, username: str) -> None:
    await page.locator("#username").fill(username)
    for field in ("#id_password1", "#id_password2"):
        await page.locator(field).fill("dos canciones y una luz")
    await page.locator("[name=borrowed]").check()
    await page.locator("button[value=new]").click()


async def test_from_the_card_into_the_room(demo: Demo, signed_in: SignedIn, browser: Browser) -> None:
    """Scan, choose a name and a password, read the number out, read the welcome, be in; the desk sees each step."""
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = demo.people["samara"]["rooms"][0]
    code = await make_card(tianna, room, "Abuela de Jaylan", "desk")
    found: list[str] = []
    found += await barriers(tianna.page)
    phone = await blank_phone(demo, browser)
    page = await phone.open(f"/join/#{code}")
    await page.wait_for_url("**/join/account/")
    found += await barriers(page)
    await choose_account(page, "abuela.72")
    await page.wait_for_url("**/join/waiting/")
    found += await barriers(page)
    number = await page.locator(".check-number").inner_text()
    assert re.fullmatch(r"\d{3}", number)
    desk = await tianna.open(f"/desk/rooms/{room}/invitations/")
    found += await barriers(desk)
    await desk.locator("[name=number]").fill(number)
    await desk.get_by_role("button", name="Let them in").click()
    await page.wait_for_url("**/join/welcome/")
    found += await barriers(page)
    await page.get_by_role("button", name="Lo leí. Quiero entrar").click()
    await page.wait_for_url(f"**/rooms/{room}/")
    await phone.live()
    await phone.write("Gracias por la tarjeta")
    await phone.sees("Gracias por la tarjeta")
    assert code not in str(await page.evaluate("[location.href, JSON.stringify(localStorage)]"))
    listed = await tianna.open(f"/desk/rooms/{room}/invitations/")
    await expect(listed.locator("article")).to_contain_text(["came in"])
    assert found == [] and phone.faults == [] and tianna.faults == []


async def test_without_javascript_and_with_a_word(demo: Demo, signed_in: SignedIn, browser: Browser) -> None:
    """Type the code from the card, say the word, be in without anybody at a desk; dark."""
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = demo.people["francisco"]["rooms"][0]
    code = await make_card(tianna, room, "Tío de Macia", "word")
    word = await tianna.page.locator(".check-number").inner_text()
    phone = await blank_phone(demo, browser, java_script_enabled=False, color_scheme="dark")
    page = await phone.open("/join/")
    await page.locator("#code").fill("CFHJ KLMP RTWX")
    await page.get_by_role("button", name="Seguir").click()
    await expect(page.locator("[role=alert]")).to_contain_text("Este código no se puede usar")
    await page.locator("#code").fill(code.replace("-", " ").lower())
    await page.get_by_role("button", name="Seguir").click()
    await page.locator("#word").fill(word)
    await page.get_by_role("button", name="Seguir").click()
    await choose_account(page, "tio.31")
    await page.wait_for_url("**/join/welcome/")
    await page.reload()
    await page.locator("#name").fill("Tío")
    await page.get_by_role("button", name="Lo leí. Quiero entrar").click()
    await page.wait_for_url(f"**/rooms/{room}/")
    await phone.write("Ya estoy aquí")
    await phone.sees("Ya estoy aquí")
