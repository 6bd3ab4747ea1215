"""Heads kept by somebody else: a record that was cut short or written anew is found, whole as it looks (T8, P16)."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from rooms import guard
from rooms.events import digest
from rooms.models import Event, Room
from rooms.text import salted_hash
from rooms.verify import Head, heads, verify
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def kept(cast: Cast, tmp_path: Path) -> Path:
    """What a clerk has in their drawer: the heads after two lines in Macia's room."""
    cast.say("ana", "macia", "Good night")
    cast.say("brianna", "macia", "Sleep well")
    path = tmp_path / "heads.txt"
    with path.open("w") as file:
        call_command("record_heads", stdout=file)
    return path


def verdict(*arguments: object) -> str:
    """What the command says, refusal included."""
    said = StringIO()
    try:
        call_command("verify_record", *map(str, arguments), stdout=said)
    except CommandError as refusal:
        said.write(str(refusal))
    return said.getvalue()


def cut(room: Room, seq: int) -> None:
    """Make the record end at `seq`, as an old backup does."""
    with guard.lifted("flush"):
        Event.objects.filter(room=room, seq__gt=seq).delete()
    last = Event.objects.get(room=room, seq=seq)
    Room.objects.filter(pk=room.pk).update(last_seq=seq, head_digest=last.digest)


def rewrite(room: Room, seq: int, text: str) -> None:
    """Put other words at `seq` and make every digest from there on anew, as whoever controls the server could."""
    previous = Event.objects.get(room=room, seq=seq - 1).digest
    with guard.lifted("flush"):
        for event in Event.objects.filter(room=room, seq__gte=seq).select_related("author").order_by("seq"):
            if event.seq == seq:
                event.text, event.text_hash = text, salted_hash(text, event.salt)
            event.digest = previous = digest(event, author=event.author, room=room, previous=previous)
            event.save()
    Room.objects.filter(pk=room.pk).update(head_digest=previous)


def test_a_record_that_went_on_holds_its_earlier_heads(cast: Cast, kept: Path) -> None:
    cast.say("ana", "macia", "Good morning")
    assert "the record holds everything up to each of them" in verdict("--heads", kept)


def test_what_an_older_copy_lacks_is_named(cast: Cast, kept: Path) -> None:
    room = Room.objects.get(pk=cast.rooms["macia"].pk)
    cut(room, room.last_seq - 1)
    assert verify(room).whole
    said = verdict("--heads", kept)
    assert f"events {room.last_seq + 1} to {room.last_seq + 1} are missing" in said
    assert "1 of the records do not reach a head that was kept" in said


def test_a_record_written_anew_is_found(cast: Cast, kept: Path) -> None:
    room = Room.objects.get(pk=cast.rooms["macia"].pk)
    rewrite(room, room.last_seq - 1, "Something else")
    assert verify(room).whole, "without the kept head nobody could tell"
    assert f"event {room.last_seq} or one before it is not what it was" in verdict(room.public_id, "--heads", kept)


def test_a_room_that_is_gone_is_named(cast: Cast, kept: Path) -> None:
    kept.write_text(kept.read_text() + str(Head("n0suchr00m00", 7, "00")) + "\n")
    assert "n0suchr00m00  against the head kept at event 7: the room is missing, with events 1 to 7" in verdict(
        "--heads", kept
    )
    assert "the room is missing" in verdict("n0suchr00m00", "--heads", kept)


def test_heads_name_rooms_and_numbers_and_nothing_else(cast: Cast, kept: Path) -> None:
    text = kept.read_text()
    assert [Head.parse(line) for line in text.splitlines()[1:]] == heads()
    assert not any(word in text for word in ("Good night", "Sleep", "Ana", "Macia", "Gutierrez"))


@pytest.mark.parametrize("content", ["two words\n", "room seven digest\n", None])
def test_what_is_no_list_of_heads_is_refused(cast: Cast, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "heads.txt"
    if content is not None:
        path.write_text(content)
    assert "cannot be read as heads of a record" in verdict("--heads", path)
