"""What a socket is told of its rooms when it connects."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

import msgspec

from rooms.access import Action, arrival, powers
from rooms.lookups import Companion, Part
from rooms.models import Person
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


def seats(person: int, action: Action) -> tuple[Person, list[Seat]] | None:
    """A person who may sign in, and the rooms in which they may do `action`."""
    found = arrival(person, action)
    return found and (found[0], [_seat(part, others) for part, others in found[1]])


def _seat(part: Part, others: Iterable[Companion]) -> Seat:
    info = RoomInfo(
        id=part.room_id,
        head=part.head,
        read=part.read_seq,
        me=part.public_id,
        can_write=Action.POST in powers(part.role, part.read_only),
        pace=part.pace,
        members=[_info(other) for other in others],
        observing=[],
    )
    return Seat(room=part.room, info=info)


def _info(member: Companion) -> MemberInfo:
    return MemberInfo(
        id=member.public_id,
        name=member.shown_name,
        role=member.role,
        state=member.state,
        here=False,
        read=member.read_seq,
        away=[_stretch(one) for one in (member.hidden or "").split(",") if one],
    )


def _stretch(written: str) -> tuple[int, int]:
    first, _dash, last = written.partition("-")
    return int(first), int(last)
