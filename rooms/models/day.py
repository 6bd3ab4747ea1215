"""A child's day, told by taps."""

from django.db import models
from django.utils import timezone

from rooms.models.child import Child
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class Day(models.Model):
    """What one member tapped for one day; `seq` is the line of the room with their words and photos.

    `taps` are labels by the name of their card (`rooms.items.days.TILES`). `at` is when it was first told: it can be
    changed for a while from then.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="days")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="days")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="days")
    on = models.DateField()
    taps = models.JSONField(default=dict)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["room", "-on"], name="day_of_room")]

    def __str__(self) -> str:
        return f"{self.child}, {self.on}"
