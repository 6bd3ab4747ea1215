"""Posting by what was seen last: right guesses save questions, wrong ones change nothing (P2, P4, P5)."""

import threading
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from rooms import recent
from rooms.errors import RoomError
from rooms.models import Event, Kind, Membership, Person
from rooms.services import memberships, posting
from rooms.services.posting import Post
from rooms.verify import verify
from tests.cast import Cast, make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


@pytest.fixture
def world(transactional_db: None) -> Iterator[Cast]:
    """Everybody, where Macia's room has been seen: Ana and Francisco have spoken in it."""
    cast = make_cast()
    for who in ("ana", "francisco"):
        cast.say(who, "macia", f"I am {who}")
    yield cast


def post(world: Cast, who: str, room: str, text: str) -> Post:
    return Post(actor=world.people[who], room_id=world.rooms[room].public_id, client_id=uuid4(), text=text)


def texts(world: Cast, room: str) -> list[str]:
    said = Event.objects.filter(room=world.rooms[room], kind=Kind.MESSAGE).order_by("seq")
    return list(said.values_list("text", flat=True))


def test_a_room_that_was_seen_is_written_in_one_statement_on_postgresql(world: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        world.say("ana", "macia", "Good night")
    assert (len(asked) == 1) == (connection.vendor == "postgresql")
    assert texts(world, "macia")[-1] == "Good night"
    assert verify(world.rooms["macia"]).whole


def test_a_room_that_moved_on_unseen_still_gets_the_next_number(world: Cast) -> None:
    room = world.rooms["macia"]
    room.refresh_from_db()
    world.say("francisco", "macia", "Another process wrote this")
    recent.saw(room.pk, room.last_seq, room.head_digest)
    event = world.say("ana", "macia", "And then this")
    assert event.seq == room.last_seq + 2
    assert texts(world, "macia")[-2:] == ["Another process wrote this", "And then this"]
    assert verify(room).whole


def test_a_digest_that_was_never_the_rooms_is_not_built_upon(world: Cast) -> None:
    room = world.rooms["macia"]
    room.refresh_from_db()
    recent.saw(room.pk, room.last_seq, "0" * 64)
    world.say("ana", "macia", "Good night")
    assert verify(room).whole


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens from here on happens in another process: this one's guesses stay as they are."""
    monkeypatch.setattr(recent, "remember", lambda member: None)
    monkeypatch.setattr(recent, "saw", lambda room, seq, digest: None)


def narrow(world: Cast) -> None:
    memberships.narrow(
        actor=world.tianna,
        room_id=world.rooms["macia"].public_id,
        member_id=world.member("francisco", "macia").public_id,
        reason="a test",
    )


def switch_off(world: Cast) -> None:
    Person.objects.filter(pk=world.francisco.pk).update(is_active=False)


def change_role(world: Cast) -> None:
    part = world.member("francisco", "macia")
    Membership.objects.filter(pk=part.pk).update(role="supervisor")


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda world: world.suspend("francisco", "macia"), "not_found"),
        (narrow, "read_only"),
        (switch_off, "not_found"),
        (change_role, "not_allowed"),
    ],
    ids=["paused", "narrowed", "switched off", "another role"],
)
def test_nothing_is_stored_for_who_may_no_longer_write(
    world: Cast, change: Callable[[Cast], object], code: str
) -> None:
    """P5, S7: the guess says that he may; the statement looks again."""
    change(world)
    with pytest.raises(RoomError) as refused:
        world.say("francisco", "macia", "May I?")
    assert refused.value.code == code
    assert "May I?" not in texts(world, "macia")
    assert verify(world.rooms["macia"]).whole


@pytest.mark.usefixtures("unseen")
def test_the_others_in_the_same_commit_are_not_held_up(world: Cast) -> None:
    world.suspend("francisco", "macia")
    posts = [
        post(world, "ana", "macia", "one"),
        post(world, "francisco", "macia", "not this"),
        post(world, "ana", "gladys", "elsewhere"),
        post(world, "ana", "macia", "two"),
        post(world, "ana", "macia", " "),
        post(world, "joshua", "macia", "nor this"),
    ]
    outcomes = posting.post_many(posts)
    assert [one.code if isinstance(one, RoomError) else one.text for one in outcomes] == [
        "one",
        "not_found",
        "elsewhere",
        "two",
        "empty",
        "not_found",
    ]
    assert texts(world, "macia")[-2:] == ["one", "two"]
    assert all(verify(world.rooms[room]).whole for room in ("macia", "gladys"))


def test_sent_again_gets_its_first_answer(world: Cast) -> None:
    """P2: also in one commit with others, and with itself."""
    once = post(world, "ana", "macia", "Once")
    first = posting.post(actor=once.actor, room_id=once.room_id, client_id=once.client_id, text=once.text)
    again = posting.post_many([post(world, "francisco", "macia", "Before"), once, once])
    assert [one.seq for one in again if isinstance(one, Event)][1:] == [first.seq, first.seq]
    assert texts(world, "macia").count("Once") == 1


def test_two_who_write_at_once_take_turns(world: Cast) -> None:
    """P4: one order, no gap, whoever guessed wrong; as two processes would."""
    start = threading.Barrier(2)

    def talk(who: str) -> None:
        start.wait()
        for number in range(40):
            world.say(who, "macia", f"{who} {number}")
        connections.close_all()

    talkers = [threading.Thread(target=talk, args=(who,)) for who in ("ana", "francisco")]
    for talker in talkers:
        talker.start()
    for talker in talkers:
        talker.join()
    room = world.rooms["macia"]
    assert verify(room).whole
    for who in ("ana", "francisco"):
        said = [text for text in texts(world, "macia") if text.startswith(f"{who} ")]
        assert said == [f"{who} {number}" for number in range(40)]
