"""A change of placement, at the desk: which child, where to, when, and who comes along."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.posting import SeeOther
from frontend.room_pages import done
from frontend.seats import DESK
from moderation.models import Look
from moderation.services import looks
from rooms.access import Action
from rooms.errors import RoomError
from rooms.models import CARERS, Role
from rooms.queries.moving import move_page
from rooms.services import placements
from rooms.services.placements import MovePlan


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move(request: HttpRequest, room_id: str) -> HttpResponse:
    """The form, and what it does. What was moved before is told below it."""
    if request.method != "POST":
        return _page(request, room_id)
    try:
        done(request, placements.move, room_id=room_id, plan=_plan(request))
    except RoomError as error:
        return _page(request, room_id, error=about_form(error))
    return SeeOther(f"{redirect('desk_move', room_id).url}#moved")


def _plan(request: HttpRequest) -> MovePlan:
    when = forms.moment(request.POST, "when")
    if when is None:
        raise RoomError("bad_moment")
    day = request.POST.get("goodbye", "")
    try:
        goodbye = parse_date(day) if day else None
    except ValueError:
        raise RoomError("bad_date") from None
    return MovePlan(
        children=forms.ids(request.POST, "child"),
        household=forms.number(request.POST, "household") or 0,
        when=when,
        along=forms.ids(request.POST, "along"),
        role=forms.chosen(request.POST, "role"),
        for_now=request.POST.get("for_now") == "1",
        goodbye=goodbye,
        ask_in=request.POST.get("ask_in") == "1",
        new_home=request.POST.get("new_home", ""),
    )


def _page(request: HttpRequest, room_id: str, *, error: RoomError | None = None) -> HttpResponse:
    member = looks.reading(actor=actor(request), room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.MANAGE)
    typed: Any = request.POST if error else {}
    context = {
        "page": move_page(member),
        "base": DESK.room_url(room_id),
        "roles": [(str(role), role.label) for role in Role if role in CARERS],
        "typed": typed,
        "chosen": {*request.POST.getlist("child"), *request.POST.getlist("along")} if error else set(),
        "client_id": forms.new_id(),
        "error": error,
    }
    return render_with(request, "frontend/desk_move.html", context, error)
