"""The one place where a refusal of the domain becomes an answer over HTTP: a status, and its plain sentence."""

import math
from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rooms.errors import RoomError

_STATUS: Final[dict[str, int]] = {
    "not_found": 404,
    "not_allowed": 403,
    "read_only": 403,
    "too_late": 409,
    "already_better": 409,
    "already_passed": 409,
    "gone": 409,
    "id_reused": 409,
    "decided": 409,
    "writer_away": 409,
    "claimed": 409,
    "settled": 409,
    "not_settled": 409,
    "asked_already": 409,
    "in_force": 409,
    "shared_already": 409,
    "planned_already": 409,
    "shown_once": 409,
    "invitation_over": 409,
    "welcome_changed": 409,
    "you_are_in": 409,
    "papers_already": 409,
    "step_over": 409,
    "video_making": 409,
    "video_gone": 409,
    "changed_since": 409,
    "home_already": 409,
    "not_home_yet": 409,
    "member_closed": 409,
    "sheet_answered": 409,
    "journal_shown": 409,
    "occasion_over": 409,
    "wished_already": 409,
    "beyond_you": 403,
    "other_eyes": 403,
    "too_large": 413,
    "photo_large": 413,
    "video_large": 413,
    "slow_down": 429,
    "slow_room": 429,
    "too_many_sockets": 429,
    "unavailable": 503,
    "bad_frame": 400,
    "unknown_command": 400,
}
_UNPROCESSABLE: Final = 422
"""Every other code is about what somebody typed or chose: the page comes back with their words in it."""
_NO_PAGE: Final = frozenset({"not_found", "not_allowed"})


def status_of(error: RoomError) -> int:
    """The HTTP status of a refusal."""
    return _STATUS.get(error.code, _UNPROCESSABLE)


def refuse(request: HttpRequest, error: RoomError) -> HttpResponse:
    """Answer with a page that says why. Not yours and not there are one and the same page."""
    if error.code == "not_found":
        return not_found(request)
    return render_with(request, "frontend/refused.html", {"error": error}, error)


def about_form(error: RoomError) -> RoomError:
    """The refusal, if a page with a form can tell of it; what is not there, or not theirs, is raised again.

    That is answered as everywhere: the page itself would show what they may not see.
    """
    if error.code in _NO_PAGE:
        raise error
    return error


def render_with(
    request: HttpRequest, template: str, context: Mapping[str, object], error: RoomError | None = None
) -> HttpResponse:
    """A page, with the status and the wait of what was refused on it, if anything was."""
    response = render(request, template, context, status=status_of(error) if error else 200)
    return with_wait(response, error) if error else response


def not_found(request: HttpRequest) -> HttpResponse:
    """The page for what is not there. It says nothing about what was asked for."""
    return render(request, "404.html", status=404)


def with_wait(response: HttpResponse, error: RoomError) -> HttpResponse:
    """Tell machines too when to come back, if that is known."""
    if error.wait is not None:
        response.headers["Retry-After"] = str(max(1, math.ceil(error.wait)))
    return response
