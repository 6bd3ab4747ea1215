"""A child's life book."""

from django.db import models
from django.utils import timezone

from rooms.models.child import Child
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class BookEntry(models.Model):
    """One thing in the book of a child, as it stands in one room; `seq` is the line with its words and photos.

    It goes along to the next room as a row of its own. `root` is the id of the entry that was there first, so that
    nothing comes along twice; `carried` says that this one came along. `author` is whoever made it, if they are in
    this room too, else nobody.
    """

    class Sort(models.TextChoices):
        """What it is; the values are labels (`rooms.items.book.LABELS`)."""

        MOMENT = "book.moment"
        FIRST = "book.first"
        ART = "book.art"
        REPORT = "book.report"
        LETTER = "book.letter"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    root = models.CharField(max_length=12, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="book")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="book")
    author = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="book")
    carried = models.BooleanField(default=False)
    sort = models.CharField(max_length=12, choices=Sort)
    on = models.DateField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "root"], name="book_entry_once")]
        indexes = [models.Index(fields=["room", "-on"], name="book_of_room")]

    def __str__(self) -> str:
        return f"{self.child}, {self.on}"
