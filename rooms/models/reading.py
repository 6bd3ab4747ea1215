"""When a member first saw what."""

from django.db import models
from django.utils import timezone

from rooms.models.membership import Membership


class Reading(models.Model):
    """One step of a member's read cursor: they first saw events `first_seq` to `last_seq` at `at`. Append-only."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="readings")
    first_seq = models.PositiveIntegerField()
    last_seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "first_seq"], name="reading_step_once")]

    def __str__(self) -> str:
        return f"{self.first_seq}–{self.last_seq}"
