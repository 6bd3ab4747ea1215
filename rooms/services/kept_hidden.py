"""What was hidden from somebody stays hidden from them where it is told anew, in the room of the next home (S7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rooms.models import HiddenRange, Membership


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A line that was told anew, and the lines of the room before that it was made of."""

    seq: int
    of: tuple[int, ...]


def keep_hidden(lines: Sequence[Carried], old: Membership, new: Membership) -> None:
    """Hide from a part what was made of something that the same person's part in the room before does not see."""
    hidden = old.hidden_ranges
    gone = {one.seq for one in lines if any(_within(seq, hidden) for seq in one.of)}
    HiddenRange.objects.bulk_create(
        HiddenRange(membership=new, first_seq=first, last_seq=last) for first, last in _stretches(gone)
    )


def _within(seq: int, hidden: Iterable[tuple[int, int | None]]) -> bool:
    return any(first <= seq and (last is None or seq <= last) for first, last in hidden)


def _stretches(seqs: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for seq in sorted(seqs):
        if first is None or last is None:
            first = last = seq
        elif seq == last + 1:
            last = seq
        else:
            yield first, last
            first = last = seq
    if first is not None and last is not None:
        yield first, last
