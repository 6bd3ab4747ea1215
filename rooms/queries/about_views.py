"""The child's page as one member sees it: what a page shows, made by `rooms.queries.about`."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from rooms.models.about import FROM_AGE, SAFETY, TOLD, Answer, BigStep, Topic
from rooms.queries.lines import Line
from rooms.queries.members import MemberView


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of an entry. `line` has the words; `kept` is the message that it quotes, if it does.

    `by` is who told it: nobody, if it came along from an earlier home and they are not here. `through` is who kept the
    message or brought the words along.
    """

    seq: int
    line: Line
    kept: Line | None
    by: MemberView | None
    through: MemberView | None
    at: datetime
    carried: bool

    @property
    def words(self) -> Line:
        """The line whose words stand there."""
        return self.kept or self.line


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one member told: its newest version, and those before it, newest first."""

    id: str
    now: Version
    before: list[Version]
    mine: bool

    @property
    def mine_to_change(self) -> bool:
        """Whether the words are the reader's own to write anew: not what they kept or brought along of others."""
        return self.mine and self.now.kept is None and not self.now.carried


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question to those who know; `line` has its own words, if it has any."""

    id: str
    topic: Topic
    line: Line
    mine: bool


@dataclass(frozen=True, kw_only=True)
class TopicView:
    """A topic with all that was told of it, and the questions about it that nobody has answered yet."""

    topic: Topic
    child_id: str
    entries: list[Entry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """Whether somebody can be asked about it: not about what others were told."""
        return self.topic not in TOLD


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """What somebody says to a step."""

    by: MemberView | None
    answer: str
    label: str | Promise
    line: Line


@dataclass(frozen=True, kw_only=True)
class StepView:
    """A step that was asked about first: what was answered, and who has not answered yet."""

    id: str
    kind: str
    label: str | Promise
    line: Line
    mine: bool
    asked_me: bool
    answers: list[AnswerView]
    waits_for: list[str]

    @property
    def state(self) -> str:
        """Where it stands: talk, no, waits, or yes from everybody."""
        said = {one.answer for one in self.answers}
        if Answer.TALK in said:
            return "talk"
        if Answer.NO in said:
            return "no"
        return "waits" if self.waits_for or not said else "yes"

    @property
    def my_answer(self) -> str:
        """What the reader says to it now; empty if nothing yet."""
        return next((one.answer for one in self.answers if one.by is not None and one.by.me), "")


@dataclass(frozen=True, kw_only=True)
class MoveView:
    """That a dear thing went somewhere."""

    where: str | Promise
    line: Line


@dataclass(frozen=True, kw_only=True)
class ThingView:
    """A dear thing, where it is, and where it was, newest first."""

    id: str
    where: str
    where_label: str | Promise
    line: Line
    moved: Line
    moves: list[MoveView]
    mine: bool


@dataclass(frozen=True, kw_only=True)
class ChildView:
    """One child: everything that was told, the next question to the reader, and whom we ask first.

    `expert` says that the reader is one of them.
    """

    id: str
    name: str
    age: int | None
    topics: dict[Topic, TopicView]
    next_topic: Topic | None
    waiting: Topic | None
    experts: list[str]
    expert: bool
    steps: list[StepView]
    things: list[ThingView]

    @property
    def asks(self) -> list[str]:
        """Whom the reader can ask about this child: nobody, if the reader is who knows."""
        return [] if self.expert else self.experts

    def offers(self, topic: Topic) -> bool:
        """Whether a topic fits the child's age, or something was told or asked of it already."""
        seen = self.topics[topic]
        return bool(seen.entries or seen.questions) or self.age is None or self.age >= FROM_AGE.get(topic, 0)

    @property
    def step_kinds(self) -> list[tuple[str, str | Promise]]:
        """The big steps that fit the child's age."""
        from_age = BigStep.FROM_AGE
        return [(kind, kind.label) for kind in BigStep.Kind if self.age is None or self.age >= from_age.get(kind, 0)]

    @property
    def safety(self) -> list[TopicView]:
        """What stands on the safety page, in its order."""
        return [self.topics[topic] for topic in SAFETY]

    @property
    def missing(self) -> list[TopicView]:
        """What of it nobody has told yet."""
        return [one for one in self.safety if not one.entries]

    @property
    def asks_me(self) -> bool:
        """Whether somebody else waits for an answer: then we ask nothing of our own beside it."""
        return any(not question.mine for question in self.questions)

    @property
    def open_steps(self) -> list[StepView]:
        """Steps that still wait for an answer or a talk."""
        return [step for step in self.steps if step.state in ("waits", "talk")]

    @property
    def settled_steps(self) -> list[StepView]:
        """Steps to which everybody said yes, or somebody no."""
        return [step for step in self.steps if step.state in ("yes", "no")]

    @property
    def questions(self) -> list[Question]:
        """Questions that nobody has answered yet, the oldest first."""
        found = [question for one in self.topics.values() for question in one.questions]
        return sorted(found, key=lambda question: question.line.seq)

    def in_turn(self, named: str = "") -> tuple[list[Question], list[Question]]:
        """Questions to show, and those for later: who is asked is asked one at a time, the one `named` by its id first,
        else the oldest. One's own are all shown."""
        others = [question for question in self.questions if not question.mine]
        first = [question for question in others if question.id == named] or others[:1]
        later = [question for question in others if question not in first]
        return [question for question in self.questions if question not in later], later


@dataclass(frozen=True, kw_only=True)
class AboutPage:
    """The page of the children of a room, and of the home."""

    children: list[ChildView]
    home: dict[Topic, TopicView]
    home_experts: list[str]

    def child(self, child_id: str) -> ChildView | None:
        """One of the children, by id; the only one, if there is one and none is named."""
        if not child_id and len(self.children) == 1:
            return self.children[0]
        return next((one for one in self.children if one.id == child_id), None)
