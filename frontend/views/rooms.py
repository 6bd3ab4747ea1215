"""A room: the conversation, and the place to write."""

from dataclasses import dataclass, replace
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from frontend import forms, kept
from frontend.actor import actor
from frontend.errors import status_of, with_wait
from frontend.names import readers_of
from frontend.pagedata import room_data
from frontend.posting import SeeOther, posted
from frontend.rows import BLANK, rows
from frontend.scripts import modules
from frontend.seats import MEMBER, Seat
from frontend.slow import slow_room
from frontend.stages import helps
from frontend.watched import watched
from frontend.words import say
from moderation.queries import held
from rooms import queries
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.protocol import FileRef
from rooms.queries import Line, RoomPage
from rooms.screen import Advice, SecondThought
from rooms.services import reading
from rooms.services.messages import EMOJI

_BLANK_HELD: Final = {"client_id": "", "text": "", "state": "waiting", "answer": "", "change": False}


@dataclass(frozen=True, kw_only=True)
class Second:
    """A second thought before sending: advice on the wording, and a sentence on what would be kept private."""

    advice: tuple[Advice, ...]
    private: str


@dataclass(frozen=True, kw_only=True)
class Composer:
    """What stands in the place to write: an answer, a change or a starter asked for, or words that were refused."""

    text: str = ""
    reply: int | None = None
    edit: int | None = None
    error: str = ""
    second: Second | None = None
    files: tuple[FileRef, ...] = ()
    """Photos that came with the words: they need not be chosen again."""


@require_safe
@login_required
def show(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """The room page, with the latest lines or those before a given one."""
    before = forms.number(request.GET, "before")
    page = seat.load(actor(request), room_id, before)
    answered = forms.number(request.GET, "reply")
    if before is None and answered is not None and 0 < answered < page.first_seq:
        # An answer to something older is written below that older stretch, which the address then names.
        return redirect(f"{seat.room_url(room_id)}?before={answered + 1}&reply={answered}#composer")
    return render_room(request, seat, page, _asked_for(request, page), older=before is not None)


@require_safe
@login_required
def strip(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """The strip of a room's pages with what waits there now, for a page of the conversation that stays open."""
    member = door(actor=actor(request), room_id=room_id, action=Action.OBSERVE if seat.staff else Action.READ)
    context = {"page": queries.about_of(member), "base": seat.room_url(room_id)}
    return render(request, "frontend/parts/life_nav.html", context)


@posted
def read(request: HttpRequest, room_id: str) -> HttpResponse:
    """Move my read mark: "I have read this"."""
    reading.advance(actor=actor(request), room_id=room_id, upto=forms.number(request.POST, "upto") or 0)
    return SeeOther(MEMBER.room_url(room_id))


def refused(request: HttpRequest, seat: Seat, room_id: str, composer: Composer, error: RoomError) -> HttpResponse:
    """The room page again, with the words kept and one sentence on why they did not go out."""
    page = seat.load(actor(request), room_id, None)
    if isinstance(error, SecondThought):
        composer = replace(composer, error="", second=second_thought(error, page))
    response = render_room(request, seat, page, composer)
    response.status_code = status_of(error)
    return with_wait(response, error)


def second_thought(thought: SecondThought, page: RoomPage) -> Second:
    """What the writer may want to think over."""
    private = " ".join([*kept.kinds(thought.private), kept.ask(page.observers)]) if thought.private else ""
    return Second(advice=thought.advice, private=private)


def render_room(
    request: HttpRequest, seat: Seat, page: RoomPage, composer: Composer, *, older: bool = False
) -> HttpResponse:
    """Draw the room, or with `older` a stretch of it that may not be the latest."""
    base, beside = seat.room_url(page.room_id), seat.context(actor(request))
    context = {
        **beside,
        **watched(actor(request), seat, page.room_id),
        "seat": seat,
        "page": page,
        "base": base,
        "people_url": seat.people_url,
        "rows": list(rows(page, base)),
        "older": older,
        "blank_line": BLANK,
        "composer": composer,
        "client_id": forms.new_id(),
        "held": [] if seat.staff else held.own(actor(request), page.room_id),
        "blank_held": _BLANK_HELD,
        "waiting_count": held.waiting_in(page.room_id) if seat.staff else 0,
        "answered": _line(page, composer.reply),
        "slow": slow_room(page.slow),
        "writes_to": readers_of(page.members),
        "who": _who(page),
        "ideas": [
            {"number": number, "topic": starter.topic, "text": starter.text}
            for number, starter in enumerate(page.starters)
        ],
        "helps": helps(page.stage),
        "emojis": EMOJI,
        "data": room_data(seat, page, beside.get("families", ())),
        "modules": modules(seat.page),
    }
    return render(request, f"frontend/{seat.page.replace('-', '_')}.html", context)


def _asked_for(request: HttpRequest, page: RoomPage) -> Composer:
    """What the address asks the place to write to hold."""
    edited = _line(page, forms.number(request.GET, "edit"))
    if edited is not None and edited.can_edit:
        return Composer(edit=edited.seq, text=edited.text or "")
    answered = _line(page, forms.number(request.GET, "reply"))
    starter = forms.number(request.GET, "starter")
    text = page.starters[starter].text if starter is not None and starter < len(page.starters) else ""
    return Composer(reply=answered.seq if answered else None, text=str(text))


def _who(page: RoomPage) -> str:
    """Who takes part, me first."""
    me = [] if page.me.staff else [say("you")]
    return ", ".join([*me, *readers_of(page.members)])


def _line(page: RoomPage, seq: int | None) -> Line | None:
    """A message on this page; answering and changing start from what is in front of the reader."""
    return next((line for line in page.lines if line.seq == seq and line.kind == "message"), None)
