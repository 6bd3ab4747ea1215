"""Folded lines made ready for a page: names instead of ids, the reader's own day, what the reader may do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from rooms.access import Action, allowed, fresh
from rooms.fold import FoldedLine, fold
from rooms.items import CHILD
from rooms.masks import Mask
from rooms.models import Child, Kind, Membership
from rooms.protocol import EventFrame, FileInfo, ItemInfo
from rooms.queries.members import MemberView, member_views

CAMERA = "\N{CAMERA}"
"""In place of words, where a message is only photos or a video: the same in every language."""
QUOTE = 140
"""Characters of an answered message that are shown above the answer."""


@dataclass(frozen=True, kw_only=True)
class ReplyView:
    """The message that a line answers."""

    seq: int
    name: str
    text: str
    item: ItemInfo | None = None
    """What it tells of, where it has no words."""


@dataclass(frozen=True, kw_only=True)
class ReactionView:
    """One emoji on a line, and who chose it."""

    emoji: str
    count: int
    mine: bool
    names: str


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """What a line said before, until `at`."""

    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PaperView:
    """That a line came on paper: who typed it in, and the day it was written."""

    by: str
    name: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a conversation as a page shows it."""

    seq: int
    kind: str
    author: MemberView | None
    subject: MemberView | None
    at: datetime
    day: date
    text: str | None
    retracted: bool
    edited: bool
    mine: bool
    can_edit: bool
    reply: ReplyView | None
    seen_by: list[str]
    masked: list[Mask] = field(default_factory=list)
    """The spans of the text that are private: dots here for members, marked words for staff."""
    files: list[FileInfo] = field(default_factory=list)
    """Its photos."""
    paper: PaperView | None = None
    item: ItemInfo | None = None
    """What it tells of, if that was done on a page of the room."""
    child: str = ""
    """Which child that is about, by first name, in a room of several."""
    reactions: list[ReactionView] = field(default_factory=list)
    versions: list[VersionView] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads, and whom they see."""

    membership: Membership
    members: Mapping[str, MemberView]
    zone: tzinfo


def reader_of(member: Membership, views: Iterable[MemberView] | None = None) -> Reader:
    """The one who reads with this part, on their own clock; `views` are the room's members, where they are known."""
    found = member_views(member.room.memberships.all(), me=member) if views is None else views
    return Reader(membership=member, members={view.id: view for view in found}, zone=member.person.zone)


def lines(reader: Reader, events: Iterable[EventFrame], replied: Iterable[EventFrame] = ()) -> list[Line]:
    """Fold events into lines for this reader; `replied` are older messages that some of them answer."""
    folded = fold(events)
    quoted = {line.seq: line for line in [*fold(replied), *folded]}
    found = [_line(reader, line, quoted) for line in folded]
    if any(line.item and CHILD in line.item.facts for line in found):
        # Who moved on is still named where it was said: it may be of the family, if not of the room any more.
        family = reader.membership.room.family_id
        children = dict(Child.objects.filter(family=family).values_list("public_id", "first_name"))
        return [replace(line, child=_child(line, children)) for line in found]
    return found


def _child(line: Line, children: Mapping[str, str]) -> str:
    return children.get(str(line.item.facts.get(CHILD, "")), "") if line.item else ""


def _line(reader: Reader, line: FoldedLine, quoted: Mapping[int, FoldedLine]) -> Line:
    at = datetime.fromisoformat(line.at)
    author = reader.members.get(line.author or "")
    mine = author is not None and author.me
    return Line(
        seq=line.seq,
        kind=line.kind,
        author=author,
        subject=reader.members.get(line.member or ""),
        at=at,
        day=at.astimezone(reader.zone).date(),
        text=line.text,
        masked=line.masked,
        files=[] if line.retracted and not reader.membership.is_staff else line.files,
        paper=_paper(reader, line),
        item=None if line.retracted else line.item,
        retracted=line.retracted,
        edited=line.edited,
        mine=mine,
        can_edit=mine and _can_edit(reader, line, at),
        reply=_reply(reader, quoted.get(line.reply_to or 0)),
        seen_by=_seen_by(reader, line.seq) if mine else [],
        reactions=[_reaction(reader, emoji, ids) for emoji, ids in line.reactions.items()],
        versions=_versions(reader, line),
    )


def _can_edit(reader: Reader, line: FoldedLine, at: datetime) -> bool:
    return (
        line.kind == Kind.MESSAGE
        and line.item is None
        and not line.retracted
        and fresh(at)
        and Action.RETRACT in allowed(reader.membership)
    )


def _reply(reader: Reader, line: FoldedLine | None) -> ReplyView | None:
    if line is None:
        return None
    text = line.text or (CAMERA if line.files and not line.retracted else "")
    short = text if len(text) <= QUOTE else f"{text[:QUOTE].rstrip()}…"
    item = None if text or line.retracted else line.item
    return ReplyView(seq=line.seq, name=_names(reader, [line.author or ""])[0], text=short, item=item)


def _paper(reader: Reader, line: FoldedLine) -> PaperView | None:
    if line.paper is None:
        return None
    by, day = line.paper.by, date.fromisoformat(line.paper.on)
    return PaperView(by=by, name=_names(reader, [by])[0], on=day)


def _seen_by(reader: Reader, seq: int) -> list[str]:
    return [
        member.name for member in reader.members.values() if not member.me and not member.staff and member.has_seen(seq)
    ]


def _reaction(reader: Reader, emoji: str, ids: Sequence[str]) -> ReactionView:
    return ReactionView(
        emoji=emoji,
        count=len(ids),
        mine=reader.membership.public_id in ids,
        names=", ".join(_names(reader, ids)),
    )


def _names(reader: Reader, ids: Sequence[str]) -> list[str]:
    return [reader.members[member].name if member in reader.members else "" for member in ids]


def _versions(reader: Reader, line: FoldedLine) -> list[VersionView]:
    if not reader.membership.is_staff:
        return []
    return [VersionView(text=text, at=datetime.fromisoformat(at)) for text, at in line.versions]
