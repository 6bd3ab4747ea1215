"""Photos and short videos that members send along with their words."""

from typing import Any

from django.db import models
from django.utils import timezone

from rooms.media.carried import PHOTO, VIDEO
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class Stored:
    """A picture or video whose bytes are in the storage, under its id."""

    public_id: Any
    content_type: Any = PHOTO

    @property
    def name(self) -> str:
        """Where the storage has it."""
        return file_name(self.public_id, self.content_type)

    @property
    def small_name(self) -> str:
        """Where the storage has its small picture."""
        return small_name(self.public_id)


class Attachment(Stored, models.Model):
    """One photo or video, as we made it from what was sent; the bytes are in the storage, under its id.

    `sha256` is of the bytes that are kept, `source` of those that came, so that sending twice does once. `message` is
    the client's id of the message that it went or waits with, `seq` that message's number. `alt` holds what the photo
    shows only while its message waits for staff: then it is in the event's text. `seconds` is how long a video is.
    """

    class State(models.TextChoices):
        """Where it stands."""

        UPLOADED = "uploaded"
        HELD = "held"
        ATTACHED = "attached"
        ERASED = "erased"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="attachments")
    uploader = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="attachments")
    client_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(max_length=500, blank=True)
    message = models.UUIDField(null=True)
    place = models.PositiveSmallIntegerField(default=0)
    seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uploader", "client_id"], name="attachment_client_id_once")]
        indexes = [
            models.Index(fields=["at"], name="attachment_unused", condition=models.Q(state="uploaded")),
            models.Index(fields=["room", "seq"], name="attachment_by_message"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.public_id}"


def file_name(public_id: str, content_type: str = PHOTO) -> str:
    """The storage's name for a photo or a video: random, and it tells nothing."""
    return f"{public_id[:2]}/{public_id}.{'mp4' if content_type == VIDEO else 'jpg'}"


def small_name(public_id: str) -> str:
    """The storage's name for its small picture."""
    return f"{public_id[:2]}/{public_id}-small.jpg"
