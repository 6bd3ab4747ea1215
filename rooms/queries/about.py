"""What a member may read of the child's page: entries in the words of those who told, questions, steps, dear things.

Everything is made of rows and of the lines that `told` gives for them; a row without its line is not theirs to see.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Q
from django.utils import timezone

from rooms.access import Action, allowed
from rooms.models import (
    CARERS,
    BigStep,
    Child,
    ChildEntry,
    DearThing,
    EntryVersion,
    ExpertQuestion,
    Membership,
    QuestionLater,
    Role,
)
from rooms.models.about import FROM_AGE, HOME, TOLD, Answer, Place, Topic
from rooms.queries.about_views import (
    AboutPage,
    AnswerView,
    ChildView,
    Entry,
    MoveView,
    Question,
    StepView,
    ThingView,
    TopicView,
    Version,
)
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.queries.members import member_views
from rooms.queries.pages import age

ASKED: Final = tuple(topic for topic in Topic if topic not in (*TOLD, *HOME))
"""What birth parents are asked about, one question at a time, safety first."""


class _Rows:
    """All rows of a room's page, and the lines with their words: five questions to the database, however many."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        room = {"room": member.room_id}
        self.members = list(member.room.memberships.select_related("person"))
        self.views = {view.id: view for view in member_views(self.members, me=member)}
        self.by_pk = {one.pk: self.views[one.public_id] for one in self.members}
        entries = ChildEntry.objects.filter(**room).prefetch_related("versions").order_by("pk")
        self.entries = list(entries)
        self.questions = list(ExpertQuestion.objects.filter(**room).order_by("pk"))
        self.steps = list(
            BigStep.objects.filter(**room).select_related("asked_by").prefetch_related("answers").order_by("-pk")
        )
        self.things = list(DearThing.objects.filter(**room).prefetch_related("moves").order_by("pk"))
        self.lines = told(member, set(self._seqs()))

    def _seqs(self) -> Iterable[int]:
        for entry in self.entries:
            for version in entry.versions.all():
                yield version.seq
                if version.quotes:
                    yield version.quotes
        yield from (one.seq for one in self.questions)
        for step in self.steps:
            yield from (step.seq, *(one.seq for one in step.answers.all()))
        for thing in self.things:
            yield from (thing.seq, *(one.seq for one in thing.moves.all()))


def about_page(member: Membership) -> AboutPage:
    """The whole page, for a member whom the door let in."""
    rows = _Rows(member)
    home = _topics(rows, None, HOME)
    return AboutPage(
        children=[_child(rows, child) for child in member.room.siblings],
        home=home,
        home_experts=[one.shown_name for one in rows.members if one.role in CARERS and Action.TELL in allowed(one)],
    )


def _child(rows: _Rows, child: Child) -> ChildView:
    topics = _topics(rows, child, tuple(topic for topic in Topic if topic not in HOME))
    me = rows.member
    years = age(child.birth_date, timezone.localdate(timezone=me.person.zone))
    asked = [topic for topic in ASKED if years is None or years >= FROM_AGE.get(topic, 0)]
    untold = [topic for topic in asked if not any(_by_parent(entry) for entry in topics[topic].entries)]
    mine: Topic | None = None
    if me.role == Role.BIRTH_PARENT and Action.TELL in allowed(me):
        rests = Q(until__isnull=True) | Q(until__gt=timezone.now())
        later = set(QuestionLater.objects.filter(rests, member=me, child=child).values_list("topic", flat=True))
        mine = next((topic for topic in untold if topic not in later), None)
    experts = [one for one in rows.members if one.role == Role.BIRTH_PARENT and Action.TELL in allowed(one)]
    return ChildView(
        id=child.public_id,
        name=child.first_name,
        age=years,
        topics=topics,
        next_topic=mine,
        waiting=untold[0] if untold and experts else None,
        experts=[one.shown_name for one in sorted(experts, key=lambda one: one.pk)],
        expert=me.role == Role.BIRTH_PARENT,
        steps=[step for row in rows.steps if row.child_id == child.pk and (step := _step(rows, row))],
        things=[thing for row in rows.things if row.child_id == child.pk and (thing := _thing(rows, row))],
    )


def _topics(rows: _Rows, child: Child | None, topics: Sequence[Topic]) -> dict[Topic, TopicView]:
    pk, child_id = (child.pk, child.public_id) if child else (None, "")
    found = {topic: TopicView(topic=topic, child_id=child_id) for topic in topics}
    for row in rows.entries:
        if row.child_id == pk and row.topic in found and (entry := _entry(rows, row)):
            found[Topic(row.topic)].entries.append(entry)
    answered = {row.question_id for row in rows.entries if row.seq in rows.lines}
    for asked in rows.questions:
        line = rows.lines.get(asked.seq)
        if asked.child_id == pk and asked.topic in found and line and asked.pk not in answered:
            topic = Topic(asked.topic)
            found[topic].questions.append(Question(id=asked.public_id, topic=topic, line=line, mine=line.mine))
    return found


def _entry(rows: _Rows, row: ChildEntry) -> Entry | None:
    versions = sorted(row.versions.all(), key=lambda one: -one.seq)
    seen = [version for one in versions if (version := _version(rows, one))]
    if not seen or seen[0].seq != row.seq:
        return None
    return Entry(id=row.public_id, now=seen[0], before=seen[1:], mine=row.author_id == rows.member.pk)


def _version(rows: _Rows, row: EntryVersion) -> Version | None:
    line, kept = rows.lines.get(row.seq), rows.lines.get(row.quotes or 0)
    if line is None or (row.quotes and kept is None):
        return None
    carried, said = row.told_at is not None, kept or line
    return Version(
        seq=row.seq,
        line=line,
        kept=kept,
        by=rows.by_pk.get(row.told_by_id or 0) if carried else said.author,
        through=line.author if carried or kept else None,
        at=row.told_at or said.at,
        carried=carried,
    )


def _by_parent(entry: Entry) -> bool:
    return entry.now.by is not None and entry.now.by.role == Role.BIRTH_PARENT


def _step(rows: _Rows, row: BigStep) -> StepView | None:
    line = rows.lines.get(row.seq)
    if line is None:
        return None
    answers = [
        AnswerView(
            by=rows.by_pk.get(one.member_id),
            answer=one.answer,
            label=Answer(one.answer).label,
            line=rows.lines[one.seq],
        )
        for one in sorted(row.answers.all(), key=lambda one: one.seq)
        if one.seq in rows.lines
    ]
    asked = [one for one in rows.members if row.asks(one) and Action.TELL in allowed(one)]
    have = {one.member_id for one in row.answers.all() if one.seq in rows.lines}
    return StepView(
        id=row.public_id,
        kind=row.kind,
        label=BigStep.Kind(row.kind).label,
        line=line,
        mine=line.mine,
        asked_me=rows.member.pk in {one.pk for one in asked},
        answers=answers,
        waits_for=[one.shown_name for one in asked if one.pk not in have],
    )


def _thing(rows: _Rows, row: DearThing) -> ThingView | None:
    line = rows.lines.get(row.seq)
    if line is None:
        return None
    moves = [
        MoveView(where=Place(one.where).label, line=rows.lines[one.seq])
        for one in sorted(row.moves.all(), key=lambda one: -one.seq)
        if one.seq in rows.lines
    ]
    moved = moves[0].line if moves else line
    where = _where(moved, row)
    return ThingView(
        id=row.public_id,
        where=where,
        where_label=where.label,
        line=line,
        moved=moved,
        moves=moves,
        mine=line.mine,
    )


def _where(line: Line, row: DearThing) -> Place:
    """Where it is as far as this reader knows, by the newest line they see: what happened while they were paused stays
    hidden here too."""
    told = str(line.item.facts["where"]) if line.item else row.where
    return Place(told.removeprefix("thingat."))
