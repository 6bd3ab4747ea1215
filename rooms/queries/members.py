"""Members as the others in the room know them: a name, a role, a colour. Nothing of the account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rooms.models import PAPER_ROLES, Membership, Role, State

TONES = 4
"""How many colours the initials have."""


@dataclass(frozen=True, kw_only=True)
class MemberView:
    """A member on a page. `tone` (0 to 3) is the colour of their initial; it means nothing else."""

    id: str
    name: str
    role: str
    role_label: str
    state: str
    me: bool
    staff: bool
    tone: int
    initial: str
    read_seq: int
    read_only: bool
    until: datetime | None
    """When a pause or a narrowing is lifted by itself; shown to staff only."""
    missed: bool = False
    """Whether something of the room is hidden from them; known to staff only."""
    ends: datetime | None = None
    """When their part ends by itself; shown to staff only."""
    away: tuple[tuple[int, int | None], ...] = ()
    """Stretches of the room's numbers that they do not see."""

    def has_seen(self, seq: int) -> bool:
        """Whether they have read as far as this line, and it is not from before their time or from a pause."""
        hidden = any(first <= seq and (last is None or seq <= last) for first, last in self.away)
        return self.read_seq >= seq and not hidden


def member_views(memberships: Iterable[Membership], *, me: Membership, hidden: bool = False) -> list[MemberView]:
    """Views of a room's members, in the order in which they came; with `hidden` what each does not see of it."""
    ordered = sorted(memberships, key=lambda member: member.pk)
    return [
        MemberView(
            id=member.public_id,
            name=member.shown_name,
            role=member.role,
            role_label=str(Role(member.role).label),
            state=member.state,
            me=member.pk == me.pk,
            staff=member.is_staff,
            tone=index % TONES,
            initial=member.shown_name[:1].upper(),
            read_seq=member.read_seq,
            read_only=member.read_only,
            ends=member.until,
            away=tuple(member.hidden_ranges) if hidden else (),
            until=member.paused_until if member.state == State.SUSPENDED else member.read_only_until,
        )
        for index, member in enumerate(ordered)
    ]


def present(memberships: Iterable[MemberView]) -> list[MemberView]:
    """Those who are in the room or away for a while; not those who left, nor who is given papers and has no part."""
    here = (State.ACTIVE, State.SUSPENDED)
    return [member for member in memberships if member.state in here and member.role not in PAPER_ROLES]
