"""A room: the one place where the adults of a child group talk, and the head of its record."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rooms.models.agency import Agency, Family
from rooms.models.child import Child
from rooms.models.household import Household
from rooms.models.ids import new_public_id
from rooms.zones import zone_named


class Room(models.Model):
    """One child group: children with the same birth parents in the same home.

    `last_seq` and `head_digest` are the head of the room's event log. They change only in `rooms.events.record`, under
    this row's lock. While `under_review`, whoever screens messages may look into the database for each: staff may want
    to see some of them first. In a slow room (`pace` is not 0) each member but staff writes once in `pace` seconds, up
    to `slow_until`; see `rooms.pace`.
    """

    class Purpose(models.TextChoices):
        """What a room is for."""

        COPARENTING = "coparenting", _("Coparenting")
        PLANNING = "planning", _("Sibling planning between foster homes")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="rooms")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.PROTECT, related_name="rooms")
    children = models.ManyToManyField(Child, related_name="rooms")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.COPARENTING)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seq = models.PositiveIntegerField(default=0, editable=False)
    head_digest = models.CharField(max_length=64, blank=True, editable=False)
    under_review = models.BooleanField(default=False, editable=False)
    pace = models.PositiveIntegerField(default=0, editable=False)
    slow_until = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def zone(self) -> ZoneInfo:
        """The clock by which the room's days and hours are meant: its agency's."""
        return zone_named(Agency.objects.values_list("time_zone", flat=True).get(families__rooms=self))

    def day(self, at: datetime | None = None) -> date:
        """The room's day at a moment; today's, if none is named."""
        return timezone.localdate(at, self.zone)

    @property
    def siblings(self) -> list[Child]:
        """The children, the oldest first as far as birth dates are known."""
        return sorted(self.children.all(), key=lambda child: (child.birth_date is None, child.birth_date, child.pk))

    @property
    def child_names(self) -> list[str]:
        """The children's first names, in that order."""
        return [child.first_name for child in self.siblings]

    @property
    def name(self) -> str:
        """What members call the room: the names of its children."""
        return " & ".join(self.child_names)
