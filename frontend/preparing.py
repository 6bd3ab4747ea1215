"""Helping a child to leave one home and to be at home in the other: a few plain words for each age (S67)."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Help:
    """What helps children up to an age: to leave, and to be parented again."""

    upto: int
    leaving: tuple[str | Promise, ...]
    again: tuple[str | Promise, ...]


HELP: Final = (
    Help(
        upto=2,
        leaving=(
            _("Smells and sounds move first: an unwashed blanket, the same song, the same cup in both homes."),
            _("Say goodbye while your child can see it. Slipping away makes the next goodbye harder."),
        ),
        again=(
            _("Expect more clinging and broken nights for some weeks. It is how a small child asks: are you staying?"),
            _("Keep the day’s order the same as in the other home at first; change one thing at a time."),
        ),
    ),
    Help(
        upto=5,
        leaving=(
            _("Count the sleeps on something to touch: paper rings, stickers, stones in a jar."),
            _("Tell the story in three sentences, again and again: where you were, who was with you, where we go."),
            _("Let your child say goodbye to things too: the bed, the swing, the dog."),
        ),
        again=(
            _("Your child may try out every rule. A calm, same answer each time is what they are looking for."),
            _("Missing the other home is allowed, out loud. Look at a picture together."),
        ),
    ),
    Help(
        upto=9,
        leaving=(
            _("Hang up a calendar with the visits and the day of going home, and let your child mark it."),
            _("Ask who and what should not be lost. Write the list down together, and say how each is kept."),
            _("Both of you say the same sentence: you do not have to choose between us."),
        ),
        again=(
            _("Agree on three house rules together on the first day, and keep those."),
            _("Sad, angry or “perfect” in the first weeks: all three can be worry. Make time for nothing, each day."),
        ),
    ),
    Help(
        upto=12,
        leaving=(
            _("Plan with your child, not for them: what to pack, how to say goodbye, whom to tell at school."),
            _("Practice one answer for classmates. “That’s private” is a full sentence."),
        ),
        again=(
            _("They have learned things in the other home. Ask to be shown, and keep some of it."),
            _("Say out loud what you do differently now. Trust comes from seeing it twice."),
        ),
    ),
    Help(
        upto=99,
        leaving=(
            _("Give real choices: the day, the room, what stays as it is. Write down what was promised."),
            _("Ask what they worry about, and do not argue with the answer. Bring it to the plan."),
        ),
        again=(
            _("Talk about freedom and rules before the first evening, not in it."),
            _("Let them keep friends, phone time with the other home, and a say in how often."),
        ),
    ),
)
"""By age, the youngest first."""
_ANY: Final = HELP[2]


def help_for(age: int | None) -> Help:
    """What helps a child of this age; where nobody knows the age, what helps most children."""
    return _ANY if age is None else next((one for one in HELP if age <= one.upto), HELP[-1])
