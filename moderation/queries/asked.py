"""What a member sees of flags: what they asked for, and what they were told; never who else asked for what.

It is read also by somebody whose part is paused: what staff told them is theirs, and a second look can be asked for.
Nothing of it comes from the conversation.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone

from moderation.due import due_at, worker_zone
from moderation.models import Appeal, Flag
from moderation.outcomes import Outcome, tells_reporter
from rooms.access import Action, door, lasting_memberships
from rooms.models import Membership, Person, Role, State

SHOWN: Final = 100


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One matter as the member sees it. `mine`: they raised it; else staff has a word for them about it."""

    id: str
    room: str
    mine: bool
    category: str
    words: str
    at: datetime
    due_at: datetime | None
    state: str
    outcome: str
    told: str
    told_at: datetime | None
    may_appeal: bool
    appeal: str
    appeal_told: str


@dataclass(frozen=True, kw_only=True)
class AskPage:
    """What the page needs on which a member asks: the room, and who of the staff would answer."""

    room_id: str
    room: str
    workers: list[str]
    answer_by: datetime | None


def asked(person: Person) -> list[Asked]:
    """What this person asked for or was told in all their rooms, newest first."""
    mine = {part.pk: part for part in lasting_memberships(person)}
    raised = Q(raised_by__in=mine, source=Flag.Source.MEMBER)
    told = Q(member__in=mine) & ~Q(told_author="")
    found = Flag.objects.filter(raised | told).select_related("room", "appeal").prefetch_related("room__children")
    return [_asked(flag, mine) for flag in found.order_by("-at", "-pk")[:SHOWN]]


def ask_page(person: Person, room_id: str, *, action: Action) -> AskPage:
    """Who is asked in this room, from a member's seat (READ) or from the desk (MANAGE). Raises RoomError."""
    member = door(actor=person, room_id=room_id, action=action)
    workers = member.room.memberships.filter(role=Role.SOCIAL_WORKER, state=State.ACTIVE).order_by("pk")
    return AskPage(
        room_id=member.room.public_id,
        room=member.room.name,
        workers=list(workers.values_list("shown_name", flat=True)),
        answer_by=due_at(Flag.Category.QUESTION, Flag.Urgency.LATER, timezone.now(), worker_zone(member.room)),
    )


def _asked(flag: Flag, mine: dict[int, Membership]) -> Asked:
    raised = flag.raised_by_id in mine and tells_reporter(flag)
    appeal: Appeal | None = getattr(flag, "appeal", None)
    my_appeal = appeal if appeal is not None and appeal.by_id in mine else None
    settled = flag.state not in (Flag.State.OPEN, Flag.State.CLAIMED)
    return Asked(
        id=flag.public_id,
        room=flag.room.name,
        mine=raised,
        category=flag.category if raised else "",
        words=flag.words if raised else "",
        at=flag.at if raised else flag.resolved_at or flag.at,
        due_at=flag.due_at if raised and not settled else None,
        state=_state(flag, my_appeal),
        outcome=_outcome(flag, my_appeal) if raised else "",
        told=flag.told_reporter if raised else flag.told_author,
        told_at=flag.resolved_at,
        may_appeal=flag.state == Flag.State.RESOLVED and appeal is None and flag.category != Flag.Category.GOOD,
        appeal=my_appeal.text if my_appeal else "",
        appeal_told=my_appeal.told if my_appeal else "",
    )


def _outcome(flag: Flag, my_appeal: Appeal | None) -> str:
    """How it was settled; what a second look found otherwise does not stand any more."""
    if not flag.outcome or (my_appeal is not None and my_appeal.upheld):
        return ""
    return str(Outcome(flag.outcome).label)


def _state(flag: Flag, my_appeal: Appeal | None) -> str:
    """Where it stands for this member: somebody else's asking for a second look is not theirs to know."""
    if flag.state in (Flag.State.OPEN, Flag.State.CLAIMED):
        return str(flag.state)
    if my_appeal is None:
        return str(Flag.State.RESOLVED)
    return str(flag.state)
