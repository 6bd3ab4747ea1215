"""What staff changed of a policy, for later."""

from django.db import models
from django.utils import timezone

from rooms.models import Agency, Person, Room


class PolicyChange(models.Model):
    """One change of what an agency (`room` is null) or one room wants screened: who, when, and what from and to.

    Append-only. `before` and `after` hold the fields of the policy; nothing where there was none, and the room went by
    its agency's, or is none any more.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="policy_changes")
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="policy_changes")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="policy_changes")
    at = models.DateTimeField(default=timezone.now)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.agency}: {self.room or 'all rooms'}, {self.at}"
