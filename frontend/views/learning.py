"""Learning together: ask how, ways that work here, ideas, sentences, lessons, places that help (S14, S46, S50, S52)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.errors import about_form
from frontend.names import join
from frontend.plain_words import KNOWHOW, found
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page, item_of
from rooms.knowhow import FOR_STAFF, KINSHIP, LESSONS, SPEAK_WELL, Topic
from rooms.models import Event, Learned, Role
from rooms.queries import agency_cards, journal
from rooms.queries import learning as queries
from rooms.services import learning as services

_LATELY: Final = 5
"""Pages of journals and places that the first page of learning names."""
Act = Callable[[HttpRequest, str], object]
_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@login_required
def learning(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Questions, ways that work here, and what was tried."""
    acts: Mapping[str, Act] = {"ask": _ask, "answer": _answer, "keep": _keep, "tried": _tried_way, "back": _back}
    return _page(request, room_id, seat, acts, _learning)


@require_safe
@login_required
def ideas(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Techniques for the age of the room's children, or for all ages; by topic, by a word."""
    here = opened(request, room_id, seat)
    topic, words = request.GET.get("topic", ""), request.GET.get("q", "")[:80]
    ages = () if "all" in request.GET or words else _ages(here)
    fit = [one for one in agency_cards.techniques(here.member) if one.fits(ages) and topic in ("", one.topic)]
    cards = [one for key in found(words, _texts(here)) for one in fit if one.key == key] if words.strip() else fit
    cards.sort(key=lambda one: not one.fits(_ages(here)))
    context: dict[str, Any] = {
        "cards": cards,
        "topics": Topic.choices,
        "topic": topic,
        "words": words,
        "ages": ages,
        "known": _ages(here),
    }
    return show(request, here, "frontend/learning_ideas.html", Page.LEARNING, **context)


@_form
@login_required
def idea(request: HttpRequest, room_id: str, seat: Seat, card: str) -> HttpResponse:
    """One technique, and who here has tried it."""

    def tried(request: HttpRequest, room_id: str) -> object:
        return _tried(request, room_id, card=card)

    def page(request: HttpRequest, here: Opened, error: RoomError | None) -> HttpResponse:
        one = next((one for one in agency_cards.techniques(here.member) if one.key == card), None)
        if one is None:
            raise RoomError("not_found")
        tried = _learned(request, here, {Learned.Kind.TRIED: "before"}, card=card)
        context = {"card": one, "learned": tried, "hows": Learned.How.choices}
        return _show(request, here, "frontend/learning_idea.html", error, topic=Topic(one.topic).label, **context)

    return _page(request, room_id, seat, {"tried": tried, "back": _back}, page)


@require_safe
@login_required
def starters(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Sentences to begin with, one tap from the place to write; for staff, those of both sides (S14)."""
    here = opened(request, room_id, seat)
    stage, names = here.about.stage, here.member.room.child_names
    sides = [Role.BIRTH_PARENT, Role.FOSTER_PARENT] if here.seat.staff else [here.member.role]
    offered = [(Role(role).label, agency_cards.starters(here.member, stage, names, role=role)) for role in sides]
    sets = [(label, list(enumerate(starters))) for label, starters in offered]
    return show(request, here, "frontend/learning_starters.html", Page.LEARNING, sets=sets, writes=_writes(here))


@_form
@login_required
def lessons(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Five short lessons, the same for both sides; sentences that speak well of each other; a start for family."""
    return _page(request, room_id, seat, {"read": _read}, _lessons)


@_form
@login_required
def places(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Places that help: the agency's list, and what was shared here (S52)."""
    return _page(request, room_id, seat, {"share": _share, "back": _back}, _places)


def _page(
    request: HttpRequest,
    room_id: str,
    seat: Seat,
    acts: Mapping[str, Act],
    page: Callable[[HttpRequest, Opened, RoomError | None], HttpResponse],
) -> HttpResponse:
    """The page; or what its form asks for, and then the page again."""
    if request.method != "POST":
        return page(request, opened(request, room_id, seat), None)
    act = acts.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise RoomError("bad_choice")
        outcome = act(request, room_id)
    except RoomError as error:
        return page(request, opened(request, room_id, seat), about_form(error))
    item = item_of(outcome.data) if isinstance(outcome, Event) else None
    return then(request.path, item.id if item else "")


def _show(request: HttpRequest, here: Opened, template: str, error: RoomError | None, **context: Any) -> HttpResponse:
    return show(request, here, template, Page.LEARNING, error=error, writes=_writes(here), **context)


def _writes(here: Opened) -> bool:
    return here.may(Action.TELL)


def _ages(here: Opened) -> tuple[int, ...]:
    return tuple(age for _, age in here.about.children if age is not None)


def _learned(request: HttpRequest, here: Opened, keys: Mapping[str, str], card: str = "") -> queries.LearningPage:
    """What was learned, from where the address says that each of the lists goes on."""
    before = {kind: forms.chosen(request.GET, key) for kind, key in keys.items()}
    return queries.learning(here.member, before=before, of=forms.chosen(request.GET, "of"), card=card)


def _texts(here: Opened) -> dict[str, tuple[str, ...]]:
    """What ideas are found by: their words in every language of ours, and plain words for what they are about."""
    texts: dict[str, tuple[str, ...]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for one in agency_cards.techniques(here.member):
                titles = f"{one.title} {Topic(one.topic).label}"
                more = " ".join(map(str, (one.when, *one.steps, one.sentence)))
                before = texts.get(one.key, ("", KNOWHOW.get(one.topic, ""), ""))
                texts[one.key] = (f"{before[0]} {titles}", before[1], f"{before[2]} {more}")
    return texts


def _learning(request: HttpRequest, here: Opened, error: RoomError | None) -> HttpResponse:
    context = {
        "learned": _learned(request, here, {Learned.Kind.ASKED: "before", Learned.Kind.KEPT: "ways"}),
        "pages": [one for one in journal.shown_to(here.member, size=_LATELY).pages if one.line],
        "topics": Topic.choices,
        "hows": Learned.How.choices,
        "mentors": join([member.name for member in here.about.members if member.role == Role.MENTOR]),
        "family": any(member.role == Role.KINSHIP_CAREGIVER for member in here.about.members),
    }
    return _show(request, here, "frontend/learning.html", error, **context)


def _lessons(request: HttpRequest, here: Opened, error: RoomError | None) -> HttpResponse:
    read = queries.learning(here.member).read
    family = any(member.role == Role.KINSHIP_CAREGIVER for member in here.about.members)
    context = {
        "lessons": [(one, join(read.get(one.key, [])), here.about.me.name in read.get(one.key, [])) for one in LESSONS],
        "speak": SPEAK_WELL,
        "kinship": KINSHIP if family else (),
        "for_staff": FOR_STAFF if here.seat.staff else (),
        "sharing": agency_cards.sharing(here.member) if here.seat.staff else (),
    }
    return _show(request, here, "frontend/learning_lessons.html", error, **context)


def _places(request: HttpRequest, here: Opened, error: RoomError | None) -> HttpResponse:
    context = {
        "places": agency_cards.places(here.member),
        "learned": _learned(request, here, {Learned.Kind.PLACE: "before"}),
        "sharing": agency_cards.sharing(here.member) if here.seat.staff else (),
    }
    return _show(request, here, "frontend/learning_places.html", error, **context)


def _ask(request: HttpRequest, room_id: str) -> object:
    what = {"topic": request.POST.get("topic", ""), "text": forms.text(request), "sure": forms.sure(request)}
    return done(request, services.ask, room_id=room_id, **what)


def _answer(request: HttpRequest, room_id: str) -> object:
    question = forms.chosen(request.POST, "question")
    what = {"question_id": question, "text": forms.text(request), "sure": forms.sure(request)}
    return done(request, services.answer, room_id=room_id, **what)


def _keep(request: HttpRequest, room_id: str) -> object:
    return done(request, services.keep, room_id=room_id, seq=_line(request))


def _tried_way(request: HttpRequest, room_id: str) -> object:
    return _tried(request, room_id, way_id=forms.chosen(request.POST, "way"))


def _tried(request: HttpRequest, room_id: str, *, way_id: str = "", card: str = "") -> object:
    how = request.POST.get("how", "")
    what = services.Tried(how=how, text=forms.text(request), way_id=way_id, card=card)
    return done(request, services.tried, room_id=room_id, what=what, sure=forms.sure(request))


def _read(request: HttpRequest, room_id: str) -> object:
    return done(request, services.read, room_id=room_id, lesson=request.POST.get("lesson", ""))


def _share(request: HttpRequest, room_id: str) -> object:
    what = {"text": forms.text(request), "sure": forms.sure(request)}
    return done(request, services.share_place, room_id=room_id, **what)


def _back(request: HttpRequest, room_id: str) -> object:
    return done(request, services.take_back, room_id=room_id, seq=_line(request))


def _line(request: HttpRequest) -> int:
    return forms.number(request.POST, "line") or 0
