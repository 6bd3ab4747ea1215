"""A child's life book, as one reader of a room may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import Promise

from rooms.access import EDIT_WINDOW
from rooms.items.book import LABELS
from rooms.models import Attachment, BookEntry, Membership
from rooms.queries import cheers
from rooms.queries.cheers import CheerView
from rooms.queries.items import told
from rooms.queries.lines import Line


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """One thing in the book. `by` is the name of whoever made it; empty for somebody of an earlier home."""

    id: str
    on: date
    sort: str
    label: str | Promise
    by: str
    carried: bool
    line: Line
    can_change: bool
    cheers: list[CheerView]


def entries(member: Membership, child: str) -> list[EntryView]:
    """The book of a child of the room, by public id: the timeline, oldest first."""
    rows = BookEntry.objects.filter(room=member.room_id, child__public_id=child)
    return _views(member, rows.select_related("author").order_by("on", "seq"))


def weight(entries: Iterable[EntryView]) -> int:
    """Bytes of all photos of these entries."""
    photos = [photo.id for entry in entries for photo in entry.line.files]
    return Attachment.objects.filter(public_id__in=photos).aggregate(total=Sum("size"))["total"] or 0


def one(member: Membership, entry_id: str) -> EntryView | None:
    """One entry; None if it is not there for this reader."""
    rows = BookEntry.objects.filter(room=member.room_id, public_id=entry_id).select_related("author")
    return next(iter(_views(member, rows)), None)


def _views(member: Membership, rows: Iterable[BookEntry]) -> list[EntryView]:
    rows = list(rows)
    celebrated = cheers.of_entries([row.pk for row in rows])
    lines = told(member, {row.seq for row in rows} | cheers.seqs(celebrated))
    now = timezone.now()
    return [
        EntryView(
            id=row.public_id,
            on=row.on,
            sort=row.sort,
            label=LABELS[row.sort],
            by=row.author.shown_name if row.author else "",
            carried=row.carried,
            line=lines[row.seq],
            can_change=not row.carried and lines[row.seq].mine and now - row.at <= EDIT_WINDOW,
            cheers=cheers.views(celebrated.get(row.pk, []), lines),
        )
        for row in rows
        if row.seq in lines
    ]
