"""The gate before every page: staff without a second factor get no further, and some acts ask again who it is.

It also lets a session last on when a person does something; what an open page fetches by itself is nothing of theirs.
"""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.internal.stagekit import clear_login, get_pending_stage
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from frontend import suspended
from frontend.signing_in import has_second, shown_lately
from rooms.access import on_staff
from rooms.models import Person
from rooms.signins import needs_second

ALWAYS: Final = frozenset({"account_logout", "leave", "set_language", "manifest", "offline", "worker"})
"""What is open to whoever is signed in at all. Three of them a browser fetches by itself; nobody is named there."""
ADDING: Final = frozenset(
    {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_set_password"}
)
"""Where staff add their first second factor."""
SHOWING: Final = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
"""Where they show one that they have."""
ANSWERING: Final = SHOWING | {"account_reauthenticate"}
"""Where somebody answers who they are."""
MAKES_A_FILE: Final = frozenset({"desk_export"})
"""Pages whose form is answered by a file: it is not sent for somebody, it comes back to them."""
ASKS_AGAIN: Final = frozenset(
    {
        "desk_export",
        "desk_came_home",
        "desk_manage",
        "desk_move",
        "desk_policy",
        "desk_papers",
        "desk_planning",
        "desk_recover",
        "desk_room_policy",
        "desk_steps",
        "desk_inquiry",
        "desk_sheet_answer",
        "desk_treatment",
        "desk_invitation",
        "desk_invitations",
        "calendar_link",
        "change_names",
        "hand_over",
        "account_set_password",
        "admin:rooms_membership_add",
        "admin:rooms_person_add",
        "admin:rooms_person_change",
        "admin:auth_user_password_change",
        "admin:moderation_casefile_add",
        "admin:moderation_casefile_change",
        "admin:moderation_retentionrule_add",
        "admin:moderation_retentionrule_change",
    }
)
"""Pages that somebody at a screen left open must not reach. allauth's own ask by themselves."""


class GateMiddleware:
    """Comes after PersonMiddleware: it answers in the person's language, and what it answers is not kept either."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if isinstance(person, Person):
            if on_staff(person) and not request.session.get("staff"):  # they have become staff since they signed in
                request.session["staff"] = True
            if _by_hand(request):
                request.session.go_on()  # type: ignore[attr-defined]  # ours: chatserver.sessions
        elif request.session.is_empty() and request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            messages.info(request, _("You were signed out on this device."))  # once: the answer takes the cookie away
        response = self.get_response(request)
        if request.path_info.startswith("/accounts/"):
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        person, match = request.user, request.resolver_match
        if match is None or match.view_name in ALWAYS:
            return None
        if not isinstance(person, Person):
            return _begin_again(request) if match.view_name == "mfa_authenticate" else None
        if match.view_name not in ANSWERING and _by_hand(request):
            suspended.forget(request)
        if needs_second(request.session, person):
            return _ask_for_second(request, person, match.view_name)
        if match.view_name in ASKS_AGAIN and not shown_lately(request):
            return ask_again(request, comes_back=match.view_name in MAKES_A_FILE)
        return None


def ask_again(request: HttpRequest, *, comes_back: bool = False) -> HttpResponse:
    """Ask who it is, then go on where they were; what a form held is kept meanwhile, unless it is a password."""
    if any("password" in name for name in request.POST):
        return redirect(f"{_way_to_show(request)}?{urlencode({'next': request.get_full_path()})}")
    return suspended.suspend(request, _way_to_show(request), comes_back=comes_back)


def _way_to_show(request: HttpRequest) -> str:
    usable = isinstance(request.user, Person) and request.user.has_usable_password()
    return reverse("account_reauthenticate" if usable else "mfa_reauthenticate")


def _ask_for_second(request: HttpRequest, person: Person, name: str) -> HttpResponse | None:
    if has_second(person):
        if name in SHOWING:
            return None
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': _back(request)})}")
    return None if name in ADDING else redirect("mfa_index")


def _begin_again(request: HttpRequest) -> HttpResponse | None:
    """Whoever is half way in and has no second factor any more signs in anew; else two pages would send them around."""
    stage = get_pending_stage(request)
    if stage is None or has_second(stage.login.user):
        return None
    clear_login(request)
    return redirect(settings.LOGIN_URL)


def _back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL


def _by_hand(request: HttpRequest) -> bool:
    """Whether a person did this: opened a page or sent something, as against a page that refreshes itself.

    What a service worker passes on is for no document any more, as far as its browser says, but still leads to a page.
    """
    opened = request.headers.get("sec-fetch-dest", "document") == "document"
    return request.method == "POST" or opened or request.headers.get("sec-fetch-mode") == "navigate"
