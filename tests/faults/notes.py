"""What the people of a run note down: what each of them said, and what each of their phones saw."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass
class Said:
    """One message: what was sent under an id, and every answer to it. Times are of the monotonic clock."""

    id: str
    room: str
    author: str
    words: set[str]
    """More than one if somebody tried other words under the same id."""
    sent_at: float = 0.0
    acked_at: float | None = None
    answers: set[tuple[str, int]] = field(default_factory=set)
    """Room and number of each acknowledgement: one, however often it was sent."""


Book = dict[str, Said]
"""All messages of a run by their ids."""


class Seen(NamedTuple):
    """One event as a phone showed it."""

    seq: int
    kind: str
    author: str | None
    text: str | None
    member: str | None


@dataclass
class Stay:
    """What a phone showed of a room from when it was let in until it was sent out. `base` is where it began."""

    room: str
    base: int
    have: int
    lines: list[Seen] = field(default_factory=list)


class Ending(NamedTuple):
    """A phone stopped following a room: told so ("left"), or its line ended ("closed"). Seconds since 1970."""

    room: str
    since: float
    last_frame: float
    at: float
    how: str


@dataclass
class Notes:
    """All that one phone saw. The counts from `doubled` to `wrong_acks` must stay at nought."""

    name: str
    person: str
    is_staff: bool = False
    stays: list[Stay] = field(default_factory=list)
    here: dict[str, Stay] = field(default_factory=dict)
    """The stay that goes on, by room."""
    endings: list[Ending] = field(default_factory=list)
    acks: list[tuple[float, float]] = field(default_factory=list)
    """When a message was last sent, and when it was acknowledged."""
    acked_in: Counter[str] = field(default_factory=Counter)
    """Messages acknowledged, by room."""
    heard_at: dict[tuple[str, int], float] = field(default_factory=dict)
    closes: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    forged: int = 0
    """Other words sent under an id that was acknowledged: each must be refused."""
    doubled: int = 0
    disordered: int = 0
    gaps: int = 0
    uninvited: int = 0
    """Frames about a room that this phone does not follow."""
    wrong_acks: int = 0
