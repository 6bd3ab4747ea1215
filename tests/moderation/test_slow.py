"""A slow room: everybody but staff writes once in a while, is told so plainly, and loses no word (S7, S60, P6)."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moderation.models import Look, Step
from moderation.services import steps
from rooms.errors import RoomError
from rooms.hub import hub
from rooms.models import Event, Kind, Room
from rooms.pace import Pace, pace_for
from rooms.services import messages, posting
from rooms.services.posting import Post
from tests.cast import Cast, make_cast
from tests.sockets import phone
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

EVERY = 300


@pytest.fixture
def world(transactional_db: None) -> Iterator[Cast]:
    """Everybody, where Macia's room has been seen."""
    cast = make_cast()
    cast.say("francisco", "macia", "Good morning")
    yield cast


@pytest.fixture
async def live(transactional_db: None) -> AsyncIterator[Cast]:
    yield await sync_to_async(make_cast)()
    hub().stop()
    await sync_to_async(connections.close_all)()


def slow(world: Cast, **more: Any) -> Step:
    fields = {"kind": "slow", "reason": "Words ran hot", "every": EVERY, "until": timezone.now() + timedelta(hours=2)}
    return steps.take(actor=world.tianna, room_id=world.rooms["macia"].public_id, **{**fields, **more})


def end(world: Cast, step: Step) -> None:
    steps.end(actor=world.tianna, room_id=world.rooms["macia"].public_id, step_id=step.pk, reason="All well")


def refusal(world: Cast, who: str, text: str = "And another thing") -> RoomError:
    with pytest.raises(RoomError) as caught:
        world.say(who, "macia", text)
    return caught.value


def pace(world: Cast, who: str) -> Pace | None:
    return pace_for(world.member(who, "macia"))


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Let time pass."""
    now = timezone.now() + timedelta(**by)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_each_member_writes_once_in_the_time_and_is_told_how_long_to_wait(world: Cast) -> None:
    slow(world)
    world.say("ana", "macia", "She slept well")
    refused = refusal(world, "ana")
    assert (refused.code, refused.retry) == ("slow_room", True)
    assert refused.wait is not None
    assert EVERY - 60 < refused.wait <= EVERY
    assert "5 minutes" in refused.message
    world.say("brianna", "macia", "Thank you, Ana")
    assert refusal(world, "francisco").code == "slow_room", "what was said just before it became slow counts"


def test_when_the_time_has_passed_the_next_word_goes_out(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(world)
    world.say("ana", "macia", "She slept well")
    later(monkeypatch, seconds=EVERY)
    assert world.say("ana", "macia", "And ate two bowls of soup").text
    assert refusal(world, "ana").code == "slow_room"


def test_staff_is_not_slowed_and_other_rooms_are_as_ever(world: Cast) -> None:
    slow(world)
    for text in ("Let us breathe", "And talk tomorrow"):
        world.say("tianna", "macia", text)
        world.say("ana", "gladys", text)


def test_changing_and_answering_with_an_emoji_are_not_slowed(world: Cast) -> None:
    slow(world)
    said = world.say("ana", "macia", "She slept well")
    fields = {"actor": world.ana, "room_id": world.rooms["macia"].public_id, "target": said.seq}
    messages.edit(client_id=uuid4(), text="She slept very well", **fields)
    messages.react(client_id=uuid4(), emoji="👍", on=True, **fields)


def test_the_same_message_sent_again_gets_its_first_answer(world: Cast) -> None:
    """A phone that did not hear the answer must not be told to wait with what is there already."""
    slow(world)
    fields = {"actor": world.ana, "room_id": world.rooms["macia"].public_id, "client_id": uuid4(), "text": "Good night"}
    assert posting.post(**fields).seq == posting.post(**fields).seq


def test_two_in_one_commit_are_one_too_many(world: Cast) -> None:
    slow(world)
    room_id = world.rooms["macia"].public_id
    ours = [Post(actor=world.ana, room_id=room_id, client_id=uuid4(), text=text) for text in ("One", "Two")]
    other = Post(actor=world.brianna, room_id=room_id, client_id=uuid4(), text="Three")
    first, second, third = posting.post_many([*ours, other])
    assert isinstance(first, Event)
    assert isinstance(second, RoomError)
    assert (second.code, second.wait) == ("slow_room", EVERY)
    assert isinstance(third, Event)


def test_it_ends_by_itself_even_before_the_worker_comes(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(world)
    world.say("ana", "macia", "She slept well")
    assert (found := pace(world, "ana"))
    assert found.again
    later(monkeypatch, hours=3)
    assert pace(world, "ana") is None
    for text in ("She ate", "And laughed"):
        world.say("ana", "macia", text)
    assert steps.apply_due() == 1
    room = Room.objects.get(pk=world.rooms["macia"].pk)
    assert (room.pace, room.slow_until) == (0, None)
    assert steps.apply_due() == 0


def test_nobody_waits_longer_than_the_room_is_slow(world: Cast) -> None:
    step = slow(world, every=3_600, until=timezone.now() + timedelta(minutes=10))
    world.say("ana", "macia", "She slept well")
    found = pace(world, "ana")
    assert found is not None
    assert found.again == found.until == step.until


def test_ended_early_it_is_over_at_once(world: Cast) -> None:
    step = slow(world)
    world.say("ana", "macia", "She slept well")
    end(world, step)
    world.say("ana", "macia", "And ate")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("bad_choice", {"every": None}),
        ("bad_choice", {"every": 0}),
        ("bad_choice", {"every": 7}),
        ("bad_date", {"until": None}),
        ("bad_date", {"until": datetime.fromisoformat("2001-01-01T00:00:00+00:00")}),
        ("reason_needed", {"reason": " "}),
    ],
)
def test_what_is_refused(world: Cast, code: str, fields: dict[str, Any]) -> None:
    with pytest.raises(RoomError) as caught:
        slow(world, **fields)
    assert caught.value.code == code
    assert not Room.objects.exclude(pace=0).exists()


def test_it_is_for_everybody_and_once_at_a_time(world: Cast) -> None:
    """Whoever is named with it: a second one is no second pace."""
    step = slow(world, member_id=world.member("ana", "macia").public_id)
    assert step.member is None
    with pytest.raises(RoomError) as caught:
        slow(world, every=900)
    assert caught.value.code == "in_force"
    assert Look.objects.filter(kind="step", room=world.rooms["macia"]).count() == 1


def test_a_room_that_is_not_slow_pays_nothing(world: Cast) -> None:
    """The short way is still one statement; a slow room leaves it, also where another process made it slow."""
    with CaptureQueriesContext(connection) as asked:
        world.say("francisco", "macia", "Good night")
    assert (len(asked) == 1) == (connection.vendor == "postgresql")
    until = timezone.now() + timedelta(hours=1)
    Room.objects.filter(pk=world.rooms["macia"].pk).update(pace=EVERY, slow_until=until)
    assert refusal(world, "francisco").code == "slow_room"


async def test_open_pages_hear_of_it_and_of_its_end(live: Cast) -> None:
    room_id = live.rooms["macia"].public_id
    async with phone(live.ana) as ana, phone(live.tianna, "/ws/desk/") as tianna, phone(live.samara) as samara:
        welcome = await ana.until("welcome")
        assert {room["pace"] for room in welcome["rooms"]} == {0}
        await ana.follow(room_id)
        await tianna.follow(room_id)
        await samara.follow(live.rooms["jaylan"].public_id)
        step = await sync_to_async(slow)(live)
        for one in (ana, tianna):
            told = await one.until("slow")
            assert (told["room"], told["every"]) == (room_id, EVERY)
            assert datetime.fromisoformat(told["until"]) == step.until
        await ana.say(room_id, "She slept well")
        refused = await ana.refused("post", id=str(uuid4()), room=room_id, text="And another thing")
        assert (refused["code"], refused["retry"]) == ("slow_room", True)
        assert EVERY - 60 < refused["wait"] <= EVERY
        async with phone(live.brianna) as brianna:
            paces = {room["id"]: room["pace"] for room in (await brianna.until("welcome"))["rooms"]}
        assert paces == {room_id: EVERY, live.rooms["jaylan"].public_id: 0}
        await sync_to_async(end)(live, step)
        told = await ana.until("slow")
        assert (told["every"], told["until"]) == (0, None)
        await samara.send("ping")
        await samara.until("pong")
        assert not any(frame["t"] == "slow" for frame in samara.heard)


def test_the_room_says_so_plainly_and_keeps_the_words(world: Cast) -> None:
    room_id = world.rooms["macia"].public_id
    ana = signed_in(world.ana)
    path = reverse("room", args=[room_id])
    assert 'id="slow" role="status" hidden' in ana.get(path).content.decode()
    slow(world)
    page = ana.get(path).content.decode()
    assert "each member can write every 5 minutes" in page
    assert "You can write again at" not in page.split("page-data")[0]
    world.say("ana", "macia", "She slept well")
    answer = ana.post(f"{path}say/", {"text": "And another thing", "client_id": str(uuid4())})
    page = answer.content.decode()
    assert (answer.status_code, "Retry-After" in answer) == (429, True)
    assert "And another thing</textarea>" in page
    assert "You can go on in 5 minutes" in page
    assert 'id="pace" role="status">You can write again at' in page
    assert Event.objects.filter(room=world.rooms["macia"], kind=Kind.MESSAGE).count() == 2
    desk = signed_in(world.tianna).get(reverse("desk_room", args=[room_id])).content.decode()
    assert "each member can write every 5 minutes" in desk
    assert 'id="pace" role="status">You' not in desk


def test_it_is_taken_at_the_desk(world: Cast) -> None:
    path = reverse("desk_steps", args=[world.rooms["macia"].public_id])
    tianna = signed_in(world.tianna)
    form = {"kind": "slow", "reason": "A breather", "minutes": "15", "until": "2099-01-01T10:00"}
    assert tianna.post(path, {**form, "minutes": "4"}).status_code == 422
    assert tianna.post(path, form).status_code == 303
    page = tianna.get(path).content.decode()
    assert "every 15 minutes" in page
    assert (Step.objects.get().every, Room.objects.get(pk=world.rooms["macia"].pk).pace) == (900, 900)
