"""Where the record stood, given away by mail so that nobody can write it anew unseen."""

from django.db import models
from django.db.models import Q

from rooms.models import Agency, Person


class HeadsMail(models.Model):
    """One mail with signed heads: to the address that an agency set, or to a member who asked for it.

    A worker takes it by moving `next_at` on; when it is killed, that time runs out and another takes it.
    """

    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="heads_mails")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="heads_mails")
    on = models.DateField()
    """The day for an agency, the first day of the week for a member."""
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "on"], condition=Q(person=None), name="heads_once_a_day"),
            models.UniqueConstraint(fields=["person", "on"], condition=Q(agency=None), name="heads_once_a_week"),
            models.CheckConstraint(
                condition=Q(agency=None, person__isnull=False) | Q(agency__isnull=False, person=None),
                name="heads_for_one",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="heads_due", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.agency_id or self.person_id}: {self.on}"
