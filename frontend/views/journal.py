"""A journal of one's own, and at the desk what was shown to the social worker (S5, S47, S48)."""

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.errors import about_form
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page
from rooms.models import JournalEntry, Role, State
from rooms.queries import journal as queries
from rooms.services import journal as services


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def journal(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """One's own pages and those that others showed. At the desk only the latter: staff keep no journal here."""
    if request.method != "POST":
        return _show(request, opened(request, room_id, seat))
    if seat.staff:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    act = _ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise RoomError("bad_choice")
        outcome = act(request, room_id)
    except RoomError as error:
        return _show(request, opened(request, room_id, seat), about_form(error))
    if not isinstance(outcome, JournalEntry):
        return then(request.path)
    return then(f"{request.path}?of={outcome.public_id}", outcome.public_id)


def _show(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    workers = [member for member in here.about.members if member.role == Role.SOCIAL_WORKER]
    asked = request.GET if request.method != "POST" else request.POST
    of = _named(request, "of") or _entry(request)
    context = {
        "own": None if here.seat.staff else queries.own_pages(here.member, before=_named(request, "before"), of=of),
        "shown": queries.shown_to(here.member, before=_named(request, "shown"), of=of),
        "kinds": JournalEntry.Kind.choices,
        "kind": asked.get("kind", JournalEntry.Kind.GROWTH),
        "seen_by": asked.get("seen_by", JournalEntry.Seen.ME),
        "workers": ", ".join(member.name for member in workers),
        "everybody": [member.name for member in here.about.members if member.state == State.ACTIVE and not member.me],
        "may_tell": here.may(Action.TELL),
    }
    return show(request, here, "frontend/learning_journal.html", Page.LEARNING, error=error, **context)


def _write(request: HttpRequest, room_id: str) -> object:
    chosen = {"kind": request.POST.get("kind", ""), "seen_by": request.POST.get("seen_by", "")}
    text, sure = forms.text(request), forms.sure(request)
    return done(request, services.write, room_id=room_id, text=text, sure=sure, **chosen)


def _change(request: HttpRequest, room_id: str) -> object:
    return done(request, services.change, room_id=room_id, entry_id=_entry(request), text=forms.text(request))


def _seen(request: HttpRequest, room_id: str) -> object:
    seen_by, sure = request.POST.get("seen_by", ""), forms.sure(request)
    return done(request, services.show_to, room_id=room_id, entry_id=_entry(request), seen_by=seen_by, sure=sure)


def _throw(request: HttpRequest, room_id: str) -> object:
    return done(request, services.throw_away, room_id=room_id, entry_id=_entry(request))


def _named(request: HttpRequest, key: str) -> str:
    return forms.chosen(request.GET, key)


def _entry(request: HttpRequest) -> str:
    return forms.chosen(request.POST, "entry")


_ACTS: Mapping[str, Callable[[HttpRequest, str], object]] = {
    "write": _write,
    "change": _change,
    "seen": _seen,
    "throw": _throw,
}
