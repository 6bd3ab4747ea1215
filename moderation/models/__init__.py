"""What staff does over rooms, one noun a file. None of it is an event of a room."""

from moderation.models.export import Export
from moderation.models.flag import Appeal, Flag, FlaggedMessage, FlagNote
from moderation.models.heads import HeadsMail
from moderation.models.held import HeldMessage
from moderation.models.late_reading import LateReading
from moderation.models.look import Look
from moderation.models.policy import Contact, Policy
from moderation.models.policy_change import PolicyChange
from moderation.models.retention import CaseFile, Destruction, RetentionRule
from moderation.models.shared_paper import SharedPaper
from moderation.models.step import Step
from moderation.models.summary import Summary
from moderation.models.treatment import TreatmentConsent, TreatmentMark
from moderation.models.whisper import Whisper

__all__ = [
    "Appeal",
    "CaseFile",
    "Contact",
    "Destruction",
    "Export",
    "Flag",
    "FlagNote",
    "FlaggedMessage",
    "HeadsMail",
    "HeldMessage",
    "LateReading",
    "Look",
    "Policy",
    "PolicyChange",
    "RetentionRule",
    "SharedPaper",
    "Step",
    "Summary",
    "TreatmentConsent",
    "TreatmentMark",
    "Whisper",
]
