"""Flags: something in a room that staff should look at, or be glad of; their notes, and what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models import Membership, Person, Room
from rooms.models.ids import new_public_id


class Flag(models.Model):
    """One matter for staff, from screening, a member or staff itself.

    `member` is whom it is about, if anybody. `told_author` and `told_reporter` are the outcome in plain words.
    """

    class Source(models.TextChoices):
        """Who raised it."""

        SCREENING = "screening", _("the screening")
        MEMBER = "member", _("a member")
        STAFF = "staff", _("staff")

    class Category(models.TextChoices):
        """What it is about."""

        GOOD = "good", _("something good")
        QUESTION = "question", _("a question to staff")
        HELP = "help", _("help wanted")
        CARE = "care", _("a check on somebody")
        SAFETY = "safety", _("safety of a child or an adult")
        WORDING = "wording", _("hard words")
        CONTACT = "contact", _("a contact detail")

    class Urgency(models.TextChoices):
        """How soon somebody must look."""

        NOW = "now", _("within an hour")
        TODAY = "today", _("today")
        LATER = "later", _("next working day")
        NONE = "none", _("when there is time")

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("open")
        CLAIMED = "claimed", _("being looked at")
        RESOLVED = "resolved", _("settled")
        APPEALED = "appealed", _("a second look is asked for")
        CLOSED = "closed", _("settled for good")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="flags")
    source = models.CharField(max_length=9, choices=Source)
    category = models.CharField(max_length=8, choices=Category)
    urgency = models.CharField(max_length=5, choices=Urgency)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    raised_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="flags_raised")
    member = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="flags_about")
    words = models.TextField(blank=True)
    labels = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="flags_claimed")
    claimed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    told_author = models.TextField(blank=True)
    told_reporter = models.TextField(blank=True)
    resolved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="flags_resolved")
    resolved_at = models.DateTimeField(null=True)
    client_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["raised_by", "client_id"], name="flag_client_id_once")]
        indexes = [
            models.Index(fields=["state", "due_at"], name="flag_by_due"),
            models.Index(fields=["room", "state"], name="flag_by_room"),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.public_id}"


class FlaggedMessage(models.Model):
    """A message that a flag rests on: in the record by its number, or held."""

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField(null=True)
    held = models.ForeignKey("moderation.HeldMessage", null=True, on_delete=models.PROTECT, related_name="flagged")

    def __str__(self) -> str:
        return f"{self.flag_id}: {self.seq}"


class FlagNote(models.Model):
    """What staff wrote for staff about a flag."""

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.flag_id}: {self.at}"


class Appeal(models.Model):
    """A member asks the supervisor for a second look; once for each flag."""

    flag = models.OneToOneField(Flag, on_delete=models.CASCADE, related_name="appeal")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    upheld = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    told = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.flag_id}: {self.at}"
