"""What the rooms ask before a message is kept (the setting MESSAGE_SCREEN): contact details, wording, safety.

Nothing goes over the network, and little is asked of the database: what holds in a room is remembered
(moderation.policy). If reading for contact details fails, the message waits for staff, so that nothing leaks; if
reading the wording fails, or takes too long, the message goes out all the same. Nothing of it is kept against anybody.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import thread_time
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from moderation import policy
from moderation.models import Contact, Flag
from moderation.policy import Choices
from moderation.screening import contacts, tone
from moderation.screening.contacts import Span
from moderation.screening.tone import Reading, Risk
from moderation.services import flags, held
from rooms.models import Event, Membership
from rooms.protocol import FileRef
from rooms.screen import Advice, Concern, Held, Verdict, Words

logger = logging.getLogger(__name__)

TIME_LIMIT: Final = 0.025
"""Seconds of work after which the wording of a long message is read no further; what others take does not count."""
PIECE: Final = 1_000
"""Characters of a long message whose wording is read at a time, between two looks at the clock."""

_PART: Final = re.compile(
    r"[\d@]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|zero|oh|double|dot|uno|dos|tres|cuatro|cinco|seis|siete|"
    r"ocho|nueve|diez|cero|doble|arroba|punto)\b",
    re.IGNORECASE,
)
_SHORT: Final = 48
"""Characters: a street or a door in a message of its own needs no digit, and is short."""
_TELLING: Final = 120
"""Characters: who tells a detail in parts sends short messages; longer ones are read by themselves alone."""

_CARE: Final = {
    "self_harm": Flag.Category.CARE,
    "child_safety": Flag.Category.SAFETY,
    "substance": Flag.Category.CARE,
}
_WAITS: Final = _(
    "There is a contact detail in this, so staff reads it first. If they let it through, everybody in the room sees it."
)
_URGENCIES: Final = {"now": Flag.Urgency.NOW, "today": Flag.Urgency.TODAY}


@dataclass(frozen=True)
class Screening:
    """The one who is asked; see `rooms.screen.Screen`. The parts that read can be put in for tests of their failing."""

    find: Callable[[str], list[Span]] = contacts.find
    find_split: Callable[[Sequence[str], str], list[Span]] = contacts.find_split
    read: Callable[..., Reading] = tone.read
    clock: Callable[[], float] = field(default=thread_time)

    def warm(self) -> None:
        """Read the tables, so that the first message need not wait for them."""
        self.find("Good morning, 12 Main Street")
        self.read("Good morning")

    def __call__(self, words: Words) -> Verdict:
        """Judge a message."""
        until = self.clock() + TIME_LIMIT
        choices = policy.choices(words.member.room)
        spans = [] if choices.contact == Contact.OFF else self._details(words)
        readings = self._readings(words, until)
        return Verdict(
            masks=tuple((span.start, span.end, span.kind.value) for span in spans or ()),
            second_thought=_second_thought(choices, spans, readings),
            hold=_hold(words, choices, spans, readings),
            concerns=tuple(_concerns(readings)),
            help=tuple(Advice("help", said) for reading in readings for said in tone.for_writer(reading)),
        )

    def tells_where(self, text: str) -> bool:
        """Whether a contact detail is in it; also if that could not be looked for."""
        try:
            return bool(self.find(text))
        except Exception:
            logger.exception("screening: contact details could not be looked for; the words are refused")
            return True

    def hold(
        self, words: Words, verdict: Verdict, *, client_id: UUID, reply_to: int | None, files: Sequence[FileRef] = ()
    ) -> Held:
        """Keep a message for staff."""
        return held.keep(words.member, verdict, text=words.text, client_id=client_id, reply_to=reply_to, files=files)

    def held(self, member: Membership, client_id: UUID, text: str, files: Sequence[FileRef] = ()) -> Held | None:
        """The answer to a message that was held before."""
        return held.before(member, client_id, text, files)

    def raised(self, event: Event, concerns: Sequence[Concern]) -> None:
        """Flag what was just recorded."""
        for concern in concerns:
            flags.raise_concern(event, concern)

    def _details(self, words: Words) -> list[Span] | None:
        """Contact details that are private here; None if they could not be looked for."""
        goes_on = len(words.text) <= _SHORT or (len(words.text) <= _TELLING and _PART.search(words.text))
        earlier = words.earlier() if goes_on else ()
        try:
            found = self.find(words.text)
            if earlier:
                found = [*found, *self.find_split(earlier, words.text)]
        except Exception:
            logger.exception("screening: contact details could not be looked for; the message waits for staff")
            return None
        return policy.private(words.member.room, found)

    def _readings(self, words: Words, until: float) -> list[Reading]:
        """The wording, piece by piece: the first in any case, the rest as far as there is time."""
        readings: list[Reading] = []
        try:
            named = policy.names(words.member.room)
            for piece in _pieces(words.text):
                if readings and self.clock() > until:
                    break
                readings.append(self.read(piece, children=named.children, adults=named.adults))
        except (ValueError, TypeError, LookupError, RecursionError, AttributeError):
            logger.exception("screening: the wording could not be read; the message goes out")
        return readings


def _pieces(text: str) -> Iterator[str]:
    """A long text in pieces that end where a line or a sentence does, or at least a word."""
    while len(text) > PIECE:
        end = max(text.rfind(sign, 0, PIECE) for sign in ("\n", ". ", "! ", "? "))
        end = end if end > 0 else text.rfind(" ", 0, PIECE)
        end = end + 1 if end > 0 else PIECE
        yield text[:end]
        text = text[end:]
    yield text


def _second_thought(choices: Choices, spans: list[Span] | None, readings: Sequence[Reading]) -> tuple[Advice, ...]:
    """For the writer alone; nothing about the wording of a cry for help, whatever else is said with it."""
    waits = (Advice("contact", _WAITS),) if spans and choices.contact == Contact.HOLD else ()
    if not choices.wording or any(reading.risk in (Risk.CARE, Risk.HELD) for reading in readings):
        return waits
    found = ((reading, tone.nudge(reading)) for reading in readings)
    advice = {one.reason: Advice(reading.labels[0], one.reason, one.suggestion) for reading, one in found if one}
    return (*waits, *advice.values())


def _hold(words: Words, choices: Choices, spans: list[Span] | None, readings: Sequence[Reading]) -> str:
    """Why staff reads it first; empty if it goes out."""
    cares = any(reading.risk is Risk.CARE for reading in readings)
    if any(reading.held for reading in readings) and not cares:
        return "threat"
    if spans is None:
        return "unscreened"
    if spans and choices.contact == Contact.HOLD:
        return "contact"
    return "step" if words.locked and held.in_force(words.member) else ""


def _concerns(readings: Sequence[Reading]) -> Iterator[Concern]:
    """What staff is told of: one for each category, the most urgent."""
    found: dict[str, Concern] = {}
    cares = any(reading.risk is Risk.CARE for reading in readings)
    for reading in readings:
        urgency = _URGENCIES.get(reading.urgency, Flag.Urgency.LATER)
        categories = {_CARE[label] for label in reading.labels if label in _CARE}
        if reading.held and not cares:
            categories.add(Flag.Category.SAFETY)
        for category in categories:
            if category not in found or urgency == Flag.Urgency.NOW:
                found[category] = Concern(category, urgency, reading.labels)
    yield from found.values()


screen = Screening()
