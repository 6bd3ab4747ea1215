"""At the desk: a room in which the foster homes of brothers and sisters plan time together."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.posting import SeeOther
from moderation import desk
from moderation.services import planning
from rooms.errors import RoomError


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def planning_rooms(request: HttpRequest) -> HttpResponse:
    """Where such a room is, or can be opened. POST: open one, for the rooms that were chosen, or ask a home in."""
    person = actor(request)
    if not desk.has_desk(person):
        raise RoomError("not_found")
    if request.method != "POST":
        return _page(request)
    reason = request.POST.get("reason", "")
    try:
        if asked := forms.chosen(request.POST, "planning"):
            planning.ask_in(actor=person, room_id=asked, parts=forms.ids(request.POST, "part"), reason=reason)
            return SeeOther(reverse("desk_room", args=[asked]))
        room = planning.open_planning(actor=person, room_ids=forms.ids(request.POST, "room"), reason=reason)
    except RoomError as error:
        return _page(request, about_form(error))
    return SeeOther(reverse("desk_room", args=[room.public_id]))


def _page(request: HttpRequest, error: RoomError | None = None) -> HttpResponse:
    context = {
        "families": planning.siblings(actor(request)),
        "chosen": request.POST.getlist("room"),
        "asked": request.POST.getlist("part"),
        "at": request.POST.get("planning", ""),
        "reason": request.POST.get("reason", ""),
        "error": error.message if error else "",
    }
    return render_with(request, "frontend/desk_planning.html", context, error)
