"""Private notes: what staff wrote to a member or a side alone, and the place at the desk to write one.

And what else in a room is for one member alone, for an open page that may have missed it.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.posting import SeeOther
from frontend.seats import DESK, MEMBER
from frontend.watched import LATELY
from moderation import desk
from moderation.models import Look
from moderation.queries import held
from moderation.queries import whispers as notes
from moderation.services import looks, whispers
from rooms import queries
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.queries.agency_cards import sharing


@require_safe
@login_required
def heard(request: HttpRequest, room_id: str) -> HttpResponse:
    """All notes that are for me in this room."""
    person = actor(request)
    found = notes.heard(person, room_id)
    context = {"notes": reversed(found), "name": queries.about_room(person, room_id).name, "seat": MEMBER}
    return render(request, "frontend/notes.html", {**context, "base": MEMBER.room_url(room_id), "room_id": room_id})


@require_safe
@login_required
def mine(request: HttpRequest, room_id: str) -> HttpResponse:
    """The notes of late that are for me, and my messages that staff reads first: pieces of the room's page.

    A page whose line was down asks for them when it is up again. Plain pages have them already.
    """
    person = actor(request)
    context = {
        "notes": notes.heard(person, room_id, within=LATELY),
        "held": held.own(person, room_id),
        "told": notes.last_told(person, room_id),
        "page": {"room_id": room_id, "observers": ", ".join(notes.staff_names(person, room_id))},
    }
    return render(request, "frontend/parts/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def written(request: HttpRequest, room_id: str) -> HttpResponse:
    """At the desk: write a note to somebody alone; below it those that were written."""
    if request.method != "POST":
        return _show(request, room_id)
    to, text = request.POST.get("to", ""), forms.text(request)
    try:
        whispers.whisper(actor=actor(request), room_id=room_id, to=to, text=text)
    except RoomError as error:
        return _show(request, room_id, to=to, text=text, error=about_form(error))
    return SeeOther(redirect("desk_notes", room_id).url)


def _show(
    request: HttpRequest, room_id: str, *, to: str = "", text: str = "", error: RoomError | None = None
) -> HttpResponse:
    person = actor(request)
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE)
    context = {
        "choices": notes.choices(person, room_id),
        "notes": reversed(notes.written(person, room_id)),
        "name": desk.room_name(person, room_id),
        "room_id": room_id,
        "base": DESK.room_url(room_id),
        "seat": DESK,
        "to": to or request.GET.get("to", ""),
        "text": text,
        "sharing": sharing(door(actor=person, room_id=room_id, action=Action.OBSERVE)),
        "error": error.message if error else "",
    }
    return render_with(request, "frontend/notes.html", context, error)
