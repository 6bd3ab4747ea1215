"""What a person's calendar needs beside the nouns it gathers: a link for their phone, and whom was told of what."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.ids import new_public_id
from rooms.models.person import Person


class CalendarFeed(models.Model):
    """A person's secret address for a calendar on their phone. Of the secret only a keyed hash is kept.

    Whoever has the address reads when this person is busy, and nothing else. `public_id` goes into the ids of the
    entries, so that two people's feeds of one visit have none in common; it is never shown.
    """

    class Shows(models.TextChoices):
        """How an entry is called."""

        KINDS = "kinds", _("What kind of date it is")
        BUSY = "busy", _("Only that I am busy")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    shows = models.CharField(max_length=5, choices=Shows, default=Shows.KINDS)
    made_at = models.DateTimeField(default=timezone.now)
    fetched_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_calendar_feed_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.shows}"


class Reminder(models.Model):
    """One person was thought of for one date as it stood then: a row makes sure that it is done once.

    `item` is the public id of the visit, appointment or meeting, `starts` the moment it was for: moved to another
    time, it is a new one.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reminders")
    item = models.CharField(max_length=12)
    starts = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "item", "starts"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.item}"
