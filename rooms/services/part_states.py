"""Pausing a part, bringing it back, ending it: the row, the event that is the fence, and what it had planned.

For services that have locked the room, have decided, and write down who did it.
"""

from datetime import datetime

from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.models import Act, HiddenRange, Kind, Membership, State
from rooms.services import part_dates


def suspend(member: Membership, until: datetime | None) -> Act:
    """Pause an active part, until staff or the date `until` brings it back. Raises RoomError bad_choice."""
    member.paused_until = until
    _change(member, State.SUSPENDED, Kind.MEMBER_SUSPENDED, was={State.ACTIVE})
    HiddenRange.objects.create(membership=member, first_seq=member.room.last_seq + 1)
    return Act.SUSPEND


def restore(member: Membership, until: datetime | None = None) -> Act:
    """Bring a paused part back; what was said meanwhile stays hidden from it. Raises RoomError bad_choice."""
    member.hidden.filter(last_seq__isnull=True).update(last_seq=member.room.last_seq)
    member.paused_until = None
    _change(member, State.ACTIVE, Kind.MEMBER_RESTORED, was={State.SUSPENDED})
    return Act.RESTORE


def end(member: Membership, until: datetime | None = None) -> Act:
    """End a part for good. Raises RoomError bad_choice."""
    paused = member.state == State.SUSPENDED
    member.until = member.paused_until = None
    _change(member, State.ENDED, Kind.MEMBER_ENDED, was={State.ACTIVE, State.SUSPENDED})
    if not paused:  # else their view ended already
        HiddenRange.objects.create(membership=member, first_seq=member.room.last_seq + 1)
    return Act.END


def replaced(member: Membership, new: Membership) -> Membership:
    """End one part so that another of the same person takes its place; its dates are handed on, not called off."""
    member.until = member.paused_until = None
    _change(member, State.ENDED, Kind.MEMBER_ENDED, was={State.ACTIVE}, keeps_dates=True)
    HiddenRange.objects.create(membership=member, first_seq=member.room.last_seq + 1)
    new.save()
    return new


def _change(member: Membership, state: State, kind: Kind, *, was: set[State], keeps_dates: bool = False) -> None:
    """Save the part's new state with the dates that came with it, and tell the room."""
    if member.state not in was:
        raise RoomError("bad_choice")
    member.state = state
    member.save(update_fields=["state", "until", "paused_until"])
    if state != State.ACTIVE and not keeps_dates:
        part_dates.step_out(member)
    record([Draft(room=member.room, kind=kind, data={"member": member.public_id})])
