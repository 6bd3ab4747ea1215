"""Being told, from end to end: turned on in a browser, encrypted, shown by its worker, and a click (S29, P9)."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, async_playwright, expect

from tests.journeys.barriers import barriers
from tests.journeys.conftest import ARGUMENTS, PHONE, Demo, Hand, SignedIn, note_stray, sign_in
from tests.pushing import PushService, push_service
from tests.servers import ROOT, manage, stop

pytestmark = [pytest.mark.browser, pytest.mark.servers]

SECRET = "Jon has a loose tooth, ask Joshua"
WAIT = 60
"""Seconds within which somebody is told (P9)."""

VENDOR = """(device) => {
  // What a browser gets from its maker, which a test must not ask.
  const now = () => JSON.parse(sessionStorage.getItem("device") ?? "null") ?? device;
  const made = { get endpoint() { return now().endpoint; },
    unsubscribe: async () => { sessionStorage.removeItem("on"); return true; },
    toJSON: () => ({ endpoint: now().endpoint, keys: { p256dh: now().p256dh, auth: now().auth } }) };
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    sessionStorage.setItem("on", applicationServerKey); return made; };
  PushManager.prototype.getSubscription = async () => (sessionStorage.getItem("on") ? made : null);
}"""


@pytest.fixture
async def phone(demo: Demo, tmp_path: Path) -> AsyncIterator[BrowserContext]:
    """A browser that keeps things between visits and may show notifications."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path="/usr/bin/chromium", args=ARGUMENTS, viewport=PHONE,
            permissions=["notifications"],
        )  # fmt: skip
        yield context
        await context.close()


AS_TOLD = """
from moderation.services import reminders
from rooms.models import Notification, Room
from rooms.services.notifications import start_from_here
reminders.remind()
for room in Room.objects.all():
    start_from_here(room)
Notification.objects.all().delete()
"""
"""What other journeys said before this one is no news: no worker was there to tell of it."""


@contextmanager
def worker(demo: Demo) -> Iterator[None]:
    """The worker of the demo, from now on."""
    manage = [sys.executable, "manage.py", "shell", "--command", AS_TOLD]
    subprocess.run(manage, cwd=ROOT, env=demo.environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "manage.py", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env=demo.environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        stop(process, signal.SIGTERM)


async def turned_on(demo: Demo, context: BrowserContext, service: PushService, who: str) -> Hand:
    """Sign in, take the quiet hours away, turn notices on."""
    await context.add_init_script(f"({VENDOR})({json.dumps(service.device(who))})")
    hand = Hand(demo, context, context.pages[0], [], [])
    context.on("request", lambda request: note_stray(demo, request.url, hand.strays))
    context.on("weberror", lambda error: hand.faults.append(str(error.error)))
    await sign_in(hand, who)
    await hand.open("/settings/")
    await hand.page.get_by_role("link", name="Choose how we tell you").click()
    await expect(hand.page.get_by_text("Notices are off on this device.")).to_be_visible()
    await hand.page.get_by_label("No notices at night").uncheck()
    await hand.page.get_by_role("button", name="Save", exact=True).click()
    await expect(hand.page.get_by_text("Your choices are saved.")).to_be_visible()
    await hand.page.get_by_role("button", name="Turn on notices").click()
    await expect(hand.page.get_by_text("Notices are on for this device.")).to_be_visible()
    return hand


async def came(service: PushService, count: int) -> None:
    """Wait until so many pushes came in."""
    async with asyncio.timeout(WAIT):
        while len(service.pushes) < count:
            await asyncio.sleep(0.05)


async def deliver(hand: Hand, payload: bytes) -> None:
    """Do what the browser's maker does with a push once it is undone."""
    line = await hand.context.new_cdp_session(hand.page)
    registered = asyncio.get_running_loop().create_future()
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda found: registered.done() or [registered.set_result(one) for one in found["registrations"][:1]],
    )
    await line.send("ServiceWorker.enable")
    registration = await asyncio.wait_for(registered, WAIT)
    await line.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": hand.demo.url, "registrationId": registration["registrationId"], "data": payload.decode()},
    )


async def shown_on(hand: Hand) -> dict[str, object]:
    """The one notification that is on the screen, as soon as it is."""
    async with asyncio.timeout(WAIT):
        while not (shown := await hand.page.evaluate(SHOWN)):
            await asyncio.sleep(0.05)
    [one] = shown
    return one


SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data }));
}"""
CLICK = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


CHANGE = """([before, { endpoint, p256dh, auth }]) => {
  const event = new ExtendableEvent("pushsubscriptionchange");
  const newSubscription = { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  self.dispatchEvent(Object.assign(event, { oldSubscription: { endpoint: before }, newSubscription }));
}"""


async def comes_in_at(demo: Demo, who: str, service: PushService, path: str) -> None:
    """A test that whoever runs the server sends comes in at this address, as soon as the server knows it."""
    async with asyncio.timeout(WAIT):
        while not any(push.path == path for push in service.pushes):
            await asyncio.to_thread(manage, demo.environment, "send_test_push", demo.people[who]["email"])


async def test_a_message_reaches_a_phone_and_a_click_opens_its_room(
    demo: Demo, phone: BrowserContext, signed_in: SignedIn
) -> None:
    with push_service() as service, worker(demo):
        wendy = await turned_on(demo, phone, service, "wendy")
        found = await barriers(wendy.page)
        joshua = await signed_in("joshua")
        room_id = await joshua.enter("Jon")
        await joshua.live()
        await joshua.write(SECRET)
        await joshua.sees(SECRET)
        await came(service, 1)
        [push] = service.pushes
        for word in ("Jon", "Joshua", "Wendy", "tooth", room_id):
            assert word not in push.raw.decode() and word not in str(push.headers)
        await deliver(wendy, push.raw)
        assert await shown_on(wendy) == {
            "title": "Coparenting",
            "body": "New activity in Coparenting",
            "tag": "news",
            "data": {"url": push.payload["url"]},
        }
        [at_work] = phone.service_workers
        await at_work.evaluate(CLICK)
        await wendy.page.wait_for_url(f"**/rooms/{room_id}/")
        await wendy.sees(SECRET)
        await wendy.reads_to_the_end()
        line = joshua.page.locator("#log .line.mine", has_text=SECRET)
        await expect(line.locator(".seen")).to_contain_text("Wendy")
        await line.locator(".actions summary").click()
        await line.get_by_role("link", name="A quién le llegó").click()
        await expect(joshua.page.locator(".reached li", has_text="Wendy")).to_contain_text("Visto")
        found += await barriers(joshua.page)
        await wendy.open("/reach/phone/")
        found += await barriers(wendy.page)
        renewed = service.device("renewed")
        await wendy.page.evaluate("(device) => sessionStorage.setItem('device', JSON.stringify(device))", renewed)
        await at_work.evaluate(CHANGE, [f"{service.url}/wendy", renewed])
        await comes_in_at(demo, "wendy", service, "/renewed")
        await wendy.open("/reach/")
        await wendy.page.get_by_role("button", name="Turn off on this device").click()
        await expect(wendy.page.get_by_text("Notices are off on this device.")).to_be_visible()
    assert found == [] and wendy.strays == [] and wendy.faults == [] and joshua.faults == []


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"


async def test_quiet_hours_a_pause_and_the_home_screen(demo: Demo, signed_in: SignedIn) -> None:
    """S29, S51: choices hold; an Android phone offers to install, an iPhone is told what to do first."""
    brianna = await signed_in("brianna")
    page = await brianna.open("/reach/")
    await page.locator("html.live").wait_for(state="attached")
    await page.get_by_label("From").fill("22:30")
    await page.get_by_label("Until", exact=True).fill("06:15")
    await page.get_by_label("Notes").check()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Your choices are saved.")).to_be_visible()
    await expect(page.get_by_label("From")).to_have_value("22:30")
    await expect(page.get_by_label("Until", exact=True)).to_have_value("06:15")
    room = page.get_by_role("form", name="Macia", exact=True)
    await room.get_by_label("Tell me of").select_option("asked")
    await room.get_by_label("Pause notices of this room").select_option("morning")
    await room.get_by_role("button").click()
    await expect(room.get_by_label("Tell me of")).to_have_value("asked")
    await expect(room.get_by_label("Pause notices of this room")).to_have_value("keep")
    found = await barriers(page)

    named = await page.evaluate("fetch('/manifest.webmanifest').then((answer) => answer.json())")
    assert named["name"] == "Notes"
    await page.locator("html.live").wait_for(state="attached")
    await page.evaluate(
        "dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt() { document.title = 'asked' } }))"
    )
    await page.get_by_role("button", name="Put this on my home screen").click()
    await expect(page).to_have_title("asked")

    iphone = await signed_in("brianna", user_agent=IPHONE)
    await iphone.context.add_init_script("delete window.PushManager")
    await iphone.open("/reach/")
    await expect(iphone.page.get_by_text("add this site to the home screen first")).to_be_visible()
    await expect(iphone.page.get_by_role("button", name="Turn on notices")).to_be_hidden()
    assert found == [] and brianna.strays == [] and brianna.faults == [] and iphone.faults == []
