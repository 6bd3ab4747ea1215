"""Words between a child and a parent that somebody else passes on."""

from django.db import models
from django.utils import timezone

from rooms.models.child import Child
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class PassedWords(models.Model):
    """Words for the child or from the child: `seq` is their line, `told_seq` the line of whoever passed them on."""

    class Way(models.TextChoices):
        """Which way they go."""

        TO = "to"
        FROM = "from"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="passed_words")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="passed_words")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="passed_words")
    way = models.CharField(max_length=4, choices=Way)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    told_seq = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["room", "-at"], name="words_of_room")]

    def __str__(self) -> str:
        return f"{self.way} {self.child}"
