"""What the templates of the child's page ask for: our question about a topic, and the topics in their groups."""

from django import template

from frontend import child_topics
from frontend.child_topics import Group
from rooms.queries.about_views import ChildView, Question

register = template.Library()

register.simple_tag(child_topics.question, name="child_question")
register.simple_tag(child_topics.to_ask, name="child_to_ask")


@register.simple_tag
def child_in_turn(child: ChildView, named: str) -> tuple[list[Question], list[Question]]:
    """The questions to show now, and those for later."""
    return child.in_turn(named)


@register.simple_tag
def child_groups(child: ChildView) -> list[Group]:
    """The topics of a child, in their groups."""
    return child_topics.groups(child)


@register.simple_tag
def child_safety(child: ChildView) -> Group:
    """The topics of safety."""
    return child_topics.safety(child)
