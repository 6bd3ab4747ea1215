"""Videos on their way: not safe yet, and so for nobody's eyes."""

from django.db import models
from django.utils import timezone

from rooms.media.carried import VIDEO
from rooms.models.attachment import file_name, small_name
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership


class Incoming(models.Model):
    """A video on its way: what comes in pieces, and then waits until a worker has made it anew.

    `public_id` is the id that the video has in the end. The pieces are in the storage until it is made or refused, and
    nobody is ever shown them. `lease` is until when a worker has it in hand: after that another one takes it. A row
    that is `gone` is there for the storage alone, until that has nothing of it any more.
    """

    class State(models.TextChoices):
        """Where it stands."""

        COMING = "coming"
        WAITING = "waiting"
        REFUSED = "refused"
        GONE = "gone"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    uploader = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="incoming")
    client_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State, default=State.COMING)
    pieces = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    share = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uploader", "client_id"], name="incoming_client_id_once")]
        indexes = [models.Index(fields=["state", "at"], name="incoming_to_make")]

    def __str__(self) -> str:
        return f"{self.state} {self.public_id}"

    def piece_name(self, number: int) -> str:
        """Where the storage has one of its pieces."""
        return f"incoming/{self.public_id}/{number}"

    @property
    def piece_names(self) -> list[str]:
        """Where the storage may have pieces of it: the one after the last may be half there."""
        return [self.piece_name(number) for number in range(self.pieces + 1)]

    @property
    def final_names(self) -> list[str]:
        """Where the storage may have what a worker made of it and did not live to tell."""
        return [file_name(self.public_id, VIDEO), small_name(self.public_id)]
