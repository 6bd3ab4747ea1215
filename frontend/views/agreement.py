"""The agreement on one page, and the plan for talking: read, talked over, put in other words, agreed to."""

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from typing import Any, Final
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from frontend import forms, plan_words
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from moderation.queries.agreements import clock_of
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page
from rooms.items.agreement import FIRST, TOPICS, WAYS
from rooms.models import Event
from rooms.queries.agreement import PointView, agreement_of
from rooms.queries.survey import asked_now
from rooms.queries.talkplan import PlanView, talk_of
from rooms.services import agreement, points, talkplan
from rooms.services.talkplan import Wanted

Form = Callable[[HttpRequest], dict[str, Any]]


def _point(request: HttpRequest) -> dict[str, Any]:
    return {"point": forms.chosen(request.POST, "point")}


def _words(request: HttpRequest) -> dict[str, Any]:
    return {"text": forms.text(request), "sure": forms.sure(request)}


def _version(request: HttpRequest) -> dict[str, Any]:
    return {"version": forms.number(request.POST, "version") or 0}


_ACTS: Final[Mapping[str, tuple[Callable[..., Event], tuple[Form, ...]]]] = {
    "begin": (agreement.begin, ()),
    "agree": (agreement.agree, (_version,)),
    "withdraw": (agreement.withdraw, ()),
    "keep": (agreement.keep, (lambda request: {"days": forms.number(request.POST, "days") or 0},)),
    "talk": (points.talk, (_point, _words)),
    "reword": (points.reword, (_point, _version, _words)),
    "take": (points.take, (lambda request: {"turn": forms.chosen(request.POST, "turn")},)),
    "back": (points.take_back, (lambda request: {"turn": forms.chosen(request.POST, "turn")},)),
    "take_plan": (talkplan.take, (lambda request: {"plan": forms.chosen(request.POST, "plan")},)),
}
"""What can be done on the page, and what each takes from its form."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """The agreement and the plan; POST: one act on them, by name."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _page(request, here)
    place = forms.chosen(request.POST, "point") or forms.chosen(request.POST, "plan")
    try:
        service, form = _ACTS.get(request.POST.get("act", ""), (_nothing, ()))
        done(request, service, room_id=room_id, **{key: value for read in form for key, value in read(request).items()})
    except RoomError as error:
        return _page(request, here, error)
    return then(f"{here.url(Page.AGREEMENT)}?of={quote(place)}" if place else here.url(Page.AGREEMENT), place)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Suggest a plan for talking, or say when a message to oneself can wait."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _plan(request, here)
    try:
        if request.POST.get("act") == "rest":
            done(request, talkplan.rest, room_id=room_id, **_hours(request))
        else:
            done(request, talkplan.suggest, room_id=room_id, **_suggested(request))
    except RoomError as error:
        return _plan(request, here, error)
    return then(here.url(Page.AGREEMENT), "plan")


def _page(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    form = request.POST if error else request.GET
    found, may_agree = agreement_of(here.member), here.may(Action.AGREE)
    named = (forms.chosen(form, "point"), forms.chosen(request.GET, "of"))
    context = {
        "agreement": found,
        "waits": [point for point in found.all if point.asks_me] if found and may_agree else [],
        "opened": [point.id for point in found.all if _is_open(point, named) or "all" in request.GET] if found else [],
        "talk": talk_of(here.member),
        "may_agree": may_agree,
        "point_open": forms.chosen(form, "point"),
        "act": request.POST.get("act", "") if error else "",
        "reviews": agreement.REVIEWS,
        "usual": agreement.USUAL,
        "survey": not here.seat.staff and asked_now(here.member),
        "clock": clock_of(here.member),
    }
    return show(request, here, "frontend/agreement.html", Page.AGREEMENT, error=error, **context)


def _is_open(point: PointView, named: Iterable[str]) -> bool:
    """Whether a point shows its words at once: something of it is open, or the address names it."""
    return point.new or bool(point.others) or any(place and point.holds(place) for place in named)


def _plan(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    talk, form = talk_of(here.member), request.POST
    seen: PlanView | None = talk.open or talk.current
    chosen: dict[str, Any] = {
        "ways": seen.ways if seen else ["room"],
        "topics": seen.topics if seen else [],
        "first": seen.ask_first if seen else [],
        "days": seen.days if seen else [],
        "starts": seen.starts.strftime("%H:%M") if seen and seen.starts != seen.ends else "",
        "ends": seen.ends.strftime("%H:%M") if seen and seen.starts != seen.ends else "",
    }
    resting = error is not None and form.get("act") == "rest"
    if error is not None and not resting:
        chosen = {key: form.getlist(key) for key in ("ways", "topics", "first")} | {
            "days": _days(request),
            "starts": form.get("starts", ""),
            "ends": form.get("ends", ""),
        }
    context = {
        "talk": talk,
        "chosen": chosen,
        "resting": resting,
        "ways": plan_words.choices("way", WAYS),
        "topics": plan_words.choices("talk", TOPICS),
        "first": plan_words.choices("first", FIRST),
        "weekdays": plan_words.weekdays(),
        "may_agree": here.may(Action.AGREE),
        "clock": clock_of(here.member),
    }
    return show(request, here, "frontend/agreement_plan.html", Page.AGREEMENT, error=error, **context)


def _suggested(request: HttpRequest) -> dict[str, Any]:
    typed, hours = request.POST, _hours(request)
    wanted = Wanted(
        ways=typed.getlist("ways"),
        topics=typed.getlist("topics"),
        ask_first=typed.getlist("first"),
        days=hours["days"],
        starts=hours["starts"] or time(0),
        ends=hours["ends"] or time(0),
    )
    return {"wanted": wanted, "latest": forms.chosen(typed, "latest"), **_words(request)}


def _hours(request: HttpRequest) -> dict[str, Any]:
    """Weekdays and times as they were chosen; no times for none. Raises RoomError bad_choice for half of them."""
    starts, ends = (_time(request.POST.get(key, "")) for key in ("starts", "ends"))
    if (starts is None) != (ends is None):
        raise RoomError("bad_choice")
    return {"days": _days(request), "starts": starts, "ends": ends}


def _days(request: HttpRequest) -> list[int]:
    return [int(day) for day in request.POST.getlist("days") if day in set("0123456")]


def _time(typed: str) -> time | None:
    """A time of day as browsers send it. Raises RoomError bad_choice."""
    if not typed:
        return None
    try:
        found = time.fromisoformat(typed)
    except ValueError:
        raise RoomError("bad_choice") from None
    return found.replace(second=0, microsecond=0, tzinfo=None)


def _nothing(**_: object) -> Event:
    raise RoomError("bad_choice")
