"""Where the agency's seal of the record goes: the address of somebody else who keeps it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend.actor import actor
from frontend.errors import render_with
from frontend.posting import SeeOther
from moderation.queries.staff import supervised
from moderation.services import heads
from rooms import signing
from rooms.errors import RoomError


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def seal(request: HttpRequest) -> HttpResponse:
    """Show and change the address. Whoever supervises nobody finds nothing here."""
    supervised(actor(request))
    if request.method != "POST":
        return _show(request)
    try:
        heads.choose_address(actor=actor(request), address=request.POST.get("address", ""))
    except RoomError as error:
        return _show(request, error)
    return SeeOther(f"{reverse('team_seal')}?done=1")


def _show(request: HttpRequest, error: RoomError | None = None) -> HttpResponse:
    agency = actor(request).agency
    context = {
        "address": request.POST.get("address", "") if error else agency.heads_to if agency else "",
        "ready": signing.fault() is None,
        "last": heads.last_sent(agency) if agency else None,
        "error": error,
        "done": "done" in request.GET,
    }
    return render_with(request, "frontend/team_seal.html", context, error)
