"""Messages that wait for staff: the writer takes one back; staff lets one through, or writes why not."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend import forms
from frontend.actor import actor
from frontend.errors import status_of, with_wait
from frontend.posting import SeeOther, posted
from frontend.seats import MEMBER
from moderation.models import Look
from moderation.queries import held as queries
from moderation.services import held, looks
from rooms.access import Action, door
from rooms.errors import RoomError

WHY: Final[dict[str, str | Promise]] = {
    "threat": _("It may sound like somebody could get hurt."),
    "contact": _("It holds a contact detail, and this room holds those for you."),
    "step": _("A step in this room has messages wait for you."),
    "unscreened": _("It could not be read for contact details."),
}
"""Why a message waits, for staff."""
_NO_MORE: Final = frozenset({"not_found", "decided"})
"""Somebody was faster: the page shows how it stands."""


@posted
def take_back(request: HttpRequest, room_id: str) -> HttpResponse:
    """Take back one's own message that waits; back to the room, which shows how it stands."""
    door(actor=actor(request), room_id=room_id, action=Action.READ)
    try:
        held.take_back(actor=actor(request), room_id=room_id, client_id=forms.client_id(request))
    except RoomError as error:
        if error.code not in _NO_MORE:
            raise
    return SeeOther(f"{MEMBER.room_url(room_id)}#composer")


@login_required
def review(request: HttpRequest, room_id: str) -> HttpResponse:
    """What waits in a room. Opening the page leaves a row in the trail."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    if request.method != "POST":
        return _page(request, room_id)
    door(actor=actor(request), room_id=room_id, action=Action.MANAGE)
    try:
        _decide(request)
    except RoomError as error:
        if error.code in _NO_MORE:
            return SeeOther(reverse("desk_held", args=[room_id]))
        return _page(request, room_id, error)
    return SeeOther(reverse("desk_held", args=[room_id]))


def _decide(request: HttpRequest) -> None:
    held_id = forms.chosen(request.POST, "held")
    if request.POST.get("act") == "release":
        held.release(actor=actor(request), held_id=held_id)
    else:
        held.decline(actor=actor(request), held_id=held_id, answer=request.POST.get("answer", ""))


def _page(request: HttpRequest, room_id: str, error: RoomError | None = None) -> HttpResponse:
    staff = looks.reading(actor=actor(request), room_id=room_id, kind=Look.Kind.HELD, action=Action.MANAGE)
    context = {
        "page": queries.of_room(staff),
        "why": WHY,
        "error": error,
        "typed": request.POST if error else {},
    }
    response = render(request, "frontend/desk_held.html", context, status=200 if error is None else status_of(error))
    return response if error is None else with_wait(response, error)
