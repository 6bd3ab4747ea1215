"""A member asks for help; the desk sees it live, the answer comes live, and a second look is asked for (S54, S60)."""

import pytest
from playwright.async_api import expect

from tests.journeys.barriers import barriers
from tests.journeys.conftest import DESKTOP, SignedIn
from tests.journeys.test_talk import open_menu

pytestmark = [pytest.mark.browser, pytest.mark.servers]

LINE = "I will be there when I can, as always"
HELP = "I would like a fixed time for Gladys"


async def test_help_is_asked_for_seen_answered_and_looked_at_again(signed_in: SignedIn) -> None:
    wendy, francisco = await signed_in("wendy"), await signed_in("francisco")
    tianna = await signed_in("tianna", viewport=DESKTOP)
    await wendy.enter("Gladys")
    await francisco.enter("Gladys")
    await tianna.open("/desk/flags/")
    for one in (wendy, francisco, tianna):
        await one.live()
    await francisco.write(LINE)
    await wendy.sees(LINE)

    menu = await open_menu(wendy.page, LINE)
    await menu.get_by_role("link", name="I need help with this").click()
    await expect(wendy.page.locator("blockquote")).to_contain_text(LINE)
    found = await barriers(wendy.page)
    await wendy.page.locator("textarea[name=text]").fill(HELP)
    await wendy.page.get_by_role("button", name="Send to staff").click()
    asked = wendy.page.locator("article.matter", has_text=HELP)
    await expect(asked).to_contain_text("waiting")
    await wendy.live()

    row = tianna.page.locator("#flags .flag", has_text=HELP)
    await expect(row).to_be_visible()
    await expect(tianna.page.locator("#flag-count .chip")).to_be_visible()
    found += await barriers(tianna.page)
    await row.get_by_role("button", name="I look at it").click()
    await expect(tianna.page.locator(".meant")).to_contain_text(LINE)
    found += await barriers(tianna.page)

    await tianna.page.locator("#to_reporter").fill("We set a time together on Friday.")
    await tianna.page.locator("#to_author").fill("Could we set a time that works for you?")
    await tianna.page.get_by_role("button", name="Settle and tell").click()
    await expect(tianna.page.locator("main")).to_contain_text("We solve it together")
    await expect(asked).to_contain_text("We set a time together on Friday.")

    news = francisco.page.locator("#told-news")
    await expect(news).to_be_visible()
    await news.get_by_role("link").click()
    told = francisco.page.locator("article.matter", has_text="Could we set a time that works for you?")
    await expect(told).not_to_contain_text("Wendy")
    await told.locator("summary").click()
    await told.locator("textarea").fill("My shifts change each week.")
    await told.get_by_role("button", name="Ask for a second look").click()
    await expect(told).to_contain_text("a second look is on its way")
    found += await barriers(francisco.page)

    await tianna.open("/desk/flags/")
    await expect(tianna.page.locator("#flags .flag", has_text=HELP)).to_contain_text("a second look is asked for")
    await tianna.page.locator("#flags .flag", has_text=HELP).get_by_role("link", name="Open").click()
    await tianna.page.get_by_role("link", name="Choose a step").click()
    found += await barriers(tianna.page)
    assert found == []
    for one in (wendy, francisco, tianna):
        assert one.strays == [] and one.faults == []
