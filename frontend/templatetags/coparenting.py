"""Words, names and times in templates."""

from typing import Any

from django import template
from django.conf import settings

from frontend import kept, names, when
from frontend.words import say
from rooms.models import AccountNote
from rooms.queries.account import history, latest_by_others

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


@register.inclusion_tag("frontend/parts/account_news.html", takes_context=True)
def account_news(context: dict[str, Any]) -> dict[str, Any]:
    """What others did to how this person signs in, in the last days, on each of their devices."""
    return {"notes": latest_by_others(context["request"].user)}


@register.simple_tag(takes_context=True)
def account_history(context: dict[str, Any]) -> list[AccountNote]:
    """What happened to how this person signs in."""
    return history(context["request"].user)


@register.inclusion_tag("frontend/parts/quick_exit.html", takes_context=True)
def quick_exit(context: dict[str, Any]) -> dict[str, Any]:
    """The button that leaves in a hurry, for whoever is signed in."""
    return {"to": settings.QUICK_EXIT_URL}
