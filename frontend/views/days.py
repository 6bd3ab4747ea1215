"""The days of a child: told by taps, looked back on; a sick child; words to pass on."""

from datetime import date, timedelta
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.photo_form import photos
from frontend.posting import posted
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page
from rooms.items.days import CHEERS, DOCTOR, SIGNS, TILES
from rooms.models import CARERS, Event
from rooms.models.about import FROM_AGE, Topic
from rooms.protocol import FileRef
from rooms.queries import days as queries
from rooms.queries import passed as words_queries
from rooms.queries import sick as sick_queries
from rooms.services import cheers, passed, sick
from rooms.services import days as services

_ACTS: Final[dict[str, tuple[Any, str]]] = {
    "back": (services.take_back, "day_id"),
    "cheer": (cheers.day, "about"),
    "see": (sick.see, "card_id"),
    "better": (sick.better, "card_id"),
    "told": (passed.told, "words_id"),
}
"""What can be done about something on these pages: the service, and what it calls the id."""
_FIRST: Final = date(1900, 1, 1)
"""No week is looked back on from before this day."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def days(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """The last days, and the form that tells one. POST: tell it, or with `day` tell one's own anew."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _page(request, here)
    files: tuple[FileRef, ...] = ()
    changed = forms.chosen(request.POST, "day")
    try:
        files = photos(request, room_id) if here.may(Action.TELL) else ()
        what = {"room_id": room_id, "text": forms.text(request), "files": files, "sure": forms.sure(request)}
        taps = {name: request.POST.get(name, "") for name in TILES}
        if changed:
            done(request, services.change, day_id=changed, taps=taps, **what)
        else:
            child, on = forms.chosen(request.POST, "child"), a_day(request.POST.get("on", ""))
            done(request, services.tell, child_id=child, on=on, taps=taps, **what)
    except RoomError as error:
        return _page(request, here, error=error, files=files)
    return then(here.url(Page.DAYS), "days")


@require_safe
@login_required
def week(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """A week to look back on: up to the day `to`, or the last seven days."""
    here = opened(request, room_id, seat)
    children = children_of(here)
    chosen = forms.chosen(request.GET, "child")
    child = next((one for one in children if one[0] == chosen), children[0])
    today = timezone.localdate()
    last = max(min(a_day(request.GET.get("to", "")) or today, today), _FIRST)
    first = last - timedelta(days=queries.WEEK - 1)
    context: dict[str, Any] = {
        "week": queries.week(here.member, first, child[0]),
        "child": child,
        "children": children,
        "earlier": first - timedelta(days=1),
        "later": last + timedelta(days=queries.WEEK) if last < today else None,
    }
    return show(request, here, "frontend/days_week.html", Page.DAYS, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sick_child(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Tell everybody at once that a child is sick: what it is, and are you sure."""
    here, error = opened(request, room_id, seat), None
    if request.method == "POST":
        try:
            child, signs = forms.chosen(request.POST, "child"), request.POST.getlist("signs")
            doctor = request.POST.get("doctor", "")
            done(request, sick.tell, room_id=room_id, child_id=child, signs=signs, doctor=doctor)
            return then(here.url(Page.DAYS), "sick")
        except RoomError as refusal:
            error = refusal
    context: dict[str, Any] = {
        "children": children_of(here),
        "signs": SIGNS.items(),
        "doctor": DOCTOR.items(),
        "may_tell": here.may(Action.TELL),
        "chosen": request.POST.getlist("signs"),
    }
    return show(request, here, "frontend/days_sick.html", Page.DAYS, error=error, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def words(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Words between child and parent. POST: words for the child, or from the child."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _words(request, here)
    files: tuple[FileRef, ...] = ()
    try:
        files = photos(request, room_id) if here.may(Action.TELL) else ()
        what = {"text": forms.text(request), "files": files, "sure": forms.sure(request)}
        child, way = forms.chosen(request.POST, "child"), request.POST.get("way", "")
        done(request, passed.send, room_id=room_id, child_id=child, way=way, **what)
    except RoomError as error:
        return _words(request, here, error=error, files=files)
    return then(f"{here.url(Page.DAYS)}words/", "words")


@posted
def act(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """One of the small forms: take a day back, celebrate it, a card seen, a child better, words passed on."""
    here = opened(request, room_id, seat)
    what, about = request.POST.get("act", ""), forms.chosen(request.POST, "about")
    try:
        if what not in _ACTS:
            raise RoomError("bad_choice")
        service, name = _ACTS[what]
        more = {"text": forms.text(request), "sure": forms.sure(request)} if what in ("cheer", "told") else {}
        if what == "cheer":
            more["cheer"] = request.POST.get("cheer", "")
        event = done(request, service, room_id=room_id, **{name: about}, **more)
    except RoomError as error:
        if what == "told":
            return _words(request, here, error=error, about=about)
        return _page(request, here, error=error, about=about)
    return _back(request, here, what, about, event)


def _back(request: HttpRequest, here: Opened, what: str, about: str, event: Event) -> HttpResponse:
    """Where one came from: the conversation, for what can be done there too."""
    if request.POST.get("from") == "room":
        return then(here.seat.room_url(here.about.room_id), f"m{event.seq}")
    if what == "told":
        return then(f"{here.url(Page.DAYS)}words/", about)
    return then(here.url(Page.DAYS), "days" if what == "back" else about)


def _page(
    request: HttpRequest,
    here: Opened,
    *,
    error: RoomError | None = None,
    files: tuple[FileRef, ...] = (),
    about: str = "",
) -> HttpResponse:
    changed = forms.chosen(request.POST if error else request.GET, "day" if error else "change")
    own = queries.one(here.member, changed) if changed else None
    if own is not None and not own.can_change:
        own = None
    taps = request.POST if error and not about else own.taps if own else {}
    today = timezone.localdate()
    words_shown = [one for place, one in enumerate(words_queries.last(here.member)) if one.waits or not place]
    context = {
        "days": queries.page(here.member, before=a_day(request.GET.get("before", ""))),
        "sick": sick_queries.now(here.member),
        "over": sick_queries.over(here.member),
        "words": words_shown,
        "waiting": sum(one.waits for one in words_shown),
        "own": own,
        "tiles": [
            (name, tile.title, [(key, label, taps.get(name) == key) for key, label in tile.choices.items()])
            for name, tile in TILES.items()
            if name != "school" or name in taps or school_age(here)
        ],
        "children": children_of(here),
        "dates": [today - timedelta(days=number) for number in range(services.BACK.days)],
        "cheers": CHEERS.items(),
        "may_tell": here.may(Action.TELL),
        "files": files,
        "about": about,
        "open": bool(own) or (error is not None and not about) or here.member.role in CARERS,
    }
    return show(request, here, "frontend/days.html", Page.DAYS, error=error, **context)


def _words(
    request: HttpRequest,
    here: Opened,
    *,
    error: RoomError | None = None,
    files: tuple[FileRef, ...] = (),
    about: str = "",
) -> HttpResponse:
    context = {
        "words": words_queries.last(here.member),
        "children": children_of(here),
        "may_tell": here.may(Action.TELL),
        "files": files,
        "about": about,
    }
    return show(request, here, "frontend/days_words.html", Page.DAYS, error=error, **context)


def children_of(here: Opened) -> list[tuple[str, str]]:
    """The children of a room: public id and first name."""
    return [(child.public_id, child.first_name) for child in here.member.room.siblings]


def school_age(here: Opened) -> bool:
    """Whether school may be a part of the day of a child of this room; where no age is known it may."""
    ages = [age for _name, age in here.about.children]
    return None in ages or any(age >= FROM_AGE[Topic.SCHOOL] for age in ages if age is not None)


def a_day(raw: str) -> date | None:
    """A day as forms and addresses write it, or None if it is none."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None
