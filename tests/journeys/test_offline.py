"""Nothing that was written is lost: offline, over a reload, and sent once (P2, P12)."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def test_a_phone_goes_offline_writes_reloads_and_comes_back(signed_in: SignedIn) -> None:
    samara = await signed_in("samara")
    brianna = await signed_in("brianna", viewport=DESKTOP)
    await samara.enter("Jaylan")
    await brianna.enter("Jaylan")
    await samara.live()
    await brianna.live()

    await samara.context.set_offline(True)
    await samara.page.locator("#connection").wait_for(state="visible")
    await samara.write("Written under the bridge")
    await expect(samara.page.locator("#waiting")).to_contain_text("Written under the bridge")

    await samara.context.set_offline(False)
    await samara.page.reload()
    await brianna.sees("Written under the bridge")
    await expect(samara.page.locator("#waiting li")).to_have_count(0)
    await expect(samara.page.locator("#log .say", has_text="Written under the bridge")).to_have_count(1)
    await expect(brianna.page.locator("#log .say", has_text="Written under the bridge")).to_have_count(1)


async def test_what_is_for_one_reader_alone_waits_for_their_phone(signed_in: SignedIn) -> None:
    """A private note, and an answer to a message that was held, come when the line is up again, without a reload."""
    ana = await signed_in("ana")
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = await ana.enter("Gladys")
    await ana.live()
    await ana.write("I'm going to kill you")
    await expect(ana.page.locator("#held li")).to_contain_text("Waiting for Tianna")

    await ana.context.set_offline(True)
    await ana.page.locator("#connection").wait_for(state="visible")
    await tianna.open(f"/desk/rooms/{room}/held/")
    await tianna.page.locator("textarea[name=answer]").first.fill("Call me, and we find words together")
    await tianna.page.get_by_role("button", name="Do not send it").first.click()
    await tianna.open(f"/desk/rooms/{room}/notes/")
    await tianna.page.get_by_label("Ana", exact=True).check()
    await tianna.page.locator("#id_text").fill("I am here until six today")
    await tianna.page.get_by_role("button", name="Send the note").click()
    await tianna.page.locator(".whisper", has_text="until six").wait_for()

    await ana.context.set_offline(False)
    await expect(ana.page.locator("#whispers")).to_contain_text("I am here until six today")
    await expect(ana.page.locator("#held li")).to_contain_text("Call me, and we find words together")
    await expect(ana.page.locator("#held form")).to_have_count(0)
    assert ana.strays == [] and ana.faults == []
