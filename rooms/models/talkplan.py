"""How, when and about what the adults of a room write to each other, as they settled it themselves."""

from django.db import models
from django.utils import timezone

from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class TalkPlan(models.Model):
    """One version of a room's plan for talking. It holds from when the other side has said yes (`state` current).

    Times are of the agency's zone; `days` are weekdays, Monday is 0, none means every day; from and to the same time of
    day means at any time. `ways`, `topics` and `ask_first` are keys of labels. Its words are the room's line `seq`.
    """

    class State(models.TextChoices):
        """Where it stands; one of a room is open at most, and one is current."""

        OPEN = "open"
        CURRENT = "current"
        OVER = "over"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="talk_plans")
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    ways = models.JSONField(default=list)
    days = models.JSONField(default=list)
    starts = models.TimeField()
    ends = models.TimeField()
    topics = models.JSONField(default=list)
    ask_first = models.JSONField(default=list)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField()
    yes = models.ManyToManyField(Membership, related_name="+", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "state"], condition=~models.Q(state="over"), name="talk_plan_one_of_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.state}"


class RestTime(models.Model):
    """When a member would rather not be written to in one room; their own word, in their own zone. None: no such time.

    `days` are weekdays, Monday is 0; none means every day.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, primary_key=True, related_name="rest")
    days = models.JSONField(default=list)
    starts = models.TimeField()
    ends = models.TimeField()

    def __str__(self) -> str:
        return f"{self.membership_id}"
