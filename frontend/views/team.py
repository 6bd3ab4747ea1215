"""The supervisor's pages: how much each worker carries, handing over a caseload, outcome figures (S72, S75)."""

import csv
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import render_with
from frontend.posting import SeeOther
from moderation.models import Look
from moderation.queries import fairness
from moderation.queries import outcomes as figures
from moderation.queries.outcomes import FIGURES, OVER_TIME, Figure, Outcomes, Row
from moderation.queries.staff import colleagues, handle, named, supervised
from moderation.queries.team import Load, team
from moderation.services import handover, looks
from rooms.errors import RoomError
from rooms.models import Person

_NAMES: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "comfort_call": (
        _("Comfort calls within a day"),
        _("of the new placements had their first call between the parents within 24 hours"),
    ),
    "icebreaker": (
        _("Icebreakers by day 5"),
        _("of the new placements had the parents meet by the fifth day"),
    ),
    "together": (_("It works between us"), _("of the answers to this question say that it goes well")),
    "heard": (_("My voice counts"), _("of the answers to this question say that it goes well")),
    "agreed": (_("Agreements of both sides"), _("of the rooms have an agreement to which both sides said yes")),
    "visits": (_("Visits kept"), _("of the visits that were set were not called off")),
    "stable": (_("Staying in one home"), _("of the children in care did not have to change homes")),
    "home": (_("Going home"), _("of the children in care went home in this time")),
    "back": (
        _("Coming back into care"),
        _("of the children who went home within a year were in care again by the end"),
    ),
    "reached": (_("People who came"), _("of the people added in this time have opened their room or written in it")),
    "first_message": (
        _("Until the first words"),
        _("or less passed in half of the rooms from their opening to a member’s first words"),
    ),
    "both_sides": (_("Days both sides wrote"), _("of the days with any message have one from each side")),
    "answered": (_("Answers within a day"), _("of the times one side wrote, the other wrote back within a day")),
    "promised": (_("Answers from staff in time"), _("of the questions to staff were answered by the promised time")),
    "pauses": (_("Rooms with a pause"), _("of the rooms had somebody’s part paused for a while")),
}
"""What each figure is called, and the sentence that its number begins."""
AGENCY: Final = "agency"
"""What the table calls the whole agency."""
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""Spreadsheets take a cell that begins so for a formula."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One figure of one row: its words, and the length of its bar from 0 to 100 (None: it has no bar)."""

    name: str
    words: str
    percent: int | None
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class Block:
    """One figure: the agency's, and those by worker."""

    key: str
    title: str | Promise
    means: str | Promise
    agency: Bar
    workers: list[Bar]


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """The team. Whoever supervises nobody finds nothing here."""
    found = team(actor(request))
    asked = {appeal.room_id for appeal in found.appeals}
    looks.note([part for part in supervised(actor(request)) if part.room.public_id in asked], Look.Kind.FLAG)
    context = {
        "team": found,
        "loads": [(load, _answer_time(load)) for load in found.loads],
        "me": handle(actor(request)),
        "done": forms.number(request.GET, "done"),
    }
    return render(request, "frontend/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_over(request: HttpRequest, worker: str) -> HttpResponse:
    """Ask which rooms go to whom, and why; then do it all at once."""
    person = actor(request)
    parts = supervised(person)
    leaving = named(worker, colleagues(person))
    if request.method != "POST":
        return _asks(request, leaving)
    form = forms.ManageForm(request.POST)
    if not form.is_valid():
        return _asks(request, leaving, RoomError("bad_text"))
    rooms = {part.room.public_id for part in parts}.intersection(request.POST.getlist("room"))
    if len(rooms) != len(set(request.POST.getlist("room"))):
        raise RoomError("not_found")
    try:
        done = handover.hand_over(
            actor=person,
            leaving=worker,
            to=request.POST.get("to", ""),
            room_ids=rooms,
            reason=form.cleaned_data["reason"],
        )
    except RoomError as error:
        return _asks(request, leaving, error)
    return SeeOther(f"{reverse('team')}?done={done}")


@require_safe
@login_required
def outcomes(request: HttpRequest) -> HttpResponse:
    """The figures, with a bar each."""
    found = figures.outcomes(actor(request))
    context = {
        "found": found,
        "blocks": [_block(found, key) for key in FIGURES],
        "roles": [(row, [f"{row.per_thousand(kind):.1f}" for kind in fairness.KINDS]) for row in _roles(request)],
        "days": figures.PERIOD.days,
        "least": figures.LEAST,
        "over_time": [_series(found, key) for key in OVER_TIME],
        "periods": [(past.start, past.end) for past in found.past] + [(found.start, found.end)],
    }
    return render(request, "frontend/outcomes.html", context)


@require_safe
@login_required
def outcomes_csv(request: HttpRequest) -> HttpResponse:
    """The same figures for a spreadsheet. What is not shown on the page is empty here."""
    found = figures.outcomes(actor(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="outcomes-{found.end:%Y-%m-%d}.csv"'
    sheet = csv.writer(response)
    sheet.writerow(["who", "figure", "unit", "value", "count", "of", "rooms", "from", "to"])
    period = [f"{found.start:%Y-%m-%d}", f"{found.end:%Y-%m-%d}"]
    for row in (found.agency, *found.workers):
        for figure in row.figures.values():
            sheet.writerow([_cell(row.name) or AGENCY, figure.key, *_cells(figure), *period])
    for past in found.past:
        for figure in past.figures.values():
            then = [f"{past.start:%Y-%m-%d}", f"{past.end:%Y-%m-%d}"]
            sheet.writerow([AGENCY, figure.key, *_cells(figure), *then])
    for role in _roles(request):
        for kind, count in role.counts.items():
            value = f"{role.per_thousand(kind):.3f}"
            cells = ["per_thousand", value, count, role.messages, role.rooms] if role.shown else [""] * 5
            sheet.writerow([role.role, f"flags_{kind}", *cells, *period])
    return response


def _roles(request: HttpRequest) -> list[fairness.RoleRow]:
    return fairness.by_role(actor(request))


def _asks(request: HttpRequest, leaving: Person, error: RoomError | None = None) -> HttpResponse:
    """The form, with what was chosen so far; all rooms are chosen at first."""
    person = actor(request)
    rooms = handover.rooms_of(leaving, supervised(person))
    chosen = set(request.POST.getlist("room")) if request.method == "POST" else {room.public_id for room in rooms}
    others = [one for one in colleagues(person) if one.pk != leaving.pk and one.is_active]
    context: dict[str, Any] = {
        "leaving": leaving,
        "rooms": [(room, room.public_id in chosen) for room in rooms],
        "colleagues": [(handle(one), one.name) for one in others],
        "to": request.POST.get("to", ""),
        "reason": request.POST.get("reason", ""),
        "error": error.message if error else "",
    }
    return render_with(request, "frontend/hand_over.html", context, error)


def _answer_time(load: Load) -> str:
    """The middle time to an answer, in words; empty while there are too few answers."""
    return "" if load.hours is None else _long(load.hours)


def _long(hours: float) -> str:
    """A stretch of time in the unit that people would use."""
    if hours < 1:
        minutes = max(1, round(hours * 60))
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", round(hours)) % {"count": round(hours)}
    days = round(hours / 24)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def _block(found: Outcomes, key: str) -> Block:
    title, means = _NAMES[key]
    workers = [_bar(row, key) for row in found.workers]
    return Block(key=key, title=title, means=means, agency=_bar(found.agency, key), workers=workers)


def _series(found: Outcomes, key: str) -> tuple[str | Promise, list[str]]:
    """What a figure is called, and how it was in each period; nothing where there were too few rooms."""
    over_time = [*(past.figures[key] for past in found.past), found.agency.figures[key]]
    return _NAMES[key][0], [f"{_percent(figure)}%" if figure.shown else "" for figure in over_time]


def _bar(row: Row, key: str) -> Bar:
    figure = row.figures[key]
    if figure.value is None:
        return Bar(name=row.name, words="", percent=None, figure=figure)
    if key == "first_message":
        return Bar(name=row.name, words=_long(figure.value * 24), percent=None, figure=figure)
    percent = _percent(figure)
    return Bar(name=row.name, words=f"{percent}%", percent=percent, figure=figure)


def _percent(figure: Figure) -> int:
    """Rounded; but all and none are said only where they are true."""
    if figure.count in (0, figure.of):
        return 100 * figure.count // figure.of
    return min(99, max(1, round(100 * figure.count / figure.of)))


def _cells(figure: Figure) -> list[str | int]:
    if figure.value is None:
        return ["", "", "", "", ""]
    unit = "days" if figure.key == "first_message" else "share"
    return [unit, f"{figure.value:.3f}", figure.count if unit == "share" else "", figure.of, figure.rooms]


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
