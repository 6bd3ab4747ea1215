"""Messages that wait for staff before anybody else reads them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models import Membership, Person, Room
from rooms.models.ids import new_public_id


class HeldMessage(models.Model):
    """A message that its writer sent and the room's record does not have yet.

    `target` is the message that it is to change, if it is a change. `seq` is its number in the record once it was let
    through. `answer` is what staff tells the writer.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waiting for review")
        RELEASED = "released", _("let through")
        DECLINED = "declined", _("not sent")
        TAKEN_BACK = "taken_back", _("taken back by its writer")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="held")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="held")
    client_id = models.UUIDField()
    text = models.TextField()
    reply_to = models.PositiveIntegerField(null=True)
    target = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=12)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="held_client_id_once")]
        indexes = [models.Index(fields=["room", "state"], name="held_by_room")]

    def __str__(self) -> str:
        return f"{self.state}: {self.public_id}"
