"""Items of the noun `agreement`: its points, who agrees, and the plan for talking."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page
from rooms.terms import TITLES

WAYS: Final = ("room", "calls", "paper", "visits")
"""How the adults of a room talk."""
TOPICS: Final = ("day", "sleep", "school", "health", "visits", "feelings", "rules", "home")
"""What they write about."""
FIRST: Final = ("hair", "photos", "faith", "food", "school", "doctor", "gifts", "family", "plans")
"""What one of them may want to be asked about before it is done, or before it is brought up."""

KINDS: Final[dict[str, ItemKind]] = {
    "agreement.begun": ItemKind(page=Page.AGREEMENT, said=_("opened the agreement, for everyone to read")),
    "agreement.talked": ItemKind(page=Page.AGREEMENT, said=_("wrote about a point of the agreement: {point}")),
    "agreement.worded": ItemKind(page=Page.AGREEMENT, said=_("suggested other words for a point: {point}")),
    "agreement.took": ItemKind(page=Page.AGREEMENT, said=_("said yes to the other words for a point: {point}")),
    "agreement.agreed": ItemKind(page=Page.AGREEMENT, said=_("agrees with the agreement")),
    "agreement.withdrew": ItemKind(page=Page.AGREEMENT, said=_("took back their yes to the agreement")),
    "agreement.kept": ItemKind(page=Page.AGREEMENT, said=_("looked at the agreement again. The next look is on {on}")),
    "agreement.planned": ItemKind(page=Page.AGREEMENT, said=_("suggested a plan for talking")),
    "agreement.plan_took": ItemKind(page=Page.AGREEMENT, said=_("said yes to the plan for talking")),
    "agreement.rests": ItemKind(page=Page.AGREEMENT, said=_("said when a message can wait")),
}

LABELS: Final[dict[str, str | Promise]] = {
    **{f"point.{key}": title for key, title in TITLES.items()},
    "way.room": _("Here in the room"),
    "way.calls": _("Calls that the social worker sets up"),
    "way.paper": _("Letters on paper"),
    "way.visits": _("A few words at visits"),
    "talk.day": _("How the day went"),
    "talk.sleep": _("Sleep and food"),
    "talk.school": _("School and play"),
    "talk.health": _("Health"),
    "talk.visits": _("Visits and dates"),
    "talk.feelings": _("How our child feels"),
    "talk.rules": _("Rules in our homes"),
    "talk.home": _("The way home"),
    "first.hair": _("Haircuts"),
    "first.photos": _("Showing photos to others"),
    "first.faith": _("Faith and holidays"),
    "first.food": _("New foods"),
    "first.school": _("Changes at school"),
    "first.doctor": _("Doctors and medicines"),
    "first.gifts": _("Big gifts"),
    "first.family": _("Questions about family"),
    "first.plans": _("Promises about the future"),
}
