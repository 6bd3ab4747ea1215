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
