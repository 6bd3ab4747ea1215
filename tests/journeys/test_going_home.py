"""The way home on phones: two sides write one plan, the worker approves it at the desk, both see it (S65, S66)."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from tests.journeys.barriers import barriers
from tests.journeys.conftest import PHONE, Hand, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def plan_of(hand: Hand, child: str, *, desk: bool = False) -> Page:
    """The page of the way home, from the room."""
    room = await hand.enter(child, desk=desk)
    return await hand.open(f"{'/desk' if desk else ''}/rooms/{room}/going-home/")


async def test_a_plan_is_written_by_both_ticked_sent_and_approved(signed_in: SignedIn) -> None:
    """Ana plans a day, Brianna adds a step of her own, ticks one and sends; Tianna approves; Ana sees it (S65, S66)."""
    ana, brianna, tianna = [await signed_in(who, viewport=PHONE) for who in ("ana", "brianna", "tianna")]
    page = await plan_of(ana, "Macia")
    day = datetime.now(tz=UTC).date() + timedelta(days=20)
    step = page.locator("li.way-step", has_text="The first night at home")
    await step.locator("summary").click()
    await step.get_by_label("Day").fill(day.isoformat())
    await step.get_by_label("A few words").fill("her own bed, the hall light on")
    await step.get_by_role("button", name="Save").click()
    await expect(page.locator("li.way-step", has_text="her own bed, the hall light on")).to_contain_text("Brianna")

    other = await plan_of(brianna, "Macia")
    await expect(other.locator("ol.way-days")).to_contain_text("The first night at home")
    own = other.locator("section", has_text="Something is missing?")
    await own.get_by_label("A step of your own").fill("Both of us at the bus stop on the first school day")
    await own.get_by_role("button", name="Add the step").click()
    talk = other.locator("li.way-step", has_text="Tell our child together")
    await talk.get_by_role("button", name="Done").click()
    await expect(talk).to_have_class("entry way-step done")
    await other.get_by_role("button", name="Send the plan").click()
    await expect(other.get_by_role("heading", name="The plan is with Tianna")).to_be_visible()

    desk = await tianna.open("/desk/")
    row = desk.locator("li", has_text="A plan for the way home waits for you").filter(has_text="Macia")
    await row.get_by_role("link").click()
    await expect(desk.locator(".way-title", has_text="Both of us at the bus stop")).to_be_visible()
    await desk.get_by_label("Your words to them").fill("I can see both of you in it. Go on like this.")
    await desk.get_by_role("button", name="Approve the plan").click()
    for seen in (await plan_of(ana, "Macia"), await plan_of(brianna, "Macia")):
        await expect(seen.get_by_role("heading", name="The plan is approved")).to_be_visible()
        await expect(seen.get_by_text("I can see both of you in it.")).to_be_visible()
    await ana.enter("Macia")
    await expect(ana.page.locator("#log")).to_contain_text("approved the plan for the way home")
    assert not [one for hand in (ana, brianna, tianna) for one in (*hand.strays, *hand.faults)]


async def test_axe_finds_nothing_on_the_plan(signed_in: SignedIn) -> None:
    """A plan with words, days and an answer, light and dark (WCAG 2.2 AA)."""
    wendy = await signed_in("wendy", viewport=PHONE)
    page = await plan_of(wendy, "Gladys")
    await page.locator("li.way-step summary").first.click()
    assert await barriers(page) == []
