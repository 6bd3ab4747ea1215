"""What can come of a flag: a short list that starts with solving it together (S60), each with words to begin with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models import Flag


class Outcome(models.TextChoices):
    """How a flag was settled. The first is the usual answer; none of them is a mark against anybody."""

    TOGETHER = "together", _("We solve it together")
    ANSWERED = "answered", _("A question was answered")
    HELPED = "helped", _("Help was found")
    THANKED = "thanked", _("Thanks were passed on")
    STEP = "step", _("A step keeps everyone safe for now")
    FINE = "fine", _("Looked at; nothing needs to change")


USUAL: dict[str, Outcome] = {
    Flag.Category.GOOD: Outcome.THANKED,
    Flag.Category.QUESTION: Outcome.ANSWERED,
    Flag.Category.CARE: Outcome.HELPED,
}
"""What is chosen already when the form opens; for all other kinds it is solving it together."""


def usual(category: str) -> Outcome:
    """The outcome that the form begins with."""
    return USUAL.get(category, Outcome.TOGETHER)


def tells_author(flag: Flag) -> bool:
    """Whether settling it needs words to whom it is about: a member; staff read them at the desk."""
    return flag.member is not None and not flag.member.is_staff


def tells_reporter(flag: Flag) -> bool:
    """Whether settling it needs words to who raised it."""
    return flag.source == Flag.Source.MEMBER
