"""Who has looked: the list that members have, the whole of it at the desk, and looks without the light."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import render_with
from frontend.forms import ManageForm
from frontend.posting import SeeOther
from frontend.seats import DESK, MEMBER, Seat
from frontend.sentences import done
from moderation.models import Look
from moderation.queries import looks as trails
from moderation.queries.staff import supervised
from moderation.services import looks
from rooms.errors import RoomError


@require_safe
@login_required
def trail(request: HttpRequest, room_id: str) -> HttpResponse:
    """For a member: when staff looked, what they did and why."""
    return _show(request, MEMBER, trails.trail(actor(request), room_id, page=_page(request)))


@require_safe
@login_required
def whole_trail(request: HttpRequest, room_id: str) -> HttpResponse:
    """For staff: the same, with what members do not see yet. Names of members stand in it."""
    looks.reading(actor=actor(request), room_id=room_id, kind=Look.Kind.TRAIL)
    return _show(request, DESK, trails.whole_trail(actor(request), room_id, page=_page(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def inquiry(request: HttpRequest, room_id: str) -> HttpResponse:
    """A look without the light: begin one, with the reason and the day from which members see it; or end it."""
    person, form = actor(request), ManageForm(request.POST or None)
    if request.method != "POST":
        return _ask(request, room_id, form)
    try:
        if request.POST.get("act") == "end":
            looks.end_inquiry(actor=person, room_id=room_id)
        else:
            if not form.is_valid():
                raise RoomError("bad_text" if "reason" in form.errors else "bad_date")
            reason, until = form.cleaned_data["reason"], form.until_when()
            looks.begin_inquiry(actor=person, room_id=room_id, reason=reason, until=until)
    except RoomError as error:
        if error.code in ("not_found", "not_allowed"):
            raise
        return _ask(request, room_id, form, error)
    return SeeOther(redirect("desk_room", room_id).url)


@require_safe
@login_required
def seals(request: HttpRequest) -> HttpResponse:
    """For a supervisor: every look without the light in her rooms. The others find nothing here.

    The row is in all her rooms alike, so that it does not tell in which there was one.
    """
    looks.note(supervised(actor(request)), Look.Kind.TRAIL)
    return render(request, "frontend/seals.html", {"seals": trails.seals(actor(request))})


def _page(request: HttpRequest) -> int:
    return min(forms.number(request.GET, "page") or 0, 10_000)


def _show(request: HttpRequest, seat: Seat, found: trails.Trail) -> HttpResponse:
    context: dict[str, Any] = {
        "seat": seat,
        "trail": found,
        "base": seat.room_url(found.room_id),
        "days": [(day, [(look, done(look, staff=seat.staff)) for look in lines]) for day, lines in found.days],
    }
    return render(request, "frontend/looks.html", context)


def _ask(request: HttpRequest, room_id: str, form: ManageForm, error: RoomError | None = None) -> HttpResponse:
    stand = trails.stand(actor(request), room_id)
    tomorrow = timezone.localdate() + timedelta(days=1)
    context = {
        "stand": stand,
        "room_id": room_id,
        "base": DESK.room_url(room_id),
        "form": form,
        "error": error.message if error else "",
        "first": tomorrow,
        "last": timezone.localdate() + looks.SEAL_LIMIT - timedelta(days=1),
    }
    return render_with(request, "frontend/inquiry.html", context, error)
