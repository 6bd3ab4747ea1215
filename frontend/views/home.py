"""Home: my rooms, and what is new in them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from frontend.actor import actor
from frontend.pagedata import home_data
from frontend.scripts import modules
from frontend.when import greeting
from moderation import desk
from moderation.queries import shared_papers
from rooms import codes, queries
from rooms.given import had_any
from rooms.models import Invitation, Person
from rooms.queries.survey import asked_of
from rooms.services import joining


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """My rooms, and the next step of whoever is coming into one. Staff without a room of their own find their desk."""
    person = actor(request)
    cards = queries.home(person)
    if not cards and desk.has_desk(person):
        return redirect("desk")
    context = {
        "cards": cards,
        **_at_the_door(person),
        **_given(person),
        "open": any(not card.paused for card in cards),
        "news": any(card.unread for card in cards),
        "waiting": any(card.waits.count or card.waits.sick for card in cards),
        "survey_room": asked_of(person),
        "greeting": greeting(),
        "first_name": person.name.split(" ")[0],
        "data": home_data(cards),
        "modules": modules("home"),
    }
    return render(request, "frontend/home.html", context)


def _given(person: Person) -> dict[str, Any]:
    """What was shared with somebody who has no part in a room; whether that is over."""
    found = shared_papers.mine(person)
    return {"given": found, "given_over": not found and had_any(person)}


def _at_the_door(person: Person) -> dict[str, Any]:
    """The card that they took and have not come in with yet; the number to read out while staff has not let them in."""
    found = joining.taken_by(person)
    waits = found is not None and found.state == Invitation.State.WAITING
    return {"at_the_door": found, "number": codes.check_number(found.public_id, person.pk) if found and waits else ""}
