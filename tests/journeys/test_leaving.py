"""Leaving in a hurry (T4, T5): somebody comes into the room."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.journeys.conftest import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def weather(page: Page) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(body="<title>Weather</title><h1>Sunny</h1>", content_type="text/html")

    await page.route("https://www.weather.gov/**", answer)


@pytest.mark.parametrize("way", ["button", "keys"])
async def test_the_page_is_gone_and_back_leads_to_the_sign_in(signed_in: SignedIn, way: str) -> None:
    ana = await signed_in("ana")
    ana.demo.cookies.pop("ana", None)  # this sign-in is about to end
    await weather(ana.page)
    await ana.enter("Jon")
    await ana.live()
    await ana.page.locator("#text").press_sequentially("I wanted to say")
    if way == "button":
        await ana.page.get_by_role("button", name="Leave fast").click()
    else:
        for _ in range(3):
            await ana.page.keyboard.press("Escape")
    await expect(ana.page.locator("h1")).to_have_text("Sunny")
    await ana.page.go_back()
    await expect(ana.page.locator("#id_login")).to_be_visible()
    await expect(ana.page.locator("body")).not_to_contain_text("Jon")
