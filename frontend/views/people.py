"""About a room: who is in it, who can read it, what helps now, and the name one shows there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import status_of, with_wait
from frontend.posting import SeeOther, posted
from frontend.screened import sentences
from frontend.seats import DESK, MEMBER
from frontend.stages import helps
from moderation.models import Look
from moderation.queries import policies
from moderation.services import looks
from rooms import queries
from rooms.access import Action
from rooms.errors import RoomError
from rooms.services import memberships


@require_safe
@login_required
def people(request: HttpRequest, room_id: str) -> HttpResponse:
    """Members by name and role."""
    return _page(request, room_id)


@posted
def rename(request: HttpRequest, room_id: str) -> HttpResponse:
    """Change the name that I show in this room."""
    name = request.POST.get("name", "")
    try:
        memberships.rename(actor=actor(request), room_id=room_id, client_id=forms.client_id(request), name=name)
    except RoomError as error:
        response = _page(request, room_id, name=name, error=error.message)
        response.status_code = status_of(error)
        return with_wait(response, error)
    return SeeOther(redirect("people", room_id).url)


def _page(request: HttpRequest, room_id: str, *, name: str | None = None, error: str = "") -> HttpResponse:
    person = actor(request)
    page = queries.about_room(person, room_id)
    if page.me.staff:
        looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.PEOPLE)
    seat = DESK if page.me.staff else MEMBER
    context = {
        "seat": seat,
        "page": page,
        "base": seat.room_url(room_id),
        "helps": helps(page.stage),
        "screened": list(sentences(policies.screened(person, room_id))),
        "name": page.me.name if name is None else name,
        "error": error,
        "client_id": forms.new_id(),
    }
    return render(request, "frontend/people.html", context)
