"""Paper at the desk: a page to print for a member, that it was handed over, and the answer typed back in (S33)."""

from datetime import date, datetime, time, timedelta

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
from frontend.scripts import modules
from moderation.models import Look
from moderation.services import looks
from moderation.services import paper as services
from rooms.access import Action
from rooms.errors import RoomError
from rooms.queries import paper as queries
from rooms.services import paper as rules
from rooms.services.paper import Preview, Typed

_WEEK = timedelta(days=7)
_forms = require_http_methods(["GET", "HEAD", "POST"])


@_forms
@login_required
def index(request: HttpRequest, room_id: str) -> HttpResponse:
    """The sheets of a room; a form finds one by the code that stands on it."""
    person, error = actor(request), None
    if request.method == "POST":
        try:
            found = queries.sheet_with(person, room_id, request.POST.get("code", ""))
            return SeeOther(redirect("desk_sheet_answer", room_id, found).url)
        except RoomError as refusal:
            error = about_form(refusal)
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.MANAGE)
    context = {"page": queries.papers(person, room_id), "typed": request.POST, "error": error}
    return render_with(request, "frontend/desk_paper.html", context, error)


@_forms
@login_required
def print_for(request: HttpRequest, room_id: str, member_id: str) -> HttpResponse:
    """Which days to print for a member; a form in order makes the sheet."""
    person, error = actor(request), None
    if request.method == "POST":
        try:
            start, end = _stretch(request)
            about = {"member_id": member_id, "client_id": forms.client_id(request), "start": start, "end": end}
            made = services.print_sheet(actor=person, room_id=room_id, **about)
            return SeeOther(redirect("desk_sheet", room_id, made.public_id).url)
        except RoomError as refusal:
            error = about_form(refusal)
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.MANAGE)
    staff, member = queries.member_of(person, room_id, member_id)
    context = {"room_id": room_id, "room": staff.room.name, "member": member, "typed": request.POST, "error": error}
    return render_with(request, "frontend/desk_paper_for.html", {**context, "client_id": forms.new_id()}, error)


@_forms
@login_required
def sheet(request: HttpRequest, room_id: str, sheet_id: str) -> HttpResponse:
    """A sheet to print; a form says that it was handed over."""
    person, error = actor(request), None
    if request.method == "POST":
        try:
            services.hand_over(actor=person, room_id=room_id, sheet_id=sheet_id, day=_day(request, "day"))
            return SeeOther(redirect("desk_sheet", room_id, sheet_id).url)
        except RoomError as refusal:
            error = about_form(refusal)
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.READ, action=Action.OBSERVE)
    page = queries.sheet_page(person, room_id, sheet_id)
    context = {"page": page, "error": error, "today": timezone.localdate(), "modules": modules("card")}
    return render_with(request, "frontend/desk_sheet.html", context, error)


@_forms
@login_required
def answer(request: HttpRequest, room_id: str, sheet_id: str) -> HttpResponse:
    """Type in what came back: first the words, then a look at how they will stand, then they are in the room."""
    person, act = actor(request), request.POST.get("act", "")
    typed = Typed(text=forms.text(request), written_on=_day(request, "day"), another="another" in request.POST)
    try:
        if act == "send":
            client_id = forms.client_id(request)
            services.type_in(actor=person, room_id=room_id, sheet_id=sheet_id, client_id=client_id, typed=typed)
            return SeeOther(f"{redirect('desk_sheet', room_id, sheet_id).url}#answers")
        if act == "look":
            seen = rules.preview(actor=person, room_id=room_id, sheet_id=sheet_id, typed=typed)
            return _answer(request, room_id, sheet_id, typed, seen=seen)
    except RoomError as refusal:
        return _answer(request, room_id, sheet_id, typed, error=about_form(refusal))
    return _answer(request, room_id, sheet_id, typed)


def _answer(
    request: HttpRequest,
    room_id: str,
    sheet_id: str,
    typed: Typed,
    *,
    seen: Preview | None = None,
    error: RoomError | None = None,
) -> HttpResponse:
    person = actor(request)
    staff = looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.MANAGE)
    context = {
        "room_id": room_id,
        "sheet": queries.sheet(person, room_id, sheet_id),
        "staff": staff,
        "typed": typed,
        "seen": seen,
        "error": error,
        "today": timezone.localdate(),
        "client_id": request.POST.get("client_id") or forms.new_id(),
    }
    return render_with(request, "frontend/desk_sheet_answer.html", context, error)


def _stretch(request: HttpRequest) -> tuple[datetime | None, datetime | None]:
    """From when until when, where the social worker is; two Nones: what is new to the member."""
    what = request.POST.get("what", "")
    if what == "week":
        return timezone.now() - _WEEK, None
    if what != "days":
        return None, None
    first, last = _day(request, "first"), _day(request, "last")
    if first is None or last is None or last < first:
        raise RoomError("bad_period")
    return _morning(first), _morning(last + timedelta(days=1))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _day(request: HttpRequest, key: str) -> date | None:
    """A day that was chosen; None for what is none, or none that a calendar has a next one to."""
    try:
        day = parse_date(request.POST.get(key, ""))
    except ValueError:
        return None
    return day if day is not None and day.year < date.max.year else None
