"""Items of the noun `papers`: what staff shares with somebody who has no part in the room."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page

KINDS: Final[dict[str, ItemKind]] = {
    "papers.summary": ItemKind(page=Page.PAPERS, said=_("shared the summary of the days up to {on} with {to}")),
    "papers.hearing": ItemKind(page=Page.PAPERS, said=_("shared the date of the next hearing with {to}")),
    "papers.back": ItemKind(page=Page.PAPERS, said=_("took back what was shared with {to}")),
}

LABELS: Final[dict[str, str | Promise]] = {
    "papers.to.advocate": _("the child’s advocate"),
    "papers.to.attorney": _("an attorney"),
    "papers.to.court": _("the court’s staff"),
}
