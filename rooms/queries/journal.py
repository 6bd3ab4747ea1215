"""Pages of journals: all of one's own, and those of others that they showed to this reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from rooms.models import Event, JournalEntry, Membership, Role
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.queries.paging import part, theirs

Seen = JournalEntry.Seen


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """One page. Its words are those of `line` where it has one, else `text`; none if they were erased."""

    id: str
    kind: str
    kind_label: str
    seen_by: str
    seen_label: str
    name: str
    text: str
    line: Line | None
    written_at: datetime
    shown_at: datetime | None

    @property
    def secret(self) -> bool:
        """Whether nobody but its owner could ever see it."""
        return self.shown_at is None


@dataclass(frozen=True, kw_only=True)
class JournalPage:
    """Some pages, the newest first. `older` is where the next part begins; empty if this is all."""

    pages: list[EntryView]
    older: str
    newest: bool


def own_pages(member: Membership, *, before: str = "", of: str = "") -> JournalPage:
    """The reader's own: the newest, what follows the page `before`, or the part with the page `of`."""
    return _page(member, _entries(member).filter(owner__person=member.person_id), before, of)


def shown_to(member: Membership, *, before: str = "", of: str = "", size: int | None = None) -> JournalPage:
    """Those of others: shown to everybody in the room, and to the social worker if the reader is one."""
    others = _entries(member).exclude(owner__person=member.person_id)
    room = Q(pk__in=theirs(member, others.filter(seen_by=Seen.ROOM)).values("pk"))
    worker = Q(seen_by=Seen.WORKER) if member.role == Role.SOCIAL_WORKER else Q()
    return _page(member, others.filter(room | worker), before, of, size)


def _entries(member: Membership) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(room=member.room_id).select_related("owner")


def _page(
    member: Membership, entries: QuerySet[JournalEntry], before: str, of: str, size: int | None = None
) -> JournalPage:
    found = part(entries, "written_at", before=before, of=of, size=size)
    return JournalPage(pages=_views(member, found.rows), older=found.older, newest=found.newest)


def _views(member: Membership, rows: Sequence[JournalEntry]) -> list[EntryView]:
    lines = told(member, {row.seq for row in rows if row.seq and row.seen_by == Seen.ROOM})
    quiet = {row.seq for row in rows if row.seq and row.seen_by != Seen.ROOM}
    events = Event.objects.filter(room=member.room_id, seq__in=quiet) if quiet else Event.objects.none()
    words = dict(events.values_list("seq", "text"))
    return [
        EntryView(
            id=row.public_id,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            seen_by=row.seen_by,
            seen_label=row.get_seen_by_display(),
            name=row.owner.shown_name,
            text=words.get(row.seq, "") if row.seq else row.text,
            line=lines.get(row.seq or 0) if row.seen_by == Seen.ROOM else None,
            written_at=row.written_at,
            shown_at=row.shown_at,
        )
        for row in rows
    ]
