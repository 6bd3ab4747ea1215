"""Graded steps in a room: those in force, one more, and ending one early."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.posting import SeeOther
from frontend.seats import DESK
from frontend.stepping import CHOICES, MINUTES
from moderation.models import Look
from moderation.queries.steps import steps_page
from moderation.services import looks
from moderation.services import steps as services
from rooms.access import Action
from rooms.errors import RoomError

USUAL = timedelta(days=1)
"""How long a step lasts if nobody says otherwise."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def steps(request: HttpRequest, room_id: str) -> HttpResponse:
    """The steps of a room; one form takes a step, another (`end`) ends one before its time."""
    if request.method != "POST":
        return _page(request, room_id, request.GET.dict())
    typed = request.POST.dict()
    try:
        (_end if "end" in typed else _take)(request, room_id, {key: str(value) for key, value in typed.items()})
    except RoomError as error:
        return _page(request, room_id, {} if "end" in typed else typed, about_form(error))
    return SeeOther(redirect("desk_steps", room_id).url)


def _take(request: HttpRequest, room_id: str, typed: dict[str, str]) -> None:
    services.take(
        actor=actor(request),
        room_id=room_id,
        kind=typed.get("kind", ""),
        reason=typed.get("reason", ""),
        until=forms.moment(typed, "until"),
        member_id=forms.chosen(typed, "member"),
        flag_id=forms.chosen(typed, "flag"),
        every=60 * (forms.number(request.POST, "minutes") or 0),
    )


def _end(request: HttpRequest, room_id: str, typed: dict[str, str]) -> None:
    step = forms.number(request.POST, "end")
    services.end(actor=actor(request), room_id=room_id, step_id=step or 0, reason=typed.get("reason", ""))


def _page(request: HttpRequest, room_id: str, typed: dict[str, Any], error: RoomError | None = None) -> HttpResponse:
    person = actor(request)
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.MANAGE)
    context = {
        "page": steps_page(person, room_id, flag_id=forms.chosen(typed, "flag")),
        "base": DESK.room_url(room_id),
        "choices": CHOICES,
        "minutes": MINUTES,
        "kind": typed.get("kind") or CHOICES[0].value,
        "typed": {"until": (timezone.localtime() + USUAL).strftime("%Y-%m-%dT%H:%M"), **typed},
        "error": error,
    }
    return render_with(request, "frontend/desk_steps.html", context, error)
