"""Visits and dates of a room: what comes, asking for a visit, inviting to a date."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from frontend import dates_form, forms
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from rooms.access import Action, permit
from rooms.contact import side
from rooms.errors import RoomError
from rooms.items import Page
from rooms.models import BIRTH_SIDE, Occasion, Room, Wish
from rooms.queries import approvals as allowed
from rooms.queries import occasions as queries
from rooms.services import occasions, wishes

WAYS: Final = ("visit", "call", "date")
"""What can be asked for: each has a form of its own."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def dates(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """The next thing, what waits for an answer, what comes and what was. POST: what both sides ask the worker for."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _page(request, here)
    act, words = request.POST.get("act", ""), {"text": forms.text(request), "sure": forms.sure(request)}
    try:
        if act == "wish":
            what = request.POST.get("what", "")
            event = done(request, wishes.wish, room_id=room_id, what=what, **words)
        elif act in ("join", "answer"):
            service = wishes.join if act == "join" else wishes.answer
            event = done(request, service, room_id=room_id, wish=forms.chosen(request.POST, "wish"), **words)
        else:
            raise RoomError("bad_choice")
    except RoomError as error:
        return _page(request, here, error=error)
    return then(here.url(Page.DATES), event.data["item"]["id"])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Ask for a visit or a call, or invite to a date. What is possible stands above the form."""
    here = opened(request, room_id, seat)
    permit(here.member, Action.PLAN)
    error, starts = None, None
    if request.method == "POST":
        try:
            when = dates_form.times(request, here.member.room)
            starts = when["starts"]
            event = done(request, occasions.propose, room_id=room_id, **when, **_asked(request, starts))
            return then(here.url(Page.DATES), event.data["item"]["id"])
        except RoomError as refusal:
            error = refusal
    values = request.POST if error else request.GET
    way = _way(here, values.get("what", ""))
    possible = allowed.allowances(here.member)
    within = {place for one in possible for place in one.place_kinds}
    context = {
        "typed": values,
        "way": way,
        "ways": WAYS,
        "kinds": _kinds(here, way),
        "places": dates_form.places(Occasion.Kind.OUTING) if way == "date" else dates_form.places(way, within),
        "people": _people(here),
        "chosen": request.POST.getlist("people"),
        "allowances": possible,
        "contact": way != "date",
        "side": side(here.member),
        "doubled": starts if error and error.code == "double_booked" else None,
        "zones": dates_form.zones(here.member.room),
    }
    return show(request, here, "frontend/dates_ask.html", Page.DATES, error=error, **context)


def _page(request: HttpRequest, here: Opened, *, error: RoomError | None = None) -> HttpResponse:
    plans = here.may(Action.PLAN) and bool(side(here.member))
    context = {
        "dates": queries.dates(here.member),
        "allowances": allowed.allowances(here.member),
        "wishes": allowed.wishes(here.member),
        "wish_choices": Wish.What.choices,
        "side": side(here.member),
        "plans": plans,
        "approves": here.may(Action.APPROVE),
        "can_wish": allowed.may_wish(here.member),
        "planning": here.member.room.purpose == Room.Purpose.PLANNING,
        "act": request.POST.get("act", ""),
    }
    return show(request, here, "frontend/dates.html", Page.DATES, error=error, **context)


def _asked(request: HttpRequest, starts: Any) -> dict[str, Any]:
    way = request.POST.get("what", "")
    return {
        "kind": way if way in ("visit", "call") else request.POST.get("kind", ""),
        "place_kind": request.POST.get("place_kind", ""),
        "place": request.POST.get("place", ""),
        "whole_day": request.POST.get("whole_day") == "1",
        "people": request.POST.getlist("people"),
        "weekly_until": dates_form.weekly_until(request),
        "text": forms.text(request),
        "overlap_ok": dates_form.overlap_ok(request, starts),
        "sure": forms.sure(request),
    }


def _way(here: Opened, what: str) -> str:
    """Which form: in the room of foster homes there is one."""
    if here.member.room.purpose == Room.Purpose.PLANNING:
        return "date"
    return what if what in WAYS else "visit" if side(here.member) == "birth" else "date"


def _kinds(here: Opened, way: str) -> list[tuple[str, str]]:
    if way != "date":
        return []
    planning = here.member.room.purpose == Room.Purpose.PLANNING
    kinds = (Occasion.Kind.SIBLINGS, *dates_form.APPOINTMENTS) if planning else dates_form.APPOINTMENTS
    return [(str(kind), str(kind.label)) for kind in kinds]


def _people(here: Opened) -> list[Any]:
    """Who can be asked to come: the birth side, but not the reader, who comes anyway."""
    if here.member.room.purpose == Room.Purpose.PLANNING:
        return []
    return [one for one in here.about.members if one.role in BIRTH_SIDE and one.state == "active" and not one.me]
