"""Parts and heads of rooms as this process saw them last: guesses that spare a question.

Whoever acts on one must have the database check it in the same statement (`rooms.events.record_if_unchanged`). A wrong
guess costs a statement, never more.
"""

from typing import Any, Final

from rooms.models import Membership, Person, Room

LIMIT: Final = 10_000
"""Parts kept; beyond it all are forgotten, and learnt again as they are needed."""

_ROOM: Final = ("id", "public_id", "last_seq", "head_digest", "under_review", "pace")
_PART: Final = ("id", "public_id", "room_id", "person_id", "role", "state", "read_only", "until")

_parts: dict[tuple[int, str], tuple[Any, ...]] = {}
_rooms: dict[str, int] = {}
_heads: dict[int, tuple[int, str]] = {}
_under_review: set[int] = set()
_paces: dict[int, int] = {}


def remember(member: Membership) -> None:
    """Note an open part and where its room stands, as the database just said."""
    if len(_parts) > LIMIT:
        for known in (_parts, _rooms, _heads, _under_review, _paces):
            known.clear()
    room = member.room
    _parts[member.person_id, room.public_id] = tuple(getattr(member, name) for name in _PART)
    _rooms[room.public_id] = room.pk
    _heads[room.pk] = (room.last_seq, room.head_digest)
    (_under_review.add if room.under_review else _under_review.discard)(room.pk)
    _paces[room.pk] = room.pace


def saw(room: int, seq: int, digest: str) -> None:
    """Note where a known room stands after a committed event."""
    if room in _heads:
        _heads[room] = (seq, digest)


def room(room_id: str) -> Room | None:
    """A room where it was last seen, for the caller to keep."""
    pk = _rooms.get(room_id)
    head = None if pk is None else _heads.get(pk)
    if pk is None or head is None:
        return None
    return Room.from_db(None, _ROOM, (pk, room_id, *head, pk in _under_review, _paces.get(pk, 0)))


def part(actor: Person, room: Room) -> Membership | None:
    """The actor's part in a room as it was last seen, for the caller to keep."""
    seen = _parts.get((actor.pk, room.public_id))
    if seen is None:
        return None
    member = Membership.from_db(None, _PART, seen)
    member.room, member.person = room, actor
    return member
