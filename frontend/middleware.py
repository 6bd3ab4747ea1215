"""Each request in the reader's own language and time zone, and never kept by a browser or a proxy."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from frontend.errors import refuse
from rooms.errors import RoomError


class PersonMiddleware:
    """Puts a signed-in person's settings on the request; a visitor has the language that LocaleMiddleware found.

    What a signed-in person gets is private to a family: `no-store`, so that nobody finds it with the Back button of
    a shared phone after sign-out. It also turns a refusal that no view answered into a page.
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if not person.is_authenticated:
            with timezone.override(ZoneInfo(settings.TIME_ZONE)):
                return self.get_response(request)
        borrowed = request.session.get("borrowed")
        with translation.override(person.language), timezone.override(person.zone):
            request.LANGUAGE_CODE = person.language
            response = self.get_response(request)
            response.headers["Content-Language"] = person.language
        if not request.user.is_authenticated:  # just now: what was written and not sent leaves the device too
            response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"' if borrowed else '"storage"'
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refuse(request, exception) if isinstance(exception, RoomError) else None
