"""From the room in which foster homes plan to the rooms of their own children, as one foster adult sees both."""

from rooms.access import open_memberships
from rooms.models import CARERS, Membership, Room


def rooms_at_home(member: Membership) -> list[Room]:
    """For a foster adult in a planning room: the rooms of the family's children who live with them, by name (S44).

    There they can invite the parents to what was agreed here, in words of their own. For everybody else, and from any
    other room, there are none.
    """
    if member.room.purpose != Room.Purpose.PLANNING or member.role not in CARERS:
        return []
    own = open_memberships(member.person).filter(
        role__in=CARERS, room__purpose=Room.Purpose.COPARENTING, room__family=member.room.family_id
    )
    rooms = [part.room for part in own.prefetch_related("room__children")]
    return sorted(rooms, key=lambda room: room.name)
