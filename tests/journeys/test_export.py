"""The record leaves the house: made at the desk, checked by a clerk's Python and in a browser page, offline (P11)."""

import io
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.conftest import DESKTOP, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]

WHOLE = "WHOLE: no event was changed, added or removed."
SO_FAR = "WHOLE, if that fingerprint is the agency's: no event was changed, added or removed."
BROKEN = "BROKEN: do not rely on this record."


async def test_the_record_is_exported_hidden_in_part_and_verified(
    signed_in: SignedIn, browser: Browser, tmp_path: Path
) -> None:
    tianna = await signed_in("tianna", viewport=DESKTOP)
    room = await tianna.enter("Jaylan", desk=True)
    page = await tianna.open(f"/desk/rooms/{room}/export/")
    await page.get_by_label("Who gets it").fill("Juvenile court, department 4")
    await page.get_by_label("What for").fill("Review hearing")
    await page.get_by_role("button", name="Show the messages").click()
    await page.locator("#lines input").first.check()
    hidden = await page.locator("#lines input").first.get_attribute("value")
    await page.get_by_label("Why they are left out").fill("It speaks of somebody else")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Make the file").click()
    path = tmp_path / "record.zip"
    await (await download.value).save_as(path)
    await expect(page.locator("#made-so-far")).to_contain_text("Juvenile court, department 4")
    await expect(page.locator("[data-busy]")).to_be_hidden()
    await expect(page.get_by_role("button", name="Make the file")).to_be_enabled()

    samara = await signed_in("samara")
    await samara.open(f"/rooms/{room}/looks/")
    await expect(samara.page.locator("main")).to_contain_text("Review hearing")

    with ZipFile(path) as archive:
        archive.extractall(tmp_path / "record")
    done = subprocess.run(
        [sys.executable, "-I", "-S", tmp_path / "record" / "verify.py"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert f"event {hidden}: hidden, not changed. Hidden by Tianna" in done.stdout
    fingerprint = next(line for line in done.stdout.splitlines() if "signed with the key" in line).split()[-1]
    await in_a_browser(browser, tmp_path, path, fingerprint)


async def in_a_browser(browser: Browser, folder: Path, path: Path, fingerprint: str) -> None:
    """The page that came with the archive, opened from the disk, with no line to anywhere."""
    context = await browser.new_context(offline=True)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto((folder / "record" / "verify.html").as_uri())
    await chosen(page, [path], SO_FAR)
    await expect(page.locator("#found")).to_contain_text("hidden, not changed")
    await page.get_by_label("The fingerprint").fill("00" * 32)
    await page.get_by_label("The fingerprint").blur()
    await expect(page.locator("#found")).to_contain_text("signed by somebody else")
    await page.get_by_label("The fingerprint").fill(fingerprint)
    await chosen(page, sorted((folder / "record").iterdir()), WHOLE)
    await chosen(page, [tampered(path, folder)], BROKEN)
    await expect(page.locator("#found")).to_contain_text("record.jsonl, event 1: it was changed")
    await dropped(page, path)
    await expect(page.locator("#verdict")).to_have_text(WHOLE)
    (folder / "not.zip").write_text("PK nothing")
    await chosen(page, [folder / "not.zip"], BROKEN)
    assert faults == []
    await context.close()


async def chosen(page: Page, files: list[Path], verdict: str) -> None:
    await page.locator("#files").set_input_files(files)
    await expect(page.locator("#verdict")).to_have_text(verdict)


async def dropped(page: Page, path: Path) -> None:
    """Drag a file onto the page."""
    make = """bytes => {
        const all = new DataTransfer();
        all.items.add(new File([new Uint8Array(bytes)], "record.zip"));
        return all;
    }"""
    transfer = await page.evaluate_handle(make, list(path.read_bytes()))
    await page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})


def tampered(path: Path, folder: Path) -> Path:
    """The archive with another time on its first event."""
    changed, out = folder / "tampered.zip", io.BytesIO()
    with ZipFile(path) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace(b'"kind":"room.opened"', b'"kind":"room.closed"') if "jsonl" in name else data
            )
    changed.write_bytes(out.getvalue())
    return changed
