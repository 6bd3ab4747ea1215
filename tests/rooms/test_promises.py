"""Promises that no other test speaks of by itself: one order whatever the clock says, the desk, the original."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from rooms.models import Event, Room
from rooms.services import memberships
from rooms.verify import verify
from tests.cast import Cast
from tests.sockets import Phone, phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


async def done(one: Phone, kind: str, **fields: Any) -> int:
    """Send a command; returns the number under which it was recorded."""
    await one.send(kind, id=str(uuid4()), **fields)
    return int((await one.until("ack"))["seq"])


def events(one: Phone) -> list[dict[str, Any]]:
    return [event for frame in one.heard if frame["t"] == "events" for event in frame["events"]]


async def test_a_clock_that_goes_back_changes_no_order(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """P4: the server's clock is set back two hours between two messages, then a day ahead."""
    macia, now = world.rooms["macia"].public_id, timezone.now
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        head = (await brianna.follow(macia))["upto"]
        for number, jump in enumerate((timedelta(0), timedelta(hours=-2), timedelta(days=1), timedelta(hours=-1))):
            monkeypatch.setattr(timezone, "now", lambda jump=jump: now() + jump)
            assert (await ana.say(macia, f"line {number}"))["seq"] == head + number + 1
        await brianna.until("events", lambda frame: frame["upto"] == head + 4)
        assert brianna.texts()[-4:] == ["line 0", "line 1", "line 2", "line 3"]
        await brianna.send("history", ref="all", room=macia, before=2**31 - 1, limit=4)
        page = await brianna.until("page")
        assert [event["text"] for event in page["events"]] == ["line 0", "line 1", "line 2", "line 3"]


async def test_the_desk_is_sent_every_number_of_the_record(world: Cast) -> None:
    """P7, S53: whatever the parents do, and whoever is out, no number is missing at the desk and no word left out."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as tianna:
        await tianna.follow(macia)
        said = await done(ana, "post", room=macia, text="First words")
        await done(brianna, "post", room=macia, text="An answer", reply_to=said)
        await done(ana, "edit", room=macia, target=said, text="Second words")
        await done(brianna, "react", room=macia, target=said, emoji="🙏", on=True)
        await done(brianna, "react", room=macia, target=said, emoji="🙏", on=False)
        await done(ana, "retract", room=macia, target=said)
        await sync_to_async(world.suspend)("francisco", "macia")
        await done(ana, "post", room=macia, text="While he is out")
        await sync_to_async(world.restore)("francisco", "macia")
        about = {"actor": world.ana, "room_id": macia, "client_id": uuid4()}
        await sync_to_async(memberships.rename)(**about, name="Mama Ana")
        last = await done(brianna, "post", room=macia, text="Last words")
        await tianna.until("events", lambda frame: frame["upto"] == last)
    assert [event["seq"] for event in events(tianna)] == list(range(1, last + 1))
    kinds = {kind async for kind in Event.objects.filter(room=world.rooms["macia"]).values_list("kind", flat=True)}
    assert {event["kind"] for event in events(tianna)} == {str(kind) for kind in kinds}
    said_there = ["First words", "An answer", "Second words", "While he is out", "Mama Ana", "Last words"]
    assert [text for text in tianna.texts() if text in said_there] == said_there


async def test_what_was_changed_and_taken_back_is_all_in_the_record(world: Cast) -> None:
    """P8: each version with its writer and time, after members see only that something was taken back."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        said = await done(ana, "post", room=macia, text="First words")
        await done(ana, "edit", room=macia, target=said, text="Second words")
        await done(ana, "edit", room=macia, target=said, text="Third words")
        await done(ana, "retract", room=macia, target=said)
    member = await sync_to_async(world.member)("ana", "macia")
    record = Event.objects.filter(room=world.rooms["macia"], seq__gte=said).order_by("seq")
    kept = [(str(event.kind), event.target, event.text, event.author_id) async for event in record]
    assert kept == [
        ("message", None, "First words", member.pk),
        ("message.edited", said, "Second words", member.pk),
        ("message.edited", said, "Third words", member.pk),
        ("message.retracted", said, "", member.pk),
    ]
    assert (await sync_to_async(verify)(await Room.objects.aget(public_id=macia))).whole
    async with phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as tianna:
        await brianna.follow(macia)
        await tianna.follow(macia)
        assert "words" not in str(brianna.heard)
        assert tianna.texts()[-3:] == ["First words", "Second words", "Third words"]
