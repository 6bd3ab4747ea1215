"""Saying something by a plain form, and changing one's mind about it. The socket calls the same services."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, cast

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend import forms
from frontend.actor import actor
from frontend.photo_form import photos
from frontend.posting import SeeOther, posted
from frontend.seats import Seat
from frontend.views.rooms import Composer, refused
from moderation.services import looks
from rooms.errors import RoomError
from rooms.limits import take_form
from rooms.protocol import FileRef
from rooms.screen import Advice, Held
from rooms.services import messages, posting


@posted
def say(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Post a message, or an answer to one."""
    text, reply = forms.text(request), forms.number(request.POST, "reply_to")
    files: tuple[FileRef, ...] = ()
    try:
        take_form(actor(request).pk)
        files = photos(request, room_id)
        what = {"text": text, "reply_to": reply, "sure": forms.sure(request), "files": files}
        outcome = _do(request, posting.say, room_id=room_id, **what)
    except RoomError as error:
        composer = Composer(text=text, reply=reply, error=error.message, files=files)
        return refused(request, seat, room_id, composer, error)
    if isinstance(outcome, Held):
        _help(request, outcome.help)
        return SeeOther(f"{seat.room_url(room_id)}#held")
    _help(request, outcome.told)
    return SeeOther(f"{seat.room_url(room_id)}#m{outcome.seq}")


@posted
def edit(request: HttpRequest, room_id: str, seat: Seat, seq: int) -> HttpResponse:
    """Change one's own message."""
    text = forms.text(request)
    try:
        take_form(actor(request).pk)
        outcome = _do(request, messages.change, room_id=room_id, target=seq, text=text, sure=forms.sure(request))
    except RoomError as error:
        return refused(request, seat, room_id, Composer(text=text, edit=seq, error=error.message), error)
    if isinstance(outcome, Held):
        _help(request, outcome.help)
        return SeeOther(f"{seat.room_url(room_id)}#held")
    _help(request, outcome.told)
    return SeeOther(f"{seat.room_url(room_id)}#m{seq}")


@login_required
def retract(request: HttpRequest, room_id: str, seat: Seat, seq: int) -> HttpResponse:
    """Take one's own message back: a page that asks, then the form on it."""
    if request.method == "POST":
        return _take_back(request, room_id, seat, seq)
    page = seat.load(actor(request), room_id, seq + 1)
    line = next((line for line in page.lines if line.seq == seq and line.can_edit), None)
    if line is None:
        raise RoomError("not_found")
    context = {"page": page, "line": line, "seat": seat, "base": seat.room_url(room_id), "client_id": forms.new_id()}
    return render(request, "frontend/retract.html", context)


@posted
def react(request: HttpRequest, room_id: str, seat: Seat, seq: int) -> HttpResponse:
    """Add an emoji to a message, or with `on=0` take it away."""
    try:
        emoji, on = request.POST.get("emoji", ""), request.GET.get("on") != "0"
        _do(request, messages.react, room_id=room_id, target=seq, emoji=emoji, on=on)
    except RoomError as error:
        return refused(request, seat, room_id, Composer(error=error.message), error)
    return SeeOther(f"{seat.room_url(room_id)}#m{seq}")


def _help(request: HttpRequest, help: Iterable[object]) -> None:
    """Plain help for the writer, on the page that comes next."""
    for one in help:
        notices.info(request, str(cast(Advice, one).reason))


def _do(request: HttpRequest, service: Callable[..., Any], **what: Any) -> Any:
    """Call a service for whoever asks; what staff does leaves its row in the trail."""
    do = partial(service, actor=actor(request), client_id=forms.client_id(request), **what)
    return looks.acting(actor=actor(request), do=do)


def _take_back(request: HttpRequest, room_id: str, seat: Seat, seq: int) -> HttpResponse:
    try:
        _do(request, messages.retract, room_id=room_id, target=seq)
    except RoomError as error:
        return refused(request, seat, room_id, Composer(error=error.message), error)
    return SeeOther(f"{seat.room_url(room_id)}#m{seq}")
