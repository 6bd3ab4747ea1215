"""The form by which staff invites somebody: what was typed becomes what the service wants."""

from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.forms import ManageForm
from rooms.errors import RoomError
from rooms.services.invitations import HOURS, ROLES, Wanted

LENGTHS: Final[dict[int, str | Promise]] = {24: _("1 day"), 72: _("3 days"), 168: _("7 days")}
LASTING: Final = [(str(hours), LENGTHS[hours]) for hours in sorted(HOURS)]
PARTS: Final = [(str(role), role.label) for role in ROLES]


BLANK: Final = {"role": PARTS[0][0], "language": "en", "hours": str(HOURS[0]), "sure": "desk"}
"""A new form, with the usual choices made."""


def wanted(typed: QueryDict) -> Wanted:
    """What was typed. Raises RoomError: bad_choice, bad_date."""
    dates = ManageForm(typed)
    if not dates.is_valid():
        raise RoomError("bad_date")
    hours = typed.get("hours", "")
    if hours not in dict(LASTING):
        raise RoomError("bad_choice")
    return Wanted(
        role=typed.get("role", ""),
        name=typed.get("name", ""),
        language=typed.get("language", ""),
        email=typed.get("email", ""),
        phone=typed.get("phone", ""),
        until=dates.until_when(),
        hours=int(hours),
        word=typed.get("sure") == "word",
    )
