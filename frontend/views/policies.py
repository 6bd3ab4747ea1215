"""Where staff chooses what is screened: a supervisor for the agency, staff for one room."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.posting import SeeOther
from frontend.screened import CONTACT, sentences, told
from frontend.seats import DESK
from moderation.queries import policies as queries
from moderation.queries.policies import PolicyPage
from moderation.services import policies
from moderation.services.policies import Wanted
from rooms.errors import RoomError

_AGENCY = "agency"
"""What a room's form says where it goes by the agency's choice."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agency(request: HttpRequest) -> HttpResponse:
    """The agency's choice. Whoever supervises nobody finds nothing here."""
    page = queries.agency_page(actor(request))
    if request.method != "POST":
        return _show(request, page)
    try:
        policies.choose_for_agency(actor=actor(request), wanted=_wanted(request))
    except RoomError as error:
        return _show(request, page, error)
    return SeeOther(f"{reverse('desk_policy')}?done=1")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def room(request: HttpRequest, room_id: str) -> HttpResponse:
    """The choice for one room, or that it goes by the agency's."""
    page = queries.room_page(actor(request), room_id)
    if request.method != "POST":
        return _show(request, page)
    wanted = None if request.POST.get("by") == _AGENCY else _wanted(request)
    try:
        policies.choose_for_room(actor=actor(request), room_id=room_id, wanted=wanted)
    except RoomError as error:
        return _show(request, page, about_form(error))
    return SeeOther(f"{redirect('desk_room_policy', room_id).url}?done=1")


def _wanted(request: HttpRequest) -> Wanted:
    typed = request.POST
    return Wanted(
        contact=typed.get("contact", ""),
        wording="wording" in typed,
        light="light" in typed,
        allowed=typed.get("allowed", ""),
    )


def _show(request: HttpRequest, page: PolicyPage, error: RoomError | None = None) -> HttpResponse:
    context: Mapping[str, Any] = {
        "page": page,
        "base": DESK.room_url(page.room_id) if page.room_id else reverse("desk"),
        "typed": _wanted(request) if error else page.own or page.agency,
        "by_agency": bool(page.room_id) and page.own is None and not error,
        "contacts": [(value, name, means) for value, (name, means) in CONTACT.items()],
        "agency_says": list(sentences(page.agency)),
        "changes": [(change, told(change)) for change in page.changes],
        "error": error,
        "done": "done" in request.GET,
    }
    return render_with(request, "frontend/desk_policy.html", context, error)
