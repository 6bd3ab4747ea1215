"""Pages as people see them: browsers without JavaScript, signed in as one of the cast."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from rooms.models import Event
from tests.cast import Cast


class Reader:
    """One of the cast in front of a page, in one room."""

    def __init__(self, cast: Cast, person: str, room: str) -> None:
        self.cast, self.person, self.room = cast, person, cast.rooms[room]
        self.client = Client()
        self.client.force_login(cast.people[person])
        desk = "desk/" if person == "tianna" else ""
        self.base = f"/{desk}rooms/{self.room.public_id}/"

    def get(self, path: str = "") -> HttpResponse:
        return self.client.get(self.base + path)

    def post(self, path: str, **fields: object) -> HttpResponse:
        return self.client.post(self.base + path, {"client_id": str(uuid4()), **fields})

    def said(self) -> list[str]:
        """What the record holds as messages, in order."""
        return list(Event.objects.filter(room=self.room, kind="message").order_by("seq").values_list("text", flat=True))


@pytest.fixture
def reader(cast: Cast) -> Callable[[str, str], Reader]:
    """Make a reader: `reader("ana", "macia")`."""
    return lambda person, room: Reader(cast, person, room)


@pytest.fixture
def ana(cast: Cast) -> Reader:
    """Ana in Macia's room."""
    return Reader(cast, "ana", "macia")
