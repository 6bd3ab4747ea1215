"""The trail: every time staff read a room, searched, summarized, exported or acted, for members to look up."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models import Person, Room


class Look(models.Model):
    """One look or act of staff in one room, with its purpose; or of somebody who was given its papers. Append-only.

    `sealed_until`: members see it only from then on (a safety inquiry); that it was sealed stays on the row.
    `detail` is structure only: a period, counts, the id of a flag; never a word that somebody said.
    """

    class Kind(models.TextChoices):
        """What was done."""

        BOARD = "board", _("saw the last line on the desk")
        READ = "read", _("read the room")
        STEP_IN = "step_in", _("wrote in the room")
        PEOPLE = "people", _("looked at who is in the room")
        SEARCH = "search", _("searched")
        FLAG = "flag", _("looked into a flag")
        HELD = "held", _("looked at what waits for review")
        WHISPER = "whisper", _("wrote to one side alone")
        SUMMARY = "summary", _("read a summary")
        DRAFT = "draft", _("worked on a summary")
        EXPORTS = "exports", _("looked at what was exported")
        EXPORT = "export", _("exported the record")
        STEP = "step", _("took a step")
        HANDOVER = "handover", _("handed the room over to a colleague")
        PAGES = "pages", _("read the room’s pages")
        TRAIL = "trail", _("looked at this list")
        SHARED = "shared", _("read what was shared with them")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="looks")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="looks")
    kind = models.CharField(max_length=8, choices=Kind)
    purpose = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    sealed_until = models.DateTimeField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["room", "-at"], name="look_by_room")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.room_id}"
