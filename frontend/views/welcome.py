"""The welcome to a room, for those who are in it: always there to read again."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from frontend.actor import actor
from frontend.errors import status_of
from frontend.posting import SeeOther
from moderation.models import Look
from moderation.services import looks
from rooms.access import Action
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES
from rooms.queries.invitations import welcome as read
from rooms.services import joining


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def welcome(request: HttpRequest, room_id: str) -> HttpResponse:
    """Show it; a form says that the reader has read these words."""
    if request.method != "POST":
        return _page(request, room_id)
    try:
        joining.agree(
            actor=actor(request),
            room_id=room_id,
            version=request.POST.get("version", ""),
            language=get_language() or "en",
        )
    except RoomError as error:
        if error.code != "welcome_changed":
            raise
        return _page(request, room_id, error)
    return SeeOther(redirect("people", room_id).url)


def _page(request: HttpRequest, room_id: str, error: RoomError | None = None) -> HttpResponse:
    person = actor(request)
    page = read(person, room_id)
    staff = page.role in STAFF_ROLES
    if staff:
        looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.PEOPLE)
    context = {"page": page, "room_id": room_id, "staff": staff, "error": error}
    return render(request, "frontend/welcome.html", context, status=status_of(error) if error else 200)
