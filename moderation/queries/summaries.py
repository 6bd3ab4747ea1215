"""What the pages of summaries show: those of a room, and one with its lines, their messages and hints."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils import timezone

from moderation.digest import labels, period
from moderation.digest.wording import DeficitWord, deficit_words
from moderation.models import Look, Summary
from moderation.queries import talk
from moderation.queries.kept_out import kept_out
from moderation.queries.talk import Quote
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.models import Membership, Person, Reading

SITTING: Final = timedelta(minutes=30)
"""Looks closer than this are one: whoever asks what came since she last looked has just opened the room."""
_QUOTED: Final = re.compile(r"“[^”]*”")
_READING: Final = (Look.Kind.READ, Look.Kind.STEP_IN)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One summary in a list. Days are the agency's; `last_day` is included."""

    id: str
    first_day: date
    last_day: date
    signed_by: str
    signed_at: datetime | None
    version: int
    weekly: bool


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The summaries of a room, latest period first, and what a new one may be about."""

    room_id: str
    room_name: str
    cards: list[Card]
    today: date
    looked: datetime | None


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A line with what it rests on. `text` is empty for one that rests on messages its reader may not see."""

    text: str
    quotes: list[Quote]
    basis: str
    withheld: bool
    hints: list[DeficitWord]
    kept_out: bool = False
    """It rests on what may not be told further; its words are not here."""
    place: int = 0
    """Where it stands in the editor's form."""
    wrong: bool = False
    typed: str = ""
    """Numbers of messages as they were typed, where they are not in order yet."""

    @property
    def numbers(self) -> str:
        """What the field for the messages holds."""
        return self.typed or ", ".join(str(quote.seq) for quote in self.quotes)


@dataclass(frozen=True, kw_only=True)
class SectionView:
    """A heading and its lines."""

    key: str
    label: str
    lens: bool
    lines: list[LineView]
    next_place: int = 0
    """The place of a line that is added below the others."""

    @property
    def shown(self) -> bool:
        """Whether its heading stands in the editor: lenses always, the rest where there is something."""
        return self.lens or bool(self.lines)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One summary, to be edited or read."""

    card: Card
    room_id: str
    room_name: str
    sections: list[SectionView]
    versions: list[Card]
    revision: str
    editable: bool
    withheld: bool
    messages: list[Quote]
    next_place: int = 0
    """The place of a line that is added to a section without any."""


def shelf(person: Person, room_id: str) -> Shelf:
    """The summaries of a room. Raises RoomError as the door does."""
    member = door(actor=person, room_id=room_id, action=Action.OBSERVE)
    prefetch_related_objects([member.room], "memberships")
    where, now = member.room.zone, timezone.now()
    found = Summary.objects.filter(room=member.room, replaced_by=None)
    return Shelf(
        room_id=room_id,
        room_name=member.room.name,
        cards=[_card(summary, member) for summary in found.order_by("-end", "-pk")],
        today=now.astimezone(where).date(),
        looked=last_look(member, now),
    )


def period_of(person: Person, room_id: str, which: str, first: date | None, last: date | None) -> period.Period:
    """The period that a choice stands for: this or last week, since the last look, or days. Raises bad_period."""
    member, now = door(actor=person, room_id=room_id, action=Action.OBSERVE), timezone.now()
    where = member.room.zone
    if which == "this":
        return period.week(now, where)
    if which == "last":
        return period.week_before(now, where)
    if which == "looked" and (looked := last_look(member, now)):
        return period.Period(looked, now)
    if which == "days" and first and last and date.min < first <= last < date.max:
        return period.days(first, last, where)
    raise RoomError("bad_period")


def page(person: Person, room_id: str, summary_id: str) -> Page:
    """A summary as this staff member may see it. Raises RoomError as the door does, and not_found."""
    member = door(actor=person, room_id=room_id, action=Action.OBSERVE)
    summary = Summary.objects.filter(room=member.room, public_id=summary_id).first()
    if summary is None:
        raise RoomError("not_found")
    prefetch_related_objects([member.room], "memberships")
    known = talk.quotes(member, {seq for line in summary.lines for seq in line["seqs"]})
    kept = kept_out(member.room_id)
    # A draft goes on without such lines; a signed one does not change, and says that they are not shown.
    lines = [line for line in summary.lines if summary.signed_at or kept.isdisjoint(line["seqs"])]
    sections = [_section(key, lines, known, kept) for key in labels.PAGE]
    withheld = any(line.withheld for section in sections for line in section.lines)
    editable = summary.signed_at is None and not withheld
    return Page(
        card=_card(summary, member),
        room_id=room_id,
        room_name=member.room.name,
        sections=sections,
        versions=[_card(one, member) for one in _versions(summary)],
        revision=revision_of(summary),
        editable=editable,
        withheld=withheld,
        messages=talk.everything(member, summary.start, summary.end) if editable else [],
    )


def check_access(person: Person, room_id: str, summary_id: str) -> None:
    """Raise RoomError as `page` does, without reading anything of the room."""
    member = door(actor=person, room_id=room_id, action=Action.OBSERVE)
    if not Summary.objects.filter(room=member.room, public_id=summary_id).exists():
        raise RoomError("not_found")


def hints(text: str) -> list[DeficitWord]:
    """Words that might be kinder and clearer, outside of what the text quotes."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
    return deficit_words(bare)


def revision_of(summary: Summary) -> str:
    """What changes with every change of a draft."""
    return summary.edited_at.isoformat() if summary.edited_at else "-"


def last_look(member: Membership, now: datetime) -> datetime | None:
    """When this staff member last read the room before the sitting that she is in, if she ever did."""
    looks = Look.objects.filter(person=member.person, room=member.room, kind__in=_READING)
    times = [*looks.order_by("-at").values_list("at", flat=True)[:100]]
    times += Reading.objects.filter(membership=member).order_by("-at").values_list("at", flat=True)[:100]
    sitting = now
    for at in sorted(times, reverse=True):
        if sitting - at > SITTING:
            return at
        sitting = at
    return None


def _section(
    key: str, lines: Sequence[Mapping[str, Any]], known: Mapping[int, Quote], kept: Collection[int]
) -> SectionView:
    own = [_line(line, known, kept) for line in lines if line["section"] == key]
    return SectionView(key=key, label=str(labels.PAGE[key]), lens=key in labels.LENSES, lines=own)


def _line(line: Mapping[str, Any], known: Mapping[int, Quote], kept: Collection[int]) -> LineView:
    withheld, kept_back = not set(line["seqs"]) <= set(known), not set(line["seqs"]).isdisjoint(kept)
    text = "" if withheld or kept_back else line["text"]
    return LineView(
        text=text,
        quotes=[] if withheld or kept_back else [known[seq] for seq in line["seqs"]],
        basis=line["basis"],
        withheld=withheld,
        kept_out=kept_back,
        hints=hints(text),
    )


def _versions(summary: Summary) -> list[Summary]:
    """Every version of the same summary, the first one first."""
    chain, earlier, later = [summary], summary.replaces, Summary.objects.filter(replaces=summary).first()
    while earlier is not None:
        chain.insert(0, earlier)
        earlier = earlier.replaces
    while later is not None:
        chain.append(later)
        later = Summary.objects.filter(replaces=later).first()
    return chain


def _card(summary: Summary, member: Membership) -> Card:
    where = member.room.zone
    last = summary.end - timedelta(microseconds=1)
    names = {one.person_id: one.shown_name for one in member.room.memberships.all() if one.is_staff}
    return Card(
        id=summary.public_id,
        first_day=summary.start.astimezone(where).date(),
        last_day=last.astimezone(where).date(),
        signed_by=names.get(summary.signed_by_id or 0, ""),
        signed_at=summary.signed_at,
        version=summary.version,
        weekly=summary.author_id is None,
    )
