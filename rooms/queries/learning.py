"""What a room has learned together: questions and answers, ways that are kept, what was tried, places, lessons read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rooms.knowhow import Technique
from rooms.models import Learned, Membership
from rooms.queries.items import told
from rooms.queries.lines import Line

Kind = Learned.Kind
SHOWN: Final = 200
"""Acts of each kind, say questions, that a room's pages go back to; ways that are kept are there for good."""


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
    """What a room has learned, the newest first; questions without an answer before the others."""

    questions: list[Question]
    ways: list[Way]
    tried: list[Note]
    places: list[Note]
    read: Mapping[str, list[str]]
    """Who said that they read a lesson, by its key."""

    def tried_of(self, card: str) -> list[Note]:
        """What was tried of one technique."""
        return [note for note in self.tried if note.card == card]


def learning(member: Membership) -> LearningPage:
    """All of it, as this member may see it."""
    rows = _rows(member)
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
    )


def found(techniques: Iterable[Technique], *, ages: tuple[int, ...], topic: str, words: str) -> list[Technique]:
    """Techniques for these ages and this topic in which every one of the words occurs."""
    wanted = words.casefold().split()
    return [
        one
        for one in techniques
        if one.fits(ages) and topic in ("", one.topic) and all(word in _text(one) for word in wanted)
    ]


def _rows(member: Membership) -> list[Learned]:
    """The newest acts of each kind, newest first; every kept way, and the answers to every question among these."""
    every = Learned.objects.filter(room=member.room_id).select_related("about").order_by("-seq")
    rows = list(every.filter(kind=Kind.KEPT))
    asked = list(every.filter(kind=Kind.ASKED)[:SHOWN])
    rows += asked
    rows += every.filter(kind=Kind.ANSWERED, about__in=[one.pk for one in asked])
    for kind in (Kind.TRIED, Kind.PLACE, Kind.READ):
        rows += every.filter(kind=kind)[:SHOWN]
    return sorted(rows, key=lambda row: -row.seq)


def _text(one: Technique) -> str:
    return " ".join(map(str, (one.title, one.when, *one.steps, one.sentence))).casefold()


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
