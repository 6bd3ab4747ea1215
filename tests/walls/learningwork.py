"""Learning together in the canary world: what was asked, kept and tried, pages of journals, an agency's own cards."""

from typing import Final
from uuid import uuid4

from rooms.models import AgencyCard, JournalEntry, Learned
from rooms.services import agency_cards, journal, learning
from rooms.services.agency_cards import Wanted
from tests.cast import Cast
from tests.walls.canaries import Aviary

_STAFF: Final = ("social_worker", "supervisor")
_IDEA: Final = {"when": "In the evening", "steps": "Sit down\nBreathe\nHum", "sentence": "I am here."}


def learned(world: Aviary) -> None:
    """In each room: a question, a way, and three pages of a journal, of which one is the owner's alone."""
    cards = _agency(world)
    for viewer, room in (("birth_parent", "macia"), ("other_parent", "jaylan")):
        here = {"actor": world.people[viewer], "room_id": world.rooms[room].public_id}
        asked = learning.ask(**here, client_id=uuid4(), topic="sleep", text=world.new("Event.text", room=room))
        learning.keep(**here, client_id=uuid4(), seq=asked.seq, topic="sleep")
        what = learning.Tried(how="worked", card=cards, text=world.new("Event.text", room=room))
        learning.tried(**here, client_id=uuid4(), what=what)
        for row in Learned.objects.filter(room=world.rooms[room]):
            world.caught(row.public_id, "Learned.public_id", room=room)
        for seen_by, what_of, hidden in (
            ("me", "JournalEntry.text", ()),
            ("worker", "JournalEntry.text, shown to the social worker", ("supervisor",)),
            ("room", "Event.text", ()),
        ):
            person = "" if seen_by == "room" else viewer
            text = world.new(what_of, room=room, person=person, hidden_from=hidden)
            entry = journal.write(**here, client_id=uuid4(), kind="hard", text=text, seen_by=seen_by)
            world.caught(str(entry.client_id), "JournalEntry.client_id", room=room)
            if seen_by == "me":
                world.caught(entry.public_id, "JournalEntry.public_id", room=room, person=viewer, hidden_from=_STAFF)
    assert JournalEntry.objects.filter(seen_by="me").count() == 2


def _agency(world: Aviary) -> str:
    """An idea for everybody, and one that was hidden again. Returns the key of the first."""
    keeper = world.people["social_worker"]
    for hidden, what in ((False, "AgencyCard.words"), (True, "AgencyCard.words, hidden")):
        words = {"en": {**_IDEA, "title": world.new(what, room="macia")}}
        wanted = Wanted(kind=AgencyCard.Kind.TECHNIQUE, topic="sleep", hidden=hidden, words=words)
        card = agency_cards.save(actor=keeper, client_id=uuid4(), wanted=wanted)
        world.caught(str(card.client_id), "AgencyCard.client_id", room="macia")
        if not hidden:
            key = card.key
            world.caught(key, "AgencyCard.key", room="macia")
            world.caught(key, "Learned.card", room="macia")
    return key


def in_learning(cast: Cast, words: str) -> None:
    """Something of everything on the pages of learning together, in Macia's room; `words` for what people say."""
    room = cast.rooms["macia"].public_id
    ana, brianna = ({"actor": cast.people[who], "room_id": room} for who in ("ana", "brianna"))
    learning.ask(**ana, client_id=uuid4(), topic="sleep", text=words or "How do you sing it?")
    asked = Learned.objects.filter(kind="asked").latest("seq")
    shown = learning.answer(
        **brianna, client_id=uuid4(), question_id=asked.public_id, text=words or "Slowly, and twice"
    )
    learning.answer(**brianna, client_id=uuid4(), question_id=asked.public_id, text="Or not at all")
    learning.keep(**ana, client_id=uuid4(), seq=shown.seq)
    way = Learned.objects.filter(kind="kept").latest("seq").public_id
    what = learning.Tried(how="a_bit", way_id=way, text=words or "Once")
    learning.tried(**ana, client_id=uuid4(), what=what)
    learning.share_place(**ana, client_id=uuid4(), text=words or "The library has a story hour")
    for seen_by in ("me", "worker", "room"):
        text = words or "A good day"
        journal.write(**ana, client_id=uuid4(), kind="growth", text=text, seen_by=seen_by)
    place = {"en": dict.fromkeys(("name", "helps", "reach"), words or "A pantry")}
    wanted = Wanted(kind=AgencyCard.Kind.PLACE, words=place)
    agency_cards.save(actor=cast.tianna, client_id=uuid4(), wanted=wanted)
