"""The guard of every form of a room: signed in, and sent rather than typed into the address line."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from frontend.seats import MEMBER

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """After a form was done: fetch that page, and reloading it does nothing again."""

    status_code = 303


def posted(view: View) -> View:
    """Let a form through; a bare visit to its address (after signing in again, say) goes to the room."""

    @wraps(view)
    def guarded(request: HttpRequest, room_id: str, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect(kwargs.get("seat", MEMBER).room_url(room_id))
        return view(request, room_id, **kwargs)

    return login_required(guarded)
