"""The agreement on raising a child together: an agency's template, a room's own, what is said of it, who agrees."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.agency import Agency
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.person import Person
from rooms.models.room import Room


class AgreementTemplate(models.Model):
    """One version of an agency's template; without any, the default of `rooms.terms` holds.

    `points` is a list of {"key", "en", "es"}, in the order of the page; the words are staff's. Versions are kept.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreement_templates")
    version = models.PositiveIntegerField()
    points = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "version"], name="agreement_template_version_once")]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.version}"


class Agreement(models.Model):
    """A room's agreement, from its beginning on its own: a new template of the agency does not change it.

    `version` counts the changes of its words; whoever agrees says which version they saw. It is looked at again on
    `review_on`; `reviewed_at` is when that was done last.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="agreement")
    template = models.ForeignKey(AgreementTemplate, null=True, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    reviewed_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField()

    def __str__(self) -> str:
        return self.public_id


class AgreementPoint(models.Model):
    """One point. Its words are the template's (`en`, `es`), or those that were agreed later: the room's line `seq`.

    `version` is the agreement's when these words came: whoever agreed to an earlier one is asked again for this point.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="points")
    key = models.CharField(max_length=12)
    place = models.PositiveSmallIntegerField()
    en = models.TextField()
    es = models.TextField(blank=True)
    seq = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="agreement_point_once")]

    def __str__(self) -> str:
        return self.key


class PointTurn(models.Model):
    """What somebody said of a point, in the room's line `seq`: a remark, or other words for it.

    Other words are open until the other side says yes to them (`taken`); then all others for this point lapse.
    """

    class Kind(models.TextChoices):
        """What it is."""

        TALK = "talk", _("a remark")
        WORDS = "words", _("other words")

    class State(models.TextChoices):
        """Where other words stand; remarks only ever are said or taken back."""

        SAID = "said"
        OPEN = "open"
        TAKEN = "taken"
        BACK = "back"
        LAPSED = "lapsed"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    point = models.ForeignKey(AgreementPoint, on_delete=models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=5, choices=Kind)
    state = models.CharField(max_length=6, choices=State)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seq = models.PositiveIntegerField()
    yes = models.ManyToManyField(Membership, related_name="+", blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Assent(models.Model):
    """That a member agrees, for themselves, with the version that they saw; nobody has to, and it can be taken back."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="assents")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="assents")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "member"], name="assent_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.version}"
