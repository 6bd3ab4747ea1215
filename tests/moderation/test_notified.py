"""What is no line of a room is told outside of it too: to whom it is for, and to nobody else (S29)."""

from uuid import uuid4

import pytest

from moderation.models import HeldMessage
from moderation.services import appeals, flags, held, whispers
from rooms.models import Notification
from rooms.screen import Verdict
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    """Who was told of what, by first name."""
    rows = Notification.objects.values_list("person__name", "kind")
    return {(name.split()[0].lower(), kind) for name, kind in rows}


def ask(cast: Cast, category: str, seq: int | None = None) -> str:
    room_id = cast.rooms["macia"].public_id
    flag = flags.raise_by_member(
        actor=cast.brianna, room_id=room_id, client_id=uuid4(), category=category, seq=seq, text="A word"
    )
    return str(flag.public_id)


def test_a_private_note_is_told_to_whom_it_is_for(cast: Cast) -> None:
    room_id = cast.rooms["macia"].public_id
    whispers.whisper(actor=cast.tianna, room_id=room_id, to="birth", text="A word")
    assert told() == {("ana", "whisper"), ("francisco", "whisper")}


def test_a_flag_is_told_to_staff_and_its_outcome_to_those_concerned(cast: Cast) -> None:
    said = cast.say("ana", "macia", "Hello")
    flag_id = ask(cast, "help", said.seq)
    assert told() == {("tianna", "flag")}
    flags.resolve(
        actor=cast.tianna, flag_id=flag_id, outcome="together", to_author="Kind words", to_reporter="Thank you"
    )
    assert told() == {("tianna", "flag"), ("ana", "told"), ("brianna", "told")}
    Notification.objects.all().delete()
    appeals.appeal(actor=cast.ana, flag_id=flag_id, text="I see this differently")
    assert told() == {("tianna", "flag")}


def test_what_was_good_and_what_staff_marks_itself_ring_nowhere(cast: Cast) -> None:
    ask(cast, "good")
    room_id = cast.rooms["macia"].public_id
    flags.raise_by_staff(actor=cast.tianna, room_id=room_id, client_id=uuid4(), category="help")
    assert told() == set()


def test_a_held_message_is_told_to_staff_and_the_answer_to_its_writer(cast: Cast) -> None:
    held.keep(cast.member("ana", "macia"), Verdict(hold="step"), text="Hello", client_id=uuid4(), reply_to=None)
    assert told() == {("tianna", "review")}
    Notification.objects.all().delete()
    held.decline(actor=cast.tianna, held_id=HeldMessage.objects.get().public_id, answer="Please write it anew")
    assert told() == {("ana", "held")}
