"""The way home: the plan that both sides write, tick and send, and that staff approve (S65, S66, S67)."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frontend import forms
from frontend.posting import posted
from frontend.preparing import help_for
from frontend.room_pages import Opened, done, opened, then
from frontend.room_pages import show as page
from frontend.seats import Seat
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page
from rooms.models import Event, HomeAsk, HomeStep
from rooms.queries import going_home as homes
from rooms.services import home

_WHO: Final = tuple(HomeStep.Who.values)


@require_safe
@login_required
def show(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """The plan, and once the child is home what follows."""
    return drawn(request, opened(request, room_id, seat))


@posted
def begin(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Begin the plan."""
    return do(request, room_id, seat, home.begin)


@posted
def add(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Write one more line into it."""
    return do(request, room_id, seat, home.add, kind=forms.chosen(request.POST, "kind"), **_line(request))


@posted
def step(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Change a line, tick it off or back on, or take it out."""
    about: dict[str, Any] = {"step": forms.chosen(request.POST, "step"), "version": version(request)}
    match request.POST.get("act"):
        case "tick":
            return do(request, room_id, seat, home.tick, **about, on=True)
        case "untick":
            return do(request, room_id, seat, home.tick, **about, on=False)
        case "take_off":
            return do(request, room_id, seat, home.take_off, **about)
        case _:
            return do(request, room_id, seat, home.change, **about, **_line(request))


@posted
def send(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Send the plan to staff."""
    words = {"text": forms.text(request), "sure": forms.sure(request)}
    return do(request, room_id, seat, home.send, version=version(request), **words)


@posted
def answer(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Approve the plan, or send it back with words."""
    what = {"approve": request.POST.get("act") == "approve", "version": version(request)}
    words = {"text": forms.text(request), "sure": forms.sure(request)}
    return do(request, room_id, seat, home.answer, **what, **words)


def do(request: HttpRequest, room_id: str, seat: Seat, service: Callable[..., Any], **what: Any) -> HttpResponse:
    """Do what a form of the page asks for, and go back to what it was about; or show the page again, with why not."""
    opened(request, room_id, seat)
    try:
        outcome = done(request, service, room_id=room_id, **what)
    except RoomError as error:
        return drawn(request, opened(request, room_id, seat), error)
    place = outcome.data["item"]["id"] if isinstance(outcome, Event) else ""
    return then(f"{seat.room_url(room_id)}{Page.GOING_HOME}/", place)


def drawn(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    """The page. `form` names the form that was refused, so that it says why at its place."""
    plan = homes.plan(here.member)
    return page(
        request,
        here,
        "frontend/going_home.html",
        Page.GOING_HOME,
        error=error,
        plan=plan,
        after=homes.home(here.member),
        writes=here.may(Action.PLAN),
        approves=here.seat.staff and here.may(Action.APPROVE),
        ends=here.seat.staff and here.may(Action.MANAGE),
        form=request.POST.get("form", "") if error else "",
        whos=_WHO,
        asks=[(kind, homes.label(kind)) for kind in HomeAsk.Kind],
        children=[(name, help_for(age)) for name, age in here.about.children],
        workers=[member.name for member in here.about.members if member.role == "social_worker"],
    )


def day(request: HttpRequest, key: str) -> date | None:
    """The day that was chosen; None for none, and for what is no day."""
    try:
        return date.fromisoformat(request.POST.get(key, ""))
    except ValueError:
        return None


def version(request: HttpRequest) -> int:
    """Which version of it the form was made for."""
    return forms.number(request.POST, "version") or 0


def _line(request: HttpRequest) -> dict[str, Any]:
    words = {"text": forms.text(request), "sure": forms.sure(request)}
    return {**words, "on": day(request, "on"), "who": request.POST.get("who") or HomeStep.Who.BOTH}
