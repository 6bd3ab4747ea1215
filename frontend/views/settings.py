"""My settings: language and time zone. Names belong to rooms and are changed there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend import languages
from frontend.actor import actor
from frontend.forms import SettingsForm
from frontend.posting import SeeOther
from frontend.zones import LANGUAGES
from rooms.services import people


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change my language and time zone."""
    person = actor(request)
    if request.method != "POST":
        initial = {"language": person.language, "time_zone": person.time_zone}
        return _page(request, SettingsForm(zone=person.time_zone, initial=initial), 200)
    form = SettingsForm(request.POST, zone=person.time_zone)
    if not form.is_valid():
        return _page(request, form, 422)
    people.change_settings(actor=person, **form.cleaned_data)
    with translation.override(person.language):
        messages.success(request, _("Your settings are saved."))
    return SeeOther(redirect("settings").url)


def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language from any page. A visitor's choice is kept in a cookie, a person's in their settings."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = SeeOther(target)
    language = request.POST.get("language", "")
    if request.method != "POST" or language not in dict(LANGUAGES):
        return response
    if request.user.is_authenticated:
        person = actor(request)
        people.change_settings(actor=person, language=language, time_zone=person.time_zone)
    languages.remember(response, language)
    return response


def _page(request: HttpRequest, form: SettingsForm, status: int) -> HttpResponse:
    return render(request, "frontend/settings.html", {"form": form}, status=status)
