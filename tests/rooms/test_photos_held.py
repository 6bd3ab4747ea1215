"""Photos of messages that wait for staff: theirs and the writer's, then everybody's, or nobody's (S60)."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from moderation.models import Contact, HeldMessage, Policy
from moderation.services import held
from rooms.errors import RoomError
from rooms.models import Attachment, Event
from rooms.protocol import FileRef
from rooms.queries import files
from rooms.queries.timeline import entry, frame
from rooms.screen import Held
from rooms.services import attachments, posting
from rooms.services.posting import Post
from rooms.verify import verify
from tests.cast import Cast
from tests.photos import kept, reader, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

THREAT = "I'm going to kill you."


def say(cast: Cast, person: str, text: str, *ids: str, **more: object) -> Event:
    return cast.say(person, "macia", text, files=tuple(FileRef(id=one) for one in ids), **more)


def test_a_held_message_keeps_its_photos_for_staff(cast: Cast) -> None:
    """S60: the writer and staff see them; let through they go out, and only then the others see them."""
    one = kept(cast, "ana", "macia")
    what = {"text": THREAT, "files": (FileRef(id=one.public_id, alt="A red house"),)}
    where = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id, "client_id": uuid4()}
    assert isinstance(posting.say(**where, **what), Held)
    assert isinstance(posting.say(**where, **what), Held)
    message = HeldMessage.objects.get()
    assert files.opened(reader(cast, "tianna"), one.public_id) and files.opened(reader(cast, "ana"), one.public_id)
    assert refusal(files.opened, reader(cast, "brianna"), one.public_id) == "not_found"
    assert refusal(say, cast, "ana", "Another", one.public_id) == "photo_gone"
    event = held.release(actor=cast.tianna, held_id=message.public_id)
    assert held.release(actor=cast.tianna, held_id=message.public_id).seq == event.seq
    assert frame(entry(event)).files[0].alt == "A red house" and files.opened(reader(cast, "brianna"), one.public_id)
    assert verify(cast.rooms["macia"]).whole


def test_a_held_message_sent_again_keeps_the_photos_it_had(cast: Cast) -> None:
    """P2: sent again it gets its first answer, with other photos a refusal; what it had does not change, ever."""
    one, other = kept(cast, "ana", "macia"), kept(cast, "ana", "macia")
    where = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id, "client_id": uuid4()}
    what = {"text": THREAT, "files": (FileRef(id=one.public_id, alt="A red house"),)}
    first = posting.say(**where, **what)
    for files_ in ((FileRef(id=other.public_id),), (*what["files"], FileRef(id=other.public_id)), ()):
        assert refusal(posting.say, **where, text=THREAT, files=files_) == "id_reused"
    other.refresh_from_db()
    assert (other.state, other.message) == ("uploaded", None)
    held.release(actor=cast.tianna, held_id=HeldMessage.objects.get().public_id)
    assert posting.say(**where, **what).at == first.at
    assert refusal(posting.say, **where, text=THREAT, files=(FileRef(id=other.public_id),)) == "id_reused"
    assert files.opened(reader(cast, "brianna"), one.public_id)
    assert say(cast, "ana", "Another", other.public_id).data["files"][0]["id"] == other.public_id


def test_a_declined_message_sent_again_gets_its_first_answer(cast: Cast) -> None:
    one = kept(cast, "ana", "macia")
    what = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id, "client_id": uuid4(), "text": THREAT}
    first = posting.say(**what, files=(FileRef(id=one.public_id),))
    held.decline(actor=cast.tianna, held_id=HeldMessage.objects.get().public_id, answer="Not like this")
    assert posting.say(**what, files=(FileRef(id=one.public_id),)).at == first.at


def test_one_photo_goes_with_one_message_of_a_batch_also_if_the_other_is_held(cast: Cast) -> None:
    """W18: the one that is refused says so; none waits for staff without its photo."""
    room, files_ = cast.rooms["macia"].public_id, (FileRef(id=kept(cast, "ana", "macia").public_id),)
    calm = Post(actor=cast.ana, room_id=room, client_id=uuid4(), text="Look", files=files_)
    waits = replace(calm, client_id=uuid4(), text=THREAT)
    said, refused = posting.post_many([calm, waits])
    assert isinstance(said, Event) and isinstance(refused, RoomError) and refused.code == "photo_gone"
    assert not HeldMessage.objects.exists()
    more = replace(waits, client_id=uuid4(), files=(FileRef(id=kept(cast, "ana", "macia").public_id),))
    first, again = posting.post_many([more, more])
    assert isinstance(first, Held) and isinstance(again, Held) and first.at == again.at
    assert HeldMessage.objects.count() == 1


def test_a_contact_detail_in_what_a_photo_shows_does_not_go_out_by_way_of_staff(cast: Cast) -> None:
    """D9: refused before the message waits; one that waits all the same is not let through, whatever it waits for."""
    one = kept(cast, "ana", "macia")
    number = (FileRef(id=one.public_id, alt="Call me at 206-555-0143"),)
    where = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id}
    assert refusal(posting.say, **where, client_id=uuid4(), text=THREAT, files=number) == "photo_private"
    assert not HeldMessage.objects.exists()
    posting.say(**where, client_id=uuid4(), text=THREAT, files=(FileRef(id=one.public_id, alt="A red house"),))
    waits = HeldMessage.objects.get()
    for alt in ("Call me at 206-555-0143", "mail ana at example dot org"):
        Attachment.objects.update(alt=alt)
        assert refusal(held.release, actor=cast.tianna, held_id=waits.public_id) == "photo_not_hidden"
    policy = Policy.objects.create(agency=cast.ana.agency, allowed="206-555-0143")
    Attachment.objects.update(alt="Call the clinic at 206-555-0143, @francisco")
    assert held.release(actor=cast.tianna, held_id=waits.public_id)
    policy.contact, policy.allowed = Contact.HOLD, ""
    policy.save()
    two = (FileRef(id=kept(cast, "ana", "macia").public_id, alt="Call me at 206-555-0143"),)
    assert isinstance(posting.say(**where, client_id=uuid4(), text="Look", files=two), Held)
    assert held.release(actor=cast.tianna, held_id=HeldMessage.objects.get(why="contact").public_id)


@pytest.mark.parametrize("how", ["declined", "taken back"])
def test_a_held_message_that_is_not_sent_lets_its_photos_go(
    cast: Cast, how: str, django_capture_on_commit_callbacks: object
) -> None:
    one, client_id = kept(cast, "ana", "macia"), uuid4()
    room = cast.rooms["macia"].public_id
    files_ = (FileRef(id=one.public_id),)
    posting.say(actor=cast.ana, room_id=room, client_id=client_id, text=THREAT, files=files_)
    if how == "declined":
        held.decline(actor=cast.tianna, held_id=HeldMessage.objects.get().public_id, answer="Not like this")
    else:
        held.take_back(actor=cast.ana, room_id=room, client_id=client_id)
    Attachment.objects.update(at=timezone.now() - timedelta(hours=26))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert attachments.sweep() == 1
    assert not default_storage.exists(one.name)
