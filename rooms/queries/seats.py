"""What a socket is told of its rooms when it connects."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

import msgspec

from rooms.access import Action, allowed, companions
from rooms.models import Membership, Person
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
    return [_seat(part, others) for part, others in companions(actor=person, action=action)]


def _seat(part: Membership, others: Iterable[Membership]) -> Seat:
    info = RoomInfo(
        id=part.room.public_id,
        head=part.room.last_seq,
        read=part.read_seq,
        me=part.public_id,
        can_write=Action.POST in allowed(part),
        members=[_info(other) for other in others],
        observing=[],
    )
    return Seat(room=part.room_id, info=info)


def _info(member: Membership) -> MemberInfo:
    return MemberInfo(
        id=member.public_id,
        name=member.shown_name,
        role=member.role,
        state=member.state,
        here=False,
        read=member.read_seq,
    )
