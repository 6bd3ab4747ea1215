"""Leaving in a hurry: signed out, and on a page that says nothing of this one."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from frontend.posting import SeeOther


def leave(request: HttpRequest) -> HttpResponse:
    """Sign out and go where QUICK_EXIT_URL says; a bare visit to the address changes nothing."""
    if request.method != "POST":
        return SeeOther(reverse("home"))
    logout(request)
    return SeeOther(settings.QUICK_EXIT_URL)
