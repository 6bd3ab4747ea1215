"""Coming in with a card, on a phone that may be somebody else's (S2; T4, T5, T14, T15).

The code is exchanged at once for a note in the session, and no address holds it. Each step can be reloaded and gone
back to; what was typed comes back, but for passwords.
"""

import time
from typing import Any, Final

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from frontend import languages
from frontend.actor import actor
from frontend.errors import status_of, with_wait
from frontend.posting import SeeOther
from frontend.scripts import modules
from frontend.signing_in import BORROWED, mark_device
from frontend.throttle import tries
from frontend.zones import LANGUAGES, zones
from rooms import codes
from rooms.errors import RoomError
from rooms.models import PAPER_ROLES, Invitation
from rooms.queries.invitations import welcome_ahead
from rooms.services import joining
from rooms.services.joining import Account

NOTE: Final = "invitation"
"""The session's key for the card whose code was typed in."""
FRESH: Final = 30 * 60
"""Seconds for which it need not be typed again."""
_STEPS: Final = {Invitation.State.WAITING: "join_waiting", Invitation.State.CONFIRMED: "join_welcome"}

step = require_http_methods(["GET", "HEAD", "POST"])
unkept = cache_control(no_store=True, private=True)
"""No browser or proxy keeps these pages, signed in or not."""


@step
@unkept
def join(request: HttpRequest) -> HttpResponse:
    """Type the code in. Whoever stands at the door already goes there."""
    if request.method != "POST":
        return _at_the_door(request) or _page(request, "join", {"late": "late" in request.GET})
    typed = request.POST.get("code", "")
    try:
        with tries(request, "join_code"):
            found = joining.open_card(typed)
    except RoomError as error:
        return _page(request, "join", {"typed": typed}, error)
    request.session.cycle_key()
    request.session[NOTE] = {"id": found.public_id, "at": time.time(), "word": False}
    response = SeeOther(reverse("join_word" if found.word_hash else "join_account"))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        languages.remember(response, found.language)
    return response


@step
@unkept
def word(request: HttpRequest) -> HttpResponse:
    """Say the word that staff told by voice."""
    card = _card(request)
    if card is None:
        return _start_again()
    if request.method != "POST":
        return _page(request, "join_word", {})
    try:
        joining.say_word(invitation_id=card.public_id, word=request.POST.get("word", ""))
    except RoomError as error:
        return _page(request, "join_word", {}, error)
    request.session[NOTE] = {**request.session[NOTE], "word": True}
    return SeeOther(reverse("join_account"))


@step
@unkept
def account(request: HttpRequest) -> HttpResponse:
    """A user name and a password, or the account that is there already."""
    card = _card(request)
    if card is None:
        return _at_the_door(request) or _start_again()
    if card.word_hash and not request.session[NOTE]["word"]:
        return SeeOther(reverse("join_word"))
    if request.method != "POST":
        return _account_page(request, card)
    mark_device(request, borrowed="borrowed" in request.POST)
    try:
        with tries(request, "join_account", card.public_id):
            return _choose(request, card)
    except RoomError as error:
        return _account_page(request, card, error)


@step
@unkept
def waiting(request: HttpRequest) -> HttpResponse:
    """Wait for staff to say that it is them; the page looks again by itself where it can."""
    found = _taken(request)
    if found is None or found.state != Invitation.State.WAITING:
        return _at_the_door(request) or SeeOther(reverse("home" if request.user.is_authenticated else "join"))
    return _page(request, "join_waiting", {"number": codes.check_number(found.public_id, actor(request).pk)})


@step
@unkept
def welcome(request: HttpRequest) -> HttpResponse:
    """The welcome, before the room opens: read it, agree, come in."""
    found = _taken(request)
    if found is None or found.state != Invitation.State.CONFIRMED:
        return _at_the_door(request) or SeeOther(reverse("home" if request.user.is_authenticated else "join"))
    if found.role in PAPER_ROLES:
        return _to_papers(request, found)
    page, name = welcome_ahead(found), request.POST.get("name", found.name)
    if request.method != "POST":
        return _page(request, "join_welcome", {"page": page, "name": name, "until": found.expires_at})
    try:
        version = request.POST.get("version", "")
        member = joining.accept(actor=actor(request), name=name, version=version, language=get_language() or "en")
    except RoomError as error:
        return _page(request, "join_welcome", {"page": page, "name": name, "until": found.expires_at}, error)
    return SeeOther(reverse("room", args=[member.room.public_id]))


def _to_papers(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Another welcome for somebody who is given papers: nothing of the room and its people is on it."""
    if found.until is None:
        raise RoomError("papers_endless")
    if request.method != "POST":
        return _page(request, "join_papers", {"room": found.room.name, "ends": found.until, "until": found.expires_at})
    found = joining.accept_papers(actor=actor(request))
    return SeeOther(reverse("given", args=[found.room.public_id]))


def _choose(request: HttpRequest, card: Invitation) -> HttpResponse:
    """What the newcomer wants: a new account, the one they signed in with, or to sign in first."""
    act, knows = request.POST.get("act", ""), bool(request.session[NOTE]["word"])
    if act == "have":
        return SeeOther(f"{reverse('account_login')}?next={reverse('join_account')}")
    if act == "leave":
        kept = {key: request.session[key] for key in (NOTE, BORROWED) if key in request.session}
        logout(request)
        request.session.update(kept)
        return SeeOther(reverse("join_account"))
    if request.user.is_authenticated:
        joining.take(actor=actor(request), invitation_id=card.public_id, knows_word=knows)
        del request.session[NOTE]
        return SeeOther(reverse("join_waiting"))
    if request.POST.get("password1") != request.POST.get("password2"):
        raise RoomError("passwords_differ")
    chosen = Account(
        username=request.POST.get("username", ""),
        password=request.POST.get("password1", ""),
        language=request.POST.get("language", ""),
        time_zone=request.POST.get("time_zone", ""),
    )
    person = joining.sign_up(invitation_id=card.public_id, knows_word=knows, account=chosen)
    del request.session[NOTE]
    signed_in: HttpResponse = perform_login(request, person, redirect_url=reverse("join_waiting"))
    return signed_in


def _account_page(request: HttpRequest, card: Invitation, error: RoomError | None = None) -> HttpResponse:
    zone = card.room.family.agency.time_zone
    context = {
        "typed": {"language": get_language(), "time_zone": zone, **request.POST.dict()},
        "languages": LANGUAGES,
        "zones": zones(zone),
        "borrowed": request.session.get(BORROWED, False),
        "after_word": bool(card.word_hash),
    }
    return _page(request, "join_account", context, error)


def _page(request: HttpRequest, name: str, context: dict[str, Any], error: RoomError | None = None) -> HttpResponse:
    status = status_of(error) if error else 200
    context = {**context, "error": error, "modules": modules(name.replace("_", "-"))}
    response = render(request, f"frontend/{name}.html", context, status=status)
    return with_wait(response, error) if error else response


def _card(request: HttpRequest) -> Invitation | None:
    """The card whose code was typed in a while ago, if it is still good."""
    note = request.session.get(NOTE)
    fresh = note is not None and time.time() - note["at"] < FRESH
    return joining.opened(note["id"]) if note is not None and fresh else None


def _taken(request: HttpRequest) -> Invitation | None:
    return joining.taken_by(actor(request)) if request.user.is_authenticated else None


def _at_the_door(request: HttpRequest) -> HttpResponse | None:
    """Where somebody goes who took a card and is not in the room yet."""
    found = _taken(request)
    return SeeOther(reverse(_STEPS[Invitation.State(found.state)])) if found is not None else None


def _start_again() -> HttpResponse:
    return SeeOther(f"{reverse('join')}?late")
