"""A visit, a call, an appointment or a celebration: when it is, who is asked, where it stands."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.approval import Approval, PlaceKind
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class Occasion(models.Model):
    """Something that is to happen at a time; its words are lines of the room, its place is for some only.

    `by` is who asked for the time as it stands now: the other side answers that. `version` counts the changes; a form
    says which one it saw. What is `whole_day` shows its day only. `place` is read by staff and `place_for` alone.
    `soon_seq` is the line of its last change that came less than a day before: everybody says whether they saw that.
    """

    class Kind(models.TextChoices):
        """What it is. The first two are contact: they only ever stand inside an approval."""

        VISIT = "visit", _("a visit")
        CALL = "call", _("a call")
        DOCTOR = "doctor", _("a doctor’s appointment")
        DENTIST = "dentist", _("a dentist’s appointment")
        THERAPY = "therapy", _("a therapist’s appointment")
        SCHOOL = "school", _("a school date")
        COURT = "court", _("a court date")
        CELEBRATION = "celebration", _("a celebration")
        OUTING = "outing", _("an outing")
        SERVICE = "service", _("a service")
        HOLIDAY = "holiday", _("a holiday")
        SIBLINGS = "siblings", _("time for brothers and sisters")

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("waits for an answer")
        AGREED = "agreed", _("waits for the worker’s yes")
        SET = "set", _("is settled")
        DECLINED = "declined", _("was not possible")
        CALLED_OFF = "called_off", _("was called off")
        STOPPED = "stopped", _("was stopped by the worker")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="occasions")
    kind = models.CharField(max_length=11, choices=Kind)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    whole_day = models.BooleanField(default=False)
    place_kind = models.CharField(max_length=11, choices=PlaceKind)
    place = models.CharField(max_length=300, blank=True)
    place_for = models.ManyToManyField(Membership, related_name="+", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    approval = models.ForeignKey(Approval, null=True, on_delete=models.PROTECT, related_name="occasions")
    series = models.CharField(max_length=12, blank=True)
    seq = models.PositiveIntegerField()
    soon_seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["room", "starts"], name="occasion_by_start")]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="occasion_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_contact(self) -> bool:
        """Whether it is one of the kinds that only stand inside an approval."""
        return self.kind in CONTACT

    @property
    def is_live(self) -> bool:
        """Whether it may still happen, or has."""
        return self.state in LIVE_STATES


CONTACT = frozenset({Occasion.Kind.VISIT, Occasion.Kind.CALL})
AT_AN_OFFICE = frozenset(
    {Occasion.Kind.DOCTOR, Occasion.Kind.DENTIST, Occasion.Kind.THERAPY, Occasion.Kind.SCHOOL, Occasion.Kind.COURT}
)
LIVE_STATES = frozenset({Occasion.State.ASKED, Occasion.State.AGREED, Occasion.State.SET})


class OccasionPart(models.Model):
    """Somebody who is asked to an occasion, and what they said for themselves."""

    class Says(models.TextChoices):
        """What they said."""

        NOTHING = "nothing", _("has not answered yet")
        YES = "yes", _("is coming")
        NO = "no", _("cannot come")

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="parts")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="occasion_parts")
    says = models.CharField(max_length=7, choices=Says, default=Says.NOTHING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occasion", "member"], name="occasion_part_once")]

    def __str__(self) -> str:
        return f"{self.occasion_id}: {self.says}"


class OccasionLine(models.Model):
    """A line of the room that tells of an occasion: a step, a part of its plan, a note after."""

    class About(models.TextChoices):
        """What the line is about."""

        STEP = "step", _("what happened")
        SEEN = "seen", _("seen")
        COACH = "coach", _("who helps and coaches")
        BRING = "bring", _("what to bring")
        SNACKS = "snacks", _("snacks and meals")
        HELLO = "hello", _("how we say hello")
        GOODBYE = "goodbye", _("how we say goodbye")
        RIDE = "ride", _("rides and vouchers")
        TOPIC = "topic", _("what I would like help with")
        WELL = "well", _("what went well")
        TRY = "try", _("one thing to try")

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="lines")
    about = models.CharField(max_length=7, choices=About)
    seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occasion", "seq"], name="occasion_line_once")]

    def __str__(self) -> str:
        return f"{self.occasion_id}: {self.about} {self.seq}"
