"""What staff shares with somebody who has no part in the room: told in the room, read on pages of their own (S77)."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form
from frontend.given_paper import given_paper
from frontend.room_pages import Opened, opened, show, then
from frontend.seats import Seat
from moderation.queries import shared_papers as queries
from moderation.services import shared_papers as services
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page
from rooms.limits import take_form


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def papers(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Who was given what, until when, and when they read it; for staff, the forms to share and to take back."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _papers(request, here)
    try:
        _do(request, room_id)
    except RoomError as error:
        if error.code in ("not_found", "not_allowed", "read_only"):
            raise
        return _papers(request, here, about_form(error))
    return then(here.url(Page.PAPERS))


@require_safe
@login_required
def given(request: HttpRequest, room_id: str) -> HttpResponse:
    """For a reader: what was shared with them, and nothing else of the room."""
    person = actor(request)
    services.read(person, room_id)
    return render(request, "frontend/given.html", {"given": queries.given_page(person, room_id)})


@require_safe
@login_required
def paper(request: HttpRequest, room_id: str, paper_id: str) -> HttpResponse:
    """For a reader: a signed summary, as it was signed."""
    return render(request, "frontend/given_paper.html", {"sheet": _sheet(request, room_id, paper_id)})


@require_safe
@login_required
def pdf(request: HttpRequest, room_id: str, paper_id: str) -> HttpResponse:
    """The same as a PDF."""
    sheet = _sheet(request, room_id, paper_id)
    day = sheet.paper.days[0] if sheet.paper.days else timezone.localdate()
    headers = {"Content-Disposition": f'attachment; filename="summary-{day:%Y-%m-%d}.pdf"'}
    return HttpResponse(given_paper(sheet), content_type="application/pdf", headers=headers)


def _sheet(request: HttpRequest, room_id: str, paper_id: str) -> queries.Sheet:
    """What is read, after the row is there that says so."""
    person = actor(request)
    services.read(person, room_id, paper=paper_id)
    found = queries.sheet(person, room_id, paper_id)
    if found is None:
        raise RoomError("not_found")
    return found


def _do(request: HttpRequest, room_id: str) -> None:
    person, form = actor(request), request.POST
    take_form(person.pk)
    act: dict[str, Any] = {"actor": person, "room_id": room_id, "client_id": forms.client_id(request)}
    if form.get("act") == "back":
        services.take_back(**act, paper=forms.chosen(form, "paper"))
    elif form.get("act") == "end":
        reason = form.get("reason", "")
        if "\x00" in reason:
            raise RoomError("bad_text")
        services.end(**act, reader=forms.chosen(form, "reader"), reason=reason)
    else:
        services.share(
            **act,
            reader=forms.chosen(form, "reader"),
            summary=forms.chosen(form, "summary"),
            until=_until(form.get("until", "")),
            confirmed=form.get("read") == "1",
            remarks=form.get("remarks") == "1",
        )


def _until(typed: str) -> datetime | None:
    """The end of the chosen day, where staff is. Raises RoomError bad_date."""
    if not typed:
        return None
    try:
        day = parse_date(typed)
        if day is None:
            raise RoomError("bad_date")
        return datetime.combine(day + timedelta(days=1), time.min, timezone.get_current_timezone())
    except (ValueError, OverflowError):
        raise RoomError("bad_date") from None


def _papers(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    may = here.may(Action.APPROVE)
    return show(
        request,
        here,
        "frontend/papers.html",
        Page.PAPERS,
        error=error,
        readers=queries.shared_page(here.member),
        summaries=queries.to_share(here.member) if may else [],
        may=may,
        treated=may and queries.treatment_marked(here.member),
        usual=timezone.localdate() + services.USUAL,
    )
