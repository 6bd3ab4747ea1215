"""The words of items, as one reader may see them: pages keep which line told of what, and ask for its words here."""

from collections.abc import Collection

from rooms.models import Membership
from rooms.queries.lines import Line, lines, reader_of
from rooms.queries.timeline import messages


def told(member: Membership, seqs: Collection[int]) -> dict[int, Line]:
    """The lines with these numbers that the reader may see and that were not taken back, by number.

    With dots in place of what is kept private, the author by name, the photos; nothing of a line that is hidden from
    this reader. A row whose line is missing here is not theirs to see.
    """
    if not seqs:
        return {}
    return {line.seq: line for line in lines(reader_of(member), messages(member, set(seqs))) if not line.retracted}
