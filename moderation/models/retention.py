"""How long a closed case is kept, what keeps it longer, and what was destroyed when its time was over."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models import Agency, Family


class RetentionRule(models.Model):
    """How many years an agency keeps a case after it was closed. Without a rule everything is kept."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="retention")
    years = models.PositiveSmallIntegerField(
        _("years after the case was closed"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )

    class Meta:
        verbose_name = _("retention rule")

    def __str__(self) -> str:
        return f"{self.agency}: {self.years}"


class CaseFile(models.Model):
    """Whether a family's case is closed, and whether a court or an inquiry wants it kept whatever the rule says."""

    family = models.OneToOneField(Family, on_delete=models.PROTECT, related_name="file")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    hold = models.TextField(_("must be kept because (leave empty if nothing keeps it)"), blank=True)

    class Meta:
        verbose_name = _("case file")

    def __str__(self) -> str:
        return f"{self.family}: {self.closed_on or '–'}"


class Destruction(models.Model):
    """That a room's record was destroyed, under which rule, and how it ended. Append-only; names nobody.

    `head_digest` is the last digest of its chain: an export that somebody holds can still be matched with it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="destructions")
    room_public_id = models.CharField(max_length=12)
    last_seq = models.PositiveIntegerField()
    head_digest = models.CharField(max_length=64)
    closed_on = models.DateField()
    years = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.room_public_id}: {self.at}"
