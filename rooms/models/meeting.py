"""Meetings of the adults around a child: the first days, the team, a hearing, a regular talk.

Rows hold structure; every word is a line of the room, found by its `seq`.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.household import Placement
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class Meeting(models.Model):
    """One meeting: asked for or due, then set, then held or called off.

    `started_at` is the moment from which the clock of the first days runs, `due_from` and `due_at` when the meeting is
    best held; `starts_at` the time that was set for it. `version` counts its changes: a form says which one it saw.
    A regular talk comes back each week at the time of `starts_at`. `homeward` is the round of first days at home.
    """

    class Kind(models.TextChoices):
        """What it is."""

        COMFORT_CALL = "comfort_call", _("comfort call")
        ICEBREAKER = "icebreaker", _("getting-to-know-you meeting")
        TEAM = "team", _("team meeting")
        HEARING = "hearing", _("hearing or review")
        TALK = "talk", _("regular talk")

    class State(models.TextChoices):
        """Where it stands. `open` has no time yet."""

        OPEN = "open"
        SET = "set"
        HELD = "held"
        OFF = "off"

    class Way(models.TextChoices):
        """How people come together."""

        WORKER_PHONE = "worker_phone", _("through the social worker’s phone")
        OWN_PHONES = "own_phones", _("on the parents’ own phones")
        VIDEO = "video", _("by video")
        IN_PERSON = "in_person", _("in person")

    class Reason(models.TextChoices):
        """What a team meeting is asked for."""

        CHILD = "child", _("how the child is doing")
        VISITS = "visits", _("visits")
        SCHOOL = "school", _("school or health")
        TOGETHER = "together", _("how we work together")
        HOME = "home", _("the way home")
        OTHER = "other", _("something else")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    placement = models.ForeignKey(Placement, null=True, on_delete=models.PROTECT, related_name="meetings")
    homeward = models.BooleanField(default=False)
    reason = models.CharField(max_length=8, choices=Reason, blank=True)
    way = models.CharField(max_length=12, choices=Way, blank=True)
    started_at = models.DateTimeField(null=True)
    due_from = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "placement", "kind", "homeward"],
                condition=models.Q(placement__isnull=False),
                name="meeting_once_per_placement",
            )
        ]
        indexes = [models.Index(fields=["room", "state"], name="meeting_of_room")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def zone(self) -> ZoneInfo:
        """On whose wall the clock of a regular talk hangs: that of whoever set it."""
        return self.asked_by.person.zone if self.asked_by else self.room.zone

    def times(self, start: datetime, end: datetime) -> list[datetime]:
        """The times of a regular talk between two moments: each week at the same time of day, whatever the season."""
        if self.starts_at is None:
            return []
        first = self.starts_at.astimezone(self.zone)
        week = max(0, (start - self.starts_at).days // 7)
        found: list[datetime] = []
        while True:
            day = first.date() + timedelta(weeks=week)
            moment = datetime.combine(day, first.time(), self.zone).astimezone(UTC)
            if moment >= end:
                return found
            found += [moment] if moment >= start else []
            week += 1


class MeetingResult(models.Model):
    """How one try went. Being called another time is as good an outcome as any; `again_at` is when that is.

    `topics` are the keys of what was talked about in a first call; `seq` the line with a note.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        TALKED = "talked", _("We talked")
        CALL_BACK = "call_back", _("Asked to be called another day")
        NOT_REACHED = "not_reached", _("Nobody was reached")
        HELD = "held", _("It took place")
        KEPT = "kept", _("We talked")
        MISSED = "missed", _("It did not work this time")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="results")
    outcome = models.CharField(max_length=12, choices=Outcome)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    topics = models.JSONField(default=list)
    again_at = models.DateTimeField(null=True)
    of = models.DateTimeField(null=True)
    """Which time of a regular talk it was."""
    seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "of"], name="meeting_talk_told_once")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.meeting_id}"


class MeetingPoint(models.Model):
    """One line of what belongs to a meeting: a point, a goal, a step, or who somebody is. The words are line `seq`."""

    class What(models.TextChoices):
        """What it is."""

        INTRO = "intro", _("who I am")
        POINT = "point", _("a point to talk about")
        WISH = "wish", _("a wish of the child")
        GOAL = "goal", _("a goal")
        SUPPORTER = "support", _("somebody to bring along")
        SETTLE = "settle", _("how we settle it when we disagree")
        STEP = "step", _("a step that we agreed on")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    what = models.CharField(max_length=8, choices=What)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    ticked_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.what} {self.seq}"


class MeetingAnswer(models.Model):
    """What somebody thought of a team meeting, from 1 to 5. For staff alone; nobody has to."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="answers")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    heard = models.PositiveSmallIntegerField()
    clear = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="meeting_answer_once")]

    def __str__(self) -> str:
        return f"{self.heard} {self.clear}"


class NumberConsent(models.Model):
    """That a member lets staff give their number to the other side, for calls. The number itself is never here.

    `by` wrote it down: the member, or staff to whom they said it. Over once `ended_at` is set.
    """

    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="number_consents")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(ended_at__isnull=True), name="number_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.at:%Y-%m-%d}"


class Move(models.Model):
    """A change of placement: from the room of one home to that of the next. Known to staff only.

    Until `until` the home that was can still say goodbye in its room.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    source = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="moves_out")
    target = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="move_in")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    closed = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
