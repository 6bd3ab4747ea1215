"""Pages of journals: all of one's own, and those of others that they showed to this reader."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rooms.models import Event, JournalEntry, Membership, Role
from rooms.queries.items import told
from rooms.queries.lines import Line

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


def own_pages(member: Membership) -> list[EntryView]:
    """The reader's own, the newest first."""
    return _views(member, Q(owner__person=member.person_id))


def shown_to(member: Membership) -> list[EntryView]:
    """Those of others: shown to everybody in the room, and to the social worker if the reader is one."""
    seen = Q(seen_by=Seen.ROOM)
    if member.role == Role.SOCIAL_WORKER:
        seen |= Q(seen_by=Seen.WORKER)
    views = _views(member, seen & ~Q(owner__person=member.person_id))
    return [view for view in views if view.seen_by == Seen.WORKER or view.line]


def _views(member: Membership, which: Q) -> list[EntryView]:
    entries = JournalEntry.objects.filter(which, room=member.room_id).select_related("owner")
    rows = list(entries.order_by("-written_at", "-pk"))
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
