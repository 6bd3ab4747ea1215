"""Something of everything on the days pages and in the life book, for the worlds of the walls."""

from collections.abc import Callable
from uuid import uuid4

from rooms.models import BookEntry, Day, PassedWords, Person, Room, SickCard
from rooms.services import book, cheers, days, passed, sick
from tests.cast import Cast


def told_days(person: Person, room: Room, words: Callable[[], str]) -> list[Day | SickCard | PassedWords | BookEntry]:
    """A day, a sick child, words for the child and a celebrated entry of the book, all by one person."""

    def form() -> dict[str, object]:
        return {"actor": person, "room_id": room.public_id, "client_id": uuid4()}

    days.tell(**form(), taps={"slept": "slept.well"}, text=words())
    sick.tell(**form(), signs=["sick.fever"])
    passed.send(**form(), way="to", text=words())
    book.add(**form(), sort="book.first", text=words())
    entry = BookEntry.objects.get(room=room)
    cheers.entry(**form(), about=entry.public_id, cheer="cheer.proud", text=words())
    of_room = (table.objects.get(room=room) for table in (Day, SickCard, PassedWords))
    return [*of_room, entry]


def in_days(cast: Cast, words: str) -> None:
    """The same in Macia's room by her foster mother, with Ana's part in it."""
    told_days(cast.brianna, cast.rooms["macia"], lambda: words or "A good day")
    form = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id}
    days.tell(**form, client_id=uuid4(), taps={"mood": "mood.happy"}, text=words or "She sang")
    book.add(**form, client_id=uuid4(), sort="book.art", text=words or "A drawing")
