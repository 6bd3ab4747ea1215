"""Screening on the way of a message: what is kept private, what waits, what is told, and what fails (S1, S60)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moderation.models import Contact, Flag, HeldMessage, Policy
from moderation.screening import hook
from moderation.screening.hook import Screening
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.events import digest
from rooms.models import Event, Kind
from rooms.queries.timeline import page, since
from rooms.screen import SecondThought
from rooms.services import messages, posting
from rooms.verify import verify
from tests.cast import Cast, make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

NUMBER = "775-555-0134"
FILLER = "We went to the park and she fed the ducks. " * 100
CALL = f"You can call me at {NUMBER} after six"


@pytest.fixture
def world(transactional_db: None) -> Cast:
    return make_cast()


def choose(world: Cast, room: str | None = None, **choices: object) -> None:
    Policy.objects.create(agency=world.ana.agency, room=None if room is None else world.rooms[room], **choices)


def shown(world: Cast, who: str, room: str = "macia") -> list[str]:
    """Every word that somebody gets of a room, by history and by resuming."""
    action = Action.OBSERVE if who == "tianna" else Action.READ
    member = door(actor=world.people[who], room_id=world.rooms[room].public_id, action=action)
    frames = [*page(member).events, *since(member, after=0)[0]]
    return [frame.text for frame in frames if frame.text and frame.kind.startswith("message")]


def test_a_contact_detail_is_dots_for_every_member_and_words_for_staff(world: Cast) -> None:
    event = world.say("ana", "macia", CALL)
    assert event.data == {"masked": [[19, 31, "phone"]]}
    for who in ("ana", "francisco", "brianna"):
        assert shown(world, who) == ["You can call me at ••• after six"] * 2
    assert shown(world, "tianna") == [CALL] * 2
    assert verify(world.rooms["macia"]).whole


def test_what_is_private_is_covered_by_the_digest(world: Cast) -> None:
    world.say("ana", "macia", CALL)
    event = Event.objects.get(room=world.rooms["macia"], kind=Kind.MESSAGE)
    event.data = {}
    previous = Event.objects.get(room=event.room, seq=event.seq - 1).digest
    assert digest(event, author=event.author, room=event.room, previous=previous) != event.digest


def test_a_change_is_screened_like_the_message(world: Cast) -> None:
    said = world.say("ana", "macia", "Good night everybody")
    change(world, said, CALL)
    for who in ("ana", "brianna"):
        assert set(shown(world, who)) == {"You can call me at ••• after six"}
    change(world, said, "Better by message")
    assert set(shown(world, "brianna")) == {"Better by message"}
    assert CALL in shown(world, "tianna")


def change(world: Cast, said: Event, text: str, **more: object) -> Event:
    return messages.edit(
        actor=world.ana, room_id=world.rooms["macia"].public_id, client_id=uuid4(), target=said.seq, text=text, **more
    )


def test_a_detail_spread_over_messages_is_kept_private_where_it_is_completed(world: Cast) -> None:
    world.say("ana", "macia", "my number is 775 555")
    last = world.say("ana", "macia", "and then 0134")
    assert last.data["masked"]
    assert "0134" not in "".join(shown(world, "brianna"))


def test_what_others_said_completes_nothing(world: Cast) -> None:
    world.say("francisco", "macia", "my number is 775 555")
    assert not world.say("ana", "macia", "and then 0134").data


def test_staff_may_share_what_is_needed(world: Cast) -> None:
    world.say("tianna", "macia", CALL)
    assert shown(world, "brianna") == [CALL] * 2


def test_crisis_lines_are_never_kept_private(world: Cast) -> None:
    assert not world.say("ana", "macia", "You can call or text 988 at any hour").data


def test_a_member_called_by_name_is_no_account(world: Cast) -> None:
    assert not world.say("ana", "macia", "@Brianna can you bring the blue coat?").data


@pytest.mark.parametrize("room", [None, "macia"])
def test_off_shows_what_was_written(world: Cast, room: str | None) -> None:
    choose(world, room, contact=Contact.OFF)
    assert not world.say("ana", "macia", CALL).data


def test_a_rooms_choice_goes_before_the_agencys(world: Cast) -> None:
    choose(world, contact=Contact.OFF)
    choose(world, "macia", contact=Contact.MASK)
    assert world.say("ana", "macia", CALL).data
    assert not world.say("ana", "gladys", CALL).data


def test_what_the_agency_or_the_room_allows_is_shown(world: Cast) -> None:
    choose(world, allowed="(775) 555-0134\n")
    choose(world, "macia", allowed="visits@example.org")
    assert not world.say("ana", "macia", CALL).data
    assert not world.say("ana", "macia", "Write to visits@example.org").data
    assert world.say("ana", "gladys", "Write to visits@example.org").data


def test_sent_again_after_the_policy_changed_it_is_still_the_same_message(world: Cast) -> None:
    once = {"actor": world.ana, "room_id": world.rooms["macia"].public_id, "client_id": uuid4(), "text": CALL}
    first = posting.post(**once)
    choose(world, contact=Contact.OFF)
    assert posting.post(**once).seq == first.seq


def test_a_hard_word_is_thought_over_once_and_nothing_is_kept(world: Cast) -> None:
    hard = "You are a terrible mother"
    with pytest.raises(SecondThought) as thought:
        world.say("ana", "macia", hard, sure=False)
    assert [bool(one.reason and one.suggestion) for one in thought.value.advice] == [True]
    assert shown(world, "ana") == []
    assert world.say("ana", "macia", hard, sure=True).data == {}
    assert not Flag.objects.exists()


def test_a_contact_detail_is_thought_over_and_then_sent_private(world: Cast) -> None:
    with pytest.raises(SecondThought) as thought:
        world.say("ana", "macia", CALL, sure=False)
    assert thought.value.private == ("phone",)
    assert world.say("ana", "macia", CALL, sure=True).data["masked"]


def test_a_change_is_thought_over_too(world: Cast) -> None:
    said = world.say("ana", "macia", "Good night everybody")
    with pytest.raises(SecondThought):
        change(world, said, "You are a terrible mother", sure=False)
    assert change(world, said, "You are a terrible mother", sure=True).seq == said.seq + 1


def test_second_thoughts_can_be_switched_off_and_care_cannot(world: Cast) -> None:
    choose(world, wording=False)
    world.say("ana", "macia", "You are a terrible mother", sure=False)
    world.say("ana", "macia", "I want to die, I can't go on", sure=False)
    assert Flag.objects.get().category == Flag.Category.CARE


def test_a_cry_for_help_goes_out_is_flagged_at_once_and_answered_with_help(world: Cast) -> None:
    event = world.say("ana", "macia", "I want to die, I can't go on", sure=False)
    assert len(event.told) == 1
    assert "988" in str(event.told[0].reason)  # type: ignore[attr-defined]
    flag = Flag.objects.get()
    assert (flag.category, flag.urgency, flag.source) == ("care", "now", "screening")
    assert flag.member == world.member("ana", "macia")
    assert [one.seq for one in flag.messages.all()] == [event.seq]
    assert "I want to die, I can't go on" in shown(world, "brianna")


def test_a_threat_waits_and_a_flag_says_so_now(world: Cast) -> None:
    with pytest.raises(RoomError) as refusal:
        world.say("ana", "macia", "I'm going to kill you")
    assert refusal.value.code == "looked_at_first"
    assert shown(world, "brianna") == shown(world, "tianna") == []
    held, flag = HeldMessage.objects.get(), Flag.objects.get()
    assert (held.why, held.state, flag.urgency) == ("threat", "waiting", "now")
    assert flag.messages.get().held == held


def fails(*_: object, **__: object) -> list[object]:
    raise RuntimeError("a detector broke")


def late() -> Callable[[], float]:
    """A clock that says, at each look, that far too much time has passed."""
    now = [0.0]

    def clock() -> float:
        now[0] += 1
        return now[0]

    return clock


def put_in(monkeypatch: pytest.MonkeyPatch, **parts: object) -> None:
    monkeypatch.setattr("rooms.screen._load", lambda path: Screening(**parts))  # type: ignore[arg-type]


def test_where_details_cannot_be_looked_for_the_message_waits_and_nothing_is_lost(
    world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in(monkeypatch, find=fails)
    with pytest.raises(RoomError):
        world.say("ana", "macia", CALL)
    held = HeldMessage.objects.get()
    assert (held.text, held.why) == (CALL, "unscreened")
    assert shown(world, "brianna") == []


def test_where_the_wording_cannot_be_read_the_message_goes_out(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a table is broken")

    put_in(monkeypatch, read=broken)
    assert world.say("ana", "macia", CALL, sure=True).data["masked"]


def test_when_time_is_up_no_more_of_the_wording_is_read_and_details_are_still_found(
    world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in(monkeypatch, clock=late())
    event = world.say("ana", "macia", f"{FILLER}I want to die, I can't go on. {CALL}")
    assert event.data["masked"]
    assert not Flag.objects.exists()
    world.say("ana", "macia", f"I want to die, I can't go on. {FILLER}")
    assert Flag.objects.count() == 1


def test_a_long_message_is_read_to_its_end_while_there_is_time(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(monkeypatch, clock=lambda: 0.0)
    with pytest.raises(SecondThought):
        world.say("ana", "macia", f"{FILLER}You are a terrible mother.", sure=False)


def test_pieces_are_the_whole_text() -> None:
    for text in ("", "short", "x" * 3_500, "Word " * 700, "A line.\n" * 600):
        pieces = list(hook._pieces(text))
        assert "".join(pieces) == text
        assert all(len(piece) <= hook.PIECE for piece in pieces)


def test_nothing_is_screened_where_nobody_is_named(world: Cast, settings: object) -> None:
    settings.MESSAGE_SCREEN = ""  # type: ignore[attr-defined]
    assert not world.say("ana", "macia", CALL, sure=False).data


def test_a_clean_message_is_still_one_statement_on_postgresql(world: Cast) -> None:
    world.say("ana", "macia", "Good night")
    with CaptureQueriesContext(connection) as asked:
        world.say("ana", "macia", "She ate all of her peas at dinner")
        world.say("ana", "macia", "See you at 3 on Saturday")
    assert (len(asked) == 2) == (connection.vendor == "postgresql")


def test_a_private_detail_too_is_one_statement_on_postgresql(world: Cast) -> None:
    world.say("ana", "macia", "Good night")
    with CaptureQueriesContext(connection) as asked:
        world.say("ana", "macia", CALL)
    assert (len(asked) == 1) == (connection.vendor == "postgresql")
    assert verify(world.rooms["macia"]).whole
