"""A child's life book, as one reader of a room may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise

from rooms.access import fresh
from rooms.items.book import LABELS
from rooms.models import Attachment, BookEntry, Membership
from rooms.queries import cheers
from rooms.queries.cheers import CheerView
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.queries.paging import part, theirs


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """One thing in the book of a child, by public id. `by` is the name of whoever made it; empty for somebody of an
    earlier home."""

    id: str
    child: str
    on: date
    sort: str
    label: str | Promise
    by: str
    carried: bool
    line: Line
    can_change: bool
    cheers: list[CheerView]


@dataclass(frozen=True, kw_only=True)
class BookPage:
    """Some of the book, the newest first. `older` is where the next part begins; empty if this is all."""

    entries: list[EntryView]
    older: str
    newest: bool


def entries(member: Membership, child: str) -> list[EntryView]:
    """The whole book of a child of the room, by public id: the timeline, oldest first."""
    return _views(member, _of(member, child).order_by("on", "seq"))


def page(member: Membership, child: str, *, before: str = "", of: str = "") -> BookPage:
    """The newest of the book; what follows the entry `before`; or the part that shows the entry `of`."""
    found = part(theirs(member, _of(member, child)), "on", before=before, of=of)
    return BookPage(entries=_views(member, found.rows), older=found.older, newest=found.newest)


def weight(entries: Iterable[EntryView]) -> int:
    """Bytes of all photos of these entries."""
    photos = [photo.id for entry in entries for photo in entry.line.files]
    return Attachment.objects.filter(public_id__in=photos).aggregate(total=Sum("size"))["total"] or 0


def one(member: Membership, entry_id: str) -> EntryView | None:
    """One entry; None if it is not there for this reader."""
    rows = BookEntry.objects.filter(room=member.room_id, public_id=entry_id).select_related("author", "child")
    return next(iter(_views(member, rows)), None)


def _of(member: Membership, child: str) -> QuerySet[BookEntry]:
    return BookEntry.objects.filter(room=member.room_id, child__public_id=child).select_related("author", "child")


def _views(member: Membership, rows: Iterable[BookEntry]) -> list[EntryView]:
    rows = list(rows)
    celebrated = cheers.of_entries([row.pk for row in rows])
    lines = told(member, {row.seq for row in rows} | cheers.seqs(celebrated))
    now = timezone.now()
    return [
        EntryView(
            id=row.public_id,
            child=row.child.public_id,
            on=row.on,
            sort=row.sort,
            label=LABELS[row.sort],
            by=row.author.shown_name if row.author else "",
            carried=row.carried,
            line=lines[row.seq],
            can_change=not row.carried and lines[row.seq].mine and fresh(row.at, now),
            cheers=cheers.views(celebrated.get(row.pk, []), lines),
        )
        for row in rows
        if row.seq in lines
    ]
