"""What I sign in with: my user name and my e-mail address. A new address is proved by a link that is sent to it."""

import json
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend import letters
from frontend.actor import actor
from frontend.errors import render_with
from frontend.posting import SeeOther
from frontend.sealed import seal, unseal
from frontend.throttle import tries
from rooms.errors import RoomError
from rooms.models import Person
from rooms.services import accounts

_PURPOSE: Final = "new address"
_LASTS: Final = 24 * 3600
"""Seconds for which a link in a letter works."""


class EmailForm(forms.Form):
    """An e-mail address, or none."""

    email = forms.EmailField(required=False, max_length=254)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_names(request: HttpRequest) -> HttpResponse:
    """Show both; with `act` change one."""
    person = actor(request)
    if request.method != "POST":
        return _page(request, person)
    try:
        with tries(request, "change_names"):
            told = _change_email(request, person) if request.POST.get("act") == "email" else _change_username(request)
    except RoomError as error:
        return _page(request, person, error)
    messages.success(request, told)
    return SeeOther(redirect("change_names").url)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the letter leads to: one press, by whoever asked for it, makes the address theirs."""
    person = actor(request)
    found = unseal(token, _PURPOSE, lasts=_LASTS)
    asked = json.loads(found) if found else None
    if asked is None or asked["person"] != person.pk or asked["was"] != (person.email or ""):
        return render(request, "frontend/confirm_email.html", {"email": None}, status=404)
    if request.method != "POST":
        return render(request, "frontend/confirm_email.html", {"email": asked["email"]})
    _take_over(person, asked["email"])
    messages.success(request, _("This is your e-mail address now."))
    return SeeOther(redirect("change_names").url)


def _change_username(request: HttpRequest) -> str:
    accounts.change_username(actor=actor(request), username=request.POST.get("username", ""))
    return _("Your user name is changed.")


def _change_email(request: HttpRequest, person: Person) -> str:
    form = EmailForm(request.POST)
    if not form.is_valid():
        raise RoomError("bad_choice")
    email = form.cleaned_data["email"].lower()
    if not email:
        _take_over(person, "")
        return _("Your e-mail address is taken away.")
    token = seal(json.dumps({"person": person.pk, "email": email, "was": person.email or ""}), _PURPOSE)
    link = f"{settings.SITE_URL}{reverse('confirm_email', args=[token])}"
    letters.send(person, "account/email/confirm_email", to=email, link=link)
    return _("Look in your mail at that address, and open the link there on this device. It works for a day.")


def _take_over(person: Person, email: str) -> None:
    """Change it, and tell the address that was there before as well."""
    before = person.email
    accounts.change_email(actor=person, email=email)
    if before:
        letters.send(person, "account/email/address_changed", to=before)


def _page(request: HttpRequest, person: Person, error: RoomError | None = None) -> HttpResponse:
    context = {
        "username": request.POST.get("username", person.username or ""),
        "email": request.POST.get("email", person.email or ""),
        "error": error.message if error else "",
        "act": request.POST.get("act", ""),
    }
    return render_with(request, "frontend/my_account.html", context, error)
