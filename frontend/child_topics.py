"""The topics of the child's page in our own words: their groups, and one respectful question for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.plain_words import likeliest
from rooms.models.about import HOME, SAFETY, TOLD, Topic
from rooms.queries.about_views import AboutPage, ChildView, TopicView

QUESTIONS: Final[dict[str, str | Promise]] = {
    Topic.ALLERGIES: _("Is there anything {name} must not eat, take or touch? What happens, and what helps then?"),
    Topic.MEDICINES: _("Does {name} take any medicine? How much, when, and is there a trick to taking it?"),
    Topic.HEALTH: _("What should whoever looks after {name} know about health: asthma, glasses, shots, aches?"),
    Topic.PROVIDERS: _("Who are the doctors, the dentist, the therapist who know {name}? A name is enough."),
    Topic.EMERGENCY: _("If something happens at night: what has to be known first, and what calms {name}?"),
    Topic.SLEEP: _("How does the evening go with you? What helps {name} fall asleep, and what if {name} wakes up?"),
    Topic.COMFORT: _("When {name} is sad or hurt: what do you do or say that helps?"),
    Topic.FOOD: _("What does {name} love to eat, and how do you make it? What stays on the plate?"),
    Topic.FEARS: _("What is {name} afraid of, and how do you help {name} through it?"),
    Topic.LIKES: _("What makes {name} light up? Songs, stories, colors, people, animals?"),
    Topic.HABITS: _("Which small habits should nobody be surprised by, or try to change?"),
    Topic.PLAY: _("What does {name} like to play, alone and with you?"),
    Topic.SCHOOL: _("How does {name} learn best? What goes well at school, and what is hard?"),
    Topic.DISCIPLINE: _("When a day gets hard: what works with {name}, and what makes it worse?"),
    Topic.LANGUAGE: _("Which languages does {name} hear and speak at home? Are there words only your family knows?"),
    Topic.CULTURE: _("Which holidays, foods, prayers or customs of your family should go on for {name}?"),
    Topic.BODY: _("How do you care for {name}’s hair and skin? How do bath and teeth go?"),
    Topic.IDENTITY: _("What should nobody miss who wants to know who {name} is?"),
    Topic.WISHES: _("What would you like to be asked about first: hair, ears, a trip, learning to drive?"),
    Topic.TOLD_SCHOOL: _("What did you tell {name}’s school, so that all of us tell the same?"),
    Topic.TOLD_DOCTOR: _("What did you tell {name}’s doctor, so that all of us tell the same?"),
    Topic.TOLD_THERAPIST: _("What did you tell {name}’s therapist, so that all of us tell the same?"),
    Topic.HOME_PEOPLE: _("Who lives in your home, pets too? First names are enough."),
    Topic.HOME_DAY: _("What is an average day like in your home, from waking up to good night?"),
    Topic.HOME_RULES: _("Which rules does your home have, and what do you do when one is broken?"),
    Topic.HOME_AREA: _("What is it like around your home: quiet, lively, trees, a playground? No names, please."),
}
"""Asked about {name}; birth parents are asked one at a time."""

_GROUPS: Final[tuple[tuple[str | Promise, tuple[Topic, ...]], ...]] = (
    (_("Nights and days"), (Topic.SLEEP, Topic.FOOD, Topic.HABITS, Topic.PLAY, Topic.SCHOOL)),
    (_("Feeling safe and loved"), (Topic.COMFORT, Topic.LIKES, Topic.FEARS, Topic.DISCIPLINE)),
    (_("Roots"), (Topic.LANGUAGE, Topic.CULTURE, Topic.BODY, Topic.IDENTITY)),
    (_("Wishes"), (Topic.WISHES,)),
    (_("One story for all"), TOLD),
)


Choices = tuple[str | Promise, list[tuple[Topic, str | Promise]]]
"""A group's title, and its topics with their names."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Topics that belong together: those of which something was told, and those that wait for it."""

    title: str | Promise
    told: list[TopicView]
    untold: list[TopicView]


def groups(child: ChildView) -> list[Group]:
    """The topics of a child but for those of safety, which stand on top of everything."""
    return [
        _group(title, [child.topics[topic] for topic in topics if child.offers(topic)]) for title, topics in _GROUPS
    ]


def safety(child: ChildView) -> Group:
    """What keeps a child safe."""
    return _group("", child.safety)


def home(page: AboutPage) -> Group:
    """How the foster home introduces itself."""
    return _group("", [page.home[topic] for topic in HOME])


def to_ask(child: ChildView) -> list[Choices]:
    """What can be asked about a child, in the groups of the page. Nobody is asked what others were told."""
    return _choices(lambda topic: child.offers(topic) and topic not in TOLD)


def to_keep(page: AboutPage, text: str) -> list[Choices]:
    """Where a message may belong, in the groups of the page; where its words point to comes first."""
    fits = [topic for topic in Topic if any(topic in child.topics and child.offers(topic) for child in page.children)]
    likely = likeliest(text, fits)
    rest = _choices(lambda topic: topic in fits and topic not in likely)
    return [(_("Perhaps here"), [(topic, topic.label) for topic in likely]), *rest] if likely else rest


def question(topic: str, name: str) -> str:
    """Our question about a topic."""
    return str(QUESTIONS[topic]).format(name=name)


def _choices(fits: Callable[[Topic], bool]) -> list[Choices]:
    groups = ((_("To stay safe"), SAFETY), *_GROUPS)
    found: list[Choices] = [
        (title, [(topic, topic.label) for topic in topics if fits(topic)]) for title, topics in groups
    ]
    return [(title, choices) for title, choices in found if choices]


def _group(title: str | Promise, topics: list[TopicView]) -> Group:
    told = [one for one in topics if one.entries or one.questions]
    return Group(title=title, told=told, untold=[one for one in topics if one not in told])
