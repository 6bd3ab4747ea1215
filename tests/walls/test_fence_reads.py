"""The fence between two looks: a pause that falls inside somebody's reading shows nothing that came after (P5, S7).

A page is made from several queries. Here the pause, and words that follow it, are committed just between two of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from rooms import access
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.models import Event, Kind, Membership, Reading
from rooms.protocol import EventFrame
from rooms.queries import cards, timeline
from rooms.services import memberships, messages, reading
from tests.cast import Cast
from tests.walls.answers import answer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

BEFORE = ["Before", "Just before"]
AFTER = "Said after the pause"


def words(frames: list[EventFrame]) -> list[str]:
    return [frame.text for frame in frames if frame.text]


def pause(cast: Cast) -> None:
    cast.suspend("francisco", "macia")


def end(cast: Cast) -> None:
    member = cast.member("francisco", "macia")
    memberships.end(actor=cast.tianna, room_id=member.room.public_id, member_id=member.public_id, reason="a test")


@contextmanager
def once_inside(monkeypatch: pytest.MonkeyPatch, module: Any, happens: Callable[[], object]) -> Iterator[None]:
    """Let something happen right after the first look at what the reader may see, before the words are fetched."""
    done: list[bool] = []

    def sight(membership: Membership) -> Any:
        seen = access.sight(membership)
        if not done:
            done.append(True)
            happens()
        return seen

    with monkeypatch.context() as patched:
        patched.setattr(module, "sight", sight)
        yield
    assert done, "nothing happened: the seam has moved"


def francisco(cast: Cast) -> Membership:
    return door(actor=cast.francisco, room_id=cast.rooms["macia"].public_id, action=Action.READ)


def stop_and_go_on(cast: Cast, stop: Callable[[Cast], None]) -> Callable[[], None]:
    """The part ends or is paused; then Ana says something new, changes something old and takes something back."""

    first, other = (cast.say("ana", "macia", text) for text in BEFORE)

    def happens() -> None:
        stop(cast)
        cast.say("ana", "macia", AFTER)
        messages.edit(
            actor=cast.ana,
            room_id=cast.rooms["macia"].public_id,
            client_id=uuid4(),
            target=first.seq,
            text=f"{AFTER}, as a change",
        )
        messages.retract(actor=cast.ana, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), target=other.seq)

    return happens


@pytest.mark.parametrize("stop", [pause, end])
def test_a_page_under_way_ends_where_the_door_was_open(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, stop: Callable[[Cast], None]
) -> None:
    """P5: history, on the page and on the socket."""
    happens = stop_and_go_on(cast, stop)
    member = francisco(cast)
    with once_inside(monkeypatch, timeline, happens):
        found = timeline.page(member)
    assert words(found.events)[-2:] == BEFORE
    assert max(frame.seq for frame in found.events) == member.room.last_seq


@pytest.mark.parametrize("stop", [pause, end])
def test_an_answered_message_reads_as_it_did_when_the_door_was_open(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, stop: Callable[[Cast], None]
) -> None:
    """P5: what an answer quotes is read apart from the page."""
    happens = stop_and_go_on(cast, stop)
    member = francisco(cast)
    asked = [member.room.last_seq - 1, member.room.last_seq]
    with once_inside(monkeypatch, timeline, happens):
        assert words(timeline.messages(member, asked)) == BEFORE


@pytest.mark.parametrize("stop", [pause, end])
def test_catching_up_ends_before_the_pause(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, stop: Callable[[Cast], None]
) -> None:
    """P5: resume; neither new words nor changed old ones."""
    happens = stop_and_go_on(cast, stop)
    member = francisco(cast)
    with once_inside(monkeypatch, timeline, happens):
        frames, _, _ = timeline.since_now(member, after=0)
    assert words(frames)[-2:] == BEFORE


@pytest.mark.parametrize("stop", [pause, end])
def test_catching_up_after_a_pause_carries_no_later_words(cast: Cast, stop: Callable[[Cast], None]) -> None:
    """P5: the door was found open, then all of it happened, and only then the first look is taken."""
    happens = stop_and_go_on(cast, stop)
    member = francisco(cast)
    happens()
    frames, events, _ = timeline.since_now(member, after=0)
    assert any(event.kind in (Kind.MEMBER_SUSPENDED, Kind.MEMBER_ENDED) for event in events)
    assert AFTER not in " ".join(words(frames))


def test_the_home_page_counts_and_shows_nothing_that_came_after(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """P5: the card's last line and its count of new ones."""
    happens = stop_and_go_on(cast, pause)
    with once_inside(monkeypatch, cards, happens):
        card = next(card for card in cards.home(cast.francisco) if card.name == "Macia" and not card.paused)
    assert card.unread == len(BEFORE)
    assert card.last and card.last.text == BEFORE[-1]


def test_nothing_is_noted_as_read_once_the_part_is_paused(cast: Cast) -> None:
    """P5: nothing of theirs is stored after a pause, a read mark neither; the door is checked with the write."""
    cast.say("ana", "macia", "Before")
    member = francisco(cast)
    cast.suspend("francisco", "macia")
    with pytest.raises(RoomError, match="not_found"):
        reading.advance(actor=cast.francisco, room_id=member.room.public_id, upto=member.room.last_seq)
    assert not Reading.objects.filter(membership=member).exists()


def test_a_part_that_is_over_by_its_date_is_closed_before_anybody_notes_it(cast: Cast) -> None:
    """S7: with an end date; the door does not wait for the worker."""
    room = cast.rooms["macia"].public_id
    Membership.objects.filter(pk=cast.member("francisco", "macia").pk).update(until=timezone.now())
    with pytest.raises(RoomError, match="not_found"):
        door(actor=cast.francisco, room_id=room, action=Action.READ)
    assert memberships.apply_due() == 1
    assert cast.member("francisco", "macia").state == "ended"


def test_every_address_seen_before_is_a_wrong_one_after_a_pause(cast: Cast) -> None:
    """P5, P6: each address of the room that answered him before now answers as one that never was."""
    room, mine = cast.rooms["macia"].public_id, cast.say("francisco", "macia", "Mine").seq
    member = cast.member("francisco", "macia").public_id
    inside = [
        f"/{seat}{tail}"
        for seat in (f"rooms/{room}/", f"desk/rooms/{room}/")
        for tail in ("", "?before=3", f"?reply={mine}", f"?edit={mine}", f"{mine}/retract/", "people/")
    ]
    inside.append(f"/desk/rooms/{room}/people/{member}/suspend/")
    forms = [f"/rooms/{room}/{tail}" for tail in ("say/", f"{mine}/edit/", f"{mine}/retract/", "read/", "name/")]
    client = signed_in(cast.francisco)
    assert {client.get(path).status_code for path in inside[:6]} == {200}
    cast.suspend("francisco", "macia")
    cast.say("ana", "macia", AFTER)
    events = Event.objects.count()
    for path in inside:
        assert _as_wrong(client, path, room)
    for path in forms:
        assert _as_wrong(client, path, room, {"text": "x", "client_id": str(uuid4()), "upto": "9", "name": "Frank"})
    home = client.get("/").content.decode()
    assert AFTER not in home and "Before" not in home
    assert Event.objects.count() == events and not Reading.objects.exists()


def _as_wrong(client: Client, path: str, room: str, form: dict[str, str] | None = None) -> bool:
    """Whether an address answers 404, and just as the same address with another room's id in it."""
    wrong = "a0" * 6
    ask = client.get if form is None else lambda address: client.post(address, form)
    there, nowhere = answer(ask(path), room), answer(ask(path.replace(room, wrong)), wrong)
    assert there.status == 404, path
    return there == nowhere
