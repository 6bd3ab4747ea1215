"""The default of an agreement on raising a child together: eleven points, and what each of the three roles brings.

An agency may put its own in its place; a room's agreement is made of a copy, so that what was agreed stays.
"""

from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Term:
    """One point: its key in the record, what it is called, and its words."""

    key: str
    title: str | Promise
    words: str | Promise


POINTS: Final = (
    Term(
        "book",
        _("A book of memories"),
        _("We fill a book of memories together: good days, firsts, people who matter. It belongs to our child."),
    ),
    Term(
        "help",
        _("Help our child needs"),
        _("We find out together what help our child needs, take part in it, and tell each other how it went."),
    ),
    Term(
        "differ",
        _("When we see it differently"),
        _("When something bothers us, we say so kindly and soon. We look for a way forward, not for someone to blame."),
    ),
    Term(
        "ideas",
        _("What works"),
        _("We pass on what we have found out: what calms, what cheers, what helps. We tell each other what went well."),
    ),
    Term(
        "visits",
        _("Visits to count on"),
        _("We keep visits as planned, so that our child can count on them. If one must change, we say so right away."),
    ),
    Term(
        "things",
        _("Things that travel along"),
        _("A blanket, a toy, a photo: things that comfort our child may travel between our homes and are well kept."),
    ),
    Term(
        "asking",
        _("Asking how it goes"),
        _("We ask each other how the care feels from the other side, and we work out worries together."),
    ),
    Term(
        "privacy",
        _("What stays private"),
        _("Each of us may keep some things private. What the care needs, like health and family story, we tell."),
    ),
    Term(
        "food",
        _("Food at visits"),
        _("We plan meals and snacks for visits together, so that our child finds something familiar."),
    ),
    Term(
        "contact",
        _("How we keep in touch"),
        _("We make a plan for talking that suits all of us, and we respect where the other draws a line."),
    ),
    Term(
        "kind",
        _("Kind words"),
        _("In front of our child we speak well of each other. Nobody should have to choose between us."),
    ),
)
"""The eleven points, in the order of the page."""

ROLES: Final = (
    Term(
        "birth",
        _("What birth parents bring"),
        _("Birth parents know their child best. They tell what helps, take part in visits and plans, and stay family."),
    ),
    Term(
        "foster",
        _("What foster parents bring"),
        _("Foster parents give care and safety day by day, tell how it goes, and keep a place open for the parents."),
    ),
    Term(
        "worker",
        _("What the social worker brings"),
        _("The social worker helps us meet and plan, tells us what is possible, and steps in when we are stuck."),
    ),
)
"""What each role brings; after the points."""

TERMS: Final = (*POINTS, *ROLES)
OWN: Final = ("own1", "own2", "own3", "own4")
"""Keys of points that an agency adds."""
TITLES: Final[dict[str, str | Promise]] = {
    **{term.key: term.title for term in TERMS},
    **dict.fromkeys(OWN, _("One more point")),
}
LIMIT: Final = 600
"""Characters of a point in a template."""


def default() -> list[dict[str, str]]:
    """The default as a template has it, in both languages."""
    return [{"key": term.key, "en": _in("en", term.words), "es": _in("es", term.words)} for term in TERMS]


def _in(language: str, words: str | Promise) -> str:
    with translation.override(language):
        return str(words)
