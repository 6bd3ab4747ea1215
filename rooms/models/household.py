"""Homes that care for children, and which child lives in which home."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rooms.models.agency import Agency
from rooms.models.child import Child


class Household(models.Model):
    """A foster or kinship home; several adults may belong to it. Its address is seen by staff only."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="households")
    name = models.CharField(_("name"), max_length=120)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """A child's stay in a household. Its dates tell which stage a room is in (S78).

    `started_at` is the moment of coming, where it is known: the clock of the first days runs from it. A home `for_now`
    cares for the child until the lasting one is known.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="placements")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="placements")
    started_on = models.DateField(_("started on"))
    started_at = models.DateTimeField(_("came at"), null=True, blank=True)
    going_home_from = models.DateField(_("going home from"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    went_home = models.BooleanField(_("went home"), default=False)
    for_now = models.BooleanField(_("until we know where the child will stay"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="placement_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.child} / {self.household}"
