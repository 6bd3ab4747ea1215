"""What a socket is told of its rooms when it connects."""

from collections.abc import Set
from dataclasses import dataclass

import msgspec

from rooms.access import Action, allowed, open_memberships
from rooms.models import Membership, Person, State
from rooms.protocol import MemberInfo, RoomInfo


@dataclass(frozen=True)
class Seat:
    """A room as one socket knows it: its database key for the hub, and what goes over the wire."""

    room: int
    info: RoomInfo

    def with_presence(self, here: Set[str], observing: Set[str]) -> RoomInfo:
        """The wire form, with who is here now."""
        members = [msgspec.structs.replace(member, here=member.id in here) for member in self.info.members]
        return msgspec.structs.replace(self.info, members=members, observing=sorted(observing))


def room_infos(person: Person, action: Action) -> list[Seat]:
    """The rooms in which `person` may do `action`."""
    parts = open_memberships(person).prefetch_related("room__children", "room__memberships")
    return [_seat(member) for member in parts if action in allowed(member)]


def _seat(member: Membership) -> Seat:
    room = member.room
    info = RoomInfo(
        id=room.public_id,
        name=room.name,
        head=room.last_seq,
        read=member.read_seq,
        me=member.public_id,
        can_write=Action.POST in allowed(member),
        members=[
            MemberInfo(
                id=other.public_id,
                name=other.shown_name,
                role=other.role,
                state=other.state,
                here=False,
                read=other.read_seq,
            )
            for other in sorted(room.memberships.all(), key=lambda other: other.pk)
            if other.state in (State.ACTIVE, State.SUSPENDED)
        ],
        observing=[],
    )
    return Seat(room=room.pk, info=info)
