"""A slow room, on an open page: told at once, the words are kept, and sending comes back by itself (S7, S60)."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def test_a_slow_room_keeps_the_words_until_they_may_go_out(signed_in: SignedIn) -> None:
    wendy = await signed_in("wendy")
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = await wendy.enter("Gladys")
    await wendy.live()
    await wendy.write("The rain boots fit")
    await wendy.sees("The rain boots fit")

    await tianna.open(f"/desk/rooms/{room}/steps/")
    await tianna.page.locator("input[value=slow]").check()
    await tianna.page.locator("#reason").fill("A breather")
    await tianna.page.get_by_role("button", name="Take this step").click()

    send = wendy.page.locator("#composer .pen button[type=submit]")
    await expect(wendy.page.locator("#slow")).to_contain_text("each member can write every 5 minutes")
    await expect(send).to_be_disabled()
    await wendy.page.locator("#text").fill("And the umbrella is blue")
    await wendy.page.locator("#text").press("Enter")
    await expect(wendy.page.locator("#pace")).to_contain_text("You can write again at")

    await tianna.page.get_by_text("End it early").click()
    await tianna.page.get_by_label("Why it can end now").fill("All is well")
    await tianna.page.get_by_role("button", name="End it", exact=True).click()
    await expect(wendy.page.locator("#slow")).to_be_hidden()
    await expect(wendy.page.locator("#text")).to_have_value("And the umbrella is blue")
    await send.click()
    await wendy.sees("And the umbrella is blue")
    assert not wendy.faults
