"""What a room has learned together: questions and answers, ways that are kept, what was tried, places, lessons read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from rooms.models import Learned, Membership
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.queries.paging import Part, part, theirs

Kind = Learned.Kind
READ: Final = 200
"""Lessons read that the page of lessons goes back to."""
TRIED: Final = 50
"""What was tried that ways show, the newest of it."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """One act, with the line that has its words."""

    id: str
    line: Line
    topic: str
    how: str
    how_label: str
    card: str
    kept: bool = False
    """Of an answer: whether it is kept as a way."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question, and how the others do it."""

    note: Note
    answers: list[Note] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether all that was answered is kept, and so stands among the ways."""
        return bool(self.answers) and all(one.kept for one in self.answers)


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way that works here: whose words, what they answered, who kept it, and how it went for others."""

    note: Note
    words: Line
    asked: Line | None
    tried: list[Note] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class LearningPage:
    """What a room has learned, the newest first, in parts; of the questions of a part those without an answer before
    the others. `parts` has where the next part of each kind begins."""

    questions: list[Question]
    ways: list[Way]
    tried: list[Note]
    places: list[Note]
    read: Mapping[str, list[str]]
    """Who said that they read a lesson, by its key."""
    parts: Mapping[str, Part[Learned]]


def learning(
    member: Membership, *, before: Mapping[str, str] = MappingProxyType({}), of: str = "", card: str = ""
) -> LearningPage:
    """The newest of each kind, as this member may see it; or what follows the act that `before` names for a kind, or
    the part with the act `of`. Of what was tried, it is that of the technique `card`, or of the ways."""
    parts = _parts(member, before, of, card)
    rows = _rows(member, parts)
    seqs = {row.seq for row in rows} | {row.words_seq for row in rows if row.words_seq}
    seqs |= {row.about.seq for row in rows if row.about}
    seen = told(member, seqs)
    rows = [row for row in rows if row.seq in seen]
    by_kind: dict[str, list[Learned]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    kept = {row.words_seq for row in by_kind[Kind.KEPT]}
    ways = [_way(row, seen, by_kind[Kind.TRIED]) for row in by_kind[Kind.KEPT] if row.words_seq in seen]
    questions = [_question(row, seen, by_kind[Kind.ANSWERED], kept) for row in by_kind[Kind.ASKED]]
    read: dict[str, list[str]] = defaultdict(list)
    for row in reversed(by_kind[Kind.READ]):
        author = seen[row.seq].author
        if author and author.name not in read[row.card]:
            read[row.card].append(author.name)
    return LearningPage(
        questions=sorted(questions, key=lambda question: (bool(question.answers), question.settled)),
        ways=ways,
        tried=[_note(row, seen) for row in by_kind[Kind.TRIED]],
        places=[_note(row, seen) for row in by_kind[Kind.PLACE]],
        read=dict(read),
        parts=parts,
    )


def _parts(member: Membership, before: Mapping[str, str], of: str, card: str) -> dict[str, Part[Learned]]:
    """A part of each of the long lists."""
    every = theirs(member, Learned.objects.filter(room=member.room_id).select_related("about"))
    named = Learned.objects.filter(room=member.room_id, public_id=of).select_related("about").first() if of else None
    aim = named.about.public_id if named and named.about and named.kind != Kind.KEPT else of
    kinds = (Kind.KEPT, Kind.ASKED, Kind.PLACE)
    parts = {kind: part(every.filter(kind=kind), "seq", before=before.get(kind, ""), of=aim) for kind in kinds}
    if card:
        tried = every.filter(kind=Kind.TRIED, card=card)
        parts[Kind.TRIED] = part(tried, "seq", before=before.get(Kind.TRIED, ""), of=of)
    return {str(kind): found for kind, found in parts.items()}


def _rows(member: Membership, parts: Mapping[str, Part[Learned]]) -> list[Learned]:
    """What the parts show, newest first; the answers to these questions, and what was tried of these ways."""
    every = Learned.objects.filter(room=member.room_id).select_related("about").order_by("-seq")
    rows = [row for found in parts.values() for row in found.rows]
    rows += every.filter(kind=Kind.ANSWERED, about__in=[one.pk for one in parts[Kind.ASKED].rows])
    if Kind.TRIED not in parts:
        rows += every.filter(kind=Kind.TRIED, about__in=[one.pk for one in parts[Kind.KEPT].rows])[:TRIED]
    rows += every.filter(kind=Kind.READ)[:READ]
    return sorted(rows, key=lambda row: -row.seq)


def _note(row: Learned, seen: Mapping[int, Line], *, kept: bool = False) -> Note:
    return Note(
        id=row.public_id,
        line=seen[row.seq],
        topic=row.get_topic_display(),
        how=row.how,
        how_label=row.get_how_display(),
        card=row.card,
        kept=kept,
    )


def _question(row: Learned, seen: Mapping[int, Line], answers: Iterable[Learned], kept: set[int | None]) -> Question:
    own = [one for one in answers if one.about_id == row.pk]
    return Question(note=_note(row, seen), answers=[_note(one, seen, kept=one.seq in kept) for one in reversed(own)])


def _way(row: Learned, seen: Mapping[int, Line], tried: Iterable[Learned]) -> Way:
    return Way(
        note=_note(row, seen),
        words=seen[row.words_seq or 0],
        asked=seen.get(row.about.seq) if row.about else None,
        tried=[_note(one, seen) for one in tried if one.about_id == row.pk],
    )
