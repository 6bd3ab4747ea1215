"""A photo of twelve megapixels goes from a phone to the others, small, and can be looked at (S13, D1)."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Route, expect

from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]

MOST = 300_000
"""Bytes of a photo on its way, however large it was on the phone."""


def camera_photo(path: Path) -> Path:
    """A busy picture of 4,032 by 3,024 points, as a phone's camera makes it: some megabytes, with a place in it."""
    small = Image.effect_mandelbrot((504, 378), (-2, -1.2, 1, 1.2), 60)
    busy = Image.merge("RGB", [small.rotate(turn).resize((4032, 3024)) for turn in (0, 90, 200)])
    picture = Image.blend(busy, Image.effect_noise((4032, 3024), 60).convert("RGB"), 0.25)
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "1420 North Elm Street"
    picture.save(path, "JPEG", quality=92, exif=exif)
    return path


WEIGH = """
window.sent = [];
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (body) {
  if (body instanceof FormData) for (const [, value] of body) if (value instanceof Blob) window.sent.push(value.size);
  return send.call(this, body);
};
"""
"""Notes how large each photo is as it goes out: the browser does not tell what is in a form to those who watch it."""


async def test_a_photo_from_a_phone(signed_in: SignedIn, tmp_path: Path) -> None:
    """Chosen, made small, described, sent, seen by the other, opened large, gone when taken back."""
    photo = camera_photo(tmp_path / "IMG_0001.jpg")
    assert photo.stat().st_size > 2_000_000
    ana, brianna = await signed_in("ana"), await signed_in("brianna", viewport=DESKTOP)
    await ana.context.add_init_script(WEIGH)
    await ana.enter("Macia")
    await brianna.enter("Macia")
    for one in (ana, brianna):
        await one.live()

    await ana.page.set_input_files("#add-photo input", [photo, photo])
    tray = ana.page.locator("#tray li")
    await expect(tray).to_have_count(2)
    await expect(tray.first.locator(".state")).to_have_text("Ready", timeout=30_000)
    await tray.nth(1).get_by_role("button").click()
    await expect(tray).to_have_count(1)
    await tray.get_by_role("textbox").fill("Colours that she mixed")
    await ana.write("From this morning")
    sent = await ana.page.evaluate("window.sent")
    assert len(sent) == 2 and 20_000 < max(sent) < MOST

    line = brianna.page.locator(".line", has_text="From this morning")
    small = line.get_by_role("img", name="Colours that she mixed")
    await expect(small).to_be_visible()
    await small.scroll_into_view_if_needed()
    await expect(small).to_have_js_property("complete", True)
    assert await small.evaluate("image => image.naturalWidth") in range(300, 481)
    await expect(ana.page.locator("#tray")).to_be_hidden()

    await small.click()
    large = brianna.page.locator("dialog img")
    await expect(large).to_be_visible()
    await large.evaluate("image => image.decode()")
    assert await large.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1200, 1600]
    bytes_ = await brianna.context.request.get(str(await large.evaluate("image => image.src")))
    shown = Image.open(BytesIO(await bytes_.body()))
    assert not shown.getexif() and b"Elm Street" not in await bytes_.body()
    await brianna.page.keyboard.press("Escape")
    await expect(brianna.page.locator("dialog")).to_have_count(0)

    await ana.page.reload()
    await ana.live()
    await expect(ana.page.get_by_role("img", name="Colours that she mixed")).to_be_visible()
    await ana.page.locator(".line", has_text="From this morning").locator("details.actions summary").click()
    await ana.page.locator(".line", has_text="From this morning").locator("[data-act=retract]").click()
    await expect(brianna.page.get_by_role("img", name="Colours that she mixed")).to_have_count(0)
    for one in (ana, brianna):
        assert one.strays == [] and one.faults == []


async def test_a_bad_line_and_a_wrong_file(signed_in: SignedIn, tmp_path: Path) -> None:
    """What fails is sent again by itself, as one photo; what we cannot take is said, and the words are still there."""
    photo = tmp_path / "small.png"
    Image.new("RGB", (300, 200), "teal").save(photo)
    ana = await signed_in("ana")
    await ana.enter("Gladys")
    await ana.live()
    tries: list[Any] = []

    async def stumble(route: Route) -> None:
        tries.append(route.request)
        await (route.abort() if len(tries) == 1 else route.continue_())

    await ana.page.route("**/files/", stumble)
    await ana.page.set_input_files("#add-photo input", photo)
    await expect(ana.page.locator("#tray .state")).to_contain_text("Waiting for the connection")
    await ana.write("The new shoes")
    await expect(ana.page.locator("#composer-error")).to_contain_text("when everything in it is ready")
    await ana.page.evaluate("dispatchEvent(new Event('online'))")
    line = ana.page.locator(".line", has_text="The new shoes")
    await expect(line.get_by_role("img")).to_have_count(1)
    assert len(tries) == 2

    wrong = tmp_path / "paper.pdf"
    wrong.write_bytes(b"%PDF-1.7 nothing")
    await ana.page.set_input_files("#add-photo input", wrong)
    await expect(ana.page.locator("#tray .state")).to_contain_text("A photo of each page works")
    await ana.write("The form")
    await expect(ana.page.locator("#composer-error")).to_contain_text("did not work")
    await ana.page.locator("#tray button").click()
    await ana.page.locator("#composer button[type=submit]").click()
    await ana.sees("The form")
    assert ana.faults == [] and re.search(r"/rooms/", ana.page.url)
