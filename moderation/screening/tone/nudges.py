"""What to tell whom about a message that was read. Every sentence is in `sayings`; nothing here decides anything."""

from collections.abc import Mapping
from dataclasses import dataclass

from moderation.screening.tone import sayings
from moderation.screening.tone.reading import Reading, Risk
from moderation.screening.tone.sayings import Words
from moderation.screening.tone.tables import SUPPORT


@dataclass(frozen=True, slots=True)
class Nudge:
    """A private second thought for the writer: why, and one way to say it."""

    reason: Words
    suggestion: Words


def nudge(reading: Reading) -> Nudge | None:
    """The second thought for the writer, or None where there is nothing to think over.

    A cry for help gets none: whoever asks for care is not corrected. A held message has its sentence in `for_writer`.
    """
    if reading.risk is not Risk.NUDGE:
        return None
    label = reading.labels[0]
    return Nudge(
        reason=_finest(sayings.REASONS, reading, label),
        suggestion=_finest(sayings.SUGGESTIONS, reading, label),
    )


def for_writer(reading: Reading) -> tuple[Words, ...]:
    """What the writer is told when a message is held, or when it asks for care: plain help, most urgent first."""
    help_near = tuple(sayings.HELP[label] for label in _care(reading))
    return (sayings.HELD, *help_near) if reading.held else help_near


def for_staff(reading: Reading) -> Words | None:
    """The neutral line for the caseworker, about the label that weighs most; safety goes before tone."""
    labels = _care(reading) or reading.labels
    if reading.held:
        labels = ("threat",)
    return _finest(sayings.STAFF, reading, labels[0]) if labels else None


def _care(reading: Reading) -> tuple[str, ...]:
    """The labels that ask for care, life first."""
    return tuple(label for label in reversed(SUPPORT) if label in reading.labels)


def _finest(words: Mapping[str, Words], reading: Reading, label: str) -> Words:
    return words.get(f"{label}.{reading.hints.get(label, '')}", words[label])
