"""The queue at the desk, and one flag: what it rests on, what staff notes about it, and how it is settled."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.pagedata import desk_data
from frontend.posting import SeeOther
from frontend.scripts import modules
from moderation import desk
from moderation.queries import flags as queries
from moderation.services import appeals, flags
from rooms.errors import RoomError
from rooms.models import Person


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits, over the whole caseload: due first, good things apart. Whoever has no desk finds nothing here."""
    person = actor(request)
    if not desk.has_desk(person):
        raise RoomError("not_found")
    view, family = request.GET.get("view", "waiting"), forms.number(request.GET, "family")
    if view not in queries.VIEWS:
        raise RoomError("not_found")
    flags.look_at_queue(actor=person)
    context = {
        "queue": queries.queue(person, view=view, family=family),
        "view": view,
        "family": family,
        "data": desk_data([]),
        "modules": modules("desk-flags"),
    }
    return render(request, "frontend/desk_flags.html", context)


@require_safe
@login_required
def show(request: HttpRequest, flag_id: str) -> HttpResponse:
    """One flag. Opening it leaves a row in the trail."""
    return _page(request, flag_id)


@login_required
def act(request: HttpRequest, flag_id: str, act: str) -> HttpResponse:
    """Do something about a flag; a bare visit goes to its page."""
    if request.method != "POST":
        return redirect("desk_flag", flag_id)
    if act not in _ACTS:
        raise RoomError("not_found")
    try:
        _ACTS[act](actor(request), flag_id, request)
    except RoomError as error:
        return _page(request, flag_id, act=act, error=about_form(error))
    return SeeOther(reverse("desk_flag", args=[flag_id]))


def _page(request: HttpRequest, flag_id: str, *, act: str = "", error: RoomError | None = None) -> HttpResponse:
    person = actor(request)
    flags.look(actor=person, flag_id=flag_id)
    page = queries.flag_page(person, flag_id)
    context = {
        "page": page,
        "chosen": request.POST.get("outcome") or page.usual,
        "typed": request.POST if error else {},
        "act": act,
        "error": error,
        "data": desk_data([]),
        "modules": modules("desk-flags"),
    }
    return render_with(request, "frontend/desk_flag.html", context, error)


def _words(request: HttpRequest, name: str) -> str:
    """Words of a form. Browsers send line ends as CR LF; people type one."""
    return request.POST.get(name, "").replace("\r\n", "\n")


def _claim(person: Person, flag_id: str, request: HttpRequest) -> object:
    return flags.claim(actor=person, flag_id=flag_id)


def _hand(person: Person, flag_id: str, request: HttpRequest) -> object:
    return flags.hand_on(actor=person, flag_id=flag_id, member_id=forms.chosen(request.POST, "to"))


def _note(person: Person, flag_id: str, request: HttpRequest) -> object:
    return flags.note(actor=person, flag_id=flag_id, text=_words(request, "text"))


def _link(person: Person, flag_id: str, request: HttpRequest) -> object:
    seq = forms.number(request.POST, "line")
    return flags.link(actor=person, flag_id=flag_id, seqs=[] if seq is None else [seq])


def _settle(person: Person, flag_id: str, request: HttpRequest) -> object:
    return flags.resolve(
        actor=person,
        flag_id=flag_id,
        outcome=request.POST.get("outcome", ""),
        to_author=_words(request, "to_author"),
        to_reporter=_words(request, "to_reporter"),
    )


def _decide(person: Person, flag_id: str, request: HttpRequest) -> object:
    upheld = request.POST.get("upheld", "")
    if upheld not in ("yes", "no"):
        raise RoomError("bad_choice")
    return appeals.decide(actor=person, flag_id=flag_id, upheld=upheld == "yes", told=_words(request, "told"))


_ACTS: Final[Mapping[str, Callable[[Person, str, HttpRequest], object]]] = {
    "claim": _claim,
    "hand": _hand,
    "note": _note,
    "link": _link,
    "settle": _settle,
    "decide": _decide,
}
