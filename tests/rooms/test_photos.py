"""Photos in messages: used once, by whoever sent them, in that room; seen like their message, and gone with it."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from rooms.errors import RoomError
from rooms.media import store
from rooms.models import Attachment, Event, Membership, Person
from rooms.protocol import FileRef
from rooms.queries import files
from rooms.queries.timeline import entry, frame, page
from rooms.services import attachments, messages, posting
from rooms.services.posting import Post
from rooms.verify import verify
from tests.cast import Cast
from tests.photos import jpeg, kept, reader, refusal, sent

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def upload(cast: Cast, person: str, data: bytes | None, client_id: object = None, room: str = "macia") -> Attachment:
    return attachments.upload(
        actor=cast.people[person], room_id=cast.rooms[room].public_id, client_id=client_id or uuid4(), data=data
    )


def say(cast: Cast, person: str, text: str, *ids: str, **more: object) -> Event:
    return cast.say(person, "macia", text, files=tuple(FileRef(id=one) for one in ids), **more)


def test_a_photo_goes_with_a_message(cast: Cast) -> None:
    """The event names it by id, hash, type and size; what it shows is words, and stands in the text."""
    one = upload(cast, "ana", jpeg(2000, 1000))
    assert (one.width, one.height, one.state) == (1600, 800, "uploaded")
    event = cast.say("ana", "macia", "Her painting", files=(FileRef(id=one.public_id, alt="A red house"),))
    assert event.text == "Her painting\nA red house"
    assert event.data == {
        "files": [
            {
                "id": one.public_id,
                "sha256": one.sha256,
                "type": "image/jpeg",
                "w": 1600,
                "h": 800,
                "alt": [13, 24],
            }
        ],
        "words": 12,
    }
    shown = frame(entry(event))
    assert shown.text == "Her painting"
    assert [(file.id, file.w, file.h, file.alt) for file in shown.files] == [(one.public_id, 1600, 800, "A red house")]
    data = files.picture(reader(cast, "brianna"), one.public_id, small=False)
    assert data.startswith(b"\xff\xd8") and store.is_whole(one.name, one.sha256)
    assert len(files.picture(reader(cast, "brianna"), one.public_id, small=True)) < len(data)
    assert verify(cast.rooms["macia"]).whole


def test_a_photo_alone_is_a_message_and_words_are_needed_without_one(cast: Cast) -> None:
    event, one = sent(cast, "ana", "macia")
    assert event.text == "" and frame(entry(event)).text is None and one.seq == event.seq
    assert refusal(cast.say, "ana", "macia", "") == "empty"
    assert verify(cast.rooms["macia"]).whole


def test_sending_twice_does_once(cast: Cast) -> None:
    """P2, W18: the same photo under its id, and the same message with it, get their first answer."""
    first, same = uuid4(), uuid4()
    one = upload(cast, "ana", jpeg(), first)
    assert upload(cast, "ana", jpeg(), first) == one
    assert refusal(upload, cast, "ana", jpeg(colour="red"), first) == "id_reused"
    what = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id, "client_id": same, "text": "Look"}
    posts = [Post(**what, files=(FileRef(id=one.public_id),)) for _ in range(2)]
    outcomes = [*posting.post_many(posts), *posting.post_many(posts[:1])]
    assert {outcome.seq for outcome in outcomes} == {outcomes[0].seq}
    assert refusal(posting.post, **what) == "id_reused"
    assert Attachment.objects.count() == 1


def test_a_photo_is_used_once_by_its_own_sender_in_its_own_room(cast: Cast) -> None:
    """IDOR: whatever is not one's own, not of this room, used, old or made up is simply not there."""
    _, used = sent(cast, "ana", "macia")
    theirs, elsewhere, old = kept(cast, "brianna", "macia"), kept(cast, "ana", "gladys"), kept(cast, "ana", "macia")
    Attachment.objects.filter(pk=old.pk).update(at=timezone.now() - attachments.LIFE)
    for one in (used.public_id, theirs.public_id, elsewhere.public_id, old.public_id, "0a1b2c3d4e5f"):
        assert refusal(say, cast, "ana", "Look", one) == "photo_gone"
    twice = kept(cast, "ana", "macia").public_id
    assert refusal(say, cast, "ana", "Look", twice, twice) == "photo_gone"
    room = cast.rooms["macia"].public_id
    both = [
        Post(actor=cast.ana, room_id=room, client_id=uuid4(), text="Look", files=(FileRef(id=twice),)) for _ in range(2)
    ]
    first, second = posting.post_many(both)
    assert isinstance(first, Event) and isinstance(second, RoomError) and second.code == "photo_gone"


def test_what_is_too_much_is_refused(cast: Cast) -> None:
    many = [kept(cast, "ana", "macia").public_id for _ in range(7)]
    assert refusal(say, cast, "ana", "Look", *many) == "photo_many"
    long = (FileRef(id=many[0], alt="x" * 501),)
    assert refusal(cast.say, "ana", "macia", "Look", files=long) == "photo_alt"
    assert refusal(cast.say, "ana", "macia", "Look", files=(FileRef(id=many[0], alt="a\x00b"),)) == "bad_text"
    assert refusal(upload, cast, "ana", None) == "photo_missing"
    for _ in range(attachments.WAITING - 7):
        kept(cast, "ana", "macia")
    assert refusal(upload, cast, "ana", jpeg()) == "slow_down"


def test_uploads_have_a_rate(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "WAITING", 1_000)
    member = reader(cast, "ana")
    monkeypatch.setattr(attachments.photos, "make", lambda data: kept_photo())
    assert member.person == cast.ana
    for _ in range(12):
        upload(cast, "ana", jpeg())
    assert refusal(upload, cast, "ana", jpeg()) == "slow_down"
    upload(cast, "brianna", jpeg())


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_photo_holds_no_connection(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """W10: else a few hostile pictures would keep everybody of this process from the database."""
    held_meanwhile = []

    def make(data: bytes) -> attachments.Photo:
        held_meanwhile.append(connection.connection)
        return kept_photo()

    monkeypatch.setattr(attachments.photos, "make", make)
    upload(cast, "ana", jpeg())
    assert held_meanwhile == [None]
    assert Attachment.objects.count() == 1


def kept_photo() -> attachments.Photo:
    return attachments.Photo(data=jpeg(), small=jpeg(48, 36), width=640, height=480)


def test_only_who_may_write_may_upload(cast: Cast) -> None:
    cast.suspend("francisco", "macia")
    assert refusal(upload, cast, "francisco", jpeg()) == "not_found"
    assert refusal(upload, cast, "joshua", jpeg()) == "not_found"
    Membership.objects.filter(pk=cast.member("brianna", "macia").pk).update(read_only=True)
    assert refusal(upload, cast, "brianna", jpeg()) == "read_only"


def test_a_contact_detail_in_what_a_photo_shows_is_refused(cast: Cast) -> None:
    """D9: words below a photo are read like all others; nothing there can be put behind dots."""
    one = kept(cast, "ana", "macia").public_id
    number = (FileRef(id=one, alt="My number is 206-555-0143"),)
    assert refusal(cast.say, "ana", "macia", "Look", files=number) == "photo_private"
    event = cast.say("ana", "macia", "Call 206-555-0143", files=(FileRef(id=one, alt="A red house"),))
    seen = frame(entry(event))
    assert seen.masked and seen.files[0].alt == "A red house"


def test_strangers_and_other_rooms_find_nothing(cast: Cast) -> None:
    """W4: another room's photo is as unknown as none, also for who is in both rooms."""
    _, one = sent(cast, "ana", "macia")
    waits = kept(cast, "ana", "macia")
    for person, room in (("ana", "gladys"), ("tianna", "jon"), ("samara", "jaylan")):
        assert refusal(files.opened, reader(cast, person, room), one.public_id) == "not_found"
    assert refusal(files.opened, reader(cast, "brianna"), waits.public_id) == "not_found"
    assert refusal(files.opened, reader(cast, "tianna"), waits.public_id) == "not_found"
    assert files.opened(reader(cast, "ana"), waits.public_id) == waits


def test_what_was_said_in_a_pause_stays_hidden(cast: Cast) -> None:
    """G1, P5: a photo from a pause is not shown afterwards; the door itself is closed during it."""
    cast.suspend("francisco", "macia")
    _, one = sent(cast, "ana", "macia")
    assert refusal(reader, cast, "francisco") == "not_found"
    cast.restore("francisco", "macia")
    assert refusal(files.opened, reader(cast, "francisco"), one.public_id) == "not_found"
    assert refusal(files.page, reader(cast, "francisco"), one.public_id) == "not_found"
    assert files.page(reader(cast, "brianna"), one.public_id).photo.id == one.public_id


def test_a_message_taken_back_takes_its_photo_along_and_staff_keep_it(cast: Cast) -> None:
    event, one = sent(cast, "ana", "macia", "Look")
    messages.retract(actor=cast.ana, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), target=event.seq)
    for person in ("brianna", "ana"):
        assert refusal(files.picture, reader(cast, person), one.public_id, small=True) == "not_found"
        assert all(not shown.files for shown in page(reader(cast, person)).events)
    assert files.picture(reader(cast, "tianna"), one.public_id, small=False)[1]
    assert any(shown.files for shown in page(reader(cast, "tianna")).events)


def test_an_edit_keeps_the_photos(cast: Cast) -> None:
    event, one = sent(cast, "ana", "macia", "Her paintin", "A red house")
    room = cast.rooms["macia"].public_id
    messages.edit(actor=cast.ana, room_id=room, client_id=uuid4(), target=event.seq, text="Her painting")
    found = next(shown for shown in page(reader(cast, "brianna")).events if shown.seq == event.seq)
    assert found.text == "Her painting" and found.files[0].alt == "A red house" and found.files[0].id == one.public_id


def test_what_nobody_used_is_removed_after_a_day(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    _, used = sent(cast, "ana", "macia")
    fresh, old = kept(cast, "ana", "macia"), kept(cast, "ana", "macia")
    Attachment.objects.filter(pk__in=[used.pk, old.pk]).update(at=timezone.now() - timedelta(hours=26))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert attachments.sweep() == 1
    assert attachments.sweep() == 0
    there = [one for one in (used, fresh, old) if default_storage.exists(one.name)]
    assert there == [used, fresh]


def test_the_folder_is_where_no_address_leads(cast: Cast) -> None:
    """W7: the bytes are below var/media, for the server's own eyes, and Django serves no media."""
    one = kept(cast, "ana", "macia")
    path = Path(default_storage.path(one.name))
    assert settings.MEDIA_URL in ("", "/") and path.is_relative_to(settings.VAR_DIR)
    assert path.stat().st_mode & 0o077 == 0 and one.uploader.public_id not in str(path)
    assert Person.objects.filter(pk=cast.ana.pk).exists()
