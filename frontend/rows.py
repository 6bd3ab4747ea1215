"""A conversation as the page draws it: its lines, with days, notes and the mark of what is new between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

from frontend.words import say
from rooms.queries import Line, MemberView, ReplyView, RoomPage

_NOBODY: Final = MemberView(
    id="", name="", role="", role_label="", state="", me=False, staff=False, tone=0, initial="", read_seq=0,
    read_only=False, until=None,
)  # fmt: skip

BLANK: Final = Line(
    seq=0, kind="message", author=_NOBODY, subject=None, at=datetime(2000, 1, 1, tzinfo=UTC), day=date(2000, 1, 1),
    text="", retracted=False, edited=False, mine=False, can_edit=False, reply=ReplyView(seq=0, name="", text=""),
    seen_by=[],
)  # fmt: skip
"""What browser code clones: a line drawn by the very template that draws the real ones."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the log."""

    kind: Literal["day", "unread", "message", "note"]
    line: Line
    note: str = ""


def rows(page: RoomPage) -> Iterator[Row]:
    """Yield the rows of a page, oldest first."""
    day = None
    for line in page.lines:
        if line.day != day:
            day = line.day
            yield Row(kind="day", line=line)
        if line.seq == page.unread_from and not page.me.staff:
            yield Row(kind="unread", line=line)
        if line.kind == "message":
            yield Row(kind="message", line=line)
        else:
            yield Row(kind="note", line=line, note=note(line))


def note(line: Line) -> str:
    """What a line that nobody wrote says."""
    who = line.subject or _NOBODY
    return say(f"note.{line.kind}", name=who.name, role=who.role_label)
