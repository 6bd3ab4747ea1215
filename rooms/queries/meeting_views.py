"""What a meeting is on a page: the one shape for all kinds of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rooms.models import Meeting, MeetingPoint
from rooms.queries.lines import Line

FIRST: Final = (Meeting.Kind.COMFORT_CALL, Meeting.Kind.ICEBREAKER)
"""What starts with a placement."""


@dataclass(frozen=True, kw_only=True)
class PointView:
    """One line of a list, with its words."""

    id: str
    what: str
    label: str
    line: Line
    ticked: bool
    mine: bool


@dataclass(frozen=True, kw_only=True)
class ResultView:
    """How one try went; `line` tells it, with a note if there is one."""

    outcome: str
    label: str
    at: datetime
    again_at: datetime | None
    topics: list[str]
    line: Line


@dataclass(frozen=True, kw_only=True)
class TalkView:
    """One time of a regular talk: kept, missed, or not told yet (`outcome` empty)."""

    of: datetime
    outcome: str


@dataclass(frozen=True, kw_only=True)
class MeetingView:
    """One meeting with all that belongs to it. `late`: its time is over and nobody has ticked it off."""

    id: str
    kind: str
    label: str
    state: str
    child: str
    homeward: bool
    for_now: bool
    reason: str
    way: str
    way_label: str
    started_at: datetime | None
    due_from: datetime | None
    due_at: datetime | None
    starts_at: datetime | None
    held_at: datetime | None
    version: int
    late: bool
    asked: Line | None
    mine: bool
    results: list[ResultView]
    points: list[PointView]
    talks: list[TalkView]
    next_talk: datetime | None
    answers: tuple[int, float, float] | None
    """How many answered, and what they said in the middle; for staff, and only from two answers on."""
    answered: tuple[int, int] | None
    """What the reader said."""

    @property
    def live(self) -> bool:
        return self.state in (Meeting.State.OPEN, Meeting.State.SET)

    @property
    def first(self) -> bool:
        return self.kind in FIRST

    @property
    def intros(self) -> list[PointView]:
        return [point for point in self.points if point.what == MeetingPoint.What.INTRO]

    @property
    def agenda(self) -> list[PointView]:
        return [point for point in self.points if point.what != MeetingPoint.What.INTRO]

    @property
    def covered(self) -> list[str]:
        """What was talked about so far."""
        return [topic for result in self.results for topic in result.topics]
