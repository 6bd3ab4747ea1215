"""The social worker's desk: her families live, and the parts that people have in a room."""

from collections import Counter
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from frontend import acts
from frontend.actor import actor
from frontend.errors import render_with
from frontend.forms import ManageForm
from frontend.pagedata import desk_data
from frontend.posting import SeeOther
from frontend.scripts import modules
from frontend.views import today
from frontend.when import greeting
from moderation import desk
from moderation.queries.today import today as waiting
from moderation.services import looks
from rooms.errors import RoomError
from rooms.models import Person, Role
from rooms.queries import MemberView
from rooms.queries.waits import waits


@require_safe
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """Her families and rooms. Whoever has no desk finds nothing here."""
    person = actor(request)
    parts = desk.parts(person)
    if not parts:
        raise RoomError("not_found")
    pages = waits(parts)
    needs = waiting(person, parts, pages)
    families = desk.families(person, parts, pages, Counter(need.room.id for need in needs.needs))
    context = {
        **today.context(needs),
        "families": families,
        "greeting": greeting(),
        "first_name": person.name.split(" ")[0],
        "today": timezone.localdate(),
        "data": desk_data([card for family in families for card in family.rooms]),
        "modules": modules("desk"),
    }
    return render(request, "frontend/desk.html", context)


@require_safe
@login_required
def people(request: HttpRequest, room_id: str) -> HttpResponse:
    """Who is in a room, and what staff can do about each part."""
    person = actor(request)
    members = desk.people(person, room_id)
    context = {
        "name": desk.room_name(person, room_id),
        "room_id": room_id,
        "page": {"room_id": room_id},
        "members": [(member, [] if member.me else acts.for_member(member)) for member in members],
        "helps_staff": any(member.me and member.role == Role.SUPERVISOR for member in members),
    }
    return render(request, "frontend/desk_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def manage(request: HttpRequest, room_id: str, member_id: str, act: str) -> HttpResponse:
    """Ask once more, with the reason; then do it."""
    person = actor(request)
    asked = _asked(person, room_id, member_id, act)
    form = ManageForm(request.POST or None, roles=acts.roles_for(asked.member) if asked.act.roles else ())
    if request.method != "POST":
        return _confirm(request, asked, form)
    if not form.is_valid():
        wrong = {"reason": "bad_text", "role": "bad_choice"}
        code = next((wrong[field] for field in form.errors if field in wrong), "bad_date")
        return _confirm(request, asked, form, error=RoomError(code))
    change = acts.Change(
        actor=person,
        room_id=room_id,
        member_id=member_id,
        reason=form.cleaned_data["reason"],
        until=form.until_when() if asked.act.may_end else None,
        role=form.cleaned_data.get("role", ""),
    )
    try:
        looks.changing_part(actor=person, act=act, do=partial(asked.act.do, change))
    except RoomError as error:
        return _confirm(request, asked, form, error=error)
    return SeeOther(redirect("desk_people", room_id).url)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """An act that staff may do to a member of a room, before it is done."""

    room_id: str
    room_name: str
    member: MemberView
    act: acts.StaffAct


def _asked(person: Person, room_id: str, member_id: str, act: str) -> _Asked:
    members = desk.people(person, room_id)
    member = next((member for member in members if member.id == member_id and not member.me), None)
    if member is None or act not in acts.ACTS:
        raise RoomError("not_found")
    return _Asked(room_id=room_id, room_name=desk.room_name(person, room_id), member=member, act=acts.ACTS[act])


def _confirm(request: HttpRequest, asked: _Asked, form: ManageForm, error: RoomError | None = None) -> HttpResponse:
    values = {"name": asked.member.name, "room": asked.room_name}
    context = {
        "asked": asked,
        "form": form,
        "title": str(asked.act.title) % values,
        "means": str(asked.act.means) % values,
        "error": error.message if error else "",
        "today": timezone.localdate(),
    }
    return render_with(request, "frontend/desk_manage.html", context, error)
