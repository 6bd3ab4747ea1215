"""Compares what was acknowledged with the record, and the record with what each reader saw. Pure: no clock, no network.

Each field of `Verdict` counts one kind of broken promise (docs, P1 to P5, P7, P13) and must be nought.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from math import inf

from tests.faults.notes import Book, Notes, Seen, Stay
from tests.faults.record import Parts, Record, Row

MESSAGE = "message"
OUT, BACK = frozenset({"member.suspended", "member.ended"}), "member.restored"

Range = tuple[float, float]
"""First and last number hidden from somebody."""


@dataclass
class Verdict:
    """How often each promise was broken."""

    lost: int = 0
    """Acknowledged, and not in the record as acknowledged."""
    twice: int = 0
    """In the record more than once."""
    wrong_ack: int = 0
    """Two answers to one id, an answer to nothing, or other words taken under a known id."""
    missing: int = 0
    """In the record, and not seen by a reader who was to see it."""
    observer: int = 0
    """The same, for the social worker at the desk."""
    doubled: int = 0
    """Sent to a reader again without being asked for."""
    gaps: int = 0
    """A reader was sent what comes after something it was not sent."""
    order: int = 0
    """Out of order at a reader, or recorded before what was acknowledged before it was sent."""
    diverged: int = 0
    """A reader saw something else under a number than the record has."""
    phantom: int = 0
    """Seen or recorded, and never said."""
    cross_room: int = 0
    """Seen or recorded in another room than it was said in."""
    leaked: int = 0
    """Reached somebody after their part was suspended."""
    written: int = 0
    """Stored from somebody after their part was suspended."""

    @property
    def broken(self) -> int:
        return sum(getattr(self, field.name) for field in fields(self))


def check(base: dict[str, int], record: Record, book: Book, readers: Sequence[Notes], parts: Parts) -> Verdict:
    """Compare. `base` is where each room stood before anybody said anything in this run."""
    verdict = Verdict()
    for room, rows in record.items():
        _check_room(verdict, room, rows, book)
    stored = {(row.client_id, room, row.seq) for room, rows in record.items() for row in rows}
    for said in book.values():
        verdict.lost += any((said.id, *answer) not in stored for answer in said.answers)
        verdict.wrong_ack += len(said.answers) > 1
    for room in base:
        _check_order(verdict, record[room], book)
    rooms_of_words = {words: said.room for said in book.values() for words in said.words}
    for reader in readers:
        _check_reader(verdict, reader, base, record, parts, rooms_of_words)
    return verdict


def _check_room(verdict: Verdict, room: str, rows: Sequence[Row], book: Book) -> None:
    """The record itself: each message was said, here, once, by somebody who was in the room."""
    hidden = {member: _hidden(rows, member) for member in {row.member for row in rows if row.member}}
    times: Counter[str | None] = Counter(row.client_id for row in rows if row.kind == MESSAGE)
    verdict.twice += sum(count - 1 for count in times.values())
    for row in rows:
        if row.kind != MESSAGE:
            continue
        said = book.get(row.client_id or "")
        verdict.phantom += said is None or row.text not in said.words
        verdict.cross_room += said is not None and said.room != room
        verdict.written += bool(row.author) and _within(hidden.get(row.author or "", ()), row.seq)


def _check_order(verdict: Verdict, rows: Sequence[Row], book: Book) -> None:
    """What was acknowledged before another was sent comes before it."""
    earliest_ack = inf
    for row in reversed(rows):
        said = book.get(row.client_id or "")
        if said is None:
            continue
        verdict.order += earliest_ack < said.sent_at
        earliest_ack = min(earliest_ack, inf if said.acked_at is None else said.acked_at)


def _check_reader(
    verdict: Verdict, reader: Notes, base: dict[str, int], record: Record, parts: Parts, rooms_of_words: dict[str, str]
) -> None:
    verdict.doubled += reader.doubled
    verdict.gaps += reader.gaps
    verdict.order += reader.disordered
    verdict.leaked += reader.uninvited
    verdict.wrong_ack += reader.wrong_acks
    for stay in reader.stays:
        part = parts.get((stay.room, reader.person))
        if part is None or stay.room not in record:
            verdict.cross_room += len(stay.lines)
            continue
        rows = record[stay.room]
        hidden = _hidden(rows, part)
        _check_lines(verdict, stay, rows, hidden, rooms_of_words)
        goes_on = reader.here.get(stay.room) is stay
        upto = (rows[-1].seq if rows else base[stay.room]) if goes_on else stay.have
        missing = _missing(stay, rows, hidden, upto)
        if reader.is_staff:
            verdict.observer += missing
        else:
            verdict.missing += missing
    verdict.missing += _never_there(reader, record, parts)


def _never_there(reader: Notes, record: Record, parts: Parts) -> int:
    """Rooms that this reader's person is in at the end, and that the phone does not show."""
    rooms = [room for room in record if (part := parts.get((room, reader.person))) and not _is_out(record[room], part)]
    return sum(room not in reader.here for room in rooms)


def _check_lines(
    verdict: Verdict, stay: Stay, rows: Sequence[Row], hidden: Sequence[Range], rooms_of_words: dict[str, str]
) -> None:
    by_seq = {row.seq: row for row in rows}
    before = stay.base
    for line in stay.lines:
        verdict.doubled += line.seq == before
        verdict.order += line.seq < before
        before = line.seq
        verdict.leaked += _within(hidden, line.seq)
        row = by_seq.get(line.seq)
        if row is None:
            verdict.phantom += 1
        elif not _same(line, row):
            verdict.diverged += 1
        if line.kind == MESSAGE and rooms_of_words.get(line.text or "", stay.room) != stay.room:
            verdict.cross_room += 1


def _missing(stay: Stay, rows: Sequence[Row], hidden: Sequence[Range], upto: int) -> int:
    seen = {line.seq for line in stay.lines}
    return sum(
        stay.base < row.seq <= upto and row.seq not in seen and not _within(hidden, row.seq)
        for row in rows[bisect_right(rows, stay.base, key=lambda row: row.seq) :]
    )


def _same(line: Seen, row: Row) -> bool:
    return (line.kind, line.author, line.text or "", line.member) == (row.kind, row.author, row.text, row.member)


def _hidden(rows: Iterable[Row], member: str | None) -> list[Range]:
    """From after each suspension to the return: numbers that this member must never see, nor write."""
    ranges: list[Range] = []
    since: int | None = None
    for row in rows:
        if row.member != member:
            continue
        if row.kind in OUT and since is None:
            since = row.seq + 1
        elif row.kind == BACK and since is not None:
            ranges.append((since, row.seq - 1))
            since = None
    return ranges if since is None else [*ranges, (since, inf)]


def _within(ranges: Iterable[Range], seq: int) -> bool:
    return any(first <= seq <= last for first, last in ranges)


def _is_out(rows: Iterable[Row], member: str) -> bool:
    return any(last == inf for _, last in _hidden(rows, member))


def deliveries(readers: Iterable[Notes]) -> int:
    """Events shown by all phones together."""
    return sum(len(stay.lines) for reader in readers for stay in reader.stays)


def acknowledged(book: Book) -> int:
    """Messages that somebody was told are kept."""
    return sum(bool(said.answers) for said in book.values())
