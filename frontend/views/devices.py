"""Where I am signed in: each device, and how to sign it out."""

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend import device_list
from frontend.actor import actor
from frontend.posting import SeeOther
from rooms.models import AccountNote
from rooms.services.accounts import note


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Every device, this one first."""
    found = device_list.devices(request, actor(request))
    return render(request, "frontend/devices.html", {"devices": found})


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one device out."""
    if device_list.sign_out(request, actor(request), pk):
        logout(request)
        return SeeOther(redirect("account_login").url)
    messages.success(request, _("That device is signed out."))
    return SeeOther(redirect("devices").url)


@login_required
@require_POST
def everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out every device; with `others` all but this one."""
    person, others = actor(request), bool(request.POST.get("others"))
    device_list.sign_out_all(person, but=request.session.session_key if others else None)
    note(person=person, kind=AccountNote.Kind.EVERYWHERE)
    if others:
        messages.success(request, _("All other devices are signed out."))
        return SeeOther(redirect("devices").url)
    logout(request)
    return SeeOther(redirect("account_login").url)
