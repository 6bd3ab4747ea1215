"""Folds a room's events into the lines that people see. The browser's timeline.js does the same, case for case.

Folding is idempotent and order-free: the same event twice is once, and events may come in any order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from rooms.masks import Mask
from rooms.protocol import EventFrame, FileInfo, ItemInfo, PaperInfo

LINE_KINDS: Final = frozenset(
    {
        "room.opened",
        "message",
        "member.joined",
        "member.suspended",
        "member.restored",
        "member.ended",
        "member.renamed",
    }
)
"""Kinds that are a line of their own; every other kind changes the line that it targets."""


@dataclass(kw_only=True)
class FoldedLine:
    """One line of the conversation in its present state."""

    seq: int
    kind: str
    author: str | None
    at: str
    text: str | None
    member: str | None = None
    reply_to: int | None = None
    masked: list[Mask] = field(default_factory=list)
    """What is private in the present text."""
    files: list[FileInfo] = field(default_factory=list)
    """Its photos; of a message that was taken back, only staff are shown them."""
    paper: PaperInfo | None = None
    """That it came on paper, and who typed it in; changing its words does not change that."""
    item: ItemInfo | None = None
    """What it tells of, if that was done on a page of the room."""
    edited: bool = False
    retracted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    versions: list[tuple[str, str]] = field(default_factory=list)
    """Texts that came before the present one, oldest first, each with the time it was written."""


def fold(events: Iterable[EventFrame]) -> list[FoldedLine]:
    """Lines in order of seq."""
    ordered = sorted({event.seq: event for event in events}.values(), key=lambda event: event.seq)
    lines: dict[int, FoldedLine] = {}
    for event in ordered:
        if event.kind in LINE_KINDS:
            lines[event.seq] = FoldedLine(
                seq=event.seq,
                kind=event.kind,
                author=event.author,
                at=event.at,
                text=event.text,
                member=event.member,
                reply_to=event.reply_to,
                retracted=event.retracted,
                masked=event.masked,
                files=list(event.files),
                paper=event.paper,
                item=event.item,
            )
        elif event.target in lines:
            _apply(lines[event.target], event)
    return list(lines.values())


def _apply(line: FoldedLine, event: EventFrame) -> None:
    if event.kind == "message.edited":
        line.edited = True
        if event.text is not None and not line.retracted:
            _change_text(line, event)
    elif event.kind == "message.retracted":
        if line.text is not None:
            line.versions.append((line.text, event.at))
        line.text, line.masked, line.retracted = None, [], True
    elif event.kind == "text.erased" and event.files:
        gone = {file.id for file in event.files}
        line.files = [file for file in line.files if file.id not in gone]
    elif event.kind == "text.erased":
        line.text, line.masked, line.versions = None, [], []
    elif event.author is not None and event.emoji is not None:
        _react(line, event.author, event.emoji, on=event.kind == "reaction.added")


def _change_text(line: FoldedLine, event: EventFrame) -> None:
    if line.text is not None and line.text != event.text:
        line.versions.append((line.text, event.at))
    line.text, line.masked = event.text, event.masked


def _react(line: FoldedLine, author: str, emoji: str, *, on: bool) -> None:
    members = line.reactions.setdefault(emoji, [])
    if on and author not in members:
        members.append(author)
    elif not on and author in members:
        members.remove(author)
    if not members:
        del line.reactions[emoji]
