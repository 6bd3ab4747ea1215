"""Leaving in a hurry: signed out, and on a page that says nothing of this one."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from frontend.posting import SeeOther


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out and go where QUICK_EXIT_URL says. Words that were not sent stay on the device for the next sign-in."""
    logout(request)
    return SeeOther(settings.QUICK_EXIT_URL)
