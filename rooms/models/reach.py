"""How a person wants to be reached: their devices, their hours, and what they want to hear of."""

import hashlib
from datetime import time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.membership import Membership
from rooms.models.person import Person


class PushSubscription(models.Model):
    """A device that its person turned notifications on for, as the browser's maker knows it.

    It is good only together with the sign-in it was made in: `session_key` and `signature` (of the password) are
    compared just before anything is sent. `endpoint` and the keys are secrets: who has them can write to the device.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint_hash = models.CharField(max_length=64, unique=True, editable=False)
    endpoint = models.TextField()
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    session_key = models.CharField(max_length=40)
    signature = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now)
    renewed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.endpoint_hash[:12]

    @staticmethod
    def hash_of(endpoint: str) -> str:
        """What an endpoint is found by: it is too long for an index."""
        return hashlib.sha256(endpoint.encode()).hexdigest()


class ReachSettings(models.Model):
    """A person's own choices for all their rooms. Without a row, the defaults hold.

    Quiet hours are in the person's time zone; from and to the same time of day means none.
    """

    class Mail(models.TextChoices):
        """When mail is sent."""

        SOON = "soon", _("At once")
        AWAY = "away", _("When I have not looked for a few hours")
        DAILY = "daily", _("Once a day, in the morning")
        NEVER = "never", _("Never")

    class AppName(models.TextChoices):
        """What the app calls itself on a phone's home screen and in its notifications."""

        OURS = "coparenting", "Coparenting"
        NEUTRAL = "notes", _("Notes")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="reach")
    push = models.BooleanField(default=True)
    mail = models.CharField(max_length=5, choices=Mail, default=Mail.AWAY)
    sms = models.BooleanField(default=False)
    quiet_from = models.TimeField(default=time(21))
    quiet_to = models.TimeField(default=time(7))
    muted_until = models.DateTimeField(null=True)
    heads = models.BooleanField(default=False)
    """Whether the heads of the person's rooms go out to them each week."""
    app_name = models.CharField(max_length=12, choices=AppName, default=AppName.OURS)

    def __str__(self) -> str:
        return f"{self.person_id}"


class RoomReach(models.Model):
    """What a person wants to hear of from one room, and how. Without a row, the defaults of their role hold."""

    class What(models.TextChoices):
        """How much."""

        MESSAGES = "messages", _("Every message")
        ASKED = "asked", _("Only when somebody answers or asks me")
        NOTHING = "nothing", _("Nothing, unless it is urgent")

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, primary_key=True, related_name="reach")
    what = models.CharField(max_length=8, choices=What)
    push = models.BooleanField(default=True)
    mail = models.BooleanField(default=True)
    sms = models.BooleanField(default=True)
    muted_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.what}"
