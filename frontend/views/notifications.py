"""Being told: my choices, my devices, and where a notification leads."""

import json
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import status_of
from frontend.posting import SeeOther
from frontend.reach_form import KEEP, MUTES, ReachForm, RoomReachForm, initial
from frontend.scripts import modules
from frontend.signing_in import BORROWED
from frontend.views.app import icon
from moderation.services import looks
from rooms.access import open_memberships
from rooms.errors import RoomError
from rooms.models import Notification, Person, RoomReach
from rooms.queries import reach as queries
from rooms.queries import sick as sick_queries
from rooms.reach import vapid
from rooms.services import joining, notifications, preferences, sick, subscriptions

_LEADS = {
    Notification.Kind.WHISPER: ("notes", "desk_notes"),
    Notification.Kind.REVIEW: ("room", "desk_held"),
    Notification.Kind.CHILD_SICK: ("days", "desk_days"),
}
"""Where a notification leads that is not about the conversation itself: for members, and at the desk."""
_ALONE = {
    Notification.Kind.TOLD: "asked",
    Notification.Kind.FLAG: "desk_flags",
    Notification.Kind.ACCOUNT: "settings",
    Notification.Kind.TEST: "reach",
    Notification.Kind.TOMORROW: "calendar",
    Notification.Kind.SHARED: "home",
}


_TIMES = "quiet_times"
"""Where a session keeps the quiet hours that were typed: switched off, they have no place among the choices."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reach(request: HttpRequest) -> HttpResponse:
    """Show and change what I want to be told: a form for all rooms, one for each room, and one (`test`) to try it."""
    if request.method != "POST":
        return _page(request)
    person, form = actor(request), ReachForm(request.POST)
    done = _("Your choices are saved.")
    try:
        if "test" in request.POST:
            notifications.notify(person=person, kind=Notification.Kind.TEST)
            done = _("A test is on its way to your devices. It can take up to a minute.")
        elif "room" in request.POST:
            _change_room(person, request.POST)
        elif form.is_valid():
            preferences.change(actor=person, **form.chosen(queries.room_wishes(person)[0]))
            request.session[_TIMES] = form.times
        else:
            return _page(request, form, status=422)
    except RoomError as error:
        if error.code == "not_found":
            raise
        return _page(request, error=error, status=status_of(error))
    messages.success(request, done)
    return SeeOther(redirect("reach").url)


@require_safe
@login_required
def guide(request: HttpRequest) -> HttpResponse:
    """How notifications are turned on, for each kind of device."""
    return render(request, "frontend/reach_guide.html", {"apple": _apple_icon(actor(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def device(request: HttpRequest) -> HttpResponse:
    """For browser code. GET: what a browser subscribes with. POST: turn this device on, keep it known, turn it off."""
    if request.method != "POST":
        return JsonResponse({"key": vapid.public_key(), "token": get_token(request)})
    try:
        return JsonResponse({"on": _device(request, _sent(request))})
    except RoomError as error:
        return JsonResponse({"message": error.message}, status=status_of(error))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notified(request: HttpRequest, notification_id: str) -> HttpResponse:
    """Lead where a notification is about. An urgent one asks first to say that it was seen."""
    person = actor(request)
    notification = queries.mine(person, notification_id)
    if request.method == "POST":
        notifications.acknowledge(actor=person, notification=notification)
        if notification.kind == Notification.Kind.CHILD_SICK:
            _see_cards(person, notification)
        return SeeOther(_target(person, notification))
    if notification.is_urgent and notification.acknowledged_at is None:
        context = {"notification": notification, "room": notification.room}
        return render(request, "frontend/notified.html", context)
    return redirect(_target(person, notification))


def _change_room(person: Person, sent: QueryDict) -> None:
    form, room_id = RoomReachForm(sent), forms.chosen(sent, "room")
    if not form.is_valid():
        raise RoomError("bad_choice")
    _settings, rooms = queries.room_wishes(person)
    before = next((room.muted_until for room in rooms if room.room_id == room_id), None)
    preferences.change_room(actor=person, room_id=room_id, **form.chosen(before))


def _target(person: Person, notification: Notification) -> str:
    kind = Notification.Kind(notification.kind)
    if kind == Notification.Kind.INVITED and joining.taken_by(person) is not None:
        return reverse("join")
    if kind in _ALONE:
        return reverse(_ALONE[kind])
    part = open_memberships(person).filter(room=notification.room).first() if notification.room_id else None
    if part is None:
        return reverse("home")
    member, desk = _LEADS.get(kind, ("room", "desk_room"))
    return reverse(desk if part.is_staff else member, args=[part.room.public_id])


def _see_cards(person: Person, notification: Notification) -> None:
    """Whoever says that they saw it has seen the cards of the room it is about."""
    part = open_memberships(person).filter(room=notification.room).first()
    for card in sick_queries.now(part) if part else ():
        if part and card.to_see:
            seen = partial(sick.see, room_id=part.room.public_id, client_id=uuid4(), card_id=card.id)
            looks.acting(actor=person, do=partial(seen, actor=person))


def _device(request: HttpRequest, sent: dict[str, str]) -> bool:
    """Do what browser code asked for; whether notifications are on for this device then."""
    person, key = actor(request), request.session.session_key
    if sent["act"] == "off":
        subscriptions.unsubscribe(actor=person, endpoint=sent["endpoint"])
        return False
    if request.session.get(BORROWED) or key is None:
        return False
    keys = {"endpoint": sent["endpoint"], "p256dh": sent["p256dh"], "auth": sent["auth"]}
    if sent["act"] == "renew":
        return subscriptions.renew(actor=person, session_key=key, before=sent["before"], **keys)
    if sent["act"] != "on":
        raise RoomError("bad_choice")
    subscriptions.subscribe(actor=person, session_key=key, **keys)
    return True


def _sent(request: HttpRequest) -> dict[str, str]:
    """What browser code sent. Raises RoomError bad_frame."""
    try:
        found = json.loads(request.body)
        sent = {name: found.get(name, "") for name in ("act", "endpoint", "p256dh", "auth", "before")}
    except (ValueError, AttributeError, RecursionError):
        raise RoomError("bad_frame") from None
    if not all(isinstance(value, str) and value.isascii() for value in sent.values()):
        raise RoomError("bad_frame")
    return sent


def _page(
    request: HttpRequest, form: ReachForm | None = None, *, error: RoomError | None = None, status: int = 200
) -> HttpResponse:
    person = actor(request)
    chosen, rooms = queries.room_wishes(person)
    context: dict[str, Any] = {
        "form": form or ReachForm(initial=initial(chosen, request.session.get(_TIMES))),
        "chosen": chosen,
        "rooms": rooms,
        "whats": RoomReach.What.choices,
        "mutes": MUTES,
        "keep": KEEP,
        "now": timezone.now(),
        "error": error,
        "borrowed": bool(request.session.get(BORROWED)),
        "ready": bool(vapid.public_key()),
        "texts": bool(settings.SMS_BACKEND),
        "apple": _apple_icon(person),
        "app": str(chosen.get_app_name_display()),
        "modules": modules("reach"),
    }
    return render(request, "frontend/reach.html", context, status=status)


def _apple_icon(person: Person) -> str:
    return icon(queries.room_wishes(person)[0].app_name, "180")
