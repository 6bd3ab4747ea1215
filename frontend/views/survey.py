"""How it goes: two private questions on the partnership, and words to the agency."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.actor import actor
from frontend.posting import SeeOther
from frontend.room_pages import Opened, opened, show
from frontend.seats import MEMBER
from moderation.queries.agreements import improvements_for
from rooms.errors import RoomError
from rooms.items import Page
from rooms.limits import take_form
from rooms.models import SurveyAnswer
from rooms.queries.survey import latest_answer
from rooms.services import survey as services


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def survey(request: HttpRequest, room_id: str) -> HttpResponse:
    """The two questions: answered, or put away for this time."""
    here = opened(request, room_id, MEMBER)
    if request.method != "POST":
        return _survey(request, here)
    person = actor(request)
    try:
        take_form(person.pk)
        if request.POST.get("act") == "later":
            services.not_now(actor=person, room_id=room_id)
            return SeeOther(MEMBER.room_url(room_id))
        together, heard = (forms.number(request.POST, key) for key in ("together", "heard"))
        services.answer(actor=person, room_id=room_id, together=together, heard=heard)
    except RoomError as error:
        return _survey(request, here, error)
    return SeeOther(f"{here.url(Page.AGREEMENT)}survey/?done=1")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def feedback(request: HttpRequest, room_id: str) -> HttpResponse:
    """Words to the agency, and what it changed because families said so."""
    here = opened(request, room_id, MEMBER)
    if request.method != "POST":
        return _feedback(request, here)
    person = actor(request)
    try:
        take_form(person.pk)
        sent, text = forms.client_id(request), forms.text(request)
        services.tell_agency(actor=person, room_id=room_id, client_id=sent, text=text)
    except RoomError as error:
        return _feedback(request, here, error)
    return SeeOther(f"{here.url(Page.AGREEMENT)}feedback/?done=1")


def _survey(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    context = {
        "levels": SurveyAnswer.Level.choices,
        "heard_levels": SurveyAnswer.Voice.choices,
        "latest": latest_answer(here.member),
        "done": "done" in request.GET,
    }
    return show(request, here, "frontend/survey.html", Page.AGREEMENT, error=error, **context)


def _feedback(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    context = {"improvements": improvements_for(here.member), "done": "done" in request.GET}
    return show(request, here, "frontend/feedback.html", Page.AGREEMENT, error=error, **context)
