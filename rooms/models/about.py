"""What is known of a child: who told what, questions, big steps that were asked about first, and dear things.

These rows hold structure alone: every word stands in the room's record, in the line whose number is kept here.
"""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rooms.models.child import Child
from rooms.models.ids import new_public_id
from rooms.models.membership import CARERS, Membership, Role
from rooms.models.room import Room


class Topic(models.TextChoices):
    """What there is to know, in the order in which it is asked about: what keeps a child safe comes first."""

    ALLERGIES = "allergies", _("allergies")
    MEDICINES = "medicines", _("medicines")
    HEALTH = "health", _("health needs")
    PROVIDERS = "providers", _("doctors and helpers")
    EMERGENCY = "emergency", _("what to do in an emergency")
    SLEEP = "sleep", _("sleep and bedtime")
    COMFORT = "comfort", _("what comforts")
    FOOD = "food", _("food and meals")
    FEARS = "fears", _("what is scary")
    LIKES = "likes", _("favorite things")
    HABITS = "habits", _("small habits")
    PLAY = "play", _("play")
    SCHOOL = "school", _("school and learning")
    DISCIPLINE = "discipline", _("what works on hard days")
    LANGUAGE = "language", _("language and own words")
    CULTURE = "culture", _("culture and faith")
    BODY = "body", _("hair, skin and washing")
    IDENTITY = "identity", _("what makes this child this child")
    WISHES = "wishes", _("please ask us first")
    TOLD_SCHOOL = "told-school", _("what we told the school")
    TOLD_DOCTOR = "told-doctor", _("what we told the doctor")
    TOLD_THERAPIST = "told-therapist", _("what we told the therapist")
    HOME_PEOPLE = "home-people", _("who lives in this home")
    HOME_DAY = "home-day", _("an average day in this home")
    HOME_RULES = "home-rules", _("how this home sets limits")
    HOME_AREA = "home-area", _("what it is like around this home")


SAFETY: Final = (Topic.ALLERGIES, Topic.MEDICINES, Topic.HEALTH, Topic.PROVIDERS, Topic.EMERGENCY)
"""What stands on the safety page."""
TOLD: Final = (Topic.TOLD_SCHOOL, Topic.TOLD_DOCTOR, Topic.TOLD_THERAPIST)
"""What was told to others, so that all hear one story. Nobody is asked about it."""
HOME: Final = (Topic.HOME_PEOPLE, Topic.HOME_DAY, Topic.HOME_RULES, Topic.HOME_AREA)
"""The foster home introduces itself. It is about no child, and it never leads to the door."""
FROM_AGE: Final[Mapping[Topic, int]] = {Topic.DISCIPLINE: 1, Topic.SCHOOL: 3, Topic.TOLD_SCHOOL: 3}
"""The age in years from which a topic is offered and asked about; what somebody told of it shows at any age."""


class Answer(models.TextChoices):
    """What a parent says to a big step."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    TALK = "talk", _("let’s talk about it")


class Place(models.TextChoices):
    """Where a dear thing is."""

    CHILD = "child", _("where the child lives")
    FAMILY = "family", _("with the birth family")
    WAY = "way", _("on its way")


class ChildEntry(models.Model):
    """One thing that one member told of a child, or of their own home. `seq` is the line with its newest words.

    Only its author gives it a new version; others tell what they know in an entry of their own.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="child_entries")
    child = models.ForeignKey(Child, null=True, on_delete=models.PROTECT, related_name="entries")
    topic = models.CharField(max_length=16, choices=Topic)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="child_entries")
    question = models.ForeignKey("ExpertQuestion", null=True, on_delete=models.SET_NULL, related_name="answers")
    seq = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(child__isnull=False) | Q(topic__startswith="home-"), name="child_entry_about_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.seq}"


class EntryVersion(models.Model):
    """One version of an entry: the line with its words, and the message that it keeps, if it does.

    What came along from an earlier home says who told it, if they are in this room too, and when.
    """

    entry = models.ForeignKey(ChildEntry, on_delete=models.PROTECT, related_name="versions")
    seq = models.PositiveIntegerField()
    quotes = models.PositiveIntegerField(null=True)
    told_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "seq"], name="entry_version_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.seq}"


class ExpertQuestion(models.Model):
    """A question to those who know: its answers are entries of the child's page."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="expert_questions")
    child = models.ForeignKey(Child, null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=16, choices=Topic)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.topic} {self.seq}"


class QuestionLater(models.Model):
    """A question of ours that a member does not want to answer now, or (without `until`) at all."""

    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=16, choices=Topic)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "child", "topic"], name="question_later_once")]

    def __str__(self) -> str:
        return self.topic


class BigStep(models.Model):
    """A step that somebody asked about before taking it: a haircut, a journey, another school."""

    class Kind(models.TextChoices):
        """What kind of step."""

        HAIR = "hair", _("a haircut")
        EARS = "ears", _("pierced ears")
        MEDICINE = "medicine", _("a new medicine or treatment")
        SCHOOL = "school", _("a change at school")
        TRIP = "trip", _("a trip")
        FAITH = "faith", _("a step in faith")
        DRIVING = "driving", _("learning to drive")
        OTHER = "other", _("something important")

    FROM_AGE: Final[Mapping[Kind, int]] = {Kind.SCHOOL: 3, Kind.DRIVING: 14}

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="big_steps")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"

    def asks(self, member: Membership) -> bool:
        """Whether this member is asked: a birth parent; where one of them asks, those too who care for the child."""
        roles = {Role.BIRTH_PARENT, *(CARERS if self.asked_by.role == Role.BIRTH_PARENT else ())}
        return member.role in roles and member.pk != self.asked_by_id


class BigStepAnswer(models.Model):
    """What one of those who were asked says to it, as it stands now."""

    step = models.ForeignKey(BigStep, on_delete=models.PROTECT, related_name="answers")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=4, choices=Answer)
    seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "member"], name="big_step_answer_once")]

    def __str__(self) -> str:
        return self.answer


class DearThing(models.Model):
    """Something that comforts a child, and where it is. `moved_seq` is the line that told so last."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="dear_things")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=6, choices=Place)
    seq = models.PositiveIntegerField()
    moved_seq = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.where} {self.seq}"


class ThingMove(models.Model):
    """That a dear thing went somewhere: the line says who told so and when."""

    thing = models.ForeignKey(DearThing, on_delete=models.PROTECT, related_name="moves")
    where = models.CharField(max_length=6, choices=Place)
    seq = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.where} {self.seq}"
