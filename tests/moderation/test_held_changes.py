"""A change of a message waits for staff like a message does, and undoes nothing later (S7, S60, P4)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from moderation.models import Contact, Flag, HeldMessage, Policy
from moderation.queries import held as queries
from moderation.services import held
from rooms.errors import RoomError
from rooms.hub import hub
from rooms.models import Event, Kind
from rooms.screen import Held, SecondThought
from rooms.services import memberships, messages
from rooms.verify import verify
from tests.cast import Cast, make_cast
from tests.moderation.test_held import messages as shown
from tests.sockets import phone
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

WAS = "See you at noon"
THREAT = "I'm going to kill you"


@pytest.fixture
def world(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
async def live(transactional_db: None) -> AsyncIterator[Cast]:
    yield await sync_to_async(make_cast)()
    hub().stop()
    await sync_to_async(connections.close_all)()


def fields(world: Cast, target: int, who: str = "ana") -> dict[str, Any]:
    return {"actor": world.people[who], "room_id": world.rooms["macia"].public_id, "target": target}


def change(world: Cast, target: int, text: str = THREAT, client_id: UUID | None = None, **more: Any) -> Event | Held:
    return messages.change(client_id=client_id or uuid4(), text=text, **{**fields(world, target), **more})


def waiting() -> HeldMessage:
    return HeldMessage.objects.get(state="waiting")


def release(world: Cast, one: HeldMessage) -> Event | None:
    return held.release(actor=world.tianna, held_id=one.public_id)


def refused(code: str, act: Any, *args: Any, **more: Any) -> None:
    with pytest.raises(RoomError) as caught:
        act(*args, **more)
    assert caught.value.code == code


def test_it_waits_and_the_message_stays_as_it_was(world: Cast) -> None:
    said, client_id = world.say("ana", "macia", WAS), uuid4()
    first, again = (change(world, said.seq, client_id=client_id) for _ in range(2))
    assert isinstance(first, Held)
    assert isinstance(again, Held)
    assert first.at == again.at
    assert shown(world) == [WAS]
    one = waiting()
    assert (one.target, one.text, one.why, one.reply_to) == (said.seq, THREAT, "threat", None)
    assert Flag.objects.get().messages.get().held == one
    refused("id_reused", change, world, said.seq, f"{THREAT} now", client_id)


def test_let_through_it_is_the_writers_change_under_its_own_id(world: Cast) -> None:
    said, client_id = world.say("ana", "macia", WAS), uuid4()
    change(world, said.seq, client_id=client_id)
    one = waiting()
    event = release(world, one)
    assert event is not None
    assert (event.kind, event.target, event.client_id) == (Kind.MESSAGE_EDITED, said.seq, client_id)
    assert event.author == world.member("ana", "macia")
    assert shown(world) == [THREAT]
    assert verify(world.rooms["macia"]).whole
    again = release(world, one)
    assert again is not None
    assert again.seq == event.seq
    assert change(world, said.seq, client_id=client_id).seq == event.seq  # type: ignore[union-attr]


def test_its_contact_details_stay_private_unless_they_were_why_it_waited(world: Cast) -> None:
    said = world.say("ana", "macia", WAS)
    Policy.objects.create(agency=world.ana.agency, contact=Contact.HOLD)
    change(world, said.seq, "Call 775-555-0134")
    release(world, waiting())
    assert shown(world) == ["Call 775-555-0134"]
    change(world, said.seq, f"{THREAT}, call 775-555-0134")
    release(world, waiting())
    assert shown(world) == [f"{THREAT}, call •••"]


def test_declined_or_taken_back_nothing_changes(world: Cast) -> None:
    said, client_id = world.say("ana", "macia", WAS), uuid4()
    change(world, said.seq)
    held.decline(actor=world.tianna, held_id=waiting().public_id, answer="Shall we talk?")
    (own,) = queries.own(world.ana, world.rooms["macia"].public_id)
    assert (own.answer, own.change) == ("Shall we talk?", True)
    change(world, said.seq, client_id=client_id)
    held.take_back(actor=world.ana, room_id=world.rooms["macia"].public_id, client_id=client_id)
    assert shown(world) == [WAS]


def test_the_last_one_takes_the_place_of_the_one_before(world: Cast) -> None:
    said = world.say("ana", "macia", WAS)
    change(world, said.seq)
    first = waiting()
    change(world, said.seq, f"{THREAT} tomorrow")
    assert waiting().text == f"{THREAT} tomorrow"
    refused("decided", release, world, first)


@pytest.mark.parametrize("how", ["changed", "taken back"])
def test_it_undoes_nothing_that_the_writer_did_since(world: Cast, how: str) -> None:
    said = world.say("ana", "macia", WAS)
    change(world, said.seq)
    one = waiting()
    if how == "changed":
        change(world, said.seq, "See you at one")
    else:
        messages.retract(client_id=uuid4(), **fields(world, said.seq))
    (seen,) = queries.of_room(world.member("tianna", "macia")).waiting
    assert seen.overtaken
    assert release(world, one) is None
    one.refresh_from_db()
    assert (one.state, one.seq) == ("taken_back", None)
    assert shown(world) == (["See you at one"] if how == "changed" else [None])
    refused("decided", release, world, one)


def test_an_earlier_change_does_not_overtake_it(world: Cast) -> None:
    said = world.say("ana", "macia", WAS)
    change(world, said.seq, "See you at one")
    change(world, said.seq)
    assert release(world, waiting()) is not None
    assert shown(world) == [THREAT]


def test_it_can_be_let_through_after_the_quarter_of_an_hour(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was sent in time; how long staff takes is not the writer's doing."""
    said = world.say("ana", "macia", WAS)
    change(world, said.seq)
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    refused("too_late", change, world, said.seq, "See you at one")
    assert release(world, waiting()) is not None


def test_what_may_not_be_changed_is_refused_and_not_kept(world: Cast) -> None:
    said = world.say("brianna", "macia", WAS)
    refused("not_allowed", change, world, said.seq)
    refused("not_found", change, world, 999)
    mine = world.say("ana", "macia", "You were there")
    with pytest.raises(SecondThought):
        change(world, mine.seq, "You are a terrible mother", sure=False)
    refused("looked_at_first", messages.edit, client_id=uuid4(), text=THREAT, **fields(world, mine.seq))
    assert not HeldMessage.objects.exists(), "whoever cannot tell the writer keeps nothing"


def test_a_writer_who_is_away_has_nothing_let_through(world: Cast) -> None:
    said = world.say("ana", "macia", WAS)
    change(world, said.seq)
    world.suspend("ana", "macia")
    refused("writer_away", release, world, waiting())


def test_a_writer_who_may_only_read_now_has_it_let_through(world: Cast) -> None:
    said = world.say("ana", "macia", WAS)
    change(world, said.seq)
    memberships.narrow(
        actor=world.tianna,
        room_id=world.rooms["macia"].public_id,
        member_id=world.member("ana", "macia").public_id,
        reason="a test",
    )
    assert release(world, waiting()) is not None


async def test_over_the_socket_the_writer_is_told_and_the_others_see_it_when_it_is_let_through(live: Cast) -> None:
    room_id = live.rooms["macia"].public_id
    async with phone(live.ana) as ana, phone(live.brianna) as brianna:
        for one in (ana, brianna):
            await one.follow(room_id)
        ack = await ana.say(room_id, WAS)
        client_id = str(uuid4())
        await ana.send("edit", id=client_id, room=room_id, target=ack["seq"], text=THREAT)
        answer = await ana.until("ack", lambda frame: frame["id"] == client_id)
        assert answer["held"] is True
        assert "seq" not in answer
        assert not any("held" in frame["t"] for frame in brianna.heard)
        await sync_to_async(release)(live, await sync_to_async(waiting)())
        told = await ana.until("held", lambda frame: frame["state"] == "released")
        assert told["id"] == client_id

        def changed(frame: dict[str, Any]) -> bool:
            return any(one["kind"] == "message.edited" for one in frame["events"])

        (event,) = (await brianna.until("events", changed))["events"]
        assert (event["text"], event["target"]) == (THREAT, ack["seq"])


def test_on_the_pages(world: Cast) -> None:
    said, room_id = world.say("ana", "macia", WAS), world.rooms["macia"].public_id
    ana, tianna = signed_in(world.ana), signed_in(world.tianna)
    path = reverse("edit", args=[room_id, said.seq])
    answer = ana.post(path, {"text": THREAT, "client_id": str(uuid4()), "sure": "on"})
    assert (answer.status_code, answer["Location"].endswith("#held")) == (303, True)
    page = ana.get(reverse("room", args=[room_id])).content.decode()
    assert "Your change waits for Tianna Reilly to look." in page
    assert WAS in page
    desk = tianna.get(reverse("desk_held", args=[room_id])).content.decode()
    assert desk.index(WAS) < desk.index("It is to be changed to:") < desk.index("going to kill you")
    change(world, said.seq, "See you at one")
    desk = tianna.get(reverse("desk_held", args=[room_id])).content.decode()
    assert "There is nothing left to decide." in desk
    assert 'name="answer"' not in desk
    form = {"held": waiting().public_id, "act": "release"}
    assert tianna.post(reverse("desk_held", args=[room_id]), form).status_code == 303
    assert shown(world) == ["See you at one"]
