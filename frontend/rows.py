"""A conversation as the page draws it: its lines, with days, notes and the mark of what is new between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from frontend.words import say
from rooms.queries import Line, MemberView, ReplyView, RoomPage
from rooms.services.messages import EMOJI

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


_SEQ: Final = "\ue000"
"""Stands for a line's number in a menu that is drawn once for all lines; no address and no word has this sign."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the log. `menu` is what the reader can do with a message, as HTML."""

    kind: Literal["day", "unread", "message", "note"]
    line: Line
    note: str = ""
    menu: str = ""


def rows(page: RoomPage, base: str) -> Iterator[Row]:
    """Yield the rows of a page, oldest first. `base` is the room's address."""
    day, menu = None, _menus(page, base)
    for line in page.lines:
        if line.day != day:
            day = line.day
            yield Row(kind="day", line=line)
        if line.seq == page.unread_from and not page.me.staff:
            yield Row(kind="unread", line=line)
        if line.kind == "message":
            yield Row(kind="message", line=line, menu=menu(line) if page.can_write and not line.retracted else "")
        else:
            yield Row(kind="note", line=line, note=note(line))


def note(line: Line) -> str:
    """What a line that nobody wrote says."""
    who = line.subject or _NOBODY
    return say(f"note.{line.kind}", name=who.name, role=who.role_label)


def _menus(page: RoomPage, base: str) -> Callable[[Line], str]:
    """Draws the menus of lines. All are alike but for the number, so that each kind goes through its template once."""
    drawn: dict[tuple[bool, bool, bool], str] = {}

    def menu(line: Line) -> str:
        kind = (line.can_edit, line.mine, line.item is None)
        if kind not in drawn:
            blank = {"seq": _SEQ, "can_edit": line.can_edit, "mine": line.mine, "keeps": line.item is None}
            context = {"page": page, "base": base, "emojis": EMOJI, "line": blank}
            drawn[kind] = render_to_string("frontend/parts/actions.html", context)
        return mark_safe(drawn[kind].replace(_SEQ, str(line.seq)))  # noqa: S308 - a number, into drawn HTML

    return menu
