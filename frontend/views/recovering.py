"""Coming back in with a code from staff; and staff making that code at the desk."""

from allauth.account.internal.flows.logout import logout
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from frontend.actor import actor
from frontend.device_list import sign_out_all
from frontend.errors import render_with
from frontend.forms import ManageForm
from frontend.posting import SeeOther
from frontend.throttle import tries
from moderation import desk
from moderation.services import recovery as staff_recovery
from rooms.codes import tidy
from rooms.errors import RoomError
from rooms.queries import MemberView
from rooms.services import recovery


class RecoverForm(forms.Form):
    """A name, a code from staff, and a new password."""

    login = forms.CharField(max_length=320)
    code = forms.CharField(max_length=40)
    password1 = forms.CharField(max_length=512, strip=False)
    password2 = forms.CharField(max_length=512, strip=False)

    def clean_password2(self) -> str:
        second: str = self.cleaned_data["password2"]
        if second != self.cleaned_data.get("password1"):
            raise forms.ValidationError(gettext_lazy("These two are not the same. Please type both again."))
        return second


@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Set a new password with a code. What is wrong is told alike whether or not there is such an account."""
    if request.method != "POST":
        return render(request, "account/recover.html", {"form": RecoverForm()})
    form = RecoverForm(request.POST)
    if not form.is_valid():
        return render(request, "account/recover.html", {"form": form}, status=422)
    try:
        _come_back(request, form)
    except RoomError as error:
        return render_with(request, "account/recover.html", {"form": form, "error": error.message}, error)
    messages.success(request, _("Your new password is set. You can sign in with it now."))
    return SeeOther(redirect("account_login").url)


@sensitive_variables("form")
def _come_back(request: HttpRequest, form: RecoverForm) -> None:
    typed = form.cleaned_data
    with tries(request, "recover", typed["login"].strip().lower()):
        person = recovery.finish(login=typed["login"], code=typed["code"], password=typed["password1"])
    sign_out_all(person)
    logout(request, show_message=False)  # whoever was signed in here, or half way


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def help_back_in(request: HttpRequest, room_id: str, member_id: str) -> HttpResponse:
    """Ask for the reason; then make the code and show it, this once."""
    person = actor(request)
    member = next((one for one in desk.people(person, room_id) if one.id == member_id and not one.me), None)
    if member is None:
        raise RoomError("not_found")
    recovery.check(actor=person, room_id=room_id, member_id=member_id)
    form = ManageForm(request.POST or None)
    if request.method != "POST":
        return _asks(request, room_id, member, form)
    try:
        if not form.is_valid():
            raise RoomError("bad_text")
        reason = form.cleaned_data["reason"]
        with tries(request, "help"):
            code, helped = staff_recovery.start(actor=person, room_id=room_id, member_id=member_id, reason=reason)
    except RoomError as error:
        return _asks(request, room_id, member, form, error)
    context = {
        "member": member,
        "room_id": room_id,
        "code": code,
        "spelled": " ".join(tidy(code)),
        "username": helped.person.username,
    }
    return render(request, "frontend/desk_recovery_code.html", context)


def _asks(
    request: HttpRequest, room_id: str, member: MemberView, form: ManageForm, error: RoomError | None = None
) -> HttpResponse:
    context = {"member": member, "room_id": room_id, "form": form, "error": error.message if error else ""}
    return render_with(request, "frontend/desk_recover.html", context, error)
