"""About the child: the page, one topic, the safety page, and keeping a message of the conversation there."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from frontend import child_topics, forms
from frontend.names import join
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from rooms.access import Action, permit
from rooms.errors import RoomError
from rooms.items import Page, item_of
from rooms.models import CARERS, BigStep, ChildEntry, DearThing, Event, ExpertQuestion, Kind, Role
from rooms.models.about import HOME, TOLD, Answer, Place, Topic
from rooms.queries.about import about_page
from rooms.queries.about_views import AboutPage, ChildView
from rooms.queries.items import told
from rooms.services import about, about_asking, about_things

Act = Callable[[HttpRequest, str], Event | None]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Everything that is known of the children, the next question, steps and dear things."""
    if request.method != "POST":
        return _page(request, opened(request, room_id, seat))
    try:
        event = _act(_PAGE_ACTS, request, room_id)
    except RoomError as error:
        return _page(request, opened(request, room_id, seat), error)
    return then(_home_of(seat, room_id), _place(event))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic(request: HttpRequest, room_id: str, seat: Seat, topic: str) -> HttpResponse:
    """One topic of a child (or of the home): every version, and the place to write."""
    if request.method != "POST":
        return _topic(request, opened(request, room_id, seat), topic)
    acts: dict[str, Act] = {
        "tell": lambda request, room_id: _tell(request, room_id, topic),
        "change": _change,
        "ask": lambda request, room_id: _ask(request, room_id, topic),
    }
    try:
        event = _act(acts, request, room_id)
    except RoomError as error:
        return _topic(request, opened(request, room_id, seat), topic, error)
    return then(_home_of(seat, room_id), _place(event))


@require_safe
@login_required
def safety(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """What keeps the children safe, on one sheet."""
    here = opened(request, room_id, seat)
    return show(request, here, "frontend/child_safety.html", Page.CHILD, **_shared(here))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keep(request: HttpRequest, room_id: str, seat: Seat, seq: int) -> HttpResponse:
    """Keep a message under a topic."""
    if request.method != "POST":
        return _keep(request, opened(request, room_id, seat), seq)
    try:
        chosen = {"topic": forms.chosen(request.POST, "topic"), "child_id": forms.chosen(request.POST, "child")}
        event = done(request, about.keep, room_id=room_id, seq=seq, **chosen)
    except RoomError as error:
        return _keep(request, opened(request, room_id, seat), seq, error)
    return then(_home_of(seat, room_id), _place(event))


def _page(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    context = _shared(here)
    return show(
        request,
        here,
        "frontend/child.html",
        Page.CHILD,
        error=error,
        act=request.POST.get("act", ""),
        home=child_topics.home(context["about"]),
        of=forms.chosen(request.GET, "of"),
        home_experts=_experts(context["about"], None, here),
        answers=Answer.choices,
        places=Place.choices,
        **context,
    )


def _topic(request: HttpRequest, here: Opened, topic: str, error: RoomError | None = None) -> HttpResponse:
    if topic not in Topic:
        raise RoomError("not_found")
    context = _shared(here)
    found, chosen = context["about"], Topic(topic)
    child_id = forms.chosen(request.POST if request.method == "POST" else request.GET, "child")
    about_home = chosen in HOME
    child = found.child(child_id) or found.children[0]
    return show(
        request,
        here,
        "frontend/child_topic.html",
        Page.CHILD,
        error=error,
        act=request.POST.get("act", ""),
        topic=found.home[chosen] if about_home else child.topics[chosen],
        child=None if about_home else child,
        may_write=context["may_tell"] and (not about_home or here.member.role in CARERS),
        experts=[] if chosen in TOLD else _experts(found, None if about_home else child, here),
        about_home=about_home,
        **context,
    )


def _keep(request: HttpRequest, here: Opened, seq: int, error: RoomError | None = None) -> HttpResponse:
    permit(here.member, Action.TELL)
    line = told(here.member, [seq]).get(seq)
    if line is None or line.kind != Kind.MESSAGE:
        raise RoomError("not_found")
    context = _shared(here)
    groups = child_topics.to_keep(context["about"], line.text or "")
    return show(request, here, "frontend/child_keep.html", Page.CHILD, error=error, line=line, groups=groups, **context)


def _experts(found: AboutPage, child: ChildView | None, here: Opened) -> list[str]:
    """Whom the reader can ask about a child, or about the home; nobody, if the reader is who knows."""
    if child is not None:
        return child.asks
    return [] if here.member.role in CARERS else found.home_experts


def _shared(here: Opened) -> dict[str, Any]:
    """What every one of these pages needs."""
    staff = [member for member in here.about.members if member.staff]
    workers = [member.name for member in staff if member.role == Role.SOCIAL_WORKER] or [one.name for one in staff]
    return {
        "about": about_page(here.member),
        "workers": join(workers),
        "may_tell": here.may(Action.TELL),
        "home_is_mine": here.member.role in CARERS,
    }


def _act(acts: Mapping[str, Act], request: HttpRequest, room_id: str) -> Event | None:
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise RoomError("bad_choice")
    return act(request, room_id)


def _home_of(seat: Seat, room_id: str) -> str:
    return f"{seat.room_url(room_id)}{Page.CHILD}/"


def _place(event: Event | None) -> str:
    item = item_of(event.data) if event else None
    return item.id if item else ""


def _words(request: HttpRequest) -> dict[str, Any]:
    return {"text": forms.text(request), "sure": forms.sure(request)}


def _child(request: HttpRequest) -> dict[str, str]:
    return {"child_id": forms.chosen(request.POST, "child")}


def _tell(request: HttpRequest, room_id: str, topic: str) -> Event | None:
    question = forms.chosen(request.POST, "question")
    what = about.Told(topic=topic, text=forms.text(request), question_id=question, **_child(request))
    return done(request, about.tell, room_id=room_id, told=what, sure=forms.sure(request))


def _change(request: HttpRequest, room_id: str) -> Event | None:
    entry, seen = forms.chosen(request.POST, "entry"), forms.number(request.POST, "seen")
    return done(request, about.change, room_id=room_id, entry_id=entry, seen=seen, **_words(request))


def _ask(request: HttpRequest, room_id: str, topic: str) -> Event | None:
    return done(request, about_asking.ask, room_id=room_id, topic=topic, **_child(request), **_words(request))


def _later(request: HttpRequest, room_id: str) -> Event | None:
    what = {"topic": forms.chosen(request.POST, "topic"), "never": request.POST.get("never") == "1"}
    return done(request, about_asking.later, room_id=room_id, **what, **_child(request))


def _step(request: HttpRequest, room_id: str) -> Event | None:
    kind = forms.chosen(request.POST, "kind")
    return done(request, about_asking.ask_first, room_id=room_id, kind=kind, **_child(request), **_words(request))


def _answer(request: HttpRequest, room_id: str) -> Event | None:
    what = {"step_id": forms.chosen(request.POST, "step"), "said": forms.chosen(request.POST, "said")}
    return done(request, about_asking.answer, room_id=room_id, **what, **_words(request))


def _thing(request: HttpRequest, room_id: str) -> Event | None:
    where = forms.chosen(request.POST, "where")
    return done(request, about_things.write_down, room_id=room_id, where=where, **_child(request), **_words(request))


def _move(request: HttpRequest, room_id: str) -> Event | None:
    what = {"thing_id": forms.chosen(request.POST, "thing"), "where": forms.chosen(request.POST, "where")}
    return done(request, about_things.move, room_id=room_id, seen=forms.number(request.POST, "seen"), **what)


def _back(request: HttpRequest, room_id: str) -> Event | None:
    table = _TABLES.get(request.POST.get("what", ""))
    if table is None:
        raise RoomError("bad_choice")
    row_id = forms.chosen(request.POST, "id")
    return done(request, about.take_back, room_id=room_id, table=table, row_id=row_id)


_PAGE_ACTS: Final[Mapping[str, Act]] = {
    "ask": lambda request, room_id: _ask(request, room_id, forms.chosen(request.POST, "topic")),
    "later": _later,
    "step": _step,
    "answer": _answer,
    "thing": _thing,
    "move": _move,
    "back": _back,
}
_TABLES: Final[Mapping[str, Any]] = {
    "entry": ChildEntry,
    "question": ExpertQuestion,
    "step": BigStep,
    "thing": DearThing,
}
