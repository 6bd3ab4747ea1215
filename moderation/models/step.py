"""Graded steps that staff takes in a room, each with a reason and an end."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.flag import Flag
from rooms.models import Membership, Person, Room


class Step(models.Model):
    """A step in force from `at` until `until`, or until staff ends it. `member` is null if it is for the whole room.

    `did` are the ids of the members whom a frozen room keeps from writing: whoever was kept from it before is not
    among them, and nothing of theirs is undone. `every` are the seconds between two messages of one member, where the
    step slows the room down.
    """

    class Kind(models.TextChoices):
        """From the lightest on. Talking it over comes first."""

        TALK = "talk", _("talk it over")
        HOLD = "hold", _("hold messages for review")
        SLOW = "slow", _("slow the room down")
        MUTE = "mute", _("mute until a time")
        PAUSE = "pause", _("pause a part")
        FREEZE = "freeze", _("freeze the room")

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="steps")
    member = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="steps")
    flag = models.ForeignKey(Flag, null=True, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="steps_taken")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    did = models.JSONField(default=list)
    every = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["room", "ended_at"], name="step_by_room")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.room_id}"
