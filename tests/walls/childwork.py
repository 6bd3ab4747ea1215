"""Something of everything on the child's page, for the worlds of the walls."""

from collections.abc import Callable
from uuid import uuid4

from rooms.models import BigStep, ChildEntry, DearThing, ExpertQuestion, Person, Room
from rooms.services import about, about_asking, about_things
from rooms.services.about import Told
from tests.cast import Cast


def told_of_child(
    person: Person, room: Room, words: Callable[[], str]
) -> list[ChildEntry | ExpertQuestion | BigStep | DearThing]:
    """An entry with an earlier version, a question, a step and a dear thing that went somewhere, all by one person."""

    def form() -> dict[str, object]:
        return {"actor": person, "room_id": room.public_id, "client_id": uuid4()}

    first = about.tell(**form(), told=Told(topic="sleep", text=words()))
    entry = ChildEntry.objects.get(room=room, topic="sleep")
    about.change(**form(), entry_id=entry.public_id, seen=first.seq, text=words())
    about_asking.ask(**form(), topic="food", text=words())
    about_asking.ask_first(**form(), kind="hair", text=words())
    about_things.write_down(**form(), text=words(), where="child")
    thing = DearThing.objects.get(room=room)
    about_things.move(**form(), thing_id=thing.public_id, where="way", seen=thing.moved_seq)
    return [entry, *(table.objects.get(room=room) for table in (ExpertQuestion, BigStep)), thing]


def in_child_page(cast: Cast, words: str) -> None:
    """The same in Macia's room by her foster mother, with Ana's part in it."""
    room = cast.rooms["macia"]
    told_of_child(cast.brianna, room, lambda: words or "A light in the hallway")
    form = {"actor": cast.ana, "room_id": room.public_id}
    step = BigStep.objects.get(room=room).public_id
    about_asking.answer(**form, client_id=uuid4(), step_id=step, said="talk", text=words or "Pinned, please")
    about_asking.ask(**form, client_id=uuid4(), topic="play")
    about.tell(**form, client_id=uuid4(), told=Told(topic="sleep", text=words or "The door open"))
