"""What helps at each stage of a placement: a few plain sentences beside the conversation (S78)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HELPS: Final[dict[str, tuple[str | Promise, ...]]] = {
    "before": (
        _("Say who you are and what you are looking forward to."),
        _("Tell what comforts your child, or ask what does."),
    ),
    "first_days": (
        _("A few words on the first day help everyone sleep better."),
        _("Share bedtime, food, allergies and a favorite toy or song."),
        _("It is fine to ask for more time before you answer."),
    ),
    "settled": (
        _("A short daily update means a lot, good days and hard days."),
        _("Ask each other: what works in your home?"),
        _("Say thank you for one thing each week."),
    ),
    "going_home": (
        _("Keep the same bedtime and rules in both homes."),
        _("Plan the goodbye and the first night home together."),
        _("Talk well of each other where a child can hear."),
    ),
    "home": (
        _("A photo or a hello tells a child that everyone still cares."),
        _("Asking for help with a weekend is a strength."),
    ),
    "planning": (
        _("Time with a brother or a sister is a comfort that nobody else can give."),
        _("Say which days work in your home, and what the children like to do together."),
        _("What is between the parents and you stays in the children’s rooms."),
    ),
}


def helps(stage: str) -> tuple[str | Promise, ...]:
    """What helps now. A stage that is not known here helps with nothing, rather than fail."""
    return HELPS.get(stage, ())
