"""A short video goes from a phone to the other parent, who watches it; what it told of the place is gone (S28)."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import PHONE, Demo, SignedIn
from tests.servers import manage
from tests.videos import PLACE, clip, turned

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def test_a_video_from_a_phone(demo: Demo, signed_in: SignedIn, tmp_path: Path) -> None:
    """Chosen, sent in pieces, made safe, described, sent, watched by the other with what it shows as its name."""
    film = tmp_path / "IMG_0002.MOV"
    film.write_bytes(turned(clip(640, 360, 3, kind="mov"), 90))
    assert PLACE.encode() in film.read_bytes()
    ana, brianna = await signed_in("ana", viewport=PHONE), await signed_in("brianna", viewport=PHONE)
    await ana.enter("Macia")
    await brianna.enter("Macia")
    for one in (ana, brianna):
        await one.live()

    await ana.page.set_input_files("#add-photo input", film)
    tray = ana.page.locator("#tray li")
    await expect(tray.locator(".state")).to_have_text("Making it safe…", timeout=30_000)
    await expect(ana.page.locator("#tray .heard")).to_contain_text("keeps its sound")
    await ana.write("She can ride")
    await expect(ana.page.locator("#composer-error")).to_contain_text("when everything in it is ready")
    await asyncio.to_thread(manage, demo.environment, "work", "--once")
    line = brianna.page.locator(".line", has_text="She can ride")
    video = line.locator("video")
    await expect(video).to_have_attribute("aria-label", "Video from Ana", timeout=30_000)
    await expect(ana.page.locator("#tray")).to_be_hidden()

    assert await video.evaluate("video => [video.controls, video.preload, video.autoplay]") == [True, "none", False]
    poster = await brianna.context.request.get(f"{demo.url}{await video.get_attribute('poster')}")
    assert (await poster.body()).startswith(b"\xff\xd8\xff")
    sent = await brianna.context.request.get(await video.evaluate("video => video.src"))
    body = await sent.body()
    assert body[4:8] == b"ftyp" and PLACE.encode() not in body
    part = await brianna.context.request.get(await video.evaluate("video => video.src"), headers={"Range": "bytes=0-1"})
    assert part.status == 206 and await part.body() == body[:2]
    await video.scroll_into_view_if_needed()
    await video.focus()
    await brianna.page.keyboard.press("Space")
    await expect(video).to_have_js_property("paused", False)
    await expect(video).not_to_have_js_property("currentTime", 0)
    assert await video.evaluate("video => video.videoWidth < video.videoHeight")

    await ana.page.reload()
    await ana.live()
    mine = ana.page.locator(".line", has_text="She can ride")
    await expect(mine.locator("video")).to_have_count(1)
    await mine.locator("details.actions summary").click()
    await mine.locator("[data-act=retract]").click()
    await expect(brianna.page.locator(".line video")).to_have_count(0)
    for one in (ana, brianna):
        assert one.strays == [] and one.faults == []


async def test_a_video_that_is_none(demo: Demo, signed_in: SignedIn, tmp_path: Path) -> None:
    """What cannot be made is said in plain words, and the words of the message are still there."""
    film = tmp_path / "broken.mp4"
    film.write_bytes(clip()[:6_000])
    ana = await signed_in("ana", viewport=PHONE)
    await ana.enter("Gladys")
    await ana.live()
    await ana.page.set_input_files("#add-photo input", film)
    await expect(ana.page.locator("#tray .state")).to_have_text("Making it safe…", timeout=30_000)
    await asyncio.to_thread(manage, demo.environment, "work", "--once")
    await expect(ana.page.locator("#tray .state")).to_contain_text("could not open this video", timeout=30_000)
    await ana.write("Never mind")
    await expect(ana.page.locator("#composer-error")).to_contain_text("did not work")
    await ana.page.locator("#tray button").click()
    await ana.page.locator("#composer button[type=submit]").click()
    await ana.sees("Never mind")
