"""What an export covers: a room, a stretch of its record, for whom and why, and what is left out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from moderation.models import TreatmentConsent
from rooms.models import Membership, Room


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """Why the words of one event are left out, and what is shown instead: the words with details masked, or nothing."""

    why: str
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Maker:
    """Who made the export, as the members know them."""

    member: str
    name: str
    role: str

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """An export to be made. `start` and `end` are what was asked for; `first` and `last` the events that this means.

    `head_seq` and `head_digest` are where the room stood; `hidden` is by number of event; `members` by their key;
    `kept_out` are messages of the room that may not be told further, `consents` what lets others be.
    """

    export_id: str
    room: Room
    start: datetime | None
    end: datetime | None
    first: int
    last: int
    head_seq: int
    head_digest: str
    recipient: str
    purpose: str
    maker: Maker
    at: datetime
    zone: ZoneInfo
    members: Mapping[int, Membership]
    hidden: Mapping[int, Hidden]
    kept_out: Collection[int] = ()
    consents: Sequence[TreatmentConsent] = ()
