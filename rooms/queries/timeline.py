"""Events of a room as one reader may see them: a page of history, or all that follows a sequence number.

Members get the present words: the text of a message that was changed or taken back is replaced everywhere, so that no
frame carries words that their writer withdrew. Staff get every version, as the record has it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from rooms.access import visible, withdrawn
from rooms.models import Event, Kind, Membership, Room
from rooms.protocol import EventFrame

PAGE = 50
CHUNK = 200
"""Events in one frame at most."""

_COLUMNS = ("seq", "kind", "author__public_id", "at", "target", "data", "text")
_CHANGES = (Kind.MESSAGE_EDITED, Kind.MESSAGE_RETRACTED)


Present = dict[int | None, str | None]


class Entry(NamedTuple):
    """One event as it is read: what a frame is made of, and no more."""

    seq: int
    kind: str
    author: str | None
    at: datetime
    target: int | None
    data: dict[str, Any]
    text: str


@dataclass(frozen=True)
class Window:
    """A page of history: its lines, and all that concerns them, in order of seq."""

    events: list[EventFrame]
    first: int
    more: bool


def page(reader: Membership, *, before: int | None = None, limit: int = PAGE) -> Window:
    """The last `limit` lines before `before` (all, if None) that the reader may see."""
    lines = Event.objects.filter(visible(reader), target__isnull=True).order_by("-seq")
    if before is not None:
        lines = lines.filter(seq__lt=before)
    found = _entries(lines[: limit + 1])
    shown = found[:limit]
    entries = sorted([*shown, *_concerning(reader, [entry.seq for entry in shown])])
    first = min((entry.seq for entry in shown), default=0)
    return Window(events=_whole(reader, entries), first=first, more=len(found) > limit)


def since(
    reader: Membership, *, after: int, head: int | None = None, limit: int = CHUNK
) -> tuple[list[EventFrame], list[Entry], int]:
    """What follows `after` up to `head` (the room's own, if None): frames, their entries, and the seq this covers.

    Numbers that are hidden from the reader are covered too: their stretch simply has no events.
    """
    if head is None:
        head = reader.room.last_seq = Room.objects.values_list("last_seq", flat=True).get(pk=reader.room_id)
        reader.__dict__.pop("hidden_ranges", None)
    if head <= after:
        return [], [], after
    shown = Event.objects.filter(visible(reader) | withdrawn(reader), seq__gt=after, seq__lte=head)
    entries = _entries(shown.order_by("seq")[: limit + 1])
    if len(entries) > limit:
        entries.pop()
        head = entries[-1].seq
    return as_seen(reader, entries), entries, head


def messages(reader: Membership, seqs: Collection[int]) -> list[EventFrame]:
    """These messages as the reader may see them now, with what concerns them."""
    if not seqs:
        return []
    found = Event.objects.filter(visible(reader), seq__in=seqs, kind=Kind.MESSAGE)
    return _whole(reader, [*_entries(found), *_concerning(reader, list(seqs))])


def above(heads: Mapping[int, int], *, limit: int = 1_000) -> tuple[dict[int, list[Entry]], bool]:
    """Entries above these heads, by room, and whether there may be more than `limit`.

    For the hub, which knows by the log itself who may see which.
    """
    wanted = Q(pk__in=[])
    for room, head in heads.items():
        wanted |= Q(room_id=room, seq__gt=head)
    rows = Event.objects.filter(wanted).order_by("room_id", "seq").values_list("room_id", *_COLUMNS)[:limit]
    found: dict[int, list[Entry]] = {}
    for room, *columns in rows:
        found.setdefault(room, []).append(Entry(*columns))
    return found, len(rows) == limit


def entry(event: Event) -> Entry:
    """An event just written, as it would be read."""
    author = event.author.public_id if event.author else None
    return Entry(event.seq, event.kind, author, event.at, event.target, event.data, event.text)


def settled(entries: Sequence[Entry]) -> list[EventFrame]:
    """Frames of events read together, in which what was already changed again has its present words."""
    present = _present((entry.target, entry.kind, entry.text) for entry in entries if entry.kind in _CHANGES)
    return [_as_of(present, entry) for entry in entries]


def as_seen(reader: Membership, entries: Sequence[Entry]) -> list[EventFrame]:
    """Frames of these events with the words that the reader may see now."""
    if reader.is_staff:
        return [frame(entry) for entry in entries]
    present = _present_texts(reader, entries)
    return [_as_of(present, entry) for entry in entries]


def frame(entry: Entry, text: str | None = None, *, retracted: bool = False) -> EventFrame:
    """An event as a frame, with its own words or, if `text` is given, with those instead."""
    words = entry.text if text is None else text
    data = entry.data
    return EventFrame(
        seq=entry.seq,
        kind=str(entry.kind),
        at=iso(entry.at),
        author=entry.author,
        text=None if retracted else words or None,
        target=entry.target,
        reply_to=data.get("reply_to"),
        emoji=data.get("emoji"),
        member=data.get("member"),
        role=data.get("role"),
        retracted=retracted and entry.kind == Kind.MESSAGE,
    )


def iso(at: datetime) -> str:
    """A time as it goes over the wire: UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _entries(events: QuerySet[Event]) -> list[Entry]:
    return [Entry(*row) for row in events.values_list(*_COLUMNS)]


def _concerning(reader: Membership, seqs: Sequence[int]) -> list[Entry]:
    """Changes and reactions to these lines. Taking back counts even if it was done while the reader was away."""
    if not seqs:
        return []
    return _entries(Event.objects.filter(visible(reader) | withdrawn(reader), target__in=seqs))


def _whole(reader: Membership, entries: Sequence[Entry]) -> list[EventFrame]:
    """Frames of lines that came with everything that concerns them."""
    if reader.is_staff:
        return [frame(entry) for entry in entries]
    return settled(sorted(entries))


def _subject(entry: Entry) -> int | None:
    if entry.kind == Kind.MESSAGE:
        return entry.seq
    return entry.target if entry.kind == Kind.MESSAGE_EDITED else None


def _present_texts(reader: Membership, entries: Sequence[Entry]) -> Present:
    """The last word on each changed message that these events speak of."""
    seqs = {seq for seq in map(_subject, entries) if seq is not None}
    if not seqs:
        return {}
    shown = Event.objects.filter(visible(reader) | withdrawn(reader), target__in=seqs)
    changes = shown.filter(kind__in=_CHANGES).order_by("seq")
    return _present(changes.values_list("target", "kind", "text"))


def _present(changes: Iterable[tuple[int | None, str, str]]) -> Present:
    """Fold changes in order of seq into the last word on each message; None for one that was taken back."""
    present: Present = {}
    for target, kind, text in changes:
        present[target] = None if kind == Kind.MESSAGE_RETRACTED or present.get(target, "") is None else text
    return present


def _as_of(present: Present, entry: Entry) -> EventFrame:
    """The frame of an event with the words that its message has now."""
    subject = _subject(entry)
    if subject not in present:
        return frame(entry)
    return frame(entry, present[subject], retracted=present[subject] is None)
