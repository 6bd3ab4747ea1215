"""What somebody is to be told of outside the page, and each way in which that is tried."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.ids import new_public_id
from rooms.models.person import Person
from rooms.models.reach import PushSubscription
from rooms.models.room import Room


class RoomNotice(models.Model):
    """How far a room's log has been looked through for what its members are to be told of."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, primary_key=True, related_name="notice")
    upto_seq = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.room_id}: {self.upto_seq}"


class Notification(models.Model):
    """One thing to tell one person: that there is something new, never what it is.

    `upto_seq` is the last line of the room that it tells of; none where it is about no line. While it waits, what
    comes after it in the same room joins it. `next_at` is when it is looked at again.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        MESSAGE = "message"
        ANSWER = "answer"
        WHISPER = "whisper"
        HELD = "held"
        TOLD = "told"
        INVITED = "invited"
        ACCOUNT = "account"
        FLAG = "flag"
        REVIEW = "review"
        CHILD_SICK = "child_sick"
        VISIT_SOON = "visit_soon"
        TOMORROW = "tomorrow"
        SHARED = "shared"
        TEST = "test"

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        PLANNED = "planned"
        DROPPED = "dropped"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=10, choices=Kind)
    upto_seq = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "room", "kind"], condition=Q(state="waiting"), name="notification_waits_once"
            )
        ]
        indexes = [
            models.Index(fields=["next_at"], name="notification_due", condition=Q(state="waiting")),
            models.Index(fields=["person", "at"], name="notification_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_urgent(self) -> bool:
        """Whether it comes through quiet hours, and asks for an answer that it was seen."""
        return self.kind in URGENT


URGENT: Final = frozenset({Notification.Kind.CHILD_SICK, Notification.Kind.VISIT_SOON})
"""The only two kinds that come through quiet hours."""


class Delivery(models.Model):
    """One way in which somebody is told: one device, one mail or one text message.

    A worker takes it by setting `sending` and a `next_at` by which it is done; when that worker is killed, the time
    runs out and another takes it. `last_error` names a class of error, never what anybody said.
    """

    class Channel(models.TextChoices):
        """By which way."""

        PUSH = "push", _("phone or computer")
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")

    class State(models.TextChoices):
        """Where it stands."""

        DUE = "due"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        DEAD = "dead"
        DROPPED = "dropped"

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=Channel)
    subscription = models.ForeignKey(PushSubscription, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    state = models.CharField(max_length=7, choices=State, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=Q(state__in=["due", "sending", "failed"]))
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


LIVE: Final = (Delivery.State.DUE, Delivery.State.SENDING, Delivery.State.FAILED)
"""States of what is still to be sent."""
