"""What stands in the way of somebody with a screen reader, or who sees little (WCAG 2.2 AA)."""

from typing import Final, Literal

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

SCHEMES: Final[tuple[Literal["dark", "light"], ...]] = ("dark", "light")


async def barriers(page: Page) -> list[str]:
    """What axe finds on the page, in dark and then in light, a line each.

    Motion is reduced first: a colour on its way to another is nobody's to read.
    """
    found = []
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = await Axe().run(page, options={"resultTypes": ["violations"]})
        found += [f"{page.url}: {one['id']} {one['nodes'][0]['html'][:90]}" for one in results.response["violations"]]
    return found
