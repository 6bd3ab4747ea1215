"""The worker reads on where screening ran out of time, and raises what the rest of a message raises, once (S60)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from moderation.models import Flag, LateReading
from moderation.screening.hook import PIECE
from moderation.services import flags, held, late_reading
from moderation.services.late_reading import read_on
from rooms.models import Event
from rooms.screen import Held
from rooms.services import messages, posting
from tests.cast import Cast, make_cast
from tests.moderation.test_held import hold_all, say
from tests.moderation.test_screening import late, put_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

FILLER = "We went to the lake and she found three round stones. " * (2 * PIECE // 54)
HELP = "I want to die, I can't go on."


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Screening has no time but for the first piece, and the worker has had its first look."""
    cast = make_cast()
    put_in(monkeypatch, clock=late())
    monkeypatch.setattr(late_reading, "GRACE", timedelta(seconds=-1))
    assert read_on() == 0
    return cast


def raised() -> list[tuple[str, str, int | None]]:
    found = Flag.objects.order_by("pk")
    return [(flag.category, flag.urgency, flag.messages.get().seq) for flag in found]


def test_the_rest_of_a_message_is_read_and_flagged_once(world: Cast) -> None:
    event = world.say("ana", "macia", f"{FILLER}{HELP}")
    assert raised() == []
    assert read_on() == 1
    ((category, urgency, seq),) = raised()
    assert (category, urgency, seq) == ("care", "now", event.seq)
    flag = Flag.objects.get()
    assert (flag.source, flag.member) == ("screening", world.member("ana", "macia")) and flag.due_at is not None
    assert read_on() == read_on() == 0
    LateReading.objects.update(upto=0)
    assert read_on() == 0, "read again, it is not raised again"


def test_what_was_raised_at_once_is_not_raised_again(world: Cast) -> None:
    world.say("ana", "macia", f"{HELP} {FILLER}{HELP}")
    assert len(raised()) == 1
    assert read_on() == 0
    assert len(raised()) == 1


def test_an_open_flag_gets_the_hurry_that_the_rest_has(world: Cast) -> None:
    world.say("ana", "macia", f"{HELP} {FILLER}{HELP}")
    later = timezone.now() + timedelta(days=1)
    Flag.objects.update(urgency=Flag.Urgency.TODAY, due_at=later)
    assert read_on() == 1
    flag = Flag.objects.get()
    assert flag.urgency == "now" and flag.due_at is not None and flag.due_at < later
    Flag.objects.update(urgency=Flag.Urgency.TODAY, due_at=later)
    to = {"to_author": "We talked", "to_reporter": ""}
    flags.resolve(actor=world.tianna, flag_id=flag.public_id, outcome="helped", **to)
    LateReading.objects.update(upto=0)
    assert read_on() == 0, "what is settled stays settled"


def test_a_change_is_read_on_too(world: Cast) -> None:
    said = world.say("ana", "macia", "Good night")
    messages.edit(
        actor=world.ana,
        room_id=world.rooms["macia"].public_id,
        client_id=uuid4(),
        target=said.seq,
        text=f"{FILLER}{HELP}",
        sure=True,
    )
    assert read_on() == 1
    assert raised()[0][2] == said.seq


def test_short_ones_staffs_and_those_that_staff_has_read_are_left(world: Cast) -> None:
    world.say("ana", "macia", "Good night")
    world.say("tianna", "macia", f"{FILLER}{HELP}")
    hold_all(world)
    waits = say(world, "ana", f"{FILLER}{HELP}")
    assert isinstance(waits, Held)
    message = world.member("ana", "macia").held.get()
    held.release(actor=world.tianna, held_id=message.public_id)
    before = Flag.objects.count()
    assert read_on() == 0
    assert Flag.objects.count() == before


def test_many_are_read_over_several_looks(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_reading, "AT_ONCE", 1)
    for _ in range(2):
        world.say("ana", "macia", f"{FILLER}{HELP}")
    assert [read_on() for _ in range(3)] == [1, 1, 0]


def test_what_cannot_be_read_keeps_nothing_else(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    world.say("ana", "macia", f"{FILLER}one")
    world.say("ana", "macia", f"{FILLER}{HELP}")
    honest = late_reading._concerns

    def stumble(event: Event) -> object:
        if event.text.endswith("one"):
            raise ValueError("a table is broken")
        return honest(event)

    monkeypatch.setattr(late_reading, "_concerns", stumble)
    assert read_on() == 1


def test_what_is_too_young_waits(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was begun before it may not be committed yet."""
    monkeypatch.setattr(late_reading, "GRACE", timedelta(hours=1))
    world.say("ana", "macia", f"{FILLER}{HELP}")
    assert read_on() == 0
    monkeypatch.setattr(late_reading, "GRACE", timedelta(seconds=-1))
    assert read_on() == 1


def test_it_begins_with_what_is_said_from_then_on(world: Cast) -> None:
    world.say("ana", "macia", f"{FILLER}{HELP}")
    LateReading.objects.all().delete()
    assert read_on() == 0
    posting.post(
        actor=world.ana,
        room_id=world.rooms["macia"].public_id,
        client_id=uuid4(),
        text=f"{FILLER}{HELP}",
    )
    assert read_on() == 1
