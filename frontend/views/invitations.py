"""Invitations at the desk: who was invited, a new card, who waits at the door (S2, S58; T14)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend import forms, qr
from frontend.actor import actor
from frontend.card_mail import send_card
from frontend.errors import about_form, render_with
from frontend.forms import ManageForm
from frontend.invitation_form import BLANK, LASTING, PARTS, wanted
from frontend.posting import SeeOther, posted
from frontend.scripts import modules
from frontend.zones import LANGUAGES
from moderation.models import Look
from moderation.services import invitations, looks
from rooms.access import Action
from rooms.errors import RoomError
from rooms.models import Invitation
from rooms.queries.invitations import invitations_page
from rooms.services.invitations import Card
from rooms.text import skeleton


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest, room_id: str) -> HttpResponse:
    """Everybody who was invited, and the form for one more; a form in order is answered with the card."""
    if request.method != "POST":
        return _page(request, room_id)
    try:
        card = invitations.invite(
            actor=actor(request), room_id=room_id, wanted=wanted(request.POST), client_id=forms.client_id(request)
        )
    except RoomError as error:
        return _page(request, room_id, request.POST.dict(), about_form(error))
    return _card(request, room_id, card, mail="send" in request.POST)


@posted
def change(request: HttpRequest, room_id: str, invitation_id: str) -> HttpResponse:
    """Let in who waits, take a card back, or make it again."""
    person, act = actor(request), request.POST.get("act", "")
    try:
        if act == "again":
            card = invitations.invite_again(actor=person, room_id=room_id, invitation_id=invitation_id)
            return _card(request, room_id, card, mail=False)
        if act == "confirm":
            number = request.POST.get("number", "")
            invitations.confirm(actor=person, room_id=room_id, invitation_id=invitation_id, number=number)
        else:
            form = ManageForm(request.POST)
            if not form.is_valid():
                raise RoomError("bad_text")
            reason = form.cleaned_data["reason"]
            invitations.revoke(actor=person, room_id=room_id, invitation_id=invitation_id, reason=reason)
    except RoomError as error:
        return _page(request, room_id, error=about_form(error))
    return SeeOther(redirect("desk_invitations", room_id).url)


def _page(
    request: HttpRequest, room_id: str, typed: dict[str, Any] | None = None, error: RoomError | None = None
) -> HttpResponse:
    person = actor(request)
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.PEOPLE, action=Action.MANAGE)
    page = invitations_page(person, room_id)
    context = {
        "page": page,
        "typed": typed or BLANK,
        "roles": PARTS,
        "languages": LANGUAGES,
        "lasting": LASTING,
        "client_id": forms.new_id(),
        "error": error,
    }
    return render_with(request, "frontend/desk_invitations.html", context, error)


def _greeted(invitation: Invitation) -> str:
    """The first of the newcomer's names, for the card; none where it says which child or family this is about."""
    first, children = skeleton(invitation.name.split()[0]), invitation.room.children.all()
    family = [
        invitation.room.family.name,
        *(name for child in children for name in (child.first_name, child.last_name)),
    ]
    telling = [skeleton(word) for name in family for word in name.split()]
    return "" if any(word in first for word in telling) else invitation.name.split()[0]


def _card(request: HttpRequest, room_id: str, card: Card, *, mail: bool) -> HttpResponse:
    """The card, this once: nothing that shows the code again is kept anywhere."""
    invitation = card.invitation
    link = f"{settings.SITE_URL}{reverse('join')}#{card.code}"
    with translation.override(invitation.language):
        picture = qr.svg(link, _("QR code that opens the page where you come in"))
    sent = send_card(invitation, code=card.code, link=link) if mail and invitation.email else None
    context = {
        "card": card,
        "invitation": invitation,
        "first_name": _greeted(invitation),
        "room_id": room_id,
        "host": settings.SITE_URL.partition("://")[2],
        "path": reverse("join"),
        "picture": picture,
        "sent": sent,
        "modules": modules("card"),
    }
    return render(request, "frontend/desk_card.html", context)
