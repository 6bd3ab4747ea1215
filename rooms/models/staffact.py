"""What staff did to a person's part in a room, and why. Private to staff; never an event of the room."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.membership import Membership
from rooms.models.person import Person


class Act(models.TextChoices):
    """What staff can do to a membership."""

    ADD = "add", _("added")
    SUSPEND = "suspend", _("paused")
    RESTORE = "restore", _("brought back")
    END = "end", _("ended")
    NARROW = "narrow", _("made read-only")
    WIDEN = "widen", _("may write again")
    SHOW = "show", _("may read what was missed")
    ROLE = "role", _("has another role")


class StaffAct(models.Model):
    """One act with its reason. Append-only, like the record. `actor` is null when a set date did it."""

    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="staff_acts")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="staff_acts")
    act = models.CharField(max_length=10, choices=Act)
    reason = models.TextField()
    until = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.act}: {self.membership}"
