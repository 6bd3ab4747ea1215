"""What the pages of a room share: the door, the seat that they are read from, and what their forms come back with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from frontend import forms, kept
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.names import readers_of
from frontend.posting import SeeOther
from frontend.seats import DESK, MEMBER, Seat
from frontend.stages import helps
from moderation.models import Look
from moderation.services import looks
from rooms import queries
from rooms.access import Action, allowed, door
from rooms.errors import RoomError
from rooms.items import Page
from rooms.limits import take_form
from rooms.models import Event, Membership
from rooms.queries import About
from rooms.screen import SecondThought

Outcome = TypeVar("Outcome")


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A page of a room that somebody may read: their part, what the room is, and the seat they read from."""

    seat: Seat
    member: Membership
    about: About

    def url(self, page: Page) -> str:
        """The address of one of the room's pages, from this seat."""
        return f"{self.seat.room_url(self.about.room_id)}{page}/"

    def may(self, action: Action) -> bool:
        """Whether the reader may do this here, so that a page offers nothing that would be refused."""
        return action in allowed(self.member)


def seated(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """The addresses of one page of a room, below the room for members and below the desk's room for staff."""
    return [
        path(f"rooms/<slug:room_id>/{route}", view, {"seat": MEMBER}, name=name),
        path(f"desk/rooms/<slug:room_id>/{route}", view, {"seat": DESK}, name=f"desk_{name}"),
    ]


def opened(request: HttpRequest, room_id: str, seat: Seat) -> Opened:
    """Let a reader in; staff leave their row in the list of looks. Raises RoomError as the door does."""
    person = actor(request)
    if seat.staff:
        member = looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PAGES)
    else:
        member = door(actor=person, room_id=room_id, action=Action.READ)
    return Opened(seat=seat, member=member, about=queries.about_of(member))


def show(
    request: HttpRequest,
    here: Opened,
    template: str,
    page: Page,
    *,
    error: RoomError | None = None,
    **more: Any,
) -> HttpResponse:
    """A page of a room. With the `error` of a form that was refused it says so, and keeps what was typed.

    `more` is the page's own context; what was typed is in `typed` (the POST data), an id for the next form in
    `client_id`, a second thought before sending in `second`.
    """
    base = here.seat.room_url(here.about.room_id)
    context = {
        "seat": here.seat,
        "page": here.about,
        "at": page,
        "base": base,
        "helps": helps(here.about.stage),
        "client_id": forms.new_id(),
        "typed": request.POST if error else {},
        "error": "" if error is None or isinstance(error, SecondThought) else error.message,
        "second": _second(error, here) if isinstance(error, SecondThought) else None,
        **more,
    }
    return render_with(request, template, context, about_form(error) if error else None)


def done(request: HttpRequest, service: Callable[..., Outcome], **what: Any) -> Outcome:
    """Call a service for whoever asks; what staff does leaves its row in the trail. Raises what the service raises.

    The service takes `actor` and `client_id`, and returns the event that tells the room.
    """
    person = actor(request)
    take_form(person.pk)
    asked = {"actor": person, "client_id": forms.client_id(request), **what}
    outcome = looks.acting(actor=person, do=lambda: service(**asked))
    if isinstance(outcome, Event):
        for help in outcome.told:
            notices.info(request, str(getattr(help, "reason", help)))
    return outcome


def then(here: str, place: str = "") -> HttpResponse:
    """After a form was done: back to this address, at the place of what it was about."""
    return SeeOther(f"{here}#{place}" if place else here)


def _second(thought: SecondThought, here: Opened) -> dict[str, Any]:
    """What the writer may want to think over, for parts/second_form.html."""
    names = ", ".join(readers_of([member for member in here.about.members if member.staff]))
    private = " ".join([*kept.kinds(thought.private), kept.ask(names)]) if thought.private else ""
    return {"advice": thought.advice, "private": private}
