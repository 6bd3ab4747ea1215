"""What helps at a first call and a first meeting, and who does what in a room: in plain words of our own."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.models import CARERS, PAPER_ROLES, Role
from rooms.services.first_days import TOPICS

_TOPIC_WORDS: Final[dict[str, str | Promise]] = {
    "safe": _("The child is safe, and how the first hours went"),
    "tonight": _("What would help most tonight"),
    "sleep": _("Bedtime: the light, the song, the order of things"),
    "food": _("What the child eats, and what they leave"),
    "health": _("Allergies, medicines, and who the doctor is"),
    "comfort": _("What comforts: a blanket, a toy, a word"),
    "school": _("School or day care, and who will take the child there"),
    "yourselves": _("How each of you is, and who is there for you"),
    "message": _("A message to pass on to the child"),
    "next": _("When you talk again"),
}
TALK_ABOUT: Final = tuple((key, _TOPIC_WORDS[key]) for key in TOPICS)
"""What a comfort call touches on, in the order in which it mostly does."""

_FROM_BIRTH: Final = (
    _("What makes you proud of your child?"),
    _("What do you want them to know about your family?"),
    _("What would you like to ask about the home?"),
)
_FROM_HOME: Final = (
    _("Who lives with you? Children, pets?"),
    _("What does a usual day look like?"),
    _("How do you handle it when a child breaks a rule?"),
    _("What is it like where you live? The kind of place is enough; leave out the address."),
)


def prompts(role: str) -> tuple[str | Promise, ...]:
    """What one may write of oneself before meeting (S8, S11)."""
    return _FROM_HOME if role in CARERS else _FROM_BIRTH


DOES: Final[dict[str, str | Promise]] = {
    Role.BIRTH_PARENT: _(
        "Is the child’s parent. Knows the child best, stays a part of every day, and works toward being home together."
    ),
    Role.FOSTER_PARENT: _(
        "Cares for the child day and night for now, and helps the child and the parents stay close until they are home."
    ),
    Role.KINSHIP_CAREGIVER: _(
        "Is family or a close friend, cares for the child for now, and helps the parents and the child stay close."
    ),
    Role.RELATIVE: _("Is family, and somebody who matters to the child."),
    Role.MENTOR: _("Has been through this, and is there to listen and to help both sides work together."),
    **dict.fromkeys(
        sorted(PAPER_ROLES),
        _("Is not in this room, and reads only what your social worker shares with them. You are told here each time."),
    ),
    Role.SOCIAL_WORKER: _(
        "Works for the agency. Keeps the child safe, helps everyone here work together, sets up calls, meetings and "
        "visits, and tells the court how things stand. Ask when anything is not clear."
    ),
    Role.SUPERVISOR: _(
        "Leads the social worker’s team. Steps in when the social worker is away, or when you would like somebody else "
        "to look."
    ),
}
"""What each does, by role (S56)."""
