"""Videos on their way: in pieces, in a worker's hands, then of one message; nothing is lost or stays behind (S28)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from moderation.services.retention import rows_of
from rooms import limits
from rooms.errors import RoomError
from rooms.media import store
from rooms.models import Attachment, Incoming, Room
from rooms.models.attachment import VIDEO, file_name, small_name
from rooms.protocol import FileRef
from rooms.queries import files
from rooms.services import attachments, posting, videos
from rooms.services.erasure import erase_file
from rooms.verify import verify
from tests.cast import Cast, make_cast
from tests.photos import jpeg, reader, refusal
from tests.videos import PLACE, clip, sent_video

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

Commits = object


@pytest.fixture(autouse=True)
def calm() -> None:
    limits.uploads.clear()


def send(cast: Cast, data: bytes, person: str = "ana", same: UUID | None = None, pieces: int = 3) -> videos.Progress:
    """All pieces of a video, in order."""
    client_id, size = same or uuid4(), max(1, -(-len(data) // pieces))
    for number in range(pieces):
        done = piece(cast, client_id, number, data[number * size :][:size], last=number + 1 == pieces, person=person)
    return done


def piece(
    cast: Cast, client_id: UUID, number: int, data: bytes, *, last: bool = False, person: str = "ana"
) -> videos.Progress:
    where = {"actor": cast.people[person], "room_id": cast.rooms["macia"].public_id}
    return videos.receive(**where, client_id=client_id, number=number, last=last, data=data)


def state(cast: Cast, video_id: str, person: str = "ana") -> videos.Progress:
    return videos.state(actor=cast.people[person], room_id=cast.rooms["macia"].public_id, video_id=video_id)


def test_pieces_become_a_video_and_the_message_carries_it(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    """S28: what came is gone, place and all; the digest covers the hash of what is kept."""
    data = clip()
    done = send(cast, data)
    names = Incoming.objects.get().piece_names
    assert [default_storage.exists(name) for name in names] == [True, True, True, False]
    assert state(cast, done.id).made is None
    words = {"files": (FileRef(id=done.id, alt="Her first steps"),)}
    with pytest.raises(RoomError, match="video_making"):
        cast.say("ana", "macia", "Look", **words)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert videos.make_next() == 1
    made = state(cast, done.id).made
    assert made is not None and made.public_id == done.id and (made.width, made.height, made.seconds) == (320, 180, 1)
    assert not Incoming.objects.exists() and not any(default_storage.exists(name) for name in names)
    event = cast.say("ana", "macia", "Look", **words)
    (entry,) = event.data["files"]
    assert entry["type"] == "video/mp4" and entry["seconds"] == 1 and entry["sha256"] == made.sha256
    assert store.is_whole(made.name, made.sha256) and made.name.endswith(".mp4")
    assert PLACE.encode() in data and PLACE.encode() not in store.read(made.name)
    assert files.film(reader(cast, "brianna"), done.id) == made
    assert files.picture(reader(cast, "brianna"), done.id, small=True).startswith(b"\xff\xd8\xff")
    assert verify(cast.rooms["macia"]).whole


def test_a_piece_that_comes_twice_is_taken_in_once_and_one_too_early_is_not(cast: Cast) -> None:
    data, same = clip(), uuid4()
    half = len(data) // 2
    assert refusal(piece, cast, same, 1, data[half:]) == "video_gone"
    first = piece(cast, same, 0, data[:half])
    assert piece(cast, same, 0, data[:half]).id == first.id
    assert refusal(piece, cast, same, 2, data[half:]) == "video_gone"
    for _ in range(2):
        assert piece(cast, same, 1, data[half:], last=True).id == first.id
    one = Incoming.objects.get()
    assert (one.pieces, one.size, one.state) == (2, len(data), "waiting")
    assert videos.make_next() == 1 and videos.make_next() == 0
    assert piece(cast, same, 1, data[half:], last=True).made is not None


@pytest.mark.parametrize(
    ("data", "code"), [(b"%PDF-1.7 and more", "video_kind"), (b"", "photo_missing"), (b"#EXTM3U\nfile", "video_kind")]
)
def test_what_is_no_video_is_refused_at_its_first_piece(cast: Cast, data: bytes, code: str) -> None:
    assert refusal(piece, cast, uuid4(), 0, data) == code
    assert not Incoming.objects.exists()


def test_what_cannot_be_made_is_refused_in_words_and_leaves_nothing(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    done = send(cast, clip()[:5_000])
    names = Incoming.objects.get().piece_names
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert videos.make_next() == 1
    assert refusal(state, cast, done.id) == "video_broken"
    assert not any(default_storage.exists(name) for name in names)
    with pytest.raises(RoomError, match="video_broken"):
        cast.say("ana", "macia", "Look", files=(FileRef(id=done.id),))
    assert videos.make_next() == 0


def test_a_size_has_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(videos.videos, "BYTES", 4_000)
    same = uuid4()
    piece(cast, same, 0, clip()[:3_000])
    assert refusal(piece, cast, same, 1, bytes(2_000)) == "video_large"
    assert refusal(piece, cast, uuid4(), 0, bytes(videos.videos.PIECE + 1)) == "video_large"


def test_two_at_a_time_for_each_member(cast: Cast) -> None:
    for _ in range(2):
        piece(cast, uuid4(), 0, clip()[:500])
    assert refusal(piece, cast, uuid4(), 0, clip()[:500]) == "slow_down"
    piece(cast, uuid4(), 0, clip()[:500], person="brianna")


@pytest.mark.django_db(transaction=True)
def test_first_pieces_at_one_time_do_not_get_past_the_count() -> None:
    cast, data, start = make_cast(), clip()[:500], Barrier(6)

    def first(_: int) -> str:
        start.wait()
        try:
            piece(cast, uuid4(), 0, data)
        except RoomError as error:
            return error.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(first, range(6)))
    assert sorted(done) == ["", "", *["slow_down"] * 4] and Incoming.objects.count() == 2


def test_what_is_made_and_never_sent_has_an_end(cast: Cast) -> None:
    """Whoever makes video after video and sends none is told so; after a day, or with a message, there is space."""
    for number in range(videos.UNSENT):
        made = sent_video(cast, "ana", "macia", f"Number {number}")[1]
        Attachment.objects.filter(pk=made.pk).update(state="uploaded", message=None)
    assert refusal(piece, cast, uuid4(), 0, clip()[:500]) == "video_unsent"
    Attachment.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(hours=25))
    piece(cast, uuid4(), 0, clip()[:500])


def test_what_comes_to_nothing_has_an_end(cast: Cast) -> None:
    member = cast.member("ana", "macia")
    for _ in range(videos.A_DAY):
        Incoming.objects.create(uploader=member, client_id=uuid4(), state="refused", refusal="video_broken")
    assert refusal(piece, cast, uuid4(), 0, clip()[:500]) == "slow_down"
    Incoming.objects.update(at=timezone.now() - timedelta(hours=25))
    piece(cast, uuid4(), 0, clip()[:500])


def test_the_number_of_pieces_has_an_end(cast: Cast) -> None:
    same = uuid4()
    piece(cast, same, 0, clip()[:500])
    Incoming.objects.update(pieces=videos.PIECES)
    assert refusal(piece, cast, same, videos.PIECES, b"x") == "video_large"


@pytest.mark.parametrize("first", [True, False])
def test_a_photo_with_the_same_id_refuses_it_and_nothing_is_left(
    cast: Cast, first: bool, django_capture_on_commit_callbacks: object
) -> None:
    done = send(cast, clip(), same=(same := uuid4()))
    attachments.upload(actor=cast.ana, room_id=cast.rooms["macia"].public_id, client_id=same, data=jpeg())
    if first:
        assert refusal(piece, cast, same, 0, clip()) == "id_reused"
    names = [*Incoming.objects.get().piece_names, file_name(done.id, VIDEO), small_name(done.id)]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert videos.make_next() == 1
    assert refusal(state, cast, done.id) == "id_reused"
    assert not any(default_storage.exists(name) for name in names)


def test_nobody_else_learns_of_it(cast: Cast) -> None:
    """P6: a video on its way is its sender's, and so is one that is made and not sent."""
    done = send(cast, clip())
    for _ in range(2):
        for person in ("brianna", "francisco"):
            assert refusal(state, cast, done.id, person) == "not_found"
            assert refusal(files.film, reader(cast, person), done.id) == "not_found"
            with pytest.raises(RoomError, match="photo_gone"):
                cast.say(person, "macia", "Mine", files=(FileRef(id=done.id),))
        videos.make_next()
    assert refusal(state, cast, done.id, "samara") == "not_found"


def test_a_worker_that_is_killed_loses_nothing(cast: Cast) -> None:
    """It has the video in hand for a while; after that another one begins anew, also over what was left."""
    done = send(cast, clip())
    assert videos._claim() is not None
    assert videos.make_next() == 0
    Incoming.objects.update(lease=timezone.now() - timedelta(seconds=1))
    store.save(f"{done.id[:2]}/{done.id}.mp4", b"half of it")
    assert videos.make_next() == 1
    made = state(cast, done.id).made
    assert made is not None and store.is_whole(made.name, made.sha256)


def test_a_worker_that_was_slow_does_not_undo_the_work_of_another(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    done, make = send(cast, clip()), videos.videos.make

    def overtaken(source: object, tell: object) -> object:
        made = make(source, lambda share: None)  # type: ignore[arg-type]
        Incoming.objects.update(lease=timezone.now() + timedelta(seconds=99))
        return made

    monkeypatch.setattr(videos.videos, "make", overtaken)
    assert videos.make_next() == 0
    assert not Attachment.objects.exists() and state(cast, done.id).made is None


def test_one_that_kills_every_worker_is_refused(cast: Cast) -> None:
    done = send(cast, clip())
    for _ in range(videos.TRIES):
        assert videos._claim() is not None
        Incoming.objects.update(lease=timezone.now() - timedelta(seconds=1))
    assert videos.make_next() == 0
    assert refusal(state, cast, done.id) == "video_broken"


def test_a_worker_that_is_told_to_stop_hands_it_back(cast: Cast) -> None:
    done = send(cast, clip())
    assert videos.make_next(lambda: True) == 0
    one = Incoming.objects.get()
    assert one.lease is None and one.tries == 0
    assert videos.make_next() == 1 and state(cast, done.id).made is not None


def test_a_storage_that_is_away_is_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    done = send(cast, clip())
    with monkeypatch.context() as failing:
        failing.setattr(default_storage, "open", lambda name: (_ for _ in ()).throw(PermissionError(name)))
        assert videos.make_next() == 0
    one = Incoming.objects.get()
    assert (one.state, one.tries) == ("waiting", 0)
    Incoming.objects.update(lease=None)
    assert videos.make_next() == 1 and state(cast, done.id).made is not None


def test_a_piece_that_the_storage_has_lost_is_told(cast: Cast) -> None:
    done = send(cast, clip())
    store.delete(Incoming.objects.get().piece_name(1))
    assert videos.make_next() == 1
    assert refusal(state, cast, done.id) == "video_gone"


def test_a_worker_says_that_it_goes_on_where_there_is_nothing_new_to_say(cast: Cast) -> None:
    send(cast, clip())
    one = videos._claim()
    assert one is not None and one.lease is not None
    ago = one.lease = one.lease - videos.RENEWED
    Incoming.objects.update(lease=ago)
    videos._tell(one, lambda: False, 0)
    lease = Incoming.objects.get().lease
    assert lease is not None and lease > ago


def test_what_is_not_wanted_or_never_comes_whole_is_removed(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    gone, stalled, fresh = send(cast, clip()), piece(cast, uuid4(), 0, clip()[:500]), None
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for _ in range(2):
            videos.give_up(actor=cast.ana, room_id=cast.rooms["macia"].public_id, video_id=gone.id)
    fresh = piece(cast, uuid4(), 0, clip()[:500])
    Incoming.objects.filter(public_id=stalled.id).update(at=timezone.now() - timedelta(hours=3))
    name = Incoming.objects.get(public_id=stalled.id).piece_name(0)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert videos.sweep() == 1
    assert [one.public_id for one in Incoming.objects.all()] == [fresh.id] and not default_storage.exists(name)


@pytest.mark.parametrize("how", ["made", "refused", "given up"])
def test_pieces_that_could_not_be_removed_are_removed_later(
    cast: Cast, how: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    """D1: they tell where. Killed after the row says so, or with the storage away, nothing stays behind."""
    done = send(cast, clip() if how != "refused" else clip()[:5_000])
    names = Incoming.objects.get().piece_names
    with monkeypatch.context() as failing, django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        failing.setattr(default_storage, "delete", lambda name: (_ for _ in ()).throw(PermissionError(name)))
        if how == "given up":
            videos.give_up(actor=cast.ana, room_id=cast.rooms["macia"].public_id, video_id=done.id)
        else:
            assert videos.make_next() == 1
    assert default_storage.exists(names[0])
    Incoming.objects.update(lease=None)
    assert videos.sweep() == 1 and videos.sweep() == 0
    assert not any(default_storage.exists(name) for name in names)
    assert Incoming.objects.count() == (how == "refused")
    if how == "made":
        one = Attachment.objects.get()
        assert store.is_whole(one.name, one.sha256) and default_storage.exists(one.small_name)


def test_what_a_worker_left_half_made_goes_with_the_rest(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    done = send(cast, clip())
    names = [file_name(done.id, VIDEO), small_name(done.id)]
    for name in names:
        store.save(name, b"half of it")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        videos.give_up(actor=cast.ana, room_id=cast.rooms["macia"].public_id, video_id=done.id)
    assert not any(default_storage.exists(name) for name in names) and not Incoming.objects.exists()


def test_one_video_with_a_message(cast: Cast) -> None:
    ids = []
    for _ in range(2):
        ids.append(FileRef(id=send(cast, clip(seconds=0.3)).id))
        videos.make_next()
    with pytest.raises(RoomError, match="video_one"):
        cast.say("ana", "macia", "Both", files=tuple(ids))


def test_a_step_has_it_wait_for_staff(cast: Cast) -> None:
    """What is said in a video nobody can screen; a message that waits keeps it for writer and staff, as photos."""
    done = send(cast, clip(seconds=0.3))
    videos.make_next()
    said = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id, "client_id": uuid4(), "sure": True}
    posting.say(**said, text="I'm going to kill you.", files=(FileRef(id=done.id),))
    assert Attachment.objects.get().state == "held"
    assert refusal(files.film, reader(cast, "brianna"), done.id) == "not_found"
    assert files.film(reader(cast, "tianna"), done.id).seconds


def test_a_court_can_have_it_erased(cast: Cast) -> None:
    """P8: bytes and picture go, the chain stays whole, and a change of the bytes is found."""
    event, one = sent_video(cast, "ana", "macia", "Look")
    room = Room.objects.get(pk=cast.rooms["macia"].pk)
    assert verify(room).whole
    store.delete(one.name)
    assert f"event {event.seq}: a photo" in str(verify(room).fault)
    erase_file(room=room, seq=event.seq, file_id=one.public_id, order="No. 17")
    assert verify(room).whole and not default_storage.exists(one.small_name)
    assert refusal(files.film, reader(cast, "tianna"), one.public_id) == "not_found"


def test_what_is_on_its_way_goes_with_its_room(cast: Cast) -> None:
    """T12: a case that is destroyed takes the pieces along."""
    send(cast, clip())
    assert {rows.model: rows.count() for rows in rows_of(cast.rooms["macia"])}[Incoming] == 1
