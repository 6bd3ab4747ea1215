"""What every page of the desk shows: how many flags nobody looks at yet."""

from typing import Any

from django import template

from moderation.queries.flags import open_count
from rooms.models import Person

register = template.Library()


@register.simple_tag(takes_context=True)
def open_flags(context: dict[str, Any]) -> int:
    """How many flags of the reader's rooms wait for somebody to take them."""
    person = context["request"].user
    return open_count(person) if isinstance(person, Person) else 0
