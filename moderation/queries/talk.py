"""What was said in a room in some time, as one staff member may see it: for summaries, which cite it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from moderation.digest.model import Line
from moderation.queries.kept_out import kept_out
from rooms import items
from rooms.access import Action, allowed, visible
from rooms.fold import FoldedLine, fold
from rooms.items import Item
from rooms.masks import Mask, conceal
from rooms.models import Event, Kind, Membership, State
from rooms.protocol import ItemInfo
from rooms.queries.lines import CAMERA
from rooms.queries.timeline import messages

_CHUNK: Final = 5_000
"""Messages that one statement asks for: databases take only so many numbers."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A message as a summary shows it, without what is kept private. `text` is None for one that was taken back."""

    seq: int
    name: str
    at: datetime
    text: str | None


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Messages of a time that still stand, whole, and by their ids what the record keeps private in them."""

    lines: list[Line]
    masked: Mapping[str, Sequence[Mask]]
    wrote: frozenset[str]
    """Members who wrote in that time, also only what is not told here."""


def said(member: Membership, start: datetime, end: datetime) -> Talk:
    """What was said in a time, in its present words; nothing that no summary may tell."""
    people = {one.public_id: one for one in member.room.memberships.all()}
    standing = [line for line in _standing(member, _numbers(member, start, end)) if line.text and line.author in people]
    return Talk(
        lines=[_line(line, people[line.author or ""]) for line in standing],
        masked={str(line.seq): line.masked for line in standing if line.masked},
        wrote=frozenset(author for author in _authors(member, start, end) if author),
    )


def citable(member: Membership, seqs: Collection[int], start: datetime, end: datetime) -> set[int]:
    """Those of these numbers that are messages of the time, visible to this member and free to be told."""
    return set(_messages(member, start, end).filter(seq__in=list(seqs)).values_list("seq", flat=True))


def quotes(member: Membership, seqs: Collection[int]) -> dict[int, Quote]:
    """These messages by number, without those that this member does not see and those erased by order."""
    people = {one.public_id: one.shown_name for one in member.room.memberships.all()}
    return {line.seq: _quote(line, people.get(line.author or "", "")) for line in _standing(member, seqs)}


def everything(member: Membership, start: datetime, end: datetime) -> list[Quote]:
    """All messages of a time that a summary may rest on, in order."""
    return sorted(quotes(member, _numbers(member, start, end)).values(), key=lambda quote: quote.seq)


def silent(members: Iterable[Membership], wrote: Collection[str], end: datetime) -> list[str]:
    """Names of those who could write in this time and did not, in the order in which they came; staff left out."""
    return [
        member.shown_name
        for member in sorted(members, key=lambda one: one.pk)
        if member.state == State.ACTIVE and not member.is_staff and member.since < end
        if Action.POST in allowed(member) and member.public_id not in wrote
    ]


def _messages(member: Membership, start: datetime, end: datetime) -> QuerySet[Event]:
    return _all(member, start, end).exclude(seq__in=kept_out(member.room_id)).order_by("seq")


def _all(member: Membership, start: datetime, end: datetime) -> QuerySet[Event]:
    return Event.objects.filter(visible(member), kind=Kind.MESSAGE, at__gte=start, at__lt=end)


def _authors(member: Membership, start: datetime, end: datetime) -> QuerySet[Event, str | None]:
    return _all(member, start, end).order_by().values_list("author__public_id", flat=True).distinct()


def _numbers(member: Membership, start: datetime, end: datetime) -> list[int]:
    return list(_messages(member, start, end).values_list("seq", flat=True))


def _standing(member: Membership, seqs: Collection[int]) -> list[FoldedLine]:
    wanted = sorted(seqs)
    frames = [frame for at in range(0, len(wanted), _CHUNK) for frame in messages(member, wanted[at : at + _CHUNK])]
    return [line for line in fold(frames) if line.text is not None or line.retracted or line.files or line.item]


def _line(line: FoldedLine, author: Membership) -> Line:
    return Line(
        id=str(line.seq),
        at=datetime.fromisoformat(line.at),
        author=author.public_id,
        role=author.role,
        name=author.shown_name,
        text=line.text or "",
        reply_to=str(line.reply_to) if line.reply_to else None,
    )


def _quote(line: FoldedLine, name: str) -> Quote:
    text = _wordless(line) if line.text is None else conceal(line.text, line.masked)[0]
    return Quote(seq=line.seq, name=name, at=datetime.fromisoformat(line.at), text=text)


def _wordless(line: FoldedLine) -> str | None:
    """In place of words: what was done on a page of the room, and what photos show."""
    if line.retracted:
        return None
    done = [f"({_done(line.item)})"] if line.item else []
    return " ".join([*done, *(f"{CAMERA} {file.alt}".strip() for file in line.files)])


def _done(info: ItemInfo) -> str:
    item, moment = Item(kind=info.kind, id=info.id, facts=info.facts), partial(date_format, format="N j, H:i")
    day = partial(date_format, format="N j")
    said = items.sentence(item, moment=lambda at: moment(timezone.localtime(at)), day=day)
    return ": ".join(part for part in (said, ", ".join(items.chips(item))) if part)
