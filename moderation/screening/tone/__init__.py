"""Wording and safety: `read(text)` names what a message carries. Rules over tables, English and Spanish."""

from moderation.screening.tone.nudges import Nudge, for_staff, for_writer, nudge
from moderation.screening.tone.reading import Reading, Risk, read, warm

__all__ = ["Nudge", "Reading", "Risk", "for_staff", "for_writer", "nudge", "read", "warm"]
