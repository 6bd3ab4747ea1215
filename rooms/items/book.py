"""Items of the noun `book`: what is put into a child's life book."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page

KINDS: Final[dict[str, ItemKind]] = {
    "book.added": ItemKind(page=Page.BOOK, said=_("put something into the life book, {sort}: {on}")),
    "book.carried": ItemKind(page=Page.BOOK, said=_("brought the life book along, {sort}: {on}")),
    "book.cheered": ItemKind(page=Page.BOOK, said=_("celebrates: {cheer}")),
}

LABELS: Final[dict[str, str | Promise]] = {
    "book.moment": _("a moment"),
    "book.first": _("a first time"),
    "book.art": _("a work of art"),
    "book.report": _("from school"),
    "book.letter": _("a letter"),
}
