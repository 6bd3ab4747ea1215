"""Photos that a court has erased: the bytes are gone, the record is whole, and nothing says so before (P8)."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from rooms.media import store
from rooms.models import Event, Kind
from rooms.queries import files
from rooms.services.erasure import erase_file, erase_text
from rooms.verify import verify
from tests.cast import Cast
from tests.photos import reader, refusal, sent

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_a_court_can_have_a_photo_erased(cast: Cast) -> None:
    """P8: the bytes go, the chain stays whole, and without the order the record is broken."""
    event, one = sent(cast, "ana", "macia", "Look", "A red house")
    assert refusal(erase_file, room=cast.rooms["macia"], seq=event.seq, file_id=one.public_id, order=" ") == (
        "reason_needed"
    )
    store.delete(one.name)
    assert f"event {event.seq}: a photo" in str(verify(cast.rooms["macia"]).fault)
    erase_file(room=cast.rooms["macia"], seq=event.seq, file_id=one.public_id, order="No. 17")
    assert verify(cast.rooms["macia"]).whole
    assert not default_storage.exists(one.small_name)
    for person in ("tianna", "brianna"):
        assert refusal(files.opened, reader(cast, person), one.public_id) == "not_found"
    erase_text(room=cast.rooms["macia"], seq=event.seq, order="No. 17")
    assert verify(cast.rooms["macia"]).whole


def test_the_command_line_erases_one(cast: Cast) -> None:
    event, one = sent(cast, "ana", "macia")
    room = cast.rooms["macia"].public_id
    with pytest.raises(CommandError):
        call_command("erase_photo", room, str(event.seq), "0a1b2c3d4e5f", order="No. 17")
    with pytest.raises(CommandError):
        call_command("erase_photo", "0a1b2c3d4e5f", str(event.seq), one.public_id, order="No. 17")
    call_command("erase_photo", room, str(event.seq), one.public_id, order="No. 17", stdout=StringIO())
    assert not default_storage.exists(one.name) and verify(cast.rooms["macia"]).whole


@pytest.mark.parametrize("left", ["name", "small_name"])
def test_an_erasure_that_the_storage_does_not_do_says_so_and_can_be_done_again(
    cast: Cast, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P8: nobody is told that a photo is gone while its bytes are there, and the record is not called whole."""
    event, one = sent(cast, "ana", "macia", "Look")
    room, stays, delete = cast.rooms["macia"], getattr(one, left), default_storage.delete
    what = ("erase_photo", room.public_id, str(event.seq), one.public_id)

    def broken(name: str) -> None:
        if name == stays:
            raise PermissionError(name)
        delete(name)

    with monkeypatch.context() as failing:
        failing.setattr(default_storage, "delete", broken)
        for _ in range(2):
            with pytest.raises(CommandError, match="run this again"):
                call_command(*what, order="No. 17", stdout=StringIO())
    assert refusal(files.opened, reader(cast, "tianna"), one.public_id) == "not_found"
    assert f"event {event.seq}: a photo of it was erased by order" in str(verify(room).fault)
    with monkeypatch.context() as failing:
        failing.setattr(default_storage, "exists", broken)
        assert not store.is_gone(stays)
    call_command(*what, order="No. 17", stdout=(out := StringIO()))
    assert not default_storage.exists(one.name) and not default_storage.exists(one.small_name)
    assert verify(room).whole and Event.objects.filter(room=room, kind=Kind.TEXT_ERASED).count() == 1
    assert f"event {event.seq + 1} says so" in out.getvalue()
