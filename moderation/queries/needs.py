"""What the top of the desk is made of: what waits, in which order, and what went well."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from moderation.models import Flag
from moderation.queries.quiet import Quiet, Unreached

REST: Final = 4
"""The rank of what nothing and nobody presses for."""
YES: Final = frozenset({"date", "wish", "way_home", "door"})
"""What goes no further until staff says yes."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A room as the desk names it."""

    id: str
    name: str
    family: str


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing that waits.

    `kind` is question, flag, appeal, sick, held, door, meeting, way_home, date, wish, summary, step or part.
    `ref` is its public id. `about` says more precisely what: a flag's category, a meeting's or step's kind, or what
    comes of a part (back, over, writes).
    `who` is whom it is about or from whom it comes, `with_name` who looks at it already. `due` is the time it was
    promised by, when it begins, or when it ends; `at` when it came.
    """

    kind: str
    ref: str
    room: Place
    about: str = ""
    who: str = ""
    with_name: str = ""
    mine: bool = False
    at: datetime
    due: datetime | None = None
    late: bool = False

    @property
    def rank(self) -> int:
        """What comes first: safety, then a child or somebody else who needs care, what is late, a yes, the rest."""
        if self.about == Flag.Category.SAFETY:
            return 0
        if self.kind == "sick" or self.about == Flag.Category.CARE:
            return 1
        return 2 if self.late else 3 if self.kind in YES else REST


@dataclass(frozen=True, kw_only=True)
class Glad:
    """Something good: what a member or staff pointed at, or a line of a summary."""

    room: Place
    who: str
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Today:
    """The top of the desk. `needs` are in the order of `Need.rank`; `ending` are the pauses and steps."""

    needs: list[Need] = field(default_factory=list)
    summaries: list[Need] = field(default_factory=list)
    ending: list[Need] = field(default_factory=list)
    glad: list[Glad] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)
    unreached: list[Unreached] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(need.late for need in self.needs)
