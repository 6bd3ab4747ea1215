"""How families say that it works: two questions on the partnership, words to the agency, and what came of them."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.agency import Agency
from rooms.models.membership import Membership
from rooms.models.person import Person

SURVEY_EVERY: Final = timedelta(days=60)
"""How seldom somebody is asked the two questions, whatever they answered; until then an answer can be changed."""


class SurveyAnswer(models.Model):
    """One member's private answer, or (both null) that they did not want to answer then.

    `together`: how well the adults work together for the child; `heard`: whether one's own voice counts. Nobody in the
    room sees it, staff only sums over at least five rooms.
    """

    class Level(models.IntegerChoices):
        """From hard to well, in words."""

        HARD = 1, _("It is hard right now")
        SO_SO = 2, _("It is not easy")
        GETTING_THERE = 3, _("We are getting there")
        WELL = 4, _("It goes well")
        VERY_WELL = 5, _("It goes very well")

    class Voice(models.IntegerChoices):
        """From never to always, in words."""

        NEVER = 1, _("Hardly ever")
        SELDOM = 2, _("Not often")
        SOMETIMES = 3, _("Sometimes")
        OFTEN = 4, _("Mostly")
        ALWAYS = 5, _("Always")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="survey_answers")
    at = models.DateTimeField(default=timezone.now)
    together = models.PositiveSmallIntegerField(null=True, choices=Level)
    heard = models.PositiveSmallIntegerField(null=True, choices=Voice)

    class Meta:
        indexes = [models.Index(fields=["membership", "-at"], name="survey_answer_latest")]

    def __str__(self) -> str:
        return f"{self.membership_id}"


class Feedback(models.Model):
    """Words of a member to the agency on how the service works; read by its supervisors alone, without a name."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="feedback")
    client_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "client_id"], name="feedback_once")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Improvement(models.Model):
    """What an agency changed because families said so; its supervisors write it, all its members read it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="improvements")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    heard = models.TextField()
    changed = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "client_id"], name="improvement_once")]

    def __str__(self) -> str:
        return f"{self.pk}"
