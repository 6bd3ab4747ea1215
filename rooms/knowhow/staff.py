"""Cards for staff: quarrels between two ways of living, words that see strengths, and what may be shared."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rooms.knowhow.base import Card

FOR_STAFF: Final = (
    Card(
        key="cultures",
        title=_("When a quarrel comes from two ways of living"),
        text=_(
            "Hair, food, faith, respect, who may touch or correct a child: much that sounds like blame is a "
            "custom meeting another one. Ask each side what the custom protects, before anybody talks about "
            "who is right."
        ),
        sentences=(
            _("What does this mean in your family? Who taught it to you?"),
            _("What would your child lose if it stopped?"),
            _("What are you afraid the other home will think of you?"),
            _("Which part can both homes do, and which part waits for home?"),
        ),
    ),
    Card(
        key="strengths",
        title=_("Words that see strengths and stay clear"),
        text=_(
            "Write what you saw, heard and agreed, then what it made possible, then what is still open. A "
            "clear sentence can be kind: the other one only sounds official."
        ),
        sentences=(
            _("“You came to three of four visits” tells more than “inconsistent”."),
            _("“He is not ready yet to sleep alone” tells more than “clingy”."),
            _("“We need a safe ride by Friday” tells more than “lack of cooperation”."),
            _("Say “a mother who is in treatment”, if it has to be said at all: the person first."),
        ),
    ),
)

SHARING: Final = (
    Card(
        key="sharing",
        title=_("Must be shared with both homes"),
        text=_(
            "Allergies, medicines and doctors; what keeps the child safe; dates of visits, school and health; "
            "a move, before it happens."
        ),
    ),
    Card(
        key="sharing",
        title=_("May be shared, if the person it is about agrees"),
        text=_(
            "How a parent is doing with their plan, their work, their health, their own story. They choose "
            "what to tell; you do not tell it for them."
        ),
    ),
    Card(
        key="sharing",
        title=_("Is not shared here"),
        text=_(
            "Addresses, phone numbers and workplaces; case numbers and court papers; what brought the child "
            "into care; treatment records; anything about another family."
        ),
    ),
)
"""What must, may and may not be shared, until an agency says it in its own words (S6)."""
