"""What staff shared with somebody who has no part in the room: a signed summary, or the date of the next hearing."""

from django.db import models
from django.utils import timezone

from moderation.models.summary import Summary
from rooms.models import Invitation, Person, Room
from rooms.models.ids import new_public_id


class SharedPaper(models.Model):
    """One thing shared with one person until a day, unless it is taken back before. `seq` is the line that told of it.

    `to` is the invitation that the person came in with; without a `summary` it is the date of the next hearing. With
    `remarks`, staff's own remarks are told too where somebody's treatment is marked.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="shared_papers")
    to = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="shared_papers")
    summary = models.ForeignKey(Summary, null=True, on_delete=models.PROTECT, related_name="shared")
    remarks = models.BooleanField(default=False)
    until = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seq = models.PositiveIntegerField()
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["to", "-at"], name="shared_paper_by_reader")]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.to_id}"

    @property
    def open(self) -> bool:
        """Whether it can be read now, as far as it goes: that the reader may still come in is asked at the door."""
        return self.ended_at is None and self.until > timezone.now()
