"""Learning together on a phone: a way is asked for, shown, kept and tried; a page of a journal stays its owner's."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import DESKTOP, Hand, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.servers]


async def goes_to(hand: Hand, path: str, *, desk: bool = False) -> None:
    room = await hand.enter("Jon", desk=desk)
    await hand.open(f"{'/desk' if desk else ''}/rooms/{room}/learning/{path}")


async def fits(hand: Hand) -> None:
    """Nothing is wider than the phone."""
    assert not await hand.page.evaluate("document.documentElement.scrollWidth > innerWidth")


async def test_a_way_is_asked_for_shown_kept_and_tried(signed_in: SignedIn) -> None:
    """S46: Joshua asks in Spanish, Wendy shows how, he keeps it and tells how it went; the room hears of each."""
    joshua, wendy = await signed_in("joshua"), await signed_in("wendy")
    question = "¿Cómo le hace para que suelte las llaves?"
    way = "Le cambio las llaves por una tarea, y él solito las suelta."
    await goes_to(joshua, "")
    await fits(joshua)
    ask = joshua.page.locator("#ask")
    await ask.locator("select").select_option("limits")
    await ask.locator("textarea").fill(question)
    await ask.get_by_role("button", name="Preguntar").click()
    await expect(joshua.page.locator("article.ask", has_text=question)).to_be_visible()

    await wendy.enter("Jon")
    await wendy.live()
    await wendy.page.locator("#log .item", has_text="asked: how do you do it?").last.click()
    card = wendy.page.locator("article.ask", has_text=question)
    await card.locator("textarea").fill(way)
    await card.get_by_role("button", name="Send the answer").click()
    await expect(wendy.page.locator(".answer", has_text=way)).to_be_visible()

    await goes_to(joshua, "")
    answer = joshua.page.locator(".answer", has_text=way)
    await answer.get_by_role("button", name="Guardar como algo que funciona").click()
    kept = joshua.page.locator("article.way", has_text=way)
    await expect(kept.locator("h3")).to_have_text("La manera de Wendy")
    await kept.locator("summary", has_text="Yo también lo probé").click()
    await kept.locator("label", has_text="Funcionó").click()
    await kept.locator("textarea").fill("Lo pensó un rato y me las dio.")
    await kept.get_by_role("button", name="Lo probamos").click()
    await expect(joshua.page.locator("article.way", has_text=way)).to_contain_text("Lo pensó un rato")
    await fits(joshua)

    await wendy.enter("Jon")
    await wendy.sees("Lo pensó un rato y me las dio.")
    for one in (joshua, wendy):
        assert one.strays == [] and one.faults == []


async def test_a_page_of_a_journal_is_its_owners_until_they_show_it(signed_in: SignedIn) -> None:
    """S5, S47: nowhere on Wendy's or Tianna's pages; then shown to Tianna, there alone, with a row in the list."""
    joshua, wendy = await signed_in("joshua"), await signed_in("wendy")
    tianna = await signed_in("tianna", viewport=DESKTOP)
    words = "Hoy pedí ayuda antes de enojarme, y no se lo conté a nadie."
    pages = ("", "ideas/", "sentences/", "lessons/", "places/", "journal/")
    await goes_to(joshua, "journal/")
    await fits(joshua)
    form = joshua.page.locator("#write")
    await form.locator("textarea").fill(words)
    await form.get_by_role("button", name="Guardar esta página").click()
    own = joshua.page.locator("article", has_text=words)
    await expect(own.locator(".chip")).to_have_text("Solo yo")
    for hand, desk in ((wendy, False), (tianna, True)):
        room = await hand.enter("Jon", desk=desk)
        assert words not in await hand.page.content()
        for path in pages:
            await hand.open(f"{'/desk' if desk else ''}/rooms/{room}/learning/{path}")
            assert words not in await hand.page.content()

    await own.locator("summary", has_text="Cambiar quién la ve").click()
    await own.locator("input[value=worker]").check()
    await own.get_by_role("button", name="Guardar", exact=True).first.click()
    await expect(own.locator(".chip")).to_contain_text("social y yo")
    await goes_to(tianna, "journal/", desk=True)
    shown = tianna.page.locator("article", has_text=words)
    await expect(shown.locator(".chip")).to_have_text("Shown to you alone")
    await tianna.enter("Jon", desk=True)
    assert words not in await tianna.page.content()
    await goes_to(wendy, "journal/")
    assert words not in await wendy.page.content()
    room = await joshua.enter("Jon")
    await joshua.open(f"/rooms/{room}/looks/")
    await expect(joshua.page.locator("main")).to_contain_text("leyó las páginas")
    for one in (joshua, wendy, tianna):
        assert one.strays == [] and one.faults == []
