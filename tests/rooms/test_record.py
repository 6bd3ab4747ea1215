"""The record: gapless, once per client id, chained, append-only, verifiable (DESIGN section 2)."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from rooms import guard
from rooms.errors import RoomError
from rooms.models import Event, Reading, StaffAct
from rooms.services import messages, posting, reading
from rooms.services.erasure import erase_text
from rooms.verify import verify
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def stored(event: Event) -> QuerySet[Event]:
    return Event.objects.filter(room=event.room, seq=event.seq)


def test_events_of_a_room_are_numbered_without_a_gap(cast: Cast) -> None:
    for text in ("one", "two", "three"):
        cast.say("ana", "macia", text)
    seqs = list(Event.objects.filter(room=cast.rooms["macia"]).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_sending_the_same_twice_posts_once(cast: Cast) -> None:
    once = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id, "client_id": uuid4(), "text": "Good night"}
    assert posting.post(**once).seq == posting.post(**once).seq
    assert Event.objects.filter(client_id=once["client_id"]).count() == 1


def test_the_same_id_twice_in_one_commit_posts_once(cast: Cast) -> None:
    one = posting.Post(actor=cast.ana, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), text="Good night")
    first, second = posting.post_many([one, one])
    assert isinstance(first, Event) and first is second


def test_the_same_id_with_other_words_is_refused(cast: Cast) -> None:
    room, client_id = cast.rooms["macia"].public_id, uuid4()
    posting.post(actor=cast.ana, room_id=room, client_id=client_id, text="Good night")
    with pytest.raises(RoomError, match="id_reused"):
        posting.post(actor=cast.ana, room_id=room, client_id=client_id, text="Good morning")


def test_two_people_may_happen_on_the_same_id(cast: Cast) -> None:
    room, client_id = cast.rooms["macia"].public_id, uuid4()
    first = posting.post(actor=cast.ana, room_id=room, client_id=client_id, text="Hello")
    second = posting.post(actor=cast.brianna, room_id=room, client_id=client_id, text="Hello")
    assert second.seq == first.seq + 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["rooms_event", "rooms_reading", "rooms_staffact"])
def test_the_database_itself_refuses_to_change_the_record(cast: Cast, statement: str, table: str) -> None:
    event = cast.say("ana", "macia", "Good night")
    reading.advance(actor=cast.brianna, room_id=cast.rooms["macia"].public_id, upto=event.seq)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_orm_cannot_change_the_record_either(cast: Cast) -> None:
    event = stored(cast.say("ana", "macia", "Good night")).get()
    event.text = "Good morning"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        stored(event).update(at=event.at)


def test_a_whole_record_verifies(cast: Cast) -> None:
    cast.say("ana", "macia", "Good night")
    call_command("verify_record")
    assert verify(cast.rooms["macia"]).whole


@pytest.mark.parametrize(
    "change", [{"text": "Something else"}, {"at": "2020-01-01T00:00Z"}, {"data": {"reply_to": 1}}, {"target": 1}]
)
def test_a_changed_event_is_found_at_its_number(cast: Cast, change: dict[str, object]) -> None:
    event = cast.say("ana", "macia", "Good night")
    cast.say("brianna", "macia", "Sleep well")
    with guard.lifted("flush"):
        stored(event).update(**change)
    assert str(verify(cast.rooms["macia"]).fault).startswith(f"event {event.seq}:")
    with pytest.raises(CommandError, match="cannot be trusted"):
        call_command("verify_record", cast.rooms["macia"].public_id)


def test_a_removed_event_is_found(cast: Cast) -> None:
    event = cast.say("ana", "macia", "Good night")
    cast.say("brianna", "macia", "Sleep well")
    with guard.lifted("flush"):
        stored(event).delete()
    assert f"event {event.seq} is missing" in str(verify(cast.rooms["macia"]).fault)


def test_a_cut_tail_is_found(cast: Cast) -> None:
    event = cast.say("ana", "macia", "Good night")
    with guard.lifted("flush"):
        stored(event).delete()
    cast.rooms["macia"].refresh_from_db()
    assert f"event {event.seq}: it is missing" in str(verify(cast.rooms["macia"]).fault)


def test_an_ordered_erasure_removes_the_words_and_the_chain_stays_whole(cast: Cast) -> None:
    event = cast.say("ana", "macia", "Words that a court wants gone")
    messages.edit(
        actor=cast.ana,
        room_id=cast.rooms["macia"].public_id,
        client_id=uuid4(),
        target=event.seq,
        text="Other words that a court wants gone",
    )
    erase_text(room=cast.rooms["macia"], seq=event.seq, order="case 12")
    assert not Event.objects.filter(text__contains="court wants gone").exists()
    cast.rooms["macia"].refresh_from_db()
    verdict = verify(cast.rooms["macia"])
    assert verdict.whole and verdict.erased == 2


def test_words_erased_without_an_order_are_found(cast: Cast) -> None:
    event = cast.say("ana", "macia", "Good night")
    with guard.lifted("erasure"):
        stored(event).update(text="", salt="")
    assert "no order" in str(verify(cast.rooms["macia"]).fault)


def test_an_erasure_can_change_nothing_but_words(cast: Cast) -> None:
    event = cast.say("ana", "macia", "Good night")
    with guard.lifted("erasure"), pytest.raises(DatabaseError), transaction.atomic():
        stored(event).update(text="", salt="", kind="member.ended")
    guard.restore(connection)
    with guard.lifted("erasure"), pytest.raises(DatabaseError), transaction.atomic():
        stored(event).delete()
    guard.restore(connection)


def test_staff_acts_are_kept_with_their_reasons(cast: Cast) -> None:
    """S7: with a reason."""
    cast.suspend("ana", "macia")
    assert StaffAct.objects.filter(membership=cast.member("ana", "macia"), act="suspend", reason="a test").exists()


def test_first_seen_is_kept_step_by_step(cast: Cast) -> None:
    room = cast.rooms["macia"].public_id
    first, second = cast.say("ana", "macia", "One"), cast.say("ana", "macia", "Two")
    reading.advance(actor=cast.brianna, room_id=room, upto=first.seq)
    reading.advance(actor=cast.brianna, room_id=room, upto=second.seq)
    assert reading.advance(actor=cast.brianna, room_id=room, upto=first.seq) == second.seq
    steps = Reading.objects.filter(membership=cast.member("brianna", "macia")).order_by("first_seq")
    assert [step.last_seq for step in steps] == [first.seq, second.seq]
