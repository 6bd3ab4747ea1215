"""Summaries of a room: drafted by rules, edited and signed by a person."""

from django.db import models
from django.utils import timezone

from rooms.models import Person, Room
from rooms.models.ids import new_public_id


class Summary(models.Model):
    """A room from `start` to `end` (both aware, `end` not included).

    `lines` are what stands on the page: a list of {"section", "text", "seqs"}, each citing messages by number.
    A signed one is never changed; a new version `replaces` it. `author` is null for the weekly draft.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="summaries")
    start = models.DateTimeField()
    end = models.DateTimeField()
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="summaries")
    at = models.DateTimeField(default=timezone.now)
    upto = models.PositiveIntegerField()
    lines = models.JSONField(default=list)
    edited_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="summaries_signed")
    signed_at = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        indexes = [models.Index(fields=["room", "-end"], name="summary_by_room")]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.start:%Y-%m-%d}"
