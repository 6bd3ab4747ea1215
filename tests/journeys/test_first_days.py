"""The first days of a placement, on a phone: the comfort call, called back and held; the icebreaker (S9 to S12)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Demo, Hand, SignedIn
from tests.servers import manage

pytestmark = [pytest.mark.browser, pytest.mark.servers]

NEW_ROOM = """
from django.utils import timezone
from rooms.models import Child, Household, Person, Placement, Role, Room
from rooms.services import memberships
from rooms.services.rooms import open_room
people = {name: Person.objects.get(email=f"{name}@demo.example") for name in ("samara", "wendy", "tianna")}
family, home = Room.objects.get(children__first_name="Jaylan").family, Household.objects.get(name="Chadwick")
child = Child.objects.create(family=family, first_name="Rosa")
Placement.objects.create(child=child, household=home, started_on=timezone.localdate(), started_at=timezone.now())
room = open_room(family=family, children=[child], household=home)
roles = {"samara": Role.BIRTH_PARENT, "wendy": Role.FOSTER_PARENT, "tianna": Role.SOCIAL_WORKER}
for name, role in roles.items():
    memberships.add(actor=None, room=room, person=people[name], role=role, shown_name=name.title(), sees_history=True)
print(room.public_id)
"""


def wall_clock(hours: int) -> str:
    """So many hours from now, as the demo's people type it."""
    return (datetime.now(ZoneInfo("America/Los_Angeles")) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


async def meeting(hand: Hand, room: str, name: str, *, desk: bool = False) -> None:
    """Open one meeting of the room from the page of all."""
    await hand.open(f"{'/desk' if desk else ''}/rooms/{room}/meetings/")
    await hand.page.locator("article.meeting", has_text=name).locator("h3 a").click()
    await expect(hand.page.locator("h1")).to_contain_text(name)


async def test_a_call_at_another_time_then_a_meeting_that_both_made_ready(demo: Demo, signed_in: SignedIn) -> None:
    """S9, S10, S11: asked to be called back, held, and the agenda of both is ticked off at the meeting."""
    room = manage(demo.environment, "shell", "-v", "0", "-c", NEW_ROOM).strip().splitlines()[-1]
    tianna, samara, wendy = [await signed_in(who) for who in ("tianna", "samara", "wendy")]

    await tianna.open("/desk/")
    await expect(tianna.page.locator("#today")).to_contain_text("A comfort call to set up")
    await meeting(tianna, room, "Comfort call", desk=True)
    await tianna.page.locator("#starts").fill(wall_clock(3))
    await tianna.page.get_by_text("through the social worker’s phone").click()
    await tianna.page.get_by_role("button", name="Set this time").click()

    await meeting(samara, room, "Comfort call")
    await expect(samara.page.locator("main")).to_contain_text("Wendy would like to call you on")
    await samara.page.get_by_text("Not ready yet? That is fine.").click()
    await samara.page.locator("#later-again").fill(wall_clock(20))
    await samara.page.get_by_role("button", name="Ask to be called another time").click()
    await expect(samara.page.locator("main")).to_contain_text("That is fine. We have passed it on.")

    await meeting(tianna, room, "Comfort call", desk=True)
    for topic in ("Bedtime", "What the child eats"):
        await tianna.page.locator("label.choice", has_text=topic).click()
    await tianna.page.locator(".taps label", has_text="We talked").click()
    await tianna.page.get_by_role("button", name="Keep how it went").click()
    await expect(tianna.page.locator("main")).to_contain_text("Wendy and Samara have talked.")

    for hand, words, point in (
        (wendy, "I am Wendy, and there is a garden.", "What she may help with"),
        (samara, "I am Samara. I keep lists.", "The allergy pen"),
    ):
        await meeting(hand, room, "Getting-to-know-you")
        await hand.page.locator("#intro-text").fill(words)
        await hand.page.get_by_role("button", name="Send it").click()
        await hand.page.locator("#add-text").fill(point)
        await hand.page.get_by_role("button", name="Add it").click()
    await expect(samara.page.locator("main")).to_contain_text("there is a garden")
    assert await samara.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    await meeting(tianna, room, "Getting-to-know-you", desk=True)
    for label in await tianna.page.locator("#list label.choice").all():
        await label.click()
    await tianna.page.get_by_role("button", name="Keep the ticks").click()
    await tianna.page.locator("#held-text").fill("A good hour. Everybody knows the pen now.")
    await tianna.page.get_by_role("button", name="Tick it off").click()
    await expect(tianna.page.locator("main")).to_contain_text("You all have met.")

    await meeting(wendy, room, "Getting-to-know-you")
    await expect(wendy.page.locator("main")).to_contain_text("Everybody knows the pen now.")
    await expect(wendy.page.locator("#list input:checked")).to_have_count(2)
    await wendy.open(f"/rooms/{room}/")
    await expect(wendy.page.locator("#log")).to_contain_text("asked to be called another time")
    assert not (wendy.faults or samara.faults or tianna.faults)
