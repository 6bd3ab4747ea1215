"""At the desk: where each room's agreement stands, the agency's template, and what families say of it all."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import about_form, render_with
from frontend.posting import SeeOther
from moderation.queries import agreements as queries
from moderation.services import agreements
from rooms.errors import RoomError
from rooms.limits import take_form


@require_safe
@login_required
def stands(request: HttpRequest) -> HttpResponse:
    """All rooms of a staff member, what is due first. Whoever has no such room finds nothing here."""
    return render(request, "frontend/desk_agreements.html", {"stands": queries.stands(actor(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def template(request: HttpRequest) -> HttpResponse:
    """The agency's template. Whoever supervises nobody finds nothing here."""
    page = queries.template_page(actor(request))
    if request.method != "POST":
        return render(request, "frontend/desk_template.html", {"page": page, "done": "done" in request.GET})
    typed = {
        entry.key: (request.POST.get(f"en-{entry.key}", ""), request.POST.get(f"es-{entry.key}", ""))
        for entry in page.entries
    }
    try:
        take_form(actor(request).pk)
        version = forms.number(request.POST, "version")
        agreements.save_template(actor=actor(request), version=-1 if version is None else version, points=typed)
    except RoomError as error:
        context = {"page": queries.with_typed(page, typed), "error": error}
        return render_with(request, "frontend/desk_template.html", context, about_form(error))
    return SeeOther(f"{reverse('desk_template')}?done=1")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def feedback(request: HttpRequest) -> HttpResponse:
    """What families wrote, and telling them what was changed. Whoever supervises nobody finds nothing here."""
    said, told = queries.feedback_page(actor(request))
    context = {"said": said, "told": told, "client_id": forms.new_id(), "done": "done" in request.GET}
    if request.method != "POST":
        return render(request, "frontend/desk_feedback.html", context)
    try:
        take_form(actor(request).pk)
        words = {key: request.POST.get(key, "") for key in ("heard", "changed")}
        agreements.tell_change(actor=actor(request), client_id=forms.client_id(request), **words)
    except RoomError as error:
        context |= {"error": error, "typed": request.POST}
        return render_with(request, "frontend/desk_feedback.html", context, about_form(error))
    return SeeOther(f"{reverse('desk_feedback')}?done=1")
