"""Events of a room as one reader may see them: a page of history, or all that follows a sequence number.

Members get the present words: the text of a message that was changed or taken back is replaced everywhere, so that no
frame carries words that their writer withdrew, and dots in place of what is kept private. Staff get every version, as
the record has it, with the private spans marked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from rooms import excerpts, recent
from rooms.access import sight
from rooms.excerpts import Entry, Sight
from rooms.items import KINDS, item_of
from rooms.masks import Mask, conceal, masks_of
from rooms.media.carried import FILES, files_of, words_of
from rooms.models import Event, Kind, Membership, Room
from rooms.protocol import EventFrame, FileInfo, ItemInfo, PaperInfo

__all__ = [
    "CHUNK",
    "PAGE",
    "WORDS",
    "Entry",
    "Window",
    "above",
    "as_seen",
    "entry",
    "fit",
    "frame",
    "iso",
    "last_message",
    "messages",
    "page",
    "settled",
    "since",
    "since_now",
]

PAGE = 50
CHUNK = 200
"""Events in one frame at most."""
WORDS: Final = 64 * 1024
"""Characters of text in one frame at most, unless one event alone has more."""

_CHANGES = (Kind.MESSAGE_EDITED, Kind.MESSAGE_RETRACTED)


class Said(NamedTuple):
    """Words as one kind of reader sees them, with the spans of them that are private."""

    text: str
    masked: list[Mask]


Present = dict[int | None, Said | None]
"""The last word on each changed message, as members see it; None for one that was taken back."""


@dataclass(frozen=True)
class Window:
    """A page of history: its lines, and all that concerns them, in order of seq."""

    events: list[EventFrame]
    first: int
    more: bool


def page(reader: Membership, *, before: int | None = None, limit: int = PAGE) -> Window:
    """The last `limit` lines before `before` (all, if None) that the reader may see."""
    entries = sorted(excerpts.page(sight(reader), before=before, limit=limit + 1))
    lines = [entry for entry in entries if entry.target is None]
    count = fit(lines[: -limit - 1 : -1])
    left_out = {line.seq for line in lines[: len(lines) - count]}
    entries = [entry for entry in entries if entry.seq not in left_out and entry.target not in left_out]
    first = lines[-count].seq if lines else 0
    return Window(events=_whole(reader, entries), first=first, more=bool(left_out))


def fit(entries: Sequence[Entry]) -> int:
    """How many of these, from the first on, go into one frame."""
    words = 0
    for count, one in enumerate(entries):
        words += len(one.text)
        if words > WORDS and count:
            return count
    return len(entries)


def since(reader: Membership, *, after: int, limit: int = CHUNK) -> tuple[list[EventFrame], list[Entry], int]:
    """What follows `after` up to the room's head, as the reader's `room` has it: frames, entries, the seq this covers.

    Numbers that are hidden from the reader are covered too: their stretch simply has no events.
    """
    head = reader.room.last_seq
    if head <= after:
        return [], [], after
    entries = excerpts.after(sight(reader), after, limit=limit + 1)
    if (fitting := fit(entries[:limit])) < len(entries):
        entries = entries[:fitting]
        head = entries[-1].seq
    return as_seen(reader, entries), entries, head


def since_now(reader: Membership, *, after: int) -> tuple[list[EventFrame], list[Entry], int]:
    """`since`, after another look at where the room stands and at what is hidden."""
    reader.room.last_seq = Room.objects.values_list("last_seq", flat=True).get(pk=reader.room_id)
    reader.__dict__.pop("hidden_ranges", None)
    return since(reader, after=after)


def messages(reader: Membership, seqs: Collection[int]) -> list[EventFrame]:
    """These messages as the reader may see them now, with what concerns them."""
    return _whole(reader, excerpts.messages(sight(reader), seqs)) if seqs else []


def last_message(reader: Membership, seen: Sight) -> list[EventFrame]:
    """The latest message that the reader may see, as it reads now, with what concerns it."""
    return _whole(reader, excerpts.last_message(seen))


def above(heads: Mapping[int, int], *, limit: int = 1_000) -> tuple[dict[int, list[Entry]], bool]:
    """Entries above these heads, by room, and whether there may be more than `limit`.

    For the hub, which knows by the log itself who may see which.
    """
    rows = excerpts.above(heads, limit=limit)
    found: dict[int, list[Entry]] = {}
    for room, entry, digest in rows:
        found.setdefault(room, []).append(entry)
        recent.saw(room, entry.seq, digest)
    return found, len(rows) == limit


def entry(event: Event) -> Entry:
    """An event just written, as it would be read."""
    author = event.author.public_id if event.author else None
    return Entry(event.seq, event.kind, author, event.at, event.target, event.data, event.text)


def settled(entries: Sequence[Entry]) -> list[EventFrame]:
    """Frames of events read together, in which what was already changed again has its present words."""
    changes = (entry for entry in entries if entry.kind in _CHANGES)
    present = _present((entry.target, entry.kind, entry.text, entry.data) for entry in changes)
    return [_as_of(present, entry) for entry in entries]


def as_seen(reader: Membership, entries: Sequence[Entry]) -> list[EventFrame]:
    """Frames of these events with the words that the reader may see now."""
    if reader.is_staff:
        return [frame(entry) for entry in entries]
    present = _present_texts(reader, entries)
    return [_as_of(present, entry) for entry in entries]


def frame(entry: Entry, said: Said | None = None, *, retracted: bool = False) -> EventFrame:
    """An event as a frame: whole, as staff see it, or with the words that were `said` instead."""
    data = entry.data
    words, masked = said or Said(words_of(entry.text, data), masks_of(data))
    gone = retracted or not words
    return EventFrame(
        entry.seq,
        str(entry.kind),
        iso(entry.at),
        entry.author,
        None if gone else words,
        entry.target,
        data.get("reply_to"),
        data.get("emoji"),
        data.get("member"),
        data.get("role"),
        retracted and entry.kind == Kind.MESSAGE,
        [] if gone else masked,
        [] if retracted else _files(entry),
        _paper(data),
        None if retracted else _item(data),
    )


def _item(data: Mapping[str, Any]) -> ItemInfo | None:
    """What a message tells of, if that was done on a page of the room."""
    item = item_of(data)
    if item is None or item.kind not in KINDS:
        return None
    return ItemInfo(kind=item.kind, page=KINDS[item.kind].page, id=item.id, facts=dict(item.facts))


def _paper(data: Mapping[str, Any]) -> PaperInfo | None:
    """That a message came on paper; which sheet it was concerns staff alone."""
    about = data.get("paper")
    return PaperInfo(by=about["by"], on=about["on"]) if about else None


def _files(entry: Entry) -> list[FileInfo]:
    """The photos of a message; of an erasure, the photo that it took."""
    if FILES in entry.data:
        carried = files_of(entry.text, entry.data)
        return [
            FileInfo(id=file.id, w=file.width, h=file.height, alt=file.alt, seconds=file.seconds) for file in carried
        ]
    return [FileInfo(id=entry.data["file"])] if "file" in entry.data else []


def iso(at: datetime) -> str:
    """A time as it goes over the wire: UTC, to the millisecond."""
    return f"{at.astimezone(UTC).isoformat(timespec='milliseconds')[:-6]}Z"


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
    return _present(excerpts.changes(sight(reader), seqs))


def _present(changes: Iterable[tuple[int | None, str, str, Mapping[str, Any]]]) -> Present:
    """Fold changes in order of seq into the last word on each message."""
    present: Present = {}
    for target, kind, text, data in changes:
        gone = kind == Kind.MESSAGE_RETRACTED or (target in present and present[target] is None)
        present[target] = None if gone else _concealed(text, data)
    return present


def _concealed(text: str, data: Mapping[str, Any]) -> Said:
    masks, words = masks_of(data), words_of(text, data)
    return Said(*conceal(words, masks)) if masks else Said(words, [])


def _as_of(present: Present, entry: Entry) -> EventFrame:
    """The frame of an event for members, with the words that its message has now."""
    subject = _subject(entry)
    if subject not in present:
        return frame(entry, _concealed(entry.text, entry.data))
    return frame(entry, present[subject], retracted=present[subject] is None)
