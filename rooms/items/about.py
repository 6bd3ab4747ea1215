"""Items of the noun `about`: what was told of a child, questions, big steps, dear things."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page
from rooms.models.about import Answer, BigStep, Place, Topic


def _child(said: Promise) -> ItemKind:
    return ItemKind(page=Page.CHILD, said=said)


KINDS: Final[dict[str, ItemKind]] = {
    "child.told": _child(_("wrote about {topic}")),
    "child.changed": _child(_("wrote anew about {topic}")),
    "child.kept": _child(_("kept a message under {topic}")),
    "child.answered": _child(_("answered a question about {topic}")),
    "child.asked": _child(_("has a question for you about {topic}")),
    "child.carried": _child(_("brought along what was told about {topic} on {on}")),
    "child.step": _child(_("asks before {step}")),
    "child.step_answered": _child(_("says “{answer}” to {step}")),
    "child.thing": _child(_("wrote down a dear thing: {where}")),
    "child.moved": _child(_("says where a dear thing is now: {where}")),
    "child.thing_carried": _child(_("brought a dear thing along to this page: {where}")),
}

LABELS: Final[dict[str, str | Promise]] = {
    **{f"topic.{topic.value}": topic.label for topic in Topic},
    **{f"bigstep.{kind.value}": kind.label for kind in BigStep.Kind},
    **{f"stepanswer.{answer.value}": answer.label for answer in Answer},
    **{f"thingat.{place.value}": place.label for place in Place},
}
