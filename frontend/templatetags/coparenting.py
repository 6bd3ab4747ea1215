"""Words, names and times in templates."""

from typing import Any

from django import template
from django.conf import settings

from frontend import forms, kept, names, told_items, when
from frontend.words import say
from rooms.models import AccountNote, Person, ReachSettings
from rooms.queries import sick
from rooms.queries.account import history, latest_by_others
from rooms.wishes import settings_of
from rooms.zones import clock_time

register = template.Library()

register.filter("names", names.join)
register.filter("iso", when.iso)
register.filter("clock", when.clock)
register.filter("clock_time", clock_time)
register.filter("day", when.day)
register.filter("month", when.month)
register.filter("short_month", when.short_month, expects_localtime=True)
register.filter("ago", when.ago)
register.filter("moment", when.moment)
register.filter("said", kept.said)
register.filter("marks", kept.marks)
register.filter("item_said", told_items.said)
register.filter("item_chips", told_items.chips)
register.filter("item_data", told_items.data)
register.simple_tag(kept.note, name="kept")
register.simple_tag(say, name="word")
register.simple_tag(forms.new_id, name="form_id")


@register.inclusion_tag("frontend/parts/account_news.html", takes_context=True)
def account_news(context: dict[str, Any]) -> dict[str, Any]:
    """What others did to how this person signs in, in the last days, on each of their devices."""
    return {"notes": latest_by_others(context["request"].user)}


@register.simple_tag(takes_context=True)
def account_history(context: dict[str, Any]) -> list[AccountNote]:
    """What happened to how this person signs in."""
    return history(context["request"].user)


@register.inclusion_tag("frontend/parts/sick_banner.html", takes_context=True)
def sick_now(context: dict[str, Any]) -> dict[str, Any]:
    """Sick children of the room, above its conversation; where there is none, nothing more is asked."""
    page = context["page"]
    cards = sick.now_for(context["request"].user, page.room_id) if page.waits.sick else []
    return {"sick": cards, "base": context["base"], "csrf_token": context["csrf_token"]}


@register.inclusion_tag("frontend/parts/quick_exit.html", takes_context=True)
def quick_exit(context: dict[str, Any]) -> dict[str, Any]:
    """The button that leaves in a hurry; for whoever has nothing to end, a link that leaves and sets no cookie."""
    request = context.get("request")
    begun = request is not None and settings.SESSION_COOKIE_NAME in request.COOKIES
    return {"to": settings.QUICK_EXIT_URL, "begun": begun}


@register.simple_tag(takes_context=True)
def quiet_name(context: dict[str, Any]) -> str:
    """What the pages call themselves for whoever chose the quiet name; empty for everybody else."""
    person = getattr(context.get("request"), "user", None)  # a request that is refused early has none
    if not isinstance(person, Person):
        return ""
    chosen = settings_of(person)
    return str(chosen.get_app_name_display()) if chosen.app_name == ReachSettings.AppName.NEUTRAL else ""
