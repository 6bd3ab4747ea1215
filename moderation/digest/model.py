"""What goes into a digest and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One message as the reader sees it. `at` knows its time zone; `author` is a membership, never an account."""

    id: str
    at: datetime
    author: str
    role: str
    name: str
    text: str
    reply_to: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """What screening says of a message: hurtful wording and a worry by kind, or empty texts; kinds of contact details.

    `quote` is the text with its contact details masked.
    """

    hostile: str = ""
    worry: str = ""
    contacts: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A day, and the minute of it where one is named. The minute is in the reader's time zone."""

    day: date
    at: datetime | None = None

    def iso(self) -> str:
        """The day, or the day and local minute: `2031-05-06` or `2031-05-06T18:30`."""
        return self.at.strftime("%Y-%m-%dT%H:%M") if self.at else self.day.isoformat()

    def over(self, now: datetime) -> bool:
        """Whether it has passed. A day without a minute passes at its end."""
        return self.at < now if self.at else self.day < now.date()


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing in a digest: verbatim words, who wrote them and when, and every message it rests on."""

    messages: tuple[str, ...]
    author: str
    name: str
    at: datetime
    quote: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question(Item):
    """A question that nobody has answered yet. `to` names the person it was put to, where it names one."""

    waiting: timedelta
    to: str = ""
    to_staff: bool = False
    sure: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Commitment(Item):
    """Something a person said they will do. `kept` holds the message that says it was done."""

    due: Due | None
    kept: str | None = None
    over: bool = False
    """The due time has passed and the room has no word of it. A fact about the room, not about the person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Appointment(Item):
    """Something with a day, and mostly a minute, that the room named."""

    when: Due


@dataclass(frozen=True, kw_only=True, slots=True)
class Urgent(Item):
    """Something for today. `kind` is `hostile`, `contact` or a safety kind; `detail` says more precisely what."""

    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One person's part in the talk, as plain facts in order of first message; never a rank."""

    author: str
    name: str
    role: str
    messages: int
    words: int
    last: datetime
    last_message: str
    quiet: timedelta | None
    """Time since the last message, where it is longer than this person's usual."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A suggested next step. `kind` says which sentence, `item` is the open thing that it was drawn from."""

    kind: str
    item: Item


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """A draft for a social worker to read, edit and sign.

    `too_little` is true when the period holds too few words to say anything of weight; what was found is still there.
    """

    now: datetime
    too_little: bool
    today: tuple[Urgent, ...]
    unanswered: tuple[Question, ...]
    commitments: tuple[Commitment, ...]
    appointments: tuple[Appointment, ...]
    concerns: tuple[Item, ...]
    strengths: tuple[Item, ...]
    unsure: tuple[Item, ...]
    """Worth a look, and no more than that: a question that may be answered, a hard word about a child."""
    parts: tuple[Part, ...]
    room_words: int
    steps: tuple[Step, ...] = ()
    working: tuple[Item, ...] = ()
    growing: tuple[Item, ...] = ()
    going_home: tuple[Item, ...] = ()

    @property
    def lenses(self) -> Mapping[str, tuple[Item, ...]]:
        """The three questions a caseworker brings to a room, in the order in which they are shown."""
        return {"working": self.working, "growing": self.growing, "going_home": self.going_home}
