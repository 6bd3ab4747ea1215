"""Signing in with a passkey on a phone, and coming back after the phone is lost (T4, W20)."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, Demo
from tests.servers import demo_environment, manage, prepare, serving

pytestmark = [pytest.mark.browser, pytest.mark.servers]

FRESH = "a window seat and a blue kite"
READER: dict[str, Any] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that asks of everybody what production asks."""
    environment = demo_environment(tmp_path_factory.mktemp("strict"), STAFF_MFA="1", STEP_UP="1")
    prepare(environment)
    listed = json.loads(manage(environment, "demo", "--list", "--json"))
    with serving(environment) as server:
        yield Demo(server, environment, {one["email"].split("@")[0]: one for one in listed})
        assert "Traceback" not in server.log.read_text(), "the server's log holds a traceback"


@dataclass
class Device:
    """Somebody's phone or computer, whose finger print reader always knows them."""

    demo: Demo
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    async def open(self, path: str) -> None:
        await self.page.goto(f"{self.demo.url}{path}")

    async def arrives(self, path: str) -> None:
        await self.page.wait_for_url(f"{self.demo.url}{path}")

    async def sign_in(self, who: str, password: str = "") -> None:
        person = self.demo.people[who]
        await self.open("/accounts/login/")
        await self.page.locator("#id_login").fill(person["email"])
        await self.page.locator("#id_password").fill(password or person["password"])
        await self.page.locator("#id_password").press("Enter")

    async def add_passkey(self) -> None:
        await self.open("/accounts/2fa/passkeys/add/")
        await self.page.locator("form.passkey button").click()
        await expect(self.page.locator(".codes li")).to_have_count(10)

    async def press(self) -> None:
        """The page's main button."""
        await self.page.locator("main form button.main").first.click()


NewDevice = Callable[..., Awaitable[Device]]


@pytest.fixture
async def device(strict: Demo, browser: Browser) -> AsyncIterator[NewDevice]:
    """`await device()`: a new one, with passkeys of its own."""
    made: list[Device] = []

    async def new(viewport: dict[str, int] = PHONE) -> Device:
        context = await browser.new_context(viewport=viewport)
        page = await context.new_page()
        one = Device(strict, context, page)
        context.on("weberror", lambda error: one.faults.append(str(error.error)))
        keys = await context.new_cdp_session(page)
        await keys.send("WebAuthn.enable")
        await keys.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
        made.append(one)
        return one

    yield new
    for one in made:
        assert not one.faults
        await one.context.close()


async def test_a_passkey_and_then_a_lost_phone(device: NewDevice, strict: Demo) -> None:
    """Samara adds a passkey, signs in with it, loses the phone, and is let back in by her social worker."""
    phone, other = await device(), await device()
    await phone.sign_in("samara")
    await phone.arrives("/")
    await phone.add_passkey()
    await phone.open("/accounts/logout/")
    await phone.press()
    await phone.page.locator("form.passkey button").click()
    await phone.arrives("/")

    # With the password alone nobody gets in any more.
    await other.sign_in("samara")
    await other.arrives("/accounts/2fa/authenticate/")

    office = await device(DESKTOP)
    await office.sign_in("tianna")
    await office.arrives("/accounts/2fa/")
    await office.open("/desk/")
    await office.arrives("/accounts/2fa/")
    await office.add_passkey()
    await office.open(f"/desk/rooms/{strict.people['samara']['rooms'][0]}/people/")
    card = office.page.locator("li.person", has_text="Samara")
    await card.get_by_role("link", name="Cannot sign in?").click()
    await office.page.locator("#id_reason").fill("She sits in front of me")
    await office.press()
    code = await office.page.locator(".big-code").inner_text()

    await other.open("/accounts/recover/")
    await other.page.locator("#id_login").fill(strict.people["samara"]["email"])
    await other.page.locator("#id_code").fill(code.lower())
    await other.page.locator("#id_password1").fill(FRESH)
    await other.page.locator("#id_password2").fill(FRESH)
    await other.press()
    await other.arrives("/accounts/login/")
    await other.sign_in("samara", FRESH)
    await expect(other.page.locator(".account-news")).to_be_visible()

    # The lost phone: signed out, and its passkey opens nothing.
    await phone.open("/")
    await phone.arrives("/accounts/login/?next=/")
    await phone.page.locator("form.passkey button").click()
    await expect(phone.page.locator("main")).to_contain_text("That did not fit")
    await phone.open("/settings/")
    await phone.arrives("/accounts/login/?next=/settings/")
