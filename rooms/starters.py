"""Sentences to begin with, for when the words do not come (S14): each is sent as it is, or changed first.

They say no more of a child than the first name, fit one child or several, and know the stage of the way (S78).
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from rooms.models.membership import BIRTH_SIDE, CARERS, Role

BIRTH: Final = frozenset({"birth"})
FOSTER: Final = frozenset({"foster"})
BOTH: Final = BIRTH | FOSTER

# The side whose sentences fit a role. Staff writes in its own words.
SIDES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(sorted(BIRTH_SIDE), BIRTH),
    **dict.fromkeys(sorted(CARERS), FOSTER),
    Role.MENTOR: BOTH,
}

ARRIVING: Final = frozenset({"before", "first_days"})
APART: Final = frozenset({"first_days", "settled", "going_home"})
LEAVING: Final = frozenset({"going_home"})
HOME: Final = frozenset({"home"})
PLANNING: Final = frozenset({"planning"})
"""No stage of a child's way: two homes plan time for brothers and sisters."""
ALWAYS: Final = ARRIVING | APART | HOME | PLANNING


@dataclass(frozen=True, slots=True)
class Starter:
    """A sentence to begin with. `{child}` in the text stands for the first names of the room's children."""

    text: str | Promise
    topic: str | Promise
    sides: frozenset[str] = BOTH
    stages: frozenset[str] = ALWAYS


def starters_for(
    role: str, stage: str, child_names: Sequence[str], *, hidden: Collection[str] = (), own: Sequence[Starter] = ()
) -> list[Starter]:
    """The starters that fit a member's role and the room's stage, in the active language, names filled in.

    An agency leaves out the `hidden` ones of ours, by key, and adds its `own`.
    """
    side = SIDES.get(role)
    child = _together(child_names)
    ours = [starter for key, starter in by_key().items() if key not in hidden] if hidden else STARTERS
    return [
        replace(starter, text=str(starter.text).replace("{child}", child), topic=str(starter.topic))
        for starter in (*ours, *own)
        if side and side <= starter.sides and stage in starter.stages
    ]


@cache
def by_key() -> dict[str, Starter]:
    """Our starters by what stands for them where an agency hides them: made of the English words."""
    with override("en"):
        return {hashlib.sha256(str(starter.text).encode()).hexdigest()[:12]: starter for starter in STARTERS}


def _together(names: Sequence[str]) -> str:
    if len(names) < 2:
        return names[0] if names else gettext("our child")
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


_FIRST = _("The first days")
_COMFORT = _("Comfort")
_ROUTINES = _("Every day")
_FOOD = _("Food")
_SLEEP = _("Sleep")
_CULTURE = _("Hair, faith and culture")
_SCHOOL = _("School")
_VISITS = _("Visits")
_HARD = _("Hard days")
_GOOD = _("Good news and thanks")
_LEAVING = _("On the way home")
_HOME = _("Home again")
_SIBLINGS = _("Brothers and sisters")

STARTERS: Final = (
    Starter(_("Hello, and thank you for being with {child} now. How did the first hours go?"), _FIRST, BIRTH, ARRIVING),
    Starter(_("Would you walk me through a normal day with you, from breakfast to bed?"), _FIRST, BIRTH, ARRIVING),
    Starter(
        _("Hello, I am the one looking after {child}. I would like us to do this together, and to learn from you."),
        _FIRST,
        FOSTER,
        ARRIVING,
    ),
    Starter(
        _("There is no hurry to answer. I will write again tomorrow and tell you how the night was."),
        _FIRST,
        FOSTER,
        ARRIVING,
    ),
    Starter(_("What should I know before tonight: allergies, medicine, anything at all?"), _FIRST, FOSTER, ARRIVING),
    Starter(_("Please pass this on to {child} in my words:"), _COMFORT, BIRTH, APART),
    Starter(_("On a sad evening, this is what comforts {child}:"), _COMFORT, BIRTH, APART),
    Starter(
        _("May I pass on a few words from you at bedtime? I will say them just as you write them."),
        _COMFORT,
        FOSTER,
        APART,
    ),
    Starter(_("Which song, toy or blanket feels like home to {child}?"), _COMFORT, FOSTER, ARRIVING),
    Starter(_("This is how our evenings go, step by step:"), _ROUTINES, BIRTH, APART),
    Starter(_("How do mornings go best? I would like to keep what {child} already knows."), _ROUTINES, FOSTER, APART),
    Starter(_("Here is one small thing from today that made me smile:"), _ROUTINES, BOTH, APART | HOME),
    Starter(_("A meal that tastes like home to {child}, and how I make it:"), _FOOD, BIRTH, APART),
    Starter(
        _("If {child} could choose dinner, what would it be? I would like to cook it your way."), _FOOD, FOSTER, APART
    ),
    Starter(_("How are the nights? Here is what I do when sleep will not come:"), _SLEEP, BIRTH, APART),
    Starter(_("The night was short. What do you do when {child} cannot sleep?"), _SLEEP, FOSTER, APART),
    Starter(
        _("I would like to show you how we do {child}'s hair. Could we do it together at a visit?"),
        _CULTURE,
        BIRTH,
        APART,
    ),
    Starter(
        _("There is a custom in our family that I would love to keep going. May I tell you about it?"),
        _CULTURE,
        BIRTH,
        APART,
    ),
    Starter(
        _("I want to care for {child}'s hair and skin the way you do. What do you use, and how?"),
        _CULTURE,
        FOSTER,
        APART,
    ),
    Starter(_("Which prayers, days or family customs shall we keep for {child}?"), _CULTURE, FOSTER, APART),
    Starter(
        _("Before a haircut or anything else that lasts, I will ask you first. What are your wishes?"),
        _CULTURE,
        FOSTER,
        APART,
    ),
    Starter(_("What is new at school? I would love to hear about it, big or small."), _SCHOOL, BIRTH, APART),
    Starter(_("The teacher asked me something about {child}, and you will know best:"), _SCHOOL, FOSTER, APART),
    Starter(
        _("Shall we agree on what we both tell the school, so that everybody hears one story?"), _SCHOOL, BOTH, APART
    ),
    Starter(_("I am looking forward to the visit. What does {child} enjoy playing right now?"), _VISITS, BIRTH, APART),
    Starter(_("How can we make the goodbye after a visit softer for {child}?"), _VISITS, BOTH, APART),
    Starter(_("What shall I pack for the visit: a snack, a game, a drawing to show you?"), _VISITS, FOSTER, APART),
    Starter(
        _("I may have to change our time. I am saying so early, so that {child} can hear it gently."),
        _VISITS,
        BOTH,
        APART,
    ),
    Starter(
        _("An appointment is coming up for {child}. Would you like to be there? We can ask our social worker how."),
        _VISITS,
        FOSTER,
        APART,
    ),
    Starter(
        _("Today is heavy for me. I may be slow to answer, and I still care about every word."), _HARD, BOTH, ALWAYS
    ),
    Starter(_("I think that came out differently from how I meant it. What I meant was:"), _HARD, BOTH, ALWAYS),
    Starter(_("What do you do when {child} says no to everything? I would like to try your way."), _HARD, BIRTH, APART),
    Starter(_("Big feelings today, and everyone is safe. May I tell you how it went?"), _HARD, FOSTER, APART),
    Starter(_("Thank you for the care you give {child}. It helps me more than I can say."), _GOOD, BIRTH, APART | HOME),
    Starter(_("I saw something in {child} today that comes from you:"), _GOOD, FOSTER, APART | HOME),
    Starter(_("I tried what you told me, and this is how it went:"), _GOOD, BOTH, APART | HOME),
    Starter(
        _("Let us plan the first week at home together. What should stay the same for {child}?"),
        _LEAVING,
        BOTH,
        LEAVING,
    ),
    Starter(_("Which habits from your home should I keep, so that coming back feels easy?"), _LEAVING, BIRTH, LEAVING),
    Starter(
        _("What would help you most in these last weeks before {child} and you are home?"), _LEAVING, FOSTER, LEAVING
    ),
    Starter(_("{child} would like you to know how things are here. Today:"), _HOME, BIRTH, HOME),
    Starter(
        _("Could you spend an afternoon with {child}? I could use a hand, and you were missed."), _HOME, BIRTH, HOME
    ),
    Starter(
        _("I think of you all. How are the first weeks at home? No need for them to be perfect."), _HOME, FOSTER, HOME
    ),
    Starter(_("How would it be if they met soon? These days work well here:"), _SIBLINGS, BOTH, PLANNING),
    Starter(_("What do they love to do together? I will have it ready."), _SIBLINGS, BOTH, PLANNING),
    Starter(
        _("What helps when it is time to part again, so that both leave in good spirits?"), _SIBLINGS, BOTH, PLANNING
    ),
    Starter(_("We have photos of the day. Shall I put them into the book for you?"), _SIBLINGS, BOTH, PLANNING),
)
