"""The plan for talking in templates."""

from collections.abc import Iterable

from django import template

from frontend import plan_words

register = template.Library()

register.simple_tag(plan_words.times, name="weekly")


@register.filter
def said_labels(keys: Iterable[str], kind: str) -> list[str]:
    """What was chosen, in words."""
    return plan_words.labels(kind, keys)
