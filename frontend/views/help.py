"""Asking for help, telling what was good, asking a question; and what came of it, with the way to a second look."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.asking import MEMBERS, NAMES, STAFF
from frontend.errors import render_with, status_of
from frontend.pagedata import home_data
from frontend.posting import SeeOther
from frontend.scripts import modules
from frontend.seats import Seat
from moderation.models import Flag
from moderation.queries.asked import ask_page
from moderation.queries.asked import asked as asked_by
from moderation.services import appeals, flags
from rooms.access import Action
from rooms.errors import RoomError


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """What stands in the form: nothing yet, or what was refused."""

    reason: str
    text: str = ""
    error: RoomError | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Ask for something, from a member's seat or as staff, about a message (`line`) or about the room."""
    if request.method != "POST":
        return _form(request, room_id, seat, _Typed(reason=request.GET.get("about", Flag.Category.HELP)))
    reason, text = request.POST.get("reason", ""), forms.text(request)
    raise_flag = flags.raise_by_staff if seat.staff else flags.raise_by_member
    try:
        flag = raise_flag(
            actor=actor(request),
            room_id=room_id,
            client_id=forms.client_id(request),
            category=reason,
            seq=forms.number(request.POST, "line"),
            text=text,
        )
    except RoomError as error:
        if error.code in ("not_found", "not_allowed"):
            raise
        return _form(request, room_id, seat, _Typed(reason=reason, text=text, error=error))
    if seat.staff:
        return SeeOther(reverse("desk_flag", args=[flag.public_id]))
    return SeeOther(f"{reverse('asked')}#f-{flag.public_id}")


@require_safe
@login_required
def asked(request: HttpRequest) -> HttpResponse:
    """What I asked for, and what I was told."""
    return _asked(request)


@login_required
def appeal(request: HttpRequest, flag_id: str) -> HttpResponse:
    """Ask for a second look. A bare visit goes to the list."""
    if request.method != "POST":
        return redirect("asked")
    text = forms.text(request)
    try:
        appeals.appeal(actor=actor(request), flag_id=flag_id, text=text)
    except RoomError as error:
        if error.code == "not_found":
            raise
        return _asked(request, flag_id=flag_id, text=text, error=error)
    return SeeOther(f"{reverse('asked')}#f-{flag_id}")


def _form(request: HttpRequest, room_id: str, seat: Seat, typed: _Typed) -> HttpResponse:
    person = actor(request)
    page = ask_page(person, room_id, action=Action.MANAGE if seat.staff else Action.READ)
    seq = forms.number(request.POST if request.method == "POST" else request.GET, "line")
    line = None
    if seq is not None:
        around = seat.load(person, room_id, seq + 1).lines
        line = next((line for line in around if line.seq == seq and line.kind == "message"), None)
        if line is None:
            raise RoomError("not_found")
    context = {
        "seat": seat,
        "page": page,
        "line": line,
        "base": seat.room_url(room_id),
        "choices": STAFF if seat.staff else MEMBERS,
        "typed": typed,
        "client_id": forms.new_id(),
    }
    error = typed.error
    return render_with(request, "frontend/help.html", context, error)


def _asked(request: HttpRequest, *, flag_id: str = "", text: str = "", error: RoomError | None = None) -> HttpResponse:
    context = {
        "asked": [(one, NAMES.get(one.category, "")) for one in asked_by(actor(request))],
        "now": timezone.now(),
        "refused": flag_id,
        "text": text,
        "error": error,
        "data": home_data([]),
        "modules": modules("asked"),
    }
    return render(request, "frontend/asked.html", context, status=status_of(error) if error else 200)
