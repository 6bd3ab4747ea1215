"""The agency that runs the service, and the families in its care."""

from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from rooms.zones import zone_named


class Agency(models.Model):
    """A child welfare agency: the owner of families, staff and rules."""

    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, default="America/Los_Angeles")
    heads_to = models.EmailField(blank=True)
    """Who keeps the heads of the agency's records, so that nobody can write these anew: a court clerk, say."""

    class Meta:
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which the court's and the agency's days and hours are meant."""
        return zone_named(self.time_zone)


class Family(models.Model):
    """A case: the birth family whose children are in care. Seen by staff only."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="families")
    name = models.CharField(_("name"), max_length=120)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    staff_note = models.TextField(_("note for staff"), blank=True)

    class Meta:
        verbose_name_plural = _("families")

    def __str__(self) -> str:
        return self.name
