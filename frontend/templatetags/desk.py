"""What every page of the desk shows: the way to its other pages, and how many flags nobody looks at yet."""

from typing import Any

from django import template
from django.urls import reverse

from moderation import desk
from moderation.queries.flags import open_count
from rooms.models import Person

register = template.Library()


@register.simple_tag(takes_context=True)
def open_flags(context: dict[str, Any]) -> int:
    """How many flags of the reader's rooms wait for somebody to take them."""
    person = context["request"].user
    return open_count(person) if isinstance(person, Person) else 0


@register.simple_tag(takes_context=True)
def desk_roles(context: dict[str, Any]) -> frozenset[str]:
    """Which kinds of staff the reader is, if this page is one of the desk; none elsewhere, and for everybody else."""
    request, seat = context.get("request"), context.get("seat")
    person = getattr(request, "user", None)
    if request is None or not isinstance(person, Person):
        return frozenset()
    here = request.path.startswith(reverse("desk")) or getattr(seat, "staff", False)
    return desk.roles(person) if here else frozenset()
