"""Events of a room as one reader may see them: a page of history, or all that follows a sequence number.

Members get the present words: the text of a message that was changed or taken back is replaced everywhere, so that no
frame carries words that their writer withdrew. Staff get every version, as the record has it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from rooms.access import visible
from rooms.models import Event, Kind, Membership, Room
from rooms.protocol import EventFrame

PAGE = 50
CHUNK = 200
"""Events in one frame at most."""

_CHANGES = (Kind.MESSAGE_EDITED, Kind.MESSAGE_RETRACTED)


@dataclass(frozen=True)
class Window:
    """A page of history: its lines, and all that concerns them, in order of seq."""

    events: list[EventFrame]
    first: int
    more: bool


def page(reader: Membership, *, before: int | None = None, limit: int = PAGE) -> Window:
    """The last `limit` lines before `before` (all, if None) that the reader may see."""
    lines = Event.objects.filter(visible(reader), target__isnull=True).select_related("author").order_by("-seq")
    if before is not None:
        lines = lines.filter(seq__lt=before)
    found = list(lines[: limit + 1])
    shown = found[:limit]
    events = [*shown, *_concerning(reader, [event.seq for event in shown])]
    events.sort(key=lambda event: event.seq)
    first = min((event.seq for event in shown), default=0)
    return Window(events=as_seen(reader, events), first=first, more=len(found) > limit)


def since(reader: Membership, *, after: int, limit: int = CHUNK) -> tuple[list[EventFrame], list[Event], int]:
    """What follows `after`: frames for the reader, the events behind them, and the seq that this covers.

    Numbers that are hidden from the reader are covered too: their stretch simply has no events.
    """
    head = Room.objects.values_list("last_seq", flat=True).get(pk=reader.room_id)
    reader.room.last_seq = head  # before looking for pauses: one that came by now is then seen for certain
    shown = Event.objects.filter(visible(reader), seq__gt=after).select_related("author")
    events = list(shown.order_by("seq")[: limit + 1])
    if len(events) > limit:
        events.pop()
        head = events[-1].seq
    return as_seen(reader, events), events, max(after, head)


def messages(reader: Membership, seqs: Collection[int]) -> list[EventFrame]:
    """These messages as the reader may see them now, with what concerns them."""
    if not seqs:
        return []
    found = Event.objects.filter(visible(reader), seq__in=seqs, kind=Kind.MESSAGE).select_related("author")
    return as_seen(reader, [*found, *_concerning(reader, list(seqs))])


def above(room_pk: int, *, after: int, limit: int = CHUNK) -> list[Event]:
    """Events of a room above `after`, for the hub, which knows by the log itself who may see which."""
    return list(Event.objects.filter(room_id=room_pk, seq__gt=after).select_related("author").order_by("seq")[:limit])


def settled(events: Sequence[Event]) -> list[EventFrame]:
    """Frames of events read together, in which what was already changed again has its present words."""
    present = _present((event.target, event.kind, event.text) for event in events if event.kind in _CHANGES)
    return [frame(event, present.get(_subject(event), event.text)) for event in events]


def _concerning(reader: Membership, seqs: Sequence[int]) -> Iterable[Event]:
    """Changes and reactions to these lines. Taking back counts even if it was done while the reader was away."""
    hidden_or_not = visible(reader) | Q(kind=Kind.MESSAGE_RETRACTED)
    return Event.objects.filter(hidden_or_not, room_id=reader.room_id, target__in=seqs).select_related("author")


def as_seen(reader: Membership, events: Sequence[Event]) -> list[EventFrame]:
    """Frames of these events with the words that the reader may see now."""
    if reader.is_staff:
        return [frame(event) for event in events]
    present = _present_texts(reader, events)
    return [frame(event, present.get(_subject(event), event.text)) for event in events]


def frame(event: Event, text: str | None = None) -> EventFrame:
    """An event as a frame, with its own words or the `text` given. An empty `text` means it was taken back."""
    words = event.text if text is None else text
    return EventFrame(
        seq=event.seq,
        kind=str(event.kind),
        at=iso(event.at),
        author=event.author.public_id if event.author else None,
        text=words or None,
        target=event.target,
        reply_to=event.data.get("reply_to"),
        emoji=event.data.get("emoji"),
        member=event.data.get("member"),
        role=event.data.get("role"),
        retracted=event.kind == Kind.MESSAGE and text == "",
    )


def iso(at: datetime) -> str:
    """A time as it goes over the wire: UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _subject(event: Event) -> int | None:
    if event.kind == Kind.MESSAGE:
        return event.seq
    return event.target if event.kind == Kind.MESSAGE_EDITED else None


def _present_texts(reader: Membership, events: Sequence[Event]) -> dict[int | None, str]:
    """Present text of each changed message that these events speak of; "" for one that was taken back."""
    seqs = {seq for seq in map(_subject, events) if seq is not None}
    if not seqs:
        return {}
    shown = visible(reader) | Q(kind=Kind.MESSAGE_RETRACTED)
    changes = Event.objects.filter(shown, room_id=reader.room_id, target__in=seqs, kind__in=_CHANGES).order_by("seq")
    return _present(changes.values_list("target", "kind", "text"))


def _present(changes: Iterable[tuple[int | None, str, str]]) -> dict[int | None, str]:
    """Fold changes in order of seq into the last word on each message."""
    present: dict[int | None, str] = {}
    for target, kind, text in changes:
        present[target] = "" if kind == Kind.MESSAGE_RETRACTED or present.get(target) == "" else text
    return present
