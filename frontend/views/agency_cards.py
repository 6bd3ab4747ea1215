"""Where staff keeps the agency's own words: ideas to try, sentences, places that help, what may be shared (S6, S14)."""

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.posting import SeeOther
from rooms.errors import RoomError
from rooms.knowhow import Topic
from rooms.models import AgencyCard
from rooms.queries.agency_cards import CardView, at_the_desk
from rooms.services import agency_cards as services

LANGUAGES: Final = (("en", "English"), ("es", "Español"))
_PARTS: Final[dict[str, str | Promise]] = {
    "title": _("Title"),
    "when": _("When it helps"),
    "steps": _("What to do, one step on each line"),
    "sentence": _("One sentence to say"),
    "text": _("The sentence; {child} stands for the first name"),
    "name": _("Name of the place"),
    "helps": _("What it helps with"),
    "reach": _("How to reach it: an organization’s own number or address"),
    "must": _("Must be shared with both homes"),
    "may": _("May be shared, if the person it is about agrees"),
    "not": _("Is not shared here"),
}
_LONG: Final = frozenset({"steps", "must", "may", "not"})
_DIGITS: Final = 4


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cards(request: HttpRequest) -> HttpResponse:
    """All cards by kind; one of them open to be changed. For whoever manages no room there is nothing here."""
    agency = services.staff_of(actor(request))
    error = None
    if request.method == "POST":
        try:
            done = services.save(actor=actor(request), client_id=forms.client_id(request), wanted=_wanted(request))
            return SeeOther(f"{reverse('desk_cards')}?done=1#card-{done.key}")
        except RoomError as refused:
            error = about_form(refused)
    found = at_the_desk(agency)
    open_kind, open_key = _chosen(request)
    chosen = next((one for one in found.get(open_kind, []) if one.key == open_key), None)
    context = {
        "sections": [(kind, AgencyCard.Kind(kind).label, found[kind]) for kind in AgencyCard.Kind.values],
        "open": chosen,
        "open_kind": open_kind if open_kind in found else "",
        "fields": _fields(request, chosen, open_kind, error),
        "topics": Topic.choices,
        "sides": AgencyCard.Side.choices,
        "typed": request.POST if error else {},
        "error": error,
        "done": "done" in request.GET,
        "client_id": forms.new_id(),
    }
    return render_with(request, "frontend/desk_cards.html", context, error)


def _fields(
    request: HttpRequest, chosen: CardView | None, kind: str, error: RoomError | None
) -> list[dict[str, object]]:
    """The fields for a card's words: each part in each language, with what was typed or what holds now."""
    words: Mapping[str, Mapping[str, str]] = chosen.words or services.our_words(kind, chosen.key) if chosen else {}
    return [
        {
            "name": f"{code}_{part}",
            "label": _PARTS[part],
            "language": language,
            "code": code,
            "rows": 4 if part in _LONG else 2,
            "value": request.POST.get(f"{code}_{part}", "") if error else words.get(code, {}).get(part, ""),
        }
        for code, language in LANGUAGES
        for part in services.PARTS.get(kind, ())
    ]


def _chosen(request: HttpRequest) -> tuple[str, str]:
    asked = request.POST if request.method == "POST" else request.GET
    return asked.get("kind", ""), forms.chosen(asked, "key")


def _wanted(request: HttpRequest) -> services.Wanted:
    typed = request.POST
    kind = typed.get("kind", "")
    words = {
        language: {part: typed.get(f"{language}_{part}", "") for part in services.PARTS.get(kind, ())}
        for language, _name in LANGUAGES
    }
    return services.Wanted(
        kind=kind,
        key=forms.chosen(typed, "key"),
        hidden="hidden" in typed,
        topic=typed.get("topic", ""),
        side=typed.get("side") or AgencyCard.Side.BOTH,
        age_from=_years(typed.get("age_from", ""), 0),
        age_to=_years(typed.get("age_to", ""), services.OLDEST),
        words=words,
        version=forms.number(typed, "version") or 0,
    )


def _years(raw: str, otherwise: int) -> int:
    """Whole years as typed; -1, which no card has, for what is no number."""
    if not raw:
        return otherwise
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= _DIGITS else -1
