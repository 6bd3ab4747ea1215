"""That a child is sick, and who knows it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from rooms.models.child import Child
from rooms.models.ids import new_public_id
from rooms.models.membership import CARERS, Membership
from rooms.models.room import Room


class SickCard(models.Model):
    """A child is sick: what was tapped, until somebody says that it is better. `seq` is the line that told it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="sick_cards")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="sick_cards")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="sick_cards")
    signs = models.JSONField(default=list)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    better_at = models.DateTimeField(null=True)
    better_seq = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["room"], name="sick_now", condition=Q(better_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.child}, {self.at:%Y-%m-%d}"

    def may_be_closed_by(self, member: Membership) -> bool:
        """Whether this member knows that the child is better: those it is with, staff, and who told it."""
        return member.role in CARERS or member.is_staff or member.pk == self.author_id


class SickSeen(models.Model):
    """That a member said they have seen a card. `seq` is the line that told it."""

    card = models.ForeignKey(SickCard, on_delete=models.PROTECT, related_name="seen")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="sick_seen")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "member"], name="sick_seen_once")]

    def __str__(self) -> str:
        return f"{self.card}: {self.member}"
