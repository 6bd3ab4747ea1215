"""A file that takes a moment to make: how the page that asked for it learns that it has come."""

import re
from typing import Final, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE: Final = "made"
SECONDS: Final = 60
_TOKEN: Final = re.compile(r"[0-9a-f-]{36}")

Response = TypeVar("Response", bound=HttpResponseBase)


def with_token(request: HttpRequest, response: Response) -> Response:
    """Send back with the file what the page made up when it asked: nothing else tells a page that a download begins."""
    token = (request.POST if request.method == "POST" else request.GET).get(COOKIE, "")
    if _TOKEN.fullmatch(token):
        response.set_cookie(
            COOKIE, token, max_age=SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=False
        )
    return response
