"""The way home: the plan that a room writes for it, who wants the room afterwards, and the times that are asked for."""

from django.db import models

from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class WayHome(models.Model):
    """A room's plan for going home. `version` counts its changes; whoever changes it says which one they saw.

    `answer` is the number of the line with which staff sent it back, `moved_at` when it came to its state.
    """

    class State(models.TextChoices):
        """Who has the plan now."""

        WRITING = "writing"
        SENT = "sent"
        RETURNED = "returned"
        APPROVED = "approved"
        CHANGED = "changed"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="way_home")
    state = models.CharField(max_length=8, choices=State, default=State.WRITING)
    version = models.PositiveIntegerField(default=1)
    answer = models.PositiveIntegerField(null=True)
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.room_id}: {self.state}"


class StepKind(models.TextChoices):
    """What a line of the plan is about; in the order of the page. The goals come first."""

    GOAL_PEOPLE = "goal_people"
    GOAL_SAME = "goal_same"
    GOAL_CALM = "goal_calm"
    GOAL = "goal"
    TALK = "talk"
    LONGER = "longer"
    AT_HOME = "at_home"
    FIRST_NIGHT = "first_night"
    SAME_RULES = "same_rules"
    SCHOOL = "school"
    DOCTOR = "doctor"
    OBJECTS = "objects"
    BOOK = "book"
    GOODBYE = "goodbye"
    DAY = "day"
    DAILY = "daily"
    VISIT_BACK = "visit_back"
    LOOK_BACK = "look_back"
    OWN = "own"

    @property
    def goal(self) -> bool:
        """Whether it says what the plan is for; there is nothing to tick."""
        return self in _GOALS

    @property
    def worded(self) -> bool:
        """Whether it says nothing without words of its own."""
        return self in (StepKind.GOAL, StepKind.OWN)


_GOALS = frozenset({StepKind.GOAL_PEOPLE, StepKind.GOAL_SAME, StepKind.GOAL_CALM, StepKind.GOAL})


class HomeStep(models.Model):
    """One line of the plan. `words` is the number of the line in the record that has its words, if it has any.

    `changed` is the plan's version with which this line last changed.
    """

    class Who(models.TextChoices):
        """Who takes a step."""

        BOTH = "both"
        BIRTH = "birth"
        FOSTER = "foster"
        STAFF = "staff"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey(WayHome, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind)
    on = models.DateField(null=True)
    who = models.CharField(max_length=6, choices=Who, default=Who.BOTH)
    words = models.PositiveIntegerField(null=True)
    changed = models.PositiveIntegerField(default=1)
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    taken_off = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.kind}"


class HomeWish(models.Model):
    """Whether a member wants the room to go on once the child is home. Nobody else is shown it.

    `wants` is null while they have not said. `resting` says that their part was narrowed to reading because of it.
    """

    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="home_wish")
    wants = models.BooleanField(null=True)
    resting = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.membership_id)


class HomeAsk(models.Model):
    """A time that one side asks the other for once the child is home: a weekend of child care, a visit, a call.

    `words` and `answer_words` are numbers of lines in the record.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        HOURS = "hours"
        NIGHT = "night"
        WEEKEND = "weekend"
        DAYS = "days"
        TOGETHER = "together"
        CALL = "call"

    class State(models.TextChoices):
        """What came of it."""

        OPEN = "open"
        YES = "yes"
        NOT_NOW = "not_now"
        OFF = "off"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="home_asks")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.PositiveIntegerField(null=True)
    answer_words = models.PositiveIntegerField(null=True)
    changed = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.room_id}: {self.kind} {self.on}"
