"""The strip of a room's pages: where each is, and what waits there for the reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from rooms.items import Page
from rooms.queries import About
from rooms.queries.stage import Stage

register = template.Library()

_NAMES: Final[dict[Page, str | Promise]] = {
    Page.CHILD: "",
    Page.DAYS: _("Days"),
    Page.DATES: _("Visits and dates"),
    Page.BOOK: _("Life book"),
    Page.MEETINGS: _("Meetings"),
    Page.AGREEMENT: _("Agreement"),
    Page.LEARNING: _("Learning together"),
    Page.GOING_HOME: _("The way home"),
}
_PLANNING: Final = (Page.DATES, Page.MEETINGS)
"""What two homes that plan together have."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """A link of the strip. `waits` counts what waits there for the reader; `sick` names the children who are sick."""

    url: str
    name: str
    here: bool
    waits: int
    sick: tuple[str, ...]


@register.simple_tag(takes_context=True)
def ways(context: dict[str, Any]) -> list[Way]:
    """The pages of the room that is shown (`page`, `base`), and at which of them (`at`) the reader is."""
    return list(_ways(context["page"], context["base"], context.get("at", "")))


def _ways(room: About, base: str, at: str) -> Iterator[Way]:
    for page, name in _NAMES.items():
        if room.stage == Stage.PLANNING and page not in _PLANNING:
            continue
        yield Way(
            url=f"{base}{page}/",
            name=str(name) or say("About %(name)s") % {"name": room.name},
            here=at == page,
            waits=room.waits.pages.get(page, 0),
            sick=room.waits.sick if page == Page.DAYS else (),
        )
