"""Summaries of a room at the desk: the list, the draft to be edited and signed, the signed page, and its PDF (S53)."""

from datetime import date
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from frontend.actor import actor
from frontend.errors import render_with, status_of
from frontend.making import with_token
from frontend.posting import SeeOther
from frontend.scripts import modules
from frontend.summary_form import again, placed, typed
from frontend.summary_paper import summary_paper
from moderation.models import Look
from moderation.queries import summaries as queries
from moderation.services import looks
from moderation.services import summaries as services
from rooms.errors import RoomError

_TYPED_LIMIT: Final = 2_000
"""Characters of a line that are looked at while it is being typed."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shelf(request: HttpRequest, room_id: str) -> HttpResponse:
    """The summaries of a room, and what a new one may be about."""
    if request.method != "POST":
        return _shelf(request, room_id)
    person, form = actor(request), request.POST
    try:
        start, end = queries.period_of(
            person, room_id, form.get("period", ""), _day(form.get("first", "")), _day(form.get("last", ""))
        )
        made = services.draft(actor=person, room_id=room_id, start=start, end=end)
    except RoomError as error:
        if error.code != "bad_period":
            raise
        return _shelf(request, room_id, error)
    return SeeOther(redirect("desk_summary", room_id, made.public_id).url)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def summary(request: HttpRequest, room_id: str, summary_id: str) -> HttpResponse:
    """One summary: a draft in its editor, or a signed one to read."""
    if request.method != "POST":
        return _page(request, _load(request, room_id, summary_id))
    act, person = request.POST.get("act", "save"), actor(request)
    if act == "words":
        return _words(request, room_id, summary_id)
    if act == "revise":
        made = services.revise(actor=person, room_id=room_id, summary_id=summary_id)
        return SeeOther(redirect("desk_summary", room_id, made.public_id).url)
    lines = typed(request.POST, act)
    try:
        services.save(
            actor=person,
            room_id=room_id,
            summary_id=summary_id,
            revision=request.POST.get("revision", ""),
            lines=lines,
            sign=act == "sign",
        )
    except services.LineError as error:
        return _page(request, again(_load(request, room_id, summary_id), lines, error.line), error)
    except RoomError as error:
        if error.code not in ("changed_meanwhile", "nothing_to_sign", "not_all_seen", "signed"):
            raise
        return _page(request, _load(request, room_id, summary_id), error)
    return SeeOther(redirect("desk_summary", room_id, summary_id).url)


@require_safe
@login_required
def paper(request: HttpRequest, room_id: str, summary_id: str) -> HttpResponse:
    """The summary as a PDF."""
    page = _load(request, room_id, summary_id)
    name = f"summary-{page.card.first_day:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return with_token(request, HttpResponse(summary_paper(page), content_type="application/pdf", headers=headers))


def _load(request: HttpRequest, room_id: str, summary_id: str) -> queries.Page:
    """The page, after the row of the trail is there: it shows what was said."""
    person = actor(request)
    page = queries.page(person, room_id, summary_id)
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.SUMMARY)
    return page


def _page(request: HttpRequest, page: queries.Page, error: RoomError | None = None) -> HttpResponse:
    context = {"page": placed(page), "error": error.message if error else "", "modules": modules("summary")}
    template = "frontend/desk_summary_edit.html" if page.editable else "frontend/desk_summary.html"
    return render_with(request, template, context, error)


def _shelf(request: HttpRequest, room_id: str, error: RoomError | None = None) -> HttpResponse:
    context = {
        "shelf": queries.shelf(actor(request), room_id),
        "error": error.message if error else "",
        "asked": request.POST,
        "modules": modules("summaries"),
    }
    return render(request, "frontend/desk_summaries.html", context, status=status_of(error) if error else 200)


def _words(request: HttpRequest, room_id: str, summary_id: str) -> HttpResponse:
    """Kinder words for what is being typed; nothing is kept."""
    queries.check_access(actor(request), room_id, summary_id)
    found = queries.hints(request.POST.get("text", "")[:_TYPED_LIMIT])
    return JsonResponse({"hints": [{"word": one.word, "hint": str(one.hint)} for one in found]})


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
