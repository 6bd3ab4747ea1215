"""Words on screen for the kinds of things in a digest. Plain words of a need or a fact; never a verdict."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Labels = Mapping[str, str | Promise]

LENSES: Final[Labels] = {
    "working": _("What is working well"),
    "growing": _("Where there is room to grow"),
    "going_home": _("Toward going home"),
}

SECTIONS: Final[Labels] = {
    "hostile": _("Strong feelings"),
    "contact_leaks": _("Contact details"),
    "unanswered": _("Questions that wait"),
    "commitments": _("Promises"),
    "appointments": _("Appointments and visits"),
    "positives": _("What went well"),
    "concerns": _("Worries"),
    "participation": _("Who took part"),
    "next_steps": _("Suggested next steps"),
}

PAGE: Final[Labels] = {
    "brief": _("In short"),
    **LENSES,
    **{key: label for key, label in SECTIONS.items() if key != "positives"},
}
"""Headings of a summary's page, in order: what went well is the first lens there."""

HOSTILE: Final[Labels] = {
    "threat": _("Safety check needed"),
    "insult": _("Strong feelings"),
    "blame": _("Strong feelings"),
    "controlling": _("Disagreement over a condition"),
    "undermining": _("The child may carry an adult worry"),
}

CONTACTS: Final[Labels] = {
    "phone": _("phone"),
    "email": _("email"),
    "address": _("address"),
    "social": _("account name"),
    "link": _("link"),
    "geo": _("place on a map"),
}

CONCERNS: Final[Labels] = {
    "selfharm": _("Hurting oneself"),
    "substance": _("Asked for support"),
    "safety": _("Safety"),
    "loyalty": _("Feeling torn"),
    "injury": _("Injury"),
    "vision": _("Eyes, ears, growth"),
    "sleep": _("Sleep"),
    "food": _("Food"),
    "health": _("Health"),
    "behavior": _("Behavior"),
    "school": _("School"),
    "feelings": _("Feelings"),
    "language": _("Language and culture"),
    "strain": _("Strain at home"),
    "hard": _("Something hard"),
}

APPOINTMENTS: Final[Labels] = {
    "court": _("court"),
    "team": _("team meeting"),
    "health": _("health visit"),
    "therapy": _("therapy"),
    "school": _("school"),
    "program": _("class or meeting"),
    "housing": _("housing"),
    "call": _("call"),
    "visit": _("visit"),
    "celebration": _("celebration"),
    "sport": _("sport"),
    "meeting": _("meeting"),
    "other": _("something planned"),
}

STEPS: Final[Labels] = {
    "check_in": _("Check in with %(name)s today."),
    "talk": _("Talk with %(name)s about what was written."),
    "answer": _("Answer %(name)s."),
    "share": _("Show %(name)s how to share a contact detail through you."),
    "ask_again": _("See that %(name)s gets an answer."),
    "follow_up": _("Ask %(name)s how the promise went."),
    "prepare": _("Confirm what %(name)s wrote about."),
    "ask_how": _("Ask %(name)s how it goes now."),
    "reach_out": _("Say hello to %(name)s."),
}
"""Next steps; each stands for one open item."""
