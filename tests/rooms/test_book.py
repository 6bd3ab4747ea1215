"""The life book: what is put in, what comes along to the next home, and what does not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from moderation.services.retention import rows_of
from rooms.errors import RoomError
from rooms.masks import as_data
from rooms.media import store
from rooms.models import BookEntry, Cheer, Child, Day, Event, Household, PassedWords, Role, Room, SickCard
from rooms.protocol import FileRef
from rooms.queries import book as queries
from rooms.screen import CLEAN, Verdict
from rooms.services import book, cheers, items, memberships
from rooms.services.retelling import copies_kept
from rooms.services.rooms import open_room
from tests.cast import Cast
from tests.photos import kept, reader, refusal
from tests.walls.dayswork import told_days

pytestmark = [pytest.mark.django_db]


def added(cast: Cast, who: str = "wendy", **more: object) -> Event:
    form = {"room_id": cast.rooms["jon"].public_id, "client_id": uuid4(), "sort": "book.first", **more}
    return book.add(actor=cast.people[who], **form)


def jon(cast: Cast) -> Child:
    return cast.rooms["jon"].children.get()


def shelf(cast: Cast, who: str = "joshua") -> list[queries.EntryView]:
    return queries.entries(reader(cast, who, "jon"), jon(cast).public_id)


def entry_of(event: Event) -> BookEntry:
    return BookEntry.objects.get(public_id=event.data["item"]["id"])


@pytest.mark.parametrize("who", ["ana", "joshua", "wendy", "tianna"])
def test_every_member_can_put_something_in(cast: Cast, who: str) -> None:
    """S30, S47, S61, S70: firsts, art, report cards; with words and photos, by both sides."""
    photo = kept(cast, who, "jon")
    on = timezone.localdate() - timedelta(days=3)
    added(cast, who, on=on, text="Agua!", files=(FileRef(id=photo.public_id, alt="A cup"),))
    [entry] = shelf(cast)
    assert (str(entry.label), entry.on, entry.line.text) == ("a first time", on, "Agua!")
    assert (entry.by, entry.line.files[0].alt) == (cast.member(who, "jon").shown_name, "A cup")


def test_it_is_a_timeline_and_refuses_what_is_none(cast: Cast) -> None:
    """S47, S70: by day, oldest first."""
    today = timezone.localdate()
    added(cast, text="Second")
    added(cast, text="First", on=today - timedelta(days=400))
    assert [entry.line.text for entry in shelf(cast)] == ["First", "Second"]
    assert refusal(added, cast, text=" ") == "nothing_told"
    assert refusal(added, cast, text="A word", sort="book.secret") == "bad_choice"
    assert refusal(added, cast, text="A word", on=today + timedelta(days=2)) == "bad_choice"
    assert refusal(added, cast, text="A word", on=today.replace(year=today.year - 40, day=1)) == "bad_choice"
    assert refusal(added, cast, "francisco", text="A word") == "not_found"


def test_an_entry_is_changed_taken_out_and_told_once(cast: Cast) -> None:
    """S70: one's own, for a quarter of an hour; sent twice it is there once."""
    client_id = uuid4()
    first = added(cast, text="Aqua", client_id=client_id)
    assert added(cast, text="Aqua", client_id=client_id).seq == first.seq
    form = {"room_id": cast.rooms["jon"].public_id, "entry_id": entry_of(first).public_id}
    assert refusal(book.take_back, actor=cast.ana, client_id=uuid4(), **form) == "not_allowed"
    book.change(actor=cast.wendy, client_id=uuid4(), **form, sort="book.moment", text="Agua")
    [entry] = shelf(cast)
    assert (entry.line.text, entry.sort) == ("Agua", "book.moment")
    book.take_back(actor=cast.wendy, client_id=uuid4(), **form)
    assert shelf(cast) == []


def test_a_first_step_is_celebrated(cast: Cast) -> None:
    """S49"""
    event = added(cast, text="He walked")
    cheers.entry(
        actor=cast.ana,
        room_id=cast.rooms["jon"].public_id,
        client_id=uuid4(),
        about=entry_of(event).public_id,
        cheer="cheer.team",
    )
    assert [str(one.label) for one in shelf(cast)[0].cheers] == ["What a team!"]


# A change of placement.


def next_home(cast: Cast) -> Room:
    """Jon moves to another home: Ana, Brianna and Tianna are in the new room; Joshua and Wendy are not."""
    source = cast.rooms["jon"]
    home = Household.objects.create(agency=source.family.agency, name="Next")
    room = open_room(family=source.family, children=[jon(cast)], household=home)
    parts = {"ana": Role.BIRTH_PARENT, "brianna": Role.FOSTER_PARENT, "tianna": Role.SOCIAL_WORKER}
    for who, role in parts.items():
        memberships.add(actor=None, room=room, person=cast.people[who], role=role, sees_history=True)
    cast.rooms["next"] = room
    return room


def carry(cast: Cast) -> int:
    form = {"source": cast.rooms["jon"], "target": cast.rooms["next"], "child": jon(cast)}
    return len(book.carried(**form, as_member=cast.member("tianna", "next")))


def test_the_book_comes_along_and_nothing_else(cast: Cast) -> None:
    """S70, S15: words and photos of every entry; of who made them, only those who are in the new room too."""
    photo = kept(cast, "wendy", "jon")
    added(cast, text="Agua!", files=(FileRef(id=photo.public_id, alt="The green cup"),))
    added(cast, "ana", text="His first rice", on=timezone.localdate() - timedelta(days=9))
    gone = added(cast, text="Not this one")
    form = {"room_id": cast.rooms["jon"].public_id, "entry_id": entry_of(gone).public_id}
    book.take_back(actor=cast.wendy, client_id=uuid4(), **form)
    cast.say("wendy", "jon", "Only for the old room")
    room = next_home(cast)
    assert carry(cast) == 2
    found = queries.entries(reader(cast, "brianna", "next"), jon(cast).public_id)
    assert [(one.line.text, one.by, one.carried, one.can_change) for one in found] == [
        ("His first rice", "Ana Gutierrez", True, False),
        ("Agua!", "", True, False),
    ]
    [copy] = found[1].line.files
    assert copy.alt == "The green cup" and copy.id != photo.public_id
    mine = room.attachments.get(public_id=copy.id)
    assert store.read(mine.name) == store.read(photo.name) and mine.uploader == cast.member("tianna", "next")
    texts = " ".join(Event.objects.filter(room=room).values_list("text", flat=True))
    assert "old room" not in texts and "Not this one" not in texts and "Wendy" not in texts
    data = str(list(Event.objects.filter(room=room).values_list("data", flat=True)))
    assert cast.rooms["jon"].public_id not in data and photo.public_id not in data
    assert entry_of(added(cast, text="x")).root not in data


def test_it_comes_along_once_and_back_again_without_doubles(cast: Cast) -> None:
    """S70: asked twice, and home again, each entry is there once."""
    added(cast, text="Agua!")
    next_home(cast)
    assert (carry(cast), carry(cast)) == (1, 0)
    back = {"source": cast.rooms["next"], "target": cast.rooms["jon"], "child": jon(cast)}
    assert book.carried(**back, as_member=cast.member("tianna", "jon")) == []


def test_what_is_private_stays_private_on_the_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """P2: a contact detail in an old entry is dots in the new room too."""
    monkeypatch.setattr(items, "judge", lambda *_, **__: Verdict(masks=((5, 13, "phone"),)))
    event = added(cast, text="Call 555-0144 for the photo")
    assert as_data(((5, 13, "phone"),)).items() <= event.data.items()
    monkeypatch.setattr(items, "judge", lambda *_, **__: CLEAN)
    next_home(cast)
    assert carry(cast) == 1
    [entry] = queries.entries(reader(cast, "brianna", "next"), jon(cast).public_id)
    assert entry.line.text == "Call ••• for the photo"


def test_a_photo_that_cannot_be_read_stops_no_move(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """S70: the words come along without it; the log says which."""
    lost, whole = kept(cast, "wendy", "jon"), kept(cast, "wendy", "jon")
    files = (FileRef(id=lost.public_id, alt="Lost"), FileRef(id=whole.public_id, alt="Whole"))
    added(cast, text="Agua!", files=files)
    store.delete(lost.name)
    next_home(cast)
    assert carry(cast) == 1 and lost.public_id in caplog.text
    [entry] = queries.entries(reader(cast, "brianna", "next"), jon(cast).public_id)
    assert (entry.line.text, [one.alt for one in entry.line.files]) == ("Agua!", ["Whole"])


def test_a_move_that_fails_leaves_no_copies(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """P11: also where what follows the book fails, in the transaction of the whole move."""
    photo = kept(cast, "wendy", "jon")
    added(cast, text="Agua!", files=(FileRef(id=photo.public_id, alt="A cup"),))
    room, saved, save = next_home(cast), [], store.save
    monkeypatch.setattr(store, "save", lambda name, data: (saved.append(name), save(name, data)))

    def move() -> None:
        with copies_kept(), transaction.atomic():
            carry(cast)
            assert not any(store.is_gone(name) for name in saved)
            raise RoomError("no_worker")

    assert refusal(move) == "no_worker"
    assert len(saved) == 2 and all(store.is_gone(name) for name in saved)
    assert not room.attachments.exists() and not store.is_gone(photo.name)


def test_only_staff_of_the_new_room_bring_it(cast: Cast) -> None:
    """S70: neither a parent nor whoever is not in the new room."""
    added(cast, text="Agua!")
    room = next_home(cast)
    form = {"source": cast.rooms["jon"], "target": room, "child": jon(cast)}
    assert refusal(book.carried, **form, as_member=cast.member("ana", "next")) == "not_allowed"
    assert refusal(book.carried, **form, as_member=cast.member("joshua", "jon")) == "not_found"
    assert not BookEntry.objects.filter(room=room).exists()


def test_a_destroyed_room_leaves_nothing_of_it(cast: Cast) -> None:
    """P11: days, cards, words, books and what was celebrated are all found by their room."""
    told_days(cast.wendy, cast.rooms["jon"], lambda: "A word")
    day = Day.objects.get()
    form = {"actor": cast.ana, "room_id": cast.rooms["jon"].public_id, "client_id": uuid4()}
    cheers.day(**form, about=day.public_id, cheer="cheer.proud")
    counts = {rows.model: rows.count() for rows in rows_of(cast.rooms["jon"])}
    assert [counts[table] for table in (Day, SickCard, PassedWords, BookEntry, Cheer)] == [1, 1, 1, 1, 2]
