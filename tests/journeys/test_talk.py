"""A family talks live, on the record, while the desk watches (S1, S53)."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def test_two_parents_talk_while_the_desk_watches(signed_in: SignedIn) -> None:
    """The main job: a birth parent on a phone, a foster parent on a laptop, the social worker at her desk."""
    ana = await signed_in("ana")
    wendy = await signed_in("wendy", viewport=DESKTOP)
    tianna = await signed_in("tianna", viewport=DESKTOP)
    await ana.enter("Jon")
    await wendy.enter("Jon")
    await tianna.open("/desk/")
    for one in (ana, wendy, tianna):
        await one.live()
    await expect(ana.page.locator("#here")).to_contain_text("Wendy")

    await ana.page.locator("#text").press_sequentially("Did he")
    await expect(wendy.page.locator("#typing")).to_contain_text("Ana")
    await ana.write("Did he sleep with the blanket?")
    await wendy.sees("Did he sleep with the blanket?")
    await expect(tianna.room_of("Jon").locator(".last")).to_contain_text("the blanket?")

    await tianna.enter("Jon", desk=True)
    await expect(ana.page.locator("#observing-light")).to_be_visible()
    await wendy.write("All night, with one foot outside.")
    await ana.sees("All night, with one foot outside.")
    await tianna.sees("All night, with one foot outside.")
    await expect(ana.page.locator(".mine .seen").last).to_contain_text("Wendy")

    await tianna.write("Thank you both for writing this down.")
    await ana.sees("Thank you both for writing this down.")
    line = ana.page.locator(".line", has_text="Thank you both for writing this down.")
    await expect(line).to_contain_text("social worker")
    for one in (ana, wendy, tianna):
        assert one.strays == [] and one.faults == []


async def test_changing_ones_mind(signed_in: SignedIn) -> None:
    """Reply, react, change and take back; the others see it at once, and only the desk sees what it was."""
    brianna = await signed_in("brianna", viewport=DESKTOP)
    ana = await signed_in("ana", viewport=DESKTOP)
    tianna = await signed_in("tianna", viewport=DESKTOP)
    await brianna.enter("Macia")
    await ana.enter("Macia")
    await tianna.enter("Macia", desk=True)
    for one in (brianna, ana, tianna):
        await one.live()
    await brianna.write("She red a whole book today")
    await ana.sees("She red a whole book today")

    await act(brianna.page, "She red a whole book today", "edit")
    await brianna.page.locator("#text").fill("She read a whole book today")
    await brianna.page.locator("#composer button[type=submit]").click()
    await ana.sees("She read a whole book today")
    await expect(ana.page.locator("#log")).not_to_contain_text("She red a")
    await expect(tianna.page.locator(".line", has_text="She read a whole book")).to_contain_text("She red a whole book")

    await act(ana.page, "She read a whole book today", "reply")
    await ana.write("Which book was it, the one with the otter?")
    reply = brianna.page.locator(".line", has_text="Which book was it, the one with the otter?")
    await expect(reply.locator(".reply-quote")).to_contain_text("She read a whole book today")

    menu = await open_menu(ana.page, "She read a whole book today")
    await menu.locator("[data-act=react][data-emoji='🎉']").click()
    line = brianna.page.locator(".line", has_text="She read a whole book today").first
    await expect(line.locator(".reaction[data-emoji='🎉']")).to_contain_text("1")

    await act(ana.page, "Which book was it, the one with the otter?", "retract")
    await expect(brianna.page.locator("#log")).not_to_contain_text("Which book was it, the one with the otter?")


async def test_a_starter_fills_the_page_and_can_be_changed(signed_in: SignedIn) -> None:
    """S14."""
    samara = await signed_in("samara")
    await samara.enter("Jaylan")
    await samara.live()
    await samara.page.locator("#starters summary").click()
    idea = samara.page.locator("[data-starter]").first
    words = str(await idea.get_attribute("data-starter"))
    await idea.click()
    await expect(samara.page.locator("#text")).to_have_value(re.compile(re.escape(words.strip()[:20])))


async def test_older_messages_come_on_scroll(signed_in: SignedIn) -> None:
    francisco = await signed_in("francisco", viewport=DESKTOP)
    await francisco.enter("Gladys")
    await francisco.live()
    first = await francisco.page.locator("#log [data-seq]").first.get_attribute("data-seq")
    await francisco.page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
    await francisco.page.wait_for_function(
        "first => Number(document.querySelector('#log [data-seq]').dataset.seq) < first", arg=int(str(first))
    )


async def open_menu(page: Page, text: str) -> Locator:
    """Open the actions of a line."""
    line = page.locator(".line", has_text=text).first
    await line.hover()
    await line.locator("details.actions summary").click()
    return line.locator("details.actions")


async def act(page: Page, text: str, name: str) -> None:
    """Choose one action of a line."""
    menu = await open_menu(page, text)
    await menu.locator(f"[data-act={name}]").click()


async def test_the_room_opens_in_its_place(signed_in: SignedIn) -> None:
    """Header, conversation and the place to write fill the screen and stay there, whatever line one comes to."""
    joshua = await signed_in("joshua")
    await joshua.enter("Jon")
    await joshua.live()
    await joshua.open(f"{joshua.page.url.removeprefix(joshua.demo.url).split('#')[0]}#m2")
    overflow = await joshua.page.evaluate(
        "[document.documentElement.scrollTop, document.documentElement.scrollHeight - innerHeight]"
    )
    assert overflow == [0, 0]
