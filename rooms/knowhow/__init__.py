"""Learning together: techniques, lessons and sentences in our own words, for both sides alike (S46, S50, S59, S79)."""

from typing import Final

from rooms.knowhow.base import Card, Lesson, Technique, Topic
from rooms.knowhow.both import BOTH
from rooms.knowhow.growing import GROWING
from rooms.knowhow.lessons import KINSHIP, LESSONS, SPEAK_WELL
from rooms.knowhow.little import LITTLE
from rooms.knowhow.staff import FOR_STAFF, SHARING

__all__ = [
    "FOR_STAFF",
    "KINSHIP",
    "LESSONS",
    "SHARING",
    "SPEAK_WELL",
    "TECHNIQUES",
    "Card",
    "Lesson",
    "Technique",
    "Topic",
]

TECHNIQUES: Final[tuple[Technique, ...]] = (*LITTLE, *BOTH, *GROWING)
