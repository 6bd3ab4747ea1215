"""Words, names and times in templates."""

from typing import Any

from django import template
from django.conf import settings

from frontend import kept, names, when
from frontend.words import say

register = template.Library()

register.filter("names", names.join)
register.filter("iso", when.iso)
register.filter("clock", when.clock)
register.filter("day", when.day)
register.filter("ago", when.ago)
register.filter("moment", when.moment)
register.filter("said", kept.said)
register.filter("marks", kept.marks)
register.simple_tag(kept.note, name="kept")
register.simple_tag(say, name="word")


@register.inclusion_tag("frontend/parts/quick_exit.html", takes_context=True)
def quick_exit(context: dict[str, Any]) -> dict[str, Any]:
    """The button that leaves in a hurry, for whoever is signed in."""
    return {"to": settings.QUICK_EXIT_URL}
