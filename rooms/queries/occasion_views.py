"""What a page shows of visits, calls, appointments and celebrations, as one reader may see them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from rooms.queries.lines import Line


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Something else of the reader's at the same time: told as what it is in this room, else only that it is there."""

    what: str
    starts: datetime


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody who is asked, and what they said."""

    name: str
    me: bool
    says: str
    says_label: str
    home: bool
    """Whether they care for the child at home: one of them comes."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the plan, or of the notes: what it is, and what was written, the newest last."""

    about: str
    label: str
    line: Line | None
    """The words as they stand."""
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class OccasionView:
    """One occasion on the page. `place` is empty for whoever staff has not let see it."""

    id: str
    version: int
    kind: str
    what: str
    is_contact: bool
    starts: datetime
    ends: datetime
    on: date | None
    """The day, of what shows its day only."""
    where: str
    place_kind: str
    place: str
    place_for: list[str]
    """Names of the members who can see the place."""
    place_ids: list[str]
    has_place: bool
    state: str
    state_label: str
    over: bool
    asked_by: str
    mine: bool
    """Whether the reader asked for the time as it stands."""
    concerns_me: bool
    guests: list[Guest]
    watched: str
    """Who is there to watch over it, as the court says."""
    weekly: bool
    follow: int
    """How many of its series come after it and stand as it does."""
    steps: list[Line]
    plan: list[Part]
    rides: list[Line]
    topics: list[Line]
    notes: list[Part]
    to_see: bool
    """Whether it changed late, and the reader has not said yet that they saw it."""
    seen: list[str]
    not_seen: list[str]
    clash: list[Clash]
    """What else the reader has said yes to at that time; for their eyes only."""
    can_answer: bool
    can_come: bool
    can_decline: bool
    can_change: bool
    can_call_off: bool
    can_approve: bool
    can_plan: bool
    can_note: bool
    can_show: bool


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The page: the next thing, what waits for the reader, what else comes, what was."""

    zone: str
    next: OccasionView | None
    waiting: list[OccasionView] = field(default_factory=list)
    coming: list[OccasionView] = field(default_factory=list)
    past: list[OccasionView] = field(default_factory=list)
    not_to_be: list[OccasionView] = field(default_factory=list)
