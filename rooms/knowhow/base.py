"""What a technique, a lesson and a card of sentences are: short, in our own words, each a minute to read."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
_GROWN = 17


class Topic(models.TextChoices):
    """What raising a child is about, by day and by night."""

    SLEEP = "sleep", _("Sleep")
    FOOD = "food", _("Food")
    FEELINGS = "feelings", _("Big feelings")
    LIMITS = "limits", _("Saying no kindly")
    EVERYDAY = "everyday", _("Every day")
    CARE = "care", _("Hair, bath and body")
    VISITS = "visits", _("Visits")
    SCHOOL = "school", _("School")
    TOGETHER = "together", _("Brothers, sisters and friends")
    SAFE = "safe", _("A safe home")
    ROOTS = "roots", _("Language and roots")


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """A way that has helped others: when, three steps, one sentence to say, and for which ages in years."""

    key: str
    topic: str
    ages: tuple[int, int]
    title: Words
    when: Words
    steps: tuple[Words, ...]
    sentence: Words

    def fits(self, ages: tuple[int, ...]) -> bool:
        """Whether it is for one of these ages; for all if none is known. What is for 17 is for young adults as well."""
        first, last = self.ages
        return not ages or any(first <= age and (age <= last or last >= _GROWN) for age in ages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One of the five things that make families strong, and what to try this week."""

    key: str
    title: Words
    text: Words
    try_this: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A few plain words on one matter, with sentences to use if there are any."""

    key: str
    title: Words
    text: Words
    sentences: tuple[Words, ...] = ()
