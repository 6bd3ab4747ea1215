"""One line of a room's record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rooms.models.membership import Membership
from rooms.models.room import Room


class Kind(models.TextChoices):
    """What can happen in a room."""

    ROOM_OPENED = "room.opened", _("room opened")
    MESSAGE = "message", _("message")
    MESSAGE_EDITED = "message.edited", _("message changed")
    MESSAGE_RETRACTED = "message.retracted", _("message taken back")
    REACTION_ADDED = "reaction.added", _("reaction added")
    REACTION_REMOVED = "reaction.removed", _("reaction removed")
    MEMBER_JOINED = "member.joined", _("member joined")
    MEMBER_SUSPENDED = "member.suspended", _("member paused")
    MEMBER_RESTORED = "member.restored", _("member back")
    MEMBER_ENDED = "member.ended", _("member left")
    MEMBER_RENAMED = "member.renamed", _("member changed their name")
    TEXT_ERASED = "text.erased", _("words erased by order")


class Event(models.Model):
    """What happened in a room, for ever: written once by `rooms.events.record`, never changed (see `rooms.guard`).

    `text` holds every human word, so that an erasure can remove the words and leave the chain whole: the digest
    covers `text_hash`, a salted SHA-256 of the text. A `text_hash` without a salt means the words were erased.
    `data` is structure only: ids, an emoji, the seq that a reply answers, which spans of the text are kept private.
    """

    # Neither key has an index of its own: the constraints below begin with the room, and every question does too.
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    author = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField()
    target = models.PositiveIntegerField(null=True)
    data = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    client_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)

    told: tuple[object, ...] = ()
    """What its writer is told while it is recorded (`rooms.screen.Advice`); not kept."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="event_seq_once"),
            models.UniqueConstraint(fields=["room", "author", "client_id"], name="event_client_id_once"),
        ]
        indexes = [
            models.Index(fields=["room", "target"], name="event_target", condition=models.Q(target__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"
