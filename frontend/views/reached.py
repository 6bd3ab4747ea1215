"""The ledger of who was reached: for whoever wrote a message, and for staff."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.posting import SeeOther
from frontend.seats import DESK, MEMBER
from moderation.models import Look
from moderation.services import flags, looks
from rooms.access import Action, open_memberships
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES
from rooms.queries import reach as queries
from rooms.services import deliveries


@require_safe
@login_required
def of_message(request: HttpRequest, room_id: str, seq: int) -> HttpResponse:
    """How far a message of mine came."""
    line, people = queries.reached(actor(request), room_id, seq)
    context = {"line": line, "people": people, "base": MEMBER.room_url(room_id)}
    return render(request, "frontend/reached.html", context)


@require_safe
@login_required
def of_room(request: HttpRequest, room_id: str) -> HttpResponse:
    """By what ways the members of a room can be reached, and what came of it."""
    member = looks.reading(actor=actor(request), room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.MANAGE)
    context = {"people": queries.reachable(member), "room": member.room.name, "base": DESK.room_url(room_id)}
    return render(request, "frontend/desk_reached.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def nobody(request: HttpRequest) -> HttpResponse:
    """Who in my rooms cannot be reached at all, and what was given up; a form tries one of these again."""
    person = actor(request)
    parts = list(open_memberships(person).filter(role__in=STAFF_ROLES))
    if not parts:
        raise RoomError("not_found")
    flags.look_at_queue(actor=person)
    if request.method == "POST":
        deliveries.try_again(actor=person, delivery_id=forms.number(request.POST, "delivery") or 0)
        return SeeOther(redirect("desk_reach").url)
    people, given_up = queries.unreachable(parts)
    return render(request, "frontend/desk_reach.html", {"people": people, "given_up": given_up})
