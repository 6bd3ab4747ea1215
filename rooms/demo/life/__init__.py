"""What the demo families did on their pages, one noun a file: woven into the conversations by time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Final
from uuid import UUID

from rooms.demo.script import moment
from rooms.models import Event, Person, Room


@dataclass(frozen=True, slots=True)
class Scene:
    """What an act is played with: the room, its people by key, the id for its event, and the moment."""

    room: Room
    people: dict[str, Person]
    who: Person
    client_id: UUID
    at: datetime

    @property
    def form(self) -> dict[str, Any]:
        """What every service takes: who does it, where, the id, when."""
        return {"actor": self.who, "room_id": self.room.public_id, "client_id": self.client_id, "at": self.at}


@dataclass(frozen=True, slots=True)
class Did:
    """One act on a page; `days_ago` and `clock` as in `Said`. `do` calls a service and returns its event, if any."""

    days_ago: int
    clock: str
    who: str
    do: Callable[[Scene], Event | None]
    reactions: tuple[tuple[str, str], ...] = ()

    def at(self, now: datetime) -> datetime:
        """The moment it was done, seen from `now`."""
        return moment(self.days_ago, self.clock, now)


_NOUNS: Final = ("about", "days", "book", "dates", "meetings", "agreement", "learning", "home")


def steps_of(room: str) -> list[Did]:
    """All that was done on the pages of one room."""
    return [did for noun in _NOUNS for did in import_module(f"rooms.demo.life.{noun}").STEPS.get(room, ())]
