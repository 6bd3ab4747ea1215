"""Items: what was done on a room's pages, told in the conversation by a message (S27, S35, S61)."""

from uuid import uuid4

import pytest
from django.db import transaction

from rooms import items
from rooms.access import Action, enter_locked, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Event
from rooms.queries.items import told
from rooms.queries.pages import room_page
from rooms.services import items as telling
from rooms.services import messages
from rooms.verify import verify
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db

NAPPED = Item(kind="test.napped", id="nap000000001", facts={"starts": "2026-11-28T22:00:00Z", "how": "test.well"})


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Everybody, and one kind of item that is there for tests alone."""
    kind = items.ItemKind(page=items.Page.DAYS, said="told of a nap at {starts}")
    monkeypatch.setitem(items.KINDS, "test.napped", kind)
    monkeypatch.setitem(items.LABELS, "test.well", "slept well")
    monkeypatch.setitem(items._ORDER, "test.well", -1)
    return make_cast()


def tell(world: Cast, who: str, text: str = "", *, sure: bool = True, item: Item = NAPPED) -> Event:
    with transaction.atomic():
        member = enter_locked(actor=world.people[who], room_id=world.rooms["macia"].public_id)
        permit(member, Action.TELL)
        return telling.tell(member, item, client_id=uuid4(), text=text, sure=sure)


def test_an_item_is_a_line_of_the_record_and_stays_whole(world: Cast) -> None:
    event = tell(world, "brianna", "Two hours, with the rabbit")
    line = room_page(world.ana, world.rooms["macia"].public_id).lines[-1]
    assert (line.seq, line.text) == (event.seq, "Two hours, with the rabbit")
    assert line.item is not None and line.item.page == "days" and line.item.id == "nap000000001"
    assert verify(world.rooms["macia"]).whole


def test_its_sentence_is_in_the_readers_words_and_the_rest_are_chips(world: Cast) -> None:
    said = items.sentence(NAPPED, moment=lambda at: f"{at:%H:%M}", day=str)
    assert (said, items.chips(NAPPED)) == ("told of a nap at 22:00", ["slept well"])


def test_contact_details_in_an_item_stay_private(world: Cast) -> None:
    """As in every message (S1)."""
    seq = tell(world, "brianna", "Call me at 503-555-0182").seq
    [line] = told(world.member("ana", "macia"), [seq]).values()
    assert "503" not in (line.text or "") and line.masked


def test_words_are_thought_over_first(world: Cast) -> None:
    with pytest.raises(RoomError, match="second_thought"):
        tell(world, "brianna", "Call me at 503-555-0182", sure=False)


def test_words_that_staff_reads_first_belong_in_the_conversation(world: Cast) -> None:
    before = Event.objects.count()
    with pytest.raises(RoomError, match="say_it_there"):
        tell(world, "francisco", "I will find out where you live and you will be sorry, I will hurt you")
    assert Event.objects.count() == before


def test_an_item_cannot_be_changed_like_a_message_and_only_its_author_takes_it_back(world: Cast) -> None:
    event = tell(world, "brianna", "Two hours")
    where = {"room_id": world.rooms["macia"].public_id, "target": event.seq}
    for change in (messages.edit, messages.retract):
        more = {"text": "Three hours"} if change is messages.edit else {}
        with pytest.raises(RoomError, match="not_allowed"):
            change(actor=world.brianna, client_id=uuid4(), **where, **more)
    with pytest.raises(RoomError, match="not_allowed"):
        telling.take_back(world.member("ana", "macia"), event, client_id=uuid4())
    member = enter_locked(actor=world.brianna, room_id=world.rooms["macia"].public_id)
    telling.take_back(member, event, client_id=uuid4())
    with pytest.raises(RoomError, match="gone"):
        telling.take_back(member, event, client_id=uuid4())
    assert told(world.member("ana", "macia"), [event.seq]) == {}
    assert room_page(world.ana, world.rooms["macia"].public_id).lines[-1].item is None


def test_an_item_can_be_answered_with_an_emoji(world: Cast) -> None:
    event = tell(world, "brianna")
    messages.react(
        actor=world.ana,
        room_id=world.rooms["macia"].public_id,
        client_id=uuid4(),
        target=event.seq,
        emoji="❤️",
        on=True,
    )
    assert room_page(world.brianna, world.rooms["macia"].public_id).lines[-1].reactions[0].emoji == "❤️"


def test_sent_twice_it_is_there_once_and_an_id_used_for_words_is_refused(world: Cast) -> None:
    with transaction.atomic():
        member = enter_locked(actor=world.brianna, room_id=world.rooms["macia"].public_id)
        client_id = uuid4()
        first = telling.tell(member, NAPPED, client_id=client_id)
        again = telling.told_before(member, client_id, "test.napped")
        assert again is not None and again.seq == first.seq
        with pytest.raises(RoomError, match="id_reused"):
            telling.told_before(member, client_id, "something.else")
        assert telling.told_before(member, uuid4(), "test.napped") is None


def test_who_may_only_read_tells_nothing(world: Cast) -> None:
    """A narrowed part reads the pages and writes nothing on them (S7)."""
    part = world.member("ana", "macia")
    part.read_only = True
    part.save()
    with pytest.raises(RoomError, match="read_only"):
        tell(world, "ana", "She likes rice")


def test_a_pause_hides_what_was_told_meanwhile(world: Cast) -> None:
    """Whoever is let back in reads nothing of the pause, on no page (P8)."""
    world.suspend("ana", "macia")
    seq = tell(world, "brianna", "Two hours").seq
    world.restore("ana", "macia")
    assert told(world.member("ana", "macia"), [seq]) == {}
    assert set(told(world.member("francisco", "macia"), [seq])) == {seq}
