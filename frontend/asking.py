"""What somebody can ask for, in plain words; the same list for members and, in their own words, for staff."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.models import Flag


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing to ask for: its value, what it is called, and a line that says more."""

    value: str
    name: str | Promise
    more: str | Promise


MEMBERS: Final = (
    Choice(
        value=Flag.Category.HELP,
        name=_("I need help with this"),
        more=_("Something is hard here, and two heads are better than one."),
    ),
    Choice(
        value=Flag.Category.QUESTION,
        name=_("I have a question"),
        more=_("You get an answer, or the day you will get one."),
    ),
    Choice(value=Flag.Category.GOOD, name=_("This was good"), more=_("Somebody did something kind or helpful.")),
    Choice(
        value=Flag.Category.CARE,
        name=_("I am worried about somebody"),
        more=_("Somebody seems to be having a hard time. It can be you."),
    ),
    Choice(
        value=Flag.Category.SAFETY,
        name=_("Somebody may not be safe"),
        more=_("Staff is told at once and looks within an hour."),
    ),
    Choice(
        value=Flag.Category.WORDING, name=_("These words hurt"), more=_("The way something was said is hard to read.")
    ),
    Choice(
        value=Flag.Category.CONTACT,
        name=_("Something private was shared"),
        more=_("A phone number, an address or an account that should not be here."),
    ),
)
"""In the order in which members see them."""

NAMES: Final = {choice.value: choice.name for choice in MEMBERS}
"""What members call each of them."""

STAFF: Final = (
    Choice(value=Flag.Category.HELP, name=_("A talk would help"), more=""),
    Choice(value=Flag.Category.GOOD, name=_("This went well"), more=_("So that it is seen, and can be told.")),
    Choice(value=Flag.Category.CARE, name=_("Somebody may need care"), more=""),
    Choice(value=Flag.Category.SAFETY, name=_("Safety of a child or an adult"), more=_("Within an hour.")),
    Choice(value=Flag.Category.WORDING, name=_("Hard words"), more=""),
    Choice(value=Flag.Category.CONTACT, name=_("Something private was shared"), more=""),
)
"""In the order in which staff sees them."""
