"""Meetings of a room: the first days, the team, hearings, the regular talk; and who is who."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.first_days import DOES, TALK_ABOUT, prompts
from frontend.names import join
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page
from rooms.limits import take_form
from rooms.models import BIRTH_SIDE, CARERS, Event, Meeting, MeetingPoint
from rooms.queries.meeting_views import MeetingView
from rooms.queries.meetings import meeting_page, meetings_page
from rooms.services import first_days, numbers
from rooms.services import meetings as services
from rooms.sides import SIDE

Do = Callable[[HttpRequest, str, str], object]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meetings(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """All meetings. POST: ask for one, set one, or say whether one's number may be shared."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _all(request, here)
    act = request.POST.get("act", "")
    try:
        told = _taken(_ASK, act)(request, room_id, "")
    except RoomError as error:
        return _all(request, here, error=error, failed=act)
    return then(here.url(Page.MEETINGS), _of(told) or "numbers")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting(request: HttpRequest, room_id: str, seat: Seat, meeting_id: str) -> HttpResponse:
    """One meeting, with its list and how it went. POST: one of the acts that belong to it."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _one(request, here, meeting_id)
    act = request.POST.get("act", "")
    try:
        _taken(_ACTS, act)(request, room_id, meeting_id)
    except RoomError as error:
        return _one(request, here, meeting_id, error=error, failed=act)
    return then(f"{here.url(Page.MEETINGS)}{meeting_id}/", "list" if act in ("add", "tick", "remove") else "")


@require_safe
@login_required
def who(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Who everybody in this room is, and what each does (S56)."""
    here = opened(request, room_id, seat)
    people = [(member, DOES[member.role]) for member in here.about.members]
    return show(request, here, "frontend/meetings_who.html", Page.MEETINGS, people=people)


def _all(request: HttpRequest, here: Opened, *, error: RoomError | None = None, failed: str = "") -> HttpResponse:
    before, of = (forms.chosen(request.GET, key) for key in ("before", "of"))
    context = {
        "all": meetings_page(here.member, before=before, of=of),
        "reasons": Meeting.Reason.choices,
        **_common(here, failed),
    }
    return show(request, here, "frontend/meetings.html", Page.MEETINGS, error=error, **context)


def _one(
    request: HttpRequest, here: Opened, meeting_id: str, *, error: RoomError | None = None, failed: str = ""
) -> HttpResponse:
    found = meeting_page(here.member, meeting_id)
    context = {
        "meeting": found,
        "lists": _lists(found),
        "kinds": [(key, MeetingPoint.What(key).label) for key in _addable(found)],
        "wishes": MeetingPoint.What.WISH in _addable(found),
        "topics": TALK_ABOUT,
        "covered": [words for key, words in TALK_ABOUT if key in found.covered],
        "ways": Meeting.Way.choices,
        "scores": list(services.SCORES),
        "prompts": prompts(here.member.role),
        "my_intro": next((one for one in found.intros if one.mine), None),
        **_common(here, failed),
    }
    return show(request, here, "frontend/meeting.html", Page.MEETINGS, error=error, **context)


def _common(here: Opened, failed: str) -> dict[str, Any]:
    """What both pages need: who is on which side, and what the reader may do."""
    members = [member for member in here.about.members if member.state == "active"]
    home = [member.name for member in members if member.role in CARERS]
    birth = [member.name for member in members if member.role in BIRTH_SIDE]
    return {
        "failed": failed,
        "plan": here.may(Action.PLAN),
        "approve": here.may(Action.APPROVE),
        "carers": join(home) or _("The foster home"),
        "parents": join(birth) or _("The parents"),
        "both": join([*(home or [_("The foster home")]), *birth]),
        "called": here.member.role in SIDE,
        "side": "staff" if here.member.is_staff else _side(here.member.role),
    }


def _side(role: str) -> str:
    return "home" if role in CARERS else "birth" if role in BIRTH_SIDE else ""


def _addable(found: MeetingView) -> list[str]:
    """What can be added now, in the order in which it is offered."""
    after = (MeetingPoint.What.STEP, MeetingPoint.What.SETTLE)
    can = services.LISTS[found.kind]
    return [key for key in MeetingPoint.What.values if key in can and (found.live or key in after)]


def _lists(found: MeetingView) -> list[tuple[str, list[Any]]]:
    """The lines of the list, by what they are."""
    groups = [(kind.label, [point for point in found.agenda if point.what == kind]) for kind in MeetingPoint.What]
    return [(str(label), points) for label, points in groups if points]


def _taken(acts: dict[str, Do], act: str) -> Do:
    if act not in acts:
        raise RoomError("bad_choice")
    return acts[act]


def _of(told: object) -> str:
    return str(told.data["item"]["id"]) if isinstance(told, Event) else ""


def _words(request: HttpRequest) -> dict[str, Any]:
    return {"text": forms.text(request), "sure": forms.sure(request)}


def _when(request: HttpRequest, key: str = "starts") -> Any:
    """The moment that was chosen. Raises RoomError bad_moment if there is none."""
    found = forms.moment(request.POST, key)
    if found is None:
        raise RoomError("bad_moment")
    return found


def _team(request: HttpRequest, room_id: str, _meeting: str) -> object:
    reason = forms.chosen(request.POST, "reason")
    return done(request, services.ask, room_id=room_id, reason=reason, **_words(request))


def _hearing(request: HttpRequest, room_id: str, _meeting: str) -> object:
    return done(request, services.hearing, room_id=room_id, starts=_when(request))


def _weekly(request: HttpRequest, room_id: str, _meeting: str) -> object:
    return done(request, services.weekly, room_id=room_id, starts=_when(request))


def _number(request: HttpRequest, room_id: str, _meeting: str) -> object:
    take_form(actor(request).pk)
    member, share = forms.chosen(request.POST, "member"), request.POST.get("share") == "1"
    numbers.share_number(actor=actor(request), room_id=room_id, member_id=member, share=share)
    return None


def _set(request: HttpRequest, room_id: str, meeting: str) -> object:
    more = {"way": forms.chosen(request.POST, "way"), "version": forms.number(request.POST, "version")}
    return done(request, services.set_time, room_id=room_id, meeting_id=meeting, starts=_when(request), **more)


def _came(request: HttpRequest, room_id: str, meeting: str) -> object:
    more = {"when": _when(request, "came"), "version": forms.number(request.POST, "version")}
    return done(request, first_days.came, room_id=room_id, meeting_id=meeting, **more)


def _call(request: HttpRequest, room_id: str, meeting: str) -> object:
    more = {
        "outcome": forms.chosen(request.POST, "outcome"),
        "topics": request.POST.getlist("topic"),
        "again": forms.moment(request.POST, "again"),
        "version": forms.number(request.POST, "version"),
    }
    return done(request, first_days.call, room_id=room_id, meeting_id=meeting, **more, **_words(request))


def _later(request: HttpRequest, room_id: str, meeting: str) -> object:
    again = forms.moment(request.POST, "again")
    told = done(request, first_days.later, room_id=room_id, meeting_id=meeting, again=again, **_words(request))
    notices.info(request, _("That is fine. We have passed it on."))
    return told


def _intro(request: HttpRequest, room_id: str, meeting: str) -> object:
    return done(request, first_days.introduce, room_id=room_id, meeting_id=meeting, **_words(request))


def _held(request: HttpRequest, room_id: str, meeting: str) -> object:
    version = forms.number(request.POST, "version")
    return done(request, services.hold, room_id=room_id, meeting_id=meeting, version=version, **_words(request))


def _off(request: HttpRequest, room_id: str, meeting: str) -> object:
    version = forms.number(request.POST, "version")
    return done(request, services.off, room_id=room_id, meeting_id=meeting, version=version, **_words(request))


def _add(request: HttpRequest, room_id: str, meeting: str) -> object:
    what = forms.chosen(request.POST, "what")
    return done(request, services.add, room_id=room_id, meeting_id=meeting, what=what, **_words(request))


def _remove(request: HttpRequest, room_id: str, meeting: str) -> object:
    point = forms.chosen(request.POST, "point")
    return done(request, services.remove, room_id=room_id, meeting_id=meeting, point_id=point)


def _tick(request: HttpRequest, room_id: str, meeting: str) -> object:
    now, was = set(request.POST.getlist("point")), set(request.POST.getlist("was"))
    changes = {"on": _ids(now - was), "off": _ids(was - now)}
    return done(request, services.tick, room_id=room_id, meeting_id=meeting, **changes)


def _ids(raw: set[str]) -> list[str]:
    return [one for one in raw if "\x00" not in one]


def _told(request: HttpRequest, room_id: str, meeting: str) -> object:
    kept = request.POST.get("kept") == "1"
    return done(request, services.told_talk, room_id=room_id, meeting_id=meeting, of=_when(request, "of"), kept=kept)


def _answer(request: HttpRequest, room_id: str, meeting: str) -> object:
    take_form(actor(request).pk)
    heard, clear = (forms.number(request.POST, key) or 0 for key in ("heard", "clear"))
    return services.answer(actor=actor(request), room_id=room_id, meeting_id=meeting, heard=heard, clear=clear)


_ASK: Final[dict[str, Do]] = {"team": _team, "hearing": _hearing, "weekly": _weekly, "number": _number}
_ACTS: Final[dict[str, Do]] = {
    "set": _set,
    "came": _came,
    "call": _call,
    "later": _later,
    "intro": _intro,
    "held": _held,
    "off": _off,
    "add": _add,
    "remove": _remove,
    "tick": _tick,
    "told": _told,
    "answer": _answer,
}
"""What can be done on these pages, by the name that their forms send."""
