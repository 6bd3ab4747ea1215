"""Saying something by a plain form, and changing one's mind about it. The socket calls the same services."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend import forms
from frontend.actor import actor
from frontend.posting import SeeOther, posted
from frontend.seats import Seat
from frontend.views.rooms import Composer, refused
from rooms.errors import RoomError
from rooms.services import messages, posting


@posted
def say(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Post a message, or an answer to one."""
    text, reply = forms.text(request), forms.number(request.POST, "reply_to")
    try:
        event = posting.post(
            actor=actor(request), room_id=room_id, client_id=forms.client_id(request), text=text, reply_to=reply
        )
    except RoomError as error:
        return refused(request, seat, room_id, Composer(text=text, reply=reply, error=error.message), error)
    return SeeOther(f"{seat.room_url(room_id)}#m{event.seq}")


@posted
def edit(request: HttpRequest, room_id: str, seat: Seat, seq: int) -> HttpResponse:
    """Change one's own message."""
    text = forms.text(request)
    try:
        messages.edit(actor=actor(request), room_id=room_id, client_id=forms.client_id(request), target=seq, text=text)
    except RoomError as error:
        return refused(request, seat, room_id, Composer(text=text, edit=seq, error=error.message), error)
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
        messages.react(
            actor=actor(request),
            room_id=room_id,
            client_id=forms.client_id(request),
            target=seq,
            emoji=request.POST.get("emoji", ""),
            on=request.GET.get("on") != "0",
        )
    except RoomError as error:
        return refused(request, seat, room_id, Composer(error=error.message), error)
    return SeeOther(f"{seat.room_url(room_id)}#m{seq}")


def _take_back(request: HttpRequest, room_id: str, seat: Seat, seq: int) -> HttpResponse:
    try:
        messages.retract(actor=actor(request), room_id=room_id, client_id=forms.client_id(request), target=seq)
    except RoomError as error:
        return refused(request, seat, room_id, Composer(error=error.message), error)
    return SeeOther(f"{seat.room_url(room_id)}#m{seq}")
