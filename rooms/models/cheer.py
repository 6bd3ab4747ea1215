"""A success that somebody celebrates."""

from django.db import models

from rooms.models.book import BookEntry
from rooms.models.day import Day
from rooms.models.membership import Membership


class Cheer(models.Model):
    """Somebody celebrates a day or an entry of the book; `seq` is the line with their few words, if they wrote any."""

    # First, since each row has one: by it a room's rows are found when it is destroyed.
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="cheers")
    day = models.ForeignKey(Day, null=True, on_delete=models.PROTECT, related_name="cheers")
    entry = models.ForeignKey(BookEntry, null=True, on_delete=models.PROTECT, related_name="cheers")
    cheer = models.CharField(max_length=20)
    seq = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.cheer
