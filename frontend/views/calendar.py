"""A person's calendar, the one at the desk, and the address under which a phone reads it."""

from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import not_found, with_wait
from frontend.ics import calendar_file
from frontend.posting import SeeOther
from frontend.throttle import tries
from moderation import desk
from moderation.models import Look
from moderation.services import looks
from rooms import codes
from rooms.errors import RoomError
from rooms.models import CalendarFeed, Membership, Person
from rooms.queries import calendar as calendars
from rooms.services import feeds
from rooms.wishes import settings_of

FEED_PAST: Final = timedelta(days=30)
FEED_AHEAD: Final = timedelta(days=400)
_MONTHS: Final = (date(2000, 1, 1), date(2100, 1, 1))


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What stands in all the rooms that I take part in."""
    person = actor(request)
    return _page(request, person, calendars.member_parts(person), staff=False)


@require_safe
@login_required
def at_the_desk(request: HttpRequest) -> HttpResponse:
    """The same for staff, over their rooms; that they looked is in each room's trail."""
    person = actor(request)
    parts = desk.parts(person)
    if not parts:
        raise RoomError("not_found")
    looks.note(parts, Look.Kind.PAGES)
    return _page(request, person, parts, staff=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def phone(request: HttpRequest) -> HttpResponse:
    """How the calendar comes to my phone, and what its address tells. POST: the address is over."""
    if request.method == "POST":
        feeds.end(actor=actor(request))
        messages.success(request, _("The link is off. Phones that had it get nothing any more."))
        return SeeOther(reverse("calendar_phone"))
    return _phone(request)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def link(request: HttpRequest) -> HttpResponse:
    """Make my address, and show it this once."""
    if request.method != "POST":
        return redirect("calendar_phone")
    person = actor(request)
    secret = feeds.make(actor=person, shows=forms.chosen(request.POST, "shows"))
    address = f"{settings.SITE_URL}{reverse('calendar_feed', args=[secret])}"
    return _phone(request, address=address, webcal=f"webcal://{address.partition('://')[2]}")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody's calendar for a program: no sign-in, no cookie, and the secret is all there is to it."""
    try:
        with tries(request, "calendar_feed", key=codes.secret_hash(secret)):
            found = feeds.find(secret)
    except RoomError as error:
        return _private(with_wait(HttpResponse(status=429), error))
    if found is None:
        return _private(not_found(request))
    person, now = found.person, timezone.now()
    entries = calendars.entries(calendars.member_parts(person), now - FEED_PAST, now + FEED_AHEAD)
    with translation.override(person.language):
        name = str(settings_of(person).get_app_name_display())
        body = calendar_file(entries, found, name)
    return _private(HttpResponse(body, content_type="text/calendar; charset=utf-8"))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, person: Person, parts: list[Membership], *, staff: bool) -> HttpResponse:
    today = timezone.localdate()
    found = calendars.calendar(person, parts, today, _month(request.GET.get("month", "")) or today)
    context: dict[str, Any] = {
        "calendar": found,
        "staff": staff,
        "has_desk": not staff and desk.has_desk(person),
        "rooms": len(parts),
    }
    return render(request, "frontend/calendar.html", context)


def _month(typed: str) -> date | None:
    """A month as "2026-11"; None for what is none."""
    try:
        month = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None
    return month if _MONTHS[0] < month < _MONTHS[1] else None


def _phone(request: HttpRequest, **made: str) -> HttpResponse:
    person = actor(request)
    context = {
        "feed": feeds.current(person),
        "shows": CalendarFeed.Shows.choices,
        "name": settings_of(person).get_app_name_display(),
        **made,
    }
    return render(request, "frontend/calendar_phone.html", context)
