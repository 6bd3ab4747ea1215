"""Pictures of a court's order, beside what staff wrote down from it."""

from django.db import models
from django.utils import timezone

from rooms.models.approval import Approval
from rooms.models.attachment import Stored
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership


class OrderPhoto(Stored, models.Model):
    """One picture of an order, made anew like every photo; the bytes are in the storage, under its id, in one size.

    It belongs to no message and no event: staff of the room alone ever see that it is there. Erased, the row stays and
    says under which order.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="photos")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True)
    erased_under = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "client_id"], name="order_photo_client_id_once")]

    def __str__(self) -> str:
        return f"{self.approval_id}: {self.public_id}"
