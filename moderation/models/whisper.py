"""Words of staff to one member or one side of a room, which the others do not see."""

from django.db import models
from django.utils import timezone

from rooms.models import Membership, Room
from rooms.models.ids import new_public_id


class Whisper(models.Model):
    """A note from staff to some members of a room. It is not part of the room's record."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="whispers")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="whispers")
    to = models.ManyToManyField(Membership, related_name="whispers_heard")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.room_id}: {self.at}"
