"""Where staff marks what is said of somebody's treatment, and writes down what allows it to be told further."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.posting import SeeOther
from frontend.seats import DESK
from moderation.models import Look, TreatmentConsent
from moderation.queries.treatment import treatment_page
from moderation.services import looks, treatment
from rooms.access import Action
from rooms.errors import RoomError


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest, room_id: str) -> HttpResponse:
    """What is marked; with `line` in the address, a message to be marked."""
    if request.method != "POST":
        return _page(request, room_id, forms.number(request.GET, "line"))
    try:
        _do(request, room_id)
    except RoomError as error:
        return _page(request, room_id, forms.number(request.POST, "line"), about_form(error))
    return SeeOther(redirect("desk_treatment", room_id).url)


def _do(request: HttpRequest, room_id: str) -> None:
    who, typed = actor(request), request.POST
    line, act = forms.number(typed, "line") or 0, typed.get("act", "")
    if act == "mark":
        treatment.mark(actor=who, room_id=room_id, seq=line, about_id=forms.chosen(typed, "about"))
    elif act == "unmark":
        treatment.unmark(actor=who, room_id=room_id, seq=line)
    elif act == "end":
        treatment.disallow(actor=who, room_id=room_id, consent_id=forms.number(typed, "consent") or 0)
    else:
        treatment.allow(
            actor=who,
            room_id=room_id,
            about_id=forms.chosen(typed, "about"),
            basis=typed.get("basis", ""),
            reference=typed.get("reference", ""),
            until=_end_of(typed.get("until", "")),
        )


def _end_of(typed: str) -> datetime | None:
    """The end of that day, where the social worker is; None for what is no day."""
    try:
        day = parse_date(typed)
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None
    except (ValueError, OverflowError):
        return None


def _page(request: HttpRequest, room_id: str, line: int | None, error: RoomError | None = None) -> HttpResponse:
    staff = looks.reading(actor=actor(request), room_id=room_id, kind=Look.Kind.READ, action=Action.MANAGE)
    context: Mapping[str, Any] = {
        "page": treatment_page(staff, line),
        "base": DESK.room_url(room_id),
        "bases": TreatmentConsent.Basis.choices,
        "typed": request.POST.dict() if error else {},
        "error": error,
    }
    return render_with(request, "frontend/desk_treatment.html", context, error)
