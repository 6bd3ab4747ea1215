"""Messages that wait for staff: kept once, let through, declined, taken back; nobody else sees them (S7, S60, S62)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from moderation.models import Contact, HeldMessage, Look, Policy, Step
from moderation.queries import held as queries
from moderation.services import held
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.models import Event, Kind, Room
from rooms.queries.timeline import page
from rooms.screen import Held, SecondThought
from rooms.services import memberships, posting
from rooms.verify import verify
from tests.cast import Cast, make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

THREAT = "I'm going to kill you"


@pytest.fixture
def world(transactional_db: None) -> Cast:
    return make_cast()


def say(world: Cast, who: str, text: str, client_id: UUID | None = None) -> Event | Held:
    return posting.say(
        actor=world.people[who], room_id=world.rooms["macia"].public_id, client_id=client_id or uuid4(), text=text
    )


def hold_all(world: Cast, member: str | None = None, **more: object) -> Step:
    """Staff has messages wait, of one member or of all."""
    part = None if member is None else world.member(member, "macia")
    step = Step.objects.create(
        room=world.rooms["macia"], member=part, kind=Step.Kind.HOLD, reason="a hard week", by=world.tianna, **more
    )
    Room.objects.filter(pk=world.rooms["macia"].pk).update(under_review=True)
    return step


def messages(world: Cast, who: str = "brianna") -> list[str | None]:
    action = Action.OBSERVE if who == "tianna" else Action.READ
    member = door(actor=world.people[who], room_id=world.rooms["macia"].public_id, action=action)
    return [frame.text for frame in page(member).events if frame.kind == Kind.MESSAGE]


def refused(code: str, call: object, **how: object) -> None:
    with pytest.raises(RoomError) as refusal:
        call(**how)  # type: ignore[operator]
    assert refusal.value.code == code


def test_sent_again_a_held_message_is_held_once_and_gets_the_same_answer(world: Cast) -> None:
    client_id = uuid4()
    first, again = (say(world, "ana", THREAT, client_id) for _ in range(2))
    assert isinstance(first, Held)
    assert isinstance(again, Held)
    assert first.at == again.at
    assert HeldMessage.objects.count() == 1


def test_the_id_of_a_held_message_is_not_used_for_another(world: Cast) -> None:
    client_id = uuid4()
    say(world, "ana", THREAT, client_id)
    refused("id_reused", lambda: say(world, "ana", f"{THREAT} now", client_id))


def test_sent_again_after_writing_was_switched_off_it_still_gets_its_answer(world: Cast) -> None:
    client_id = uuid4()
    say(world, "ana", THREAT, client_id)
    memberships.narrow(
        actor=world.tianna,
        room_id=world.rooms["macia"].public_id,
        member_id=world.member("ana", "macia").public_id,
        reason="a test",
    )
    assert isinstance(say(world, "ana", THREAT, client_id), Held)
    refused("read_only", lambda: say(world, "ana", "Hello"))


def test_let_through_it_is_the_writers_message_under_its_own_id_and_leaves_a_look(world: Cast) -> None:
    client_id = uuid4()
    say(world, "ana", THREAT, client_id)
    one = HeldMessage.objects.get()
    event = held.release(actor=world.tianna, held_id=one.public_id)
    assert (event.client_id, event.author) == (client_id, world.member("ana", "macia"))
    assert messages(world) == [THREAT]
    assert verify(world.rooms["macia"]).whole
    one.refresh_from_db()
    assert (one.state, one.seq, one.decided_by) == ("released", event.seq, world.tianna)
    look = Look.objects.get(kind=Look.Kind.HELD)
    assert (look.person, look.room) == (world.tianna, world.rooms["macia"])
    assert held.release(actor=world.tianna, held_id=one.public_id).seq == event.seq
    sent_again = say(world, "ana", THREAT, client_id)
    assert isinstance(sent_again, Held)
    assert messages(world) == [THREAT]


def test_let_through_contact_details_stay_private_unless_they_were_why_it_waited(world: Cast) -> None:
    step = hold_all(world)
    say(world, "ana", "Call 775-555-0134")
    held.release(actor=world.tianna, held_id=HeldMessage.objects.get().public_id)
    assert messages(world) == ["Call •••"]
    step.delete()
    Policy.objects.create(agency=world.ana.agency, contact=Contact.HOLD)
    say(world, "ana", "Call 775-555-0135")
    held.release(actor=world.tianna, held_id=HeldMessage.objects.get(why="contact").public_id)
    assert messages(world) == ["Call •••", "Call 775-555-0135"]


def test_declined_its_writer_is_told_why_and_nobody_else(world: Cast) -> None:
    say(world, "ana", THREAT)
    one = HeldMessage.objects.get()
    held.decline(actor=world.tianna, held_id=one.public_id, answer="Shall we talk about today?")
    room_id = world.rooms["macia"].public_id
    assert [own.answer for own in queries.own(world.ana, room_id)] == ["Shall we talk about today?"]
    assert queries.own(world.francisco, room_id) == []
    assert messages(world) == []
    refused("decided", held.release, actor=world.tianna, held_id=one.public_id)
    assert Look.objects.filter(kind=Look.Kind.HELD).exists()


@pytest.mark.parametrize(("answer", "code"), [("", "empty"), ("  \n", "empty"), ("a" * 2_001, "too_long")])
def test_declining_needs_words(world: Cast, answer: str, code: str) -> None:
    say(world, "ana", THREAT)
    refused(code, held.decline, actor=world.tianna, held_id=HeldMessage.objects.get().public_id, answer=answer)


def test_its_writer_can_take_it_back_and_nobody_else(world: Cast) -> None:
    client_id = uuid4()
    say(world, "ana", THREAT, client_id)
    room_id = world.rooms["macia"].public_id
    refused("not_found", held.take_back, actor=world.francisco, room_id=room_id, client_id=client_id)
    for _ in range(2):
        held.take_back(actor=world.ana, room_id=room_id, client_id=client_id)
    assert queries.own(world.ana, room_id) == []
    refused("decided", held.release, actor=world.tianna, held_id=HeldMessage.objects.get().public_id)


def test_what_was_decided_is_not_taken_back(world: Cast) -> None:
    client_id = uuid4()
    say(world, "ana", THREAT, client_id)
    held.release(actor=world.tianna, held_id=HeldMessage.objects.get().public_id)
    room_id = world.rooms["macia"].public_id
    refused("decided", held.take_back, actor=world.ana, room_id=room_id, client_id=client_id)


@pytest.mark.parametrize("who", ["ana", "brianna", "joshua"])
def test_only_staff_of_the_room_decides(world: Cast, who: str) -> None:
    say(world, "ana", THREAT)
    one = HeldMessage.objects.get().public_id
    for held_id in (one, "a1" * 6):
        refused("not_found", held.release, actor=world.people[who], held_id=held_id)
        refused("not_found", held.decline, actor=world.people[who], held_id=held_id, answer="No")


def test_whoever_is_out_of_the_room_has_nothing_let_through(world: Cast) -> None:
    say(world, "ana", THREAT)
    world.suspend("ana", "macia")
    refused("writer_away", held.release, actor=world.tianna, held_id=HeldMessage.objects.get().public_id)
    assert messages(world) == []


def test_the_writer_is_told_beforehand_that_staff_reads_it_first(world: Cast) -> None:
    """What is let through is seen by everybody, so it is not called private; asked even where wording is not."""
    Policy.objects.create(agency=world.ana.agency, contact=Contact.HOLD, wording=False)
    with pytest.raises(SecondThought) as refusal:
        world.say("ana", "macia", "My number is 503-555-0134", sure=False)
    assert refusal.value.private == ()
    assert [str(one.reason).split(".")[0] for one in refusal.value.advice] == [
        "There is a contact detail in this, so staff reads it first"
    ]


def test_a_step_holds_those_whom_it_covers_and_no_others(world: Cast) -> None:
    hold_all(world, "ana")
    assert isinstance(say(world, "ana", "Good night"), Held)
    assert isinstance(say(world, "francisco", "Good night"), Event)
    assert isinstance(say(world, "tianna", "Good night"), Event)
    hold_all(world)
    assert isinstance(say(world, "francisco", "Sleep well"), Held)


def test_a_step_that_is_over_holds_nothing(world: Cast) -> None:
    hold_all(world, until=timezone.now() - timedelta(minutes=1))
    hold_all(world, ended_at=timezone.now())
    assert isinstance(say(world, "ana", "Good night"), Event)


def test_a_step_is_seen_by_a_process_that_knew_the_room_before(world: Cast) -> None:
    say(world, "ana", "Good morning")
    hold_all(world)
    assert isinstance(say(world, "ana", "Good night"), Held)
    assert messages(world) == ["Good morning"]
