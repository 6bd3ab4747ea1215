"""When the child is home again: staff write down the day; the two sides say whether the room goes on, and ask (S68)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.posting import posted
from frontend.room_pages import done, opened, then
from frontend.room_pages import show as page
from frontend.seats import DESK, MEMBER
from frontend.views.going_home import day, do, version
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page
from rooms.queries import going_home as homes
from rooms.services import came_home, home_asks


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def arrived(request: HttpRequest, room_id: str) -> HttpResponse:
    """Ask for the day of coming home, and write it down."""
    error = None
    if request.method == "POST":
        try:
            words = {"text": forms.text(request), "sure": forms.sure(request)}
            done(request, came_home.arrived, room_id=room_id, on=day(request, "on"), **words)
            return then(reverse("desk_going_home", args=[room_id]))
        except RoomError as refused:
            error = refused
    here = opened(request, room_id, DESK)
    if not here.may(Action.MANAGE):
        raise RoomError("not_allowed")
    after = homes.home(here.member)
    return page(request, here, "frontend/came_home.html", Page.GOING_HOME, error=error, after=after)


@posted
def wish(request: HttpRequest, room_id: str) -> HttpResponse:
    """Say yes to the room, or not now."""
    return do(request, room_id, MEMBER, came_home.wish, wants=request.POST.get("act") == "yes")


@posted
def ask(request: HttpRequest, room_id: str) -> HttpResponse:
    """Ask the other side for a time."""
    days = {"on": day(request, "on"), "until": day(request, "until")}
    words = {"text": forms.text(request), "sure": forms.sure(request)}
    return do(request, room_id, MEMBER, home_asks.ask, kind=forms.chosen(request.POST, "kind"), **days, **words)


@posted
def reply(request: HttpRequest, room_id: str) -> HttpResponse:
    """Answer what was asked for, or call it off."""
    about: dict[str, Any] = {"ask": forms.chosen(request.POST, "ask"), "version": version(request)}
    act = request.POST.get("act")
    if act == "off":
        return do(request, room_id, MEMBER, home_asks.call_off, **about)
    words = {"text": forms.text(request), "sure": forms.sure(request)}
    return do(request, room_id, MEMBER, home_asks.reply, **about, yes=act == "yes", **words)
