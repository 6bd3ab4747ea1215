"""A second thought before sending, a number kept private, a message that waits for the desk (S1, S60)."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def test_a_number_is_thought_over_and_kept_private(signed_in: SignedIn) -> None:
    """Changed once, then sent as it is; the others see dots, the desk sees the words."""
    ana = await signed_in("ana")
    wendy = await signed_in("wendy", viewport=DESKTOP)
    tianna = await signed_in("tianna", viewport=DESKTOP)
    await ana.enter("Gladys")
    await wendy.enter("Gladys")
    await tianna.enter("Gladys", desk=True)
    for one in (ana, wendy, tianna):
        await one.live()
    await ana.write("Call me any time at 775-555-0134")
    waits = ana.page.locator("#waiting .second")
    await expect(waits).to_contain_text("A phone number is kept private here.")
    await waits.locator("[data-act=change]").click()
    await expect(ana.page.locator("#text")).to_have_value("Call me any time at 775-555-0134")
    await ana.page.locator("#composer button[type=submit]").click()
    await ana.page.reload()
    await ana.live()
    await waits.locator("[data-act=sure]").focus()
    await ana.page.keyboard.press("Enter")
    for one in (ana, wendy):
        await one.sees("Call me any time at •••")
        await expect(one.page.locator(".kept", has_text="Tianna").last).to_contain_text("can share it")
        assert "555-0134" not in await one.page.locator("#log").inner_text()
    await expect(tianna.page.locator("mark.private").last).to_have_text("775-555-0134")
    for one in (ana, wendy, tianna):
        assert one.strays == [] and one.faults == []


async def test_a_message_waits_until_staff_has_looked(signed_in: SignedIn) -> None:
    """Its writer sees that it waits; staff lets it through; the others have it then, and not before."""
    francisco = await signed_in("francisco")
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = await francisco.enter("Gladys")
    await francisco.live()
    await francisco.write("I'm going to kill you")
    await expect(francisco.page.locator("#held li")).to_contain_text("Waiting for Tianna")
    await expect(francisco.page.locator("#help")).to_contain_text("paused")
    await tianna.open(f"/desk/rooms/{room}/held/")
    await tianna.page.get_by_role("button", name="Let it through").click()
    await francisco.sees("I'm going to kill you")
    await expect(francisco.page.locator("#held li")).to_have_count(0)
    for one in (francisco, tianna):
        assert one.strays == [] and one.faults == []


async def test_a_change_is_thought_over_by_keyboard(signed_in: SignedIn) -> None:
    """The choice gets the focus, Escape goes back to the words, and they are still there."""
    joshua = await signed_in("joshua", viewport=DESKTOP)
    await joshua.enter("Jon")
    await joshua.live()
    await joshua.write("Good night from me")
    await joshua.sees("Good night from me")
    line = joshua.page.locator(".line.mine", has_text="Good night from me").last
    await line.locator("summary").first.click()
    await line.locator("[data-act=edit]").click()
    await joshua.write("You are a terrible mother")
    second = joshua.page.locator("#second")
    await expect(second).to_be_focused()
    await joshua.page.keyboard.press("Escape")
    await expect(second).to_be_hidden()
    await expect(joshua.page.locator("#text")).to_have_value("You are a terrible mother")
    await joshua.page.locator("#text").press("Enter")
    await second.locator("[name=sure]").click()
    await joshua.sees("You are a terrible mother")
    assert joshua.faults == []
