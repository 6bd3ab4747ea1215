"""Items of the noun `learning`."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page
from rooms.knowhow import LESSONS, TECHNIQUES, Topic

KINDS: Final[dict[str, ItemKind]] = {
    "learning.asked": ItemKind(page=Page.LEARNING, said=_("asked: how do you do it?")),
    "learning.answered": ItemKind(page=Page.LEARNING, said=_("showed a way of doing it")),
    "learning.kept": ItemKind(page=Page.LEARNING, said=_("kept a way that works here")),
    "learning.tried": ItemKind(page=Page.LEARNING, said=_("tried it")),
    "learning.read": ItemKind(page=Page.LEARNING, said=_("read a short lesson: {lesson}")),
    "learning.place": ItemKind(page=Page.LEARNING, said=_("shared a place that helps")),
    "learning.shared": ItemKind(page=Page.LEARNING, said=_("shared a page of their journal")),
}

LABELS: Final[dict[str, str | Promise]] = {
    **{f"learning.{topic}": topic.label for topic in Topic},
    **{f"learning.card.{one.key}": one.title for one in TECHNIQUES},
    **{f"learning.lesson.{one.key}": one.title for one in LESSONS},
    "learning.card.own": _("An idea of our agency"),
    "learning.journal.growth": _("How I am growing"),
    "learning.journal.child": _("How my child is growing"),
    "learning.journal.hard": _("A hard time"),
    "learning.journal.need": _("Something I need"),
    "learning.worked": _("It worked"),
    "learning.a_bit": _("A bit"),
    "learning.not_yet": _("Not yet"),
}
