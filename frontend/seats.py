"""Where a reader sits: in the room as a member, or at the desk as staff. The pages are one; doors and words differ."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from moderation import desk
from rooms import queries
from rooms.models import Person
from rooms.queries import RoomPage


@dataclass(frozen=True, kw_only=True)
class Seat:
    """What differs between the two: how the page is read, where it lives and which socket it opens."""

    page: str
    """Names the page for styles and browser code, and its template."""
    url: str
    people_url: str
    socket: str
    load: Callable[[Person, str, int | None], RoomPage]
    staff: bool

    def context(self, person: Person) -> dict[str, Any]:
        """What the page shows beside the conversation: at the desk, all her rooms."""
        return {"families": desk.board(person)} if self.staff else {}

    def room_url(self, room_id: str) -> str:
        return reverse(self.url, args=[room_id])


def _as_member(person: Person, room_id: str, before: int | None) -> RoomPage:
    return queries.room_page(person, room_id, before=before)


def _from_desk(person: Person, room_id: str, before: int | None) -> RoomPage:
    return desk.room_page(person, room_id, before=before)


MEMBER: Final = Seat(page="room", url="room", people_url="people", socket="/ws/", load=_as_member, staff=False)
DESK: Final = Seat(
    page="desk-room", url="desk_room", people_url="desk_people", socket="/ws/desk/", load=_from_desk, staff=True
)
