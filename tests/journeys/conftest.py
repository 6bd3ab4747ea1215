"""A server with the demo families, and a browser in which its people are signed in."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright

from tests.servers import Server, demo_environment, manage, prepare, serving

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1320, "height": 900}


@dataclass(eq=False)
class Demo:
    """The running demo: its server, whom to sign in as, and their cookies once they have."""

    server: Server
    environment: dict[str, str]
    people: dict[str, dict[str, Any]]
    cookies: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One server for all journeys; each journey has people or a room of its own in it."""
    environment = demo_environment(tmp_path_factory.mktemp("demo"), PUSH_HOSTS="127.0.0.1")
    prepare(environment)
    listed = json.loads(manage(environment, "demo", "--list", "--json"))
    with serving(environment) as server:
        yield Demo(server, environment, {one["email"].split("@")[0]: one for one in listed})
        assert "Traceback" not in server.log.read_text(), "the server's log holds a traceback"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, as Debian packs it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        await browser.close()


@dataclass(eq=False)
class Hand:
    """A person with a device. `strays` are requests that left the site, `faults` errors of scripts."""

    demo: Demo
    context: BrowserContext
    page: Page
    strays: list[str]
    faults: list[str]

    async def open(self, path: str) -> Page:
        await self.page.goto(self.demo.url + path)
        return self.page

    async def enter(self, child: str, *, desk: bool = False) -> str:
        """Open the room of a child from the list; return its id."""
        await self.open("/desk/" if desk else "/")
        await self.room_of(child).locator("a").first.click()
        await self.page.locator("#log").wait_for()
        return str(await self.page.locator("body").get_attribute("data-room"))

    def room_of(self, child: str) -> Locator:
        """The room of one child in a list: not the one in which two homes plan for brothers and sisters."""
        return self.page.locator("[data-room]", has_text=child).filter(has_not_text=" & ")

    async def live(self) -> None:
        """Wait until the page's scripts are at work and nothing says that it is not connected."""
        await self.page.locator("html.live").wait_for(state="attached")
        connection = self.page.locator("#connection")
        if await connection.count():
            await connection.wait_for(state="hidden")

    async def write(self, text: str) -> None:
        await self.page.locator("#text").fill(text)
        await self.page.locator("#composer button[type=submit]").click()

    async def reads_to_the_end(self) -> None:
        """Scroll past what is new: however much that is, only what was before somebody's eyes counts as seen."""
        await self.live()
        await self.page.locator("#log").evaluate("(log) => { log.scrollTop = log.scrollHeight; }")

    async def sees(self, text: str) -> None:
        await self.page.locator("#log .say", has_text=text).first.wait_for()


SignedIn = Callable[..., Awaitable[Hand]]


@pytest.fixture
async def signed_in(demo: Demo, browser: Browser, tmp_path: Path) -> SignedIn:
    """`await signed_in("ana")`: a device in Ana's hand, on her home page."""

    async def open_as(who: str, *, viewport: dict[str, int] = PHONE, **options: Any) -> Hand:
        options = {"viewport": viewport, **options}
        if who in demo.cookies:
            context = await browser.new_context(storage_state=demo.cookies[who], **options)
        else:
            context = await browser.new_context(**options)
        strays: list[str] = []
        faults: list[str] = []
        context.on("request", lambda request: note_stray(demo, request.url, strays))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("dialog", lambda dialog: dialog.accept())
        hand = Hand(demo, context, await context.new_page(), strays, faults)
        if who not in demo.cookies:
            await sign_in(hand, who)
            demo.cookies[who] = {"cookies": await context.cookies(), "origins": []}
        else:
            await hand.open("/")
        return hand

    return open_as


def note_stray(demo: Demo, url: str, strays: list[str]) -> None:
    if not url.startswith((demo.url, demo.url.replace("http", "ws", 1), "data:", "blob:")):
        strays.append(url)


async def sign_in(hand: Hand, who: str) -> None:
    """Type e-mail and password, as a person does."""
    person = hand.demo.people[who]
    page = await hand.open("/accounts/login/")
    await page.locator("input[name=login]").fill(person["email"])
    await page.locator("input[name=password]").fill(person["password"])
    await page.locator("input[name=password]").press("Enter")
    await page.wait_for_url(lambda url: "/accounts/login" not in url)
