"""One visit or date: its answers, changes, plan, notes and place. Each form on it names its step."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from frontend import dates_form, forms
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from rooms.contact import side
from rooms.errors import RoomError
from rooms.items import Page
from rooms.items.dates import LABELS
from rooms.models import Event
from rooms.queries import approvals, planning
from rooms.queries import occasions as queries
from rooms.services import occasion_plans, occasions

_ANSWERS: Final = {"yes": "accept", "time": "change", "no": "decline"}
"""Which answer the page opens with."""
_BACK: Final = frozenset({"accept", "decline", "change", "call_off", "approve", "stop", "seen"})
"""Steps after which the list of all dates tells how it stands now."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def occasion(request: HttpRequest, room_id: str, seat: Seat, occasion_id: str) -> HttpResponse:
    """One occasion. POST: the step that the form names."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _page(request, here, occasion_id)
    step = request.POST.get("step", "")
    try:
        if step not in _STEPS:
            raise RoomError("bad_choice")
        _STEPS[step](request, here, occasion_id)
    except RoomError as error:
        return _page(request, here, occasion_id, error=error)
    back = here.url(Page.DATES)
    return then(back, occasion_id) if step in _BACK else then(f"{back}{occasion_id}/")


def _page(request: HttpRequest, here: Opened, occasion_id: str, *, error: RoomError | None = None) -> HttpResponse:
    found = queries.occasion(here.member, occasion_id)
    context = {
        "one": found,
        "step": request.POST.get("step", ""),
        "opens": request.POST.get("step", "") or _ANSWERS.get(request.GET.get("answer", ""), ""),
        "part": request.POST.get("part", ""),
        "places": dates_form.places(found.kind, _within(here) if found.is_contact else None),
        "rides": [(key, LABELS[f"ride.{key}"]) for key in occasion_plans.RIDES],
        "people": [member for member in here.about.members if not member.staff and member.state == "active"],
        "side": side(here.member),
        "at_home": planning.rooms_at_home(here.member),
        "zones": dates_form.zones(here.member.room),
        "overlap": _overlap(request, here, error),
    }
    return show(request, here, "frontend/occasion.html", Page.DATES, error=error, **context)


def _within(here: Opened) -> set[str]:
    """Kinds of place that some approval has."""
    return {place for one in approvals.allowances(here.member) for place in one.place_kinds}


def _overlap(request: HttpRequest, here: Opened, error: RoomError | None) -> str:
    """What the form says back when its sender was shown that they have something else at this very time."""
    if error is None or error.code != "double_booked":
        return ""
    changing = request.POST.get("step") == "change"
    return dates_form.times(request, here.member.room)["starts"].isoformat() if changing else "1"


def _version(request: HttpRequest) -> int:
    return forms.number(request.POST, "version") or 0


def _words(request: HttpRequest) -> dict[str, Any]:
    return {"text": forms.text(request), "sure": forms.sure(request)}


def _step(service: Callable[..., Event], **more: Callable[[HttpRequest], Any]) -> Callable[..., Event]:
    def do(request: HttpRequest, here: Opened, occasion_id: str) -> Event:
        what = {key: read(request) for key, read in more.items()}
        form = {"room_id": here.about.room_id, "occasion": occasion_id, "version": _version(request)}
        everyone = {"all_to_come": request.POST.get("all") == "1"}
        return done(request, service, **form, **everyone, **_words(request), **what)

    return do


def _part(service: Callable[..., Event], *keys: str, words: bool = True) -> Callable[..., Event]:
    def do(request: HttpRequest, here: Opened, occasion_id: str) -> Event:
        what: dict[str, Any] = {key: request.POST.get(key, "") for key in keys}
        if words:
            what |= _words(request)
        return done(request, service, room_id=here.about.room_id, occasion=occasion_id, **what)

    return do


def _change(request: HttpRequest, here: Opened, occasion_id: str) -> Event:
    when = dates_form.times(request, here.member.room)
    return done(
        request,
        occasions.change,
        room_id=here.about.room_id,
        occasion=occasion_id,
        version=_version(request),
        place_kind=request.POST.get("place_kind", ""),
        place=request.POST.get("place", "") or None,
        all_to_come=request.POST.get("all") == "1",
        overlap_ok=dates_form.overlap_ok(request, when["starts"]),
        **when,
        **_words(request),
    )


def _place(request: HttpRequest, here: Opened, occasion_id: str) -> Event:
    return done(
        request,
        occasion_plans.show_place,
        room_id=here.about.room_id,
        occasion=occasion_id,
        version=_version(request),
        place=request.POST.get("place", ""),
        members=request.POST.getlist("people"),
    )


_STEPS: Final[Mapping[str, Callable[..., Event]]] = {
    "accept": _step(occasions.accept, overlap_ok=lambda request: request.POST.get("overlap") == "1"),
    "change": _change,
    "decline": _step(occasions.decline),
    "call_off": _step(occasions.call_off),
    "approve": _step(occasions.approve),
    "stop": _step(occasions.stop),
    "seen": _part(occasion_plans.seen, words=False),
    "plan": _part(occasion_plans.plan, "part"),
    "ride": _part(occasion_plans.ride, "ride"),
    "topic": _part(occasion_plans.topic),
    "note": _part(occasion_plans.note, "about"),
    "place": _place,
}
