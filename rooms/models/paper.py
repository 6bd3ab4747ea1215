"""A room's conversation on paper: the sheet that was printed for a member, and what came back on it."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class Sheet(models.Model):
    """What was printed for one member: the messages from `first_seq` to `last_seq` that they may see; no words.

    `code` stands on the paper, so that staff knows which sheet an answer belongs to; it opens nothing. `given_on` is
    the day on which the member got it, once staff says so; nothing is marked as read by that.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="sheets")
    first_seq = models.PositiveIntegerField()
    last_seq = models.PositiveIntegerField()
    code = models.CharField(max_length=6, unique=True)
    client_id = models.UUIDField(unique=True, editable=False)
    printed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)
    given_on = models.DateField(_("handed over on"), null=True)
    given_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["room", "-printed_at"], name="sheet_by_room")]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """The code as it is printed and read aloud."""
        return f"{self.code[:3]}-{self.code[3:]}"


class PaperAnswer(models.Model):
    """Words that staff typed in for a member, as they stood on a sheet. The words are a message of the room.

    They are found by `client_id`, under which the message was sent as the member's own.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers")
    client_id = models.UUIDField(unique=True, editable=False)
    written_on = models.DateField(_("written on"))
    typed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.sheet}: {self.at}"

    @property
    def data(self) -> dict[str, Any]:
        """What the message says of it: when it was written, on which sheet, and who typed it in."""
        about = {"by": self.typed_by.public_id, "on": self.written_on.isoformat(), "sheet": self.sheet.public_id}
        return {"paper": about}
