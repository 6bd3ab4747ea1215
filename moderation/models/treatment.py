"""What is said of somebody's treatment, and what allows it to be told further (42 CFR Part 2)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models import Membership, Person, Room


class TreatmentMark(models.Model):
    """Staff's mark on a message, in all its versions: it tells of somebody's treatment. Members see nothing of it.

    `about` is the member whose treatment it is. A mark that was taken away again stays, with who did that and when.
    """

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="treatment_marks")
    seq = models.PositiveIntegerField()
    about = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="treatment_marks")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "seq"], condition=models.Q(ended_at__isnull=True), name="treatment_mark_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.seq}"


class TreatmentConsent(models.Model):
    """What allows a member's treatment to be told further until a moment, unless staff ends it: it was taken back.

    `reference` says where the paper is, in words for staff: who signed it when, or the number of the order.
    """

    class Basis(models.TextChoices):
        """On what it rests."""

        CONSENT = "consent", _("written consent of the person")
        ORDER = "order", _("order of a court")

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="treatment_consents")
    about = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="treatment_consents")
    basis = models.CharField(max_length=7, choices=Basis)
    reference = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.basis}: {self.about}"
