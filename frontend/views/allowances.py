"""What the court allows, as staff keeps it: written down, replaced, ended, with pictures of the order beside it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend import allowance_form, dates_form, forms
from frontend.actor import actor
from frontend.errors import about_form
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import DESK, Seat
from frontend.views.files import PHOTO_HEADERS, content
from moderation.models import Look
from moderation.services import looks
from rooms.access import Action, permit
from rooms.errors import RoomError
from rooms.items import Page
from rooms.limits import take_form
from rooms.media.carried import PHOTO
from rooms.media.photos import Photo
from rooms.models import BIRTH_SIDE, Approval, OrderPhoto, PlaceKind, Room
from rooms.queries import approvals as allowed
from rooms.queries import court_orders as kept
from rooms.services import approvals, court_orders
from rooms.services.court_orders import ADDED, SEEN


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def allowances(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Staff: what the court allows, now and before. POST: write it down, end one, or keep pictures of the order."""
    here = opened(request, room_id, seat)
    permit(here.member, Action.APPROVE)
    if request.method != "POST":
        return _page(request, here)
    words = {"text": forms.text(request), "sure": forms.sure(request)}
    act, approval = request.POST.get("act", ""), forms.chosen(request.POST, "approval")
    try:
        if act == "end":
            done(request, approvals.end, room_id=room_id, approval=approval, **words)
        elif act == "order":
            take_form(actor(request).pk)
            _add(request, here, approval, _pictures(request, room_id, needed=True))
        else:
            _write_down(request, here, words)
        return then(f"{here.url(Page.DATES)}allowed/")
    except RoomError as error:
        return _page(request, here, about_form(error))


@require_safe
@login_required
def order(request: HttpRequest, room_id: str, order_id: str) -> HttpResponse:
    """A picture of an order, on a page of its own."""
    here = opened(request, room_id, DESK)
    one = kept.opened(here.member, order_id)
    return show(request, here, "frontend/desk_court_order.html", Page.DATES, one=one)


@require_safe
@login_required
def picture(request: HttpRequest, room_id: str, order_id: str) -> HttpResponse:
    """Its bytes; each look leaves a row."""
    person = actor(request)
    member = looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PAGES, action=Action.APPROVE)
    with transaction.atomic():
        data = kept.picture(member, order_id)
        looks.looked(actor=person, room=member.room, kind=Look.Kind.PAGES, what=SEEN, order=order_id)
    return HttpResponse(data, content_type=PHOTO, headers=PHOTO_HEADERS)


def _write_down(request: HttpRequest, here: Opened, words: dict[str, Any]) -> None:
    """Pictures are looked at first: nothing is written down with one that cannot be opened."""
    known = allowance_form.allowance(request)
    pictures = _pictures(request, here.about.room_id)
    event = done(request, approvals.keep, room_id=here.about.room_id, **known, **words)
    try:
        _add(request, here, event.data["item"]["id"], pictures)
    except RoomError as error:
        notices.error(
            request,
            f"{_('It is written down, but the pictures were not kept. Please add them below.')} {error.message}",
        )


def _pictures(request: HttpRequest, room_id: str, *, needed: bool = False) -> list[Photo]:
    sent = [data for file in request.FILES.getlist("pictures") if (data := content(file))]
    if needed and not sent:
        raise RoomError("photo_missing")
    return court_orders.made(actor=actor(request), room_id=room_id, pictures=sent)


def _add(request: HttpRequest, here: Opened, approval: str, pictures: list[Photo]) -> None:
    if not pictures:
        return
    person = actor(request)

    def noted(kept_now: Sequence[OrderPhoto]) -> None:
        ids = [one.public_id for one in kept_now]
        looks.looked(actor=person, room=here.member.room, kind=Look.Kind.STEP_IN, what=ADDED, orders=ids)

    court_orders.add(
        actor=person,
        room_id=here.about.room_id,
        client_id=forms.client_id(request),
        approval=approval,
        pictures=pictures,
        noted=noted,
    )


def _page(request: HttpRequest, here: Opened, error: RoomError | None = None) -> HttpResponse:
    now, before, post = allowed.allowances(here.member), allowed.earlier(here.member), request.POST
    photos, said = kept.beside(here.member, [one.id for one in (*now, *before)]), allowance_form.answers(request)
    act = post.get("act", "")
    context = {
        "now": [(one, photos.get(one.id), said.get(one.id)) for one in now],
        "earlier": [(one, photos.get(one.id)) for one in before],
        "people": [member for member in here.about.members if member.role in BIRTH_SIDE],
        "chosen": post.getlist("people"),
        "chosen_places": post.getlist("places"),
        "places": [(str(place), str(place.label)) for place in PlaceKind if place != PlaceKind.OFFICE],
        "watchers": Approval.Supervised.choices,
        "pers": Approval.Per.choices,
        "lengths": allowance_form.LENGTHS,
        "bad": error.fields if isinstance(error, allowance_form.Unclear) else {},
        "today": timezone.localdate(),
        "zones": dates_form.zones(here.member.room),
        "planning": here.member.room.purpose == Room.Purpose.PLANNING,
        "acted": act,
        "about": post.get("approval", "") if act in ("end", "order") else "",
    }
    return show(request, here, "frontend/dates_allowed.html", Page.DATES, error=error, **context)
