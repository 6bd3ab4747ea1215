"""What staff does over rooms, one noun a file. None of it is an event of a room."""

from moderation.models.export import Export
from moderation.models.flag import Appeal, Flag, FlaggedMessage, FlagNote
from moderation.models.held import HeldMessage
from moderation.models.look import Look
from moderation.models.policy import Contact, Policy
from moderation.models.step import Step
from moderation.models.summary import Summary
from moderation.models.whisper import Whisper

__all__ = [
    "Appeal",
    "Contact",
    "Export",
    "Flag",
    "FlagNote",
    "FlaggedMessage",
    "HeldMessage",
    "Look",
    "Policy",
    "Step",
    "Summary",
    "Whisper",
]
