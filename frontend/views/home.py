"""Home: my rooms, and what is new in them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from frontend.actor import actor
from frontend.pagedata import home_data
from frontend.scripts import modules
from frontend.when import greeting
from moderation import desk
from rooms import queries


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """My rooms. Staff who have no room of their own find their desk."""
    person = actor(request)
    cards = queries.home(person)
    if not cards and desk.has_desk(person):
        return redirect("desk")
    context = {
        "cards": cards,
        "open": any(not card.paused for card in cards),
        "news": any(card.unread for card in cards),
        "greeting": greeting(),
        "first_name": person.name.split(" ")[0],
        "data": home_data(cards),
        "modules": modules("home"),
    }
    return render(request, "frontend/home.html", context)
