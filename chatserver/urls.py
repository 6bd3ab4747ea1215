"""All addresses: the pages are the frontend's; staff's admin sits behind the same sign-in as everything else."""

import sys
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import include, path, reverse
from django.views import defaults
from django.views.generic import RedirectView

from frontend.errors import status_of, with_wait
from rooms.errors import RoomError

TRY_AGAIN: Final = 5.0
"""Seconds after which a page is worth another try while the database is away."""


def admin_login(request: HttpRequest) -> HttpResponse:
    """Send to the one sign-in page. Who is signed in already and still comes here is not staff: nothing is here."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours. A database that is away is none: that page says so, and when to try again.

    Made without the request, since asking who is signed in would ask the database once more.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return defaults.server_error(request)
    away = RoomError("unavailable", wait=TRY_AGAIN)
    page = render_to_string("frontend/refused.html", {"error": away})
    return with_wait(HttpResponse(page, status=status_of(away)), away)


handler500 = server_error

# Not bounded by an agency, or full of what opens accounts: no business of the admin's.
admin.site.unregister(
    [model for model in (Group, EmailAddress, Authenticator, UserSession) if admin.site.is_registered(model)]
)

# One place to change one's password, which asks first and tells the person by mail.
admin_password = admin.site.admin_view(RedirectView.as_view(pattern_name="account_change_password"))

urlpatterns = [
    path("admin/login/", admin_login),
    path("admin/password_change/", admin_password),
    path("admin/", admin.site.urls),
    path("", include("frontend.urls")),
]
