"""The words of items, as one reader may see them: pages keep which line told of what, and ask for its words here."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from rooms.models import Membership
from rooms.queries.lines import Line, Reader, lines
from rooms.queries.members import member_views
from rooms.queries.timeline import messages


def told(member: Membership, seqs: Collection[int]) -> dict[int, Line]:
    """The lines with these numbers that the reader may see and that were not taken back, by number.

    With dots in place of what is kept private, the author by name, the photos; nothing of a line that is hidden from
    this reader. A row whose line is missing here is not theirs to see.
    """
    if not seqs:
        return {}
    views = member_views(member.room.memberships.all(), me=member)
    zone = ZoneInfo(member.person.time_zone)
    reader = Reader(membership=member, members={view.id: view for view in views}, zone=zone)
    return {line.seq: line for line in lines(reader, messages(member, set(seqs))) if not line.retracted}
