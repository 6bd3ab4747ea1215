"""Exports of a room's record that were handed out."""

from django.db import models
from django.utils import timezone

from rooms.models import Person, Room
from rooms.models.ids import new_public_id


class Export(models.Model):
    """One archive: what it covers, who made it for what purpose, and what identifies it later. The file is not kept."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="exports")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exports")
    purpose = models.TextField()
    recipient = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    first_seq = models.PositiveIntegerField()
    last_seq = models.PositiveIntegerField()
    redacted = models.JSONField(default=list)
    head_digest = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.room_id}: {self.at}"
