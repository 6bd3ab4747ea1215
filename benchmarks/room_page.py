"""What the room page costs a phone: `python -m benchmarks.room_page`.

The demo families on SQLite, our own server process, Chromium with a slow line (400 kbit/s, 400 ms) and a processor four
times slower than this one. No proxy: over HTTP/2 the many small files cost fewer round trips.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.servers import Server, demo_environment, manage, prepare, serving

SLOW_3G: Final = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOW_DOWN: Final = 4
CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

PAINTED_AND_PARSED: Final = """
() => Math.max(
  performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity,
  performance.getEntriesByType("navigation")[0].domInteractive,
)
"""

Row = tuple[str, str]


def measure(server: Server, environment: dict[str, str]) -> Iterator[Row]:
    """A parent opens a room on a new phone, then once more."""
    people = json.loads(manage(environment, "demo", "--list", "--json"))
    ana = next(person for person in people if person["email"].startswith("ana"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        cookies = sign_in(browser, server, ana)
        context = browser.new_context()
        context.add_cookies(cookies)
        page = context.new_page()
        weight = Weight(context.new_cdp_session(page))
        for label in ("first visit", "next visit"):
            weight.forget()
            usable, live = open_room(page, weight, f"{server.url}/rooms/{ana['rooms'][0]}/")
            yield f"{label}: over the wire", f"{weight.bytes / 1000:.1f} kB in {weight.requests} requests"
            yield f"{label}: can be read and written in", f"{usable:.2f} s"
            yield f"{label}: live", f"{live:.2f} s"
        browser.close()


def sign_in(browser: Browser, server: Server, person: dict[str, str]) -> Any:
    """In a context of its own, so that nothing is cached for the measurement."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/accounts/login/")
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{server.url}/")
    cookies = context.cookies()
    context.close()
    return cookies


class Weight:
    """Makes line and processor slow, counts what comes over the wire (headers included), and hears the first frame."""

    def __init__(self, session: CDPSession) -> None:
        self.forget()
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketFrameReceived", self._heard)

    def forget(self) -> None:
        self.bytes, self.requests = 0.0, 0
        self.live_at = 0.0

    def _heard(self, event: dict[str, float]) -> None:
        self.live_at = self.live_at or time.monotonic()

    def _finished(self, event: dict[str, float]) -> None:
        self.bytes += event["encodedDataLength"]
        self.requests += event["encodedDataLength"] > 0


def open_room(page: Page, weight: Weight, address: str) -> tuple[float, float]:
    """Seconds until the page can be written in (its form posts without any script), and until its socket speaks."""
    began = time.monotonic()
    page.goto(address, wait_until="domcontentloaded")
    usable = float(page.evaluate(PAINTED_AND_PARSED)) / 1000
    while not weight.live_at:
        page.wait_for_timeout(20)
    live = weight.live_at - began
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    return usable, live


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="coparenting-bench-") as folder:
        environment = demo_environment(Path(folder))
        prepare(environment)
        with serving(environment) as server:
            rows = list(measure(server, environment))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"room page, {name.ljust(width)}  {value}")


if __name__ == "__main__":
    main()
