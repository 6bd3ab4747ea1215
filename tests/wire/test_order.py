"""Sent twice, sent late, sent too early, sent about what is not one's own (P2, P3, W18)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from tests.cast import Cast
from tests.sockets import Phone, phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

FAR = 2**31 - 1


def new_id() -> str:
    return str(uuid4())


async def ack(one: Phone, kind: str, **fields: Any) -> dict[str, Any]:
    await one.send(kind, **fields)
    return await one.until("ack", lambda frame: frame["id"] == fields["id"])


async def head_of(one: Phone, room: str) -> int:
    """How far the room is, asked by resuming from beyond its end."""
    return int((await one.follow(room, after=FAR))["upto"])


# Twice


async def test_every_command_sent_twice_is_done_once_and_answered_alike(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.ana) as again:
        target = (await ana.say(macia, "Hello"))["seq"]
        for kind, fields in (
            ("post", {"text": "Once"}),
            ("post", {"text": "An answer", "reply_to": target}),
            ("edit", {"target": target, "text": "Hello!"}),
            ("react", {"target": target, "emoji": "🙏", "on": True}),
            ("react", {"target": target, "emoji": "🙏", "on": False}),
            ("retract", {"target": target}),
        ):
            fields = {"id": new_id(), "room": macia, **fields}
            first = await ack(ana, kind, **fields)
            assert await ack(ana, kind, **fields) == first
            assert await ack(again, kind, **fields) == first
            assert await head_of(again, macia) == first["seq"]


async def test_the_first_answer_stands_whatever_happened_since(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message was edited and taken back, its quarter of an hour is over: its id is still answered."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        first = await ana.say(macia, "First")
        edited = {"id": new_id(), "room": macia, "target": first["seq"], "text": "Second"}
        changed = await ack(ana, "edit", **edited)
        await ack(ana, "retract", id=new_id(), room=macia, target=first["seq"])
        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))
        assert await ana.say(macia, "First", id=first["id"]) == first
        assert await ack(ana, "edit", **edited) == changed


async def test_an_id_is_the_same_however_it_is_written(world: Cast) -> None:
    macia, client_id = world.rooms["macia"].public_id, uuid4()
    async with phone(world.ana) as ana:
        first = await ana.say(macia, "Once", id=str(client_id))
        for spelt in (str(client_id).upper(), client_id.hex):
            await ana.send("post", id=spelt, room=macia, text="Once")
            assert await ana.until("ack") == first


async def test_one_id_for_something_else_is_refused(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        first = await ana.say(macia, "Words")
        seq, used = first["seq"], {"id": first["id"], "room": macia}
        for kind, fields in (
            ("post", {"text": "Other words"}),
            ("post", {"text": "words"}),
            ("post", {"text": "Words", "reply_to": seq}),
            ("edit", {"text": "Words", "target": seq}),
            ("retract", {"target": seq}),
            ("react", {"target": seq, "emoji": "👍", "on": True}),
        ):
            assert (await ana.refused(kind, **used, **fields))["code"] == "id_reused"
        assert await head_of(ana, macia) == seq
        assert await ana.say(macia, "Words", id=first["id"]) == first


async def test_an_id_counts_for_one_person_in_one_room(world: Cast) -> None:
    macia, gladys = world.rooms["macia"].public_id, world.rooms["gladys"].public_id
    async with phone(world.ana) as ana, phone(world.francisco) as francisco:
        first = await ana.say(macia, "Mine")
        theirs = await francisco.say(macia, "Also mine", id=first["id"])
        elsewhere = await ana.say(gladys, "Another room", id=first["id"])
        assert theirs["seq"] == first["seq"] + 1
        assert elsewhere["room"] == gladys


# Too early, too far


async def test_what_is_not_there_yet_cannot_be_spoken_of(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        head = (await ana.say(macia, "Hello"))["seq"]
        for target in (head + 1, head + 2, FAR):
            about = {"room": macia, "target": target}
            for kind, fields in (
                ("post", {"room": macia, "text": "An answer", "reply_to": target}),
                ("edit", {"text": "Sooner than said", **about}),
                ("retract", about),
                ("react", {"emoji": "👍", "on": True, **about}),
            ):
                assert (await ana.refused(kind, id=new_id(), **fields))["code"] == "not_found"
        assert (await ana.say(macia, "Next"))["seq"] == head + 1


async def test_only_messages_can_be_spoken_of(world: Cast) -> None:
    """Joining is an event too, and nothing that a member could change."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        for target in (0, 1, 2):
            about = {"id": new_id(), "room": macia, "target": target}
            assert (await ana.refused("edit", text="Nobody joined", **about))["code"] == "not_found"
            assert (await ana.refused("react", emoji="👍", on=True, **about))["code"] == "not_found"


@pytest.mark.parametrize("beyond", [1, 1000, FAR])
async def test_resuming_from_the_future_is_resuming_from_now(world: Cast, beyond: int) -> None:
    macia = world.rooms["macia"]
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        frame = await brianna.follow(macia.public_id, after=min(macia.last_seq + beyond, FAR))
        assert (frame["after"], frame["upto"], frame["events"]) == (macia.last_seq, macia.last_seq, [])
        said = await ana.say(macia.public_id, "And now")
        frame = await brianna.until("events")
        assert (frame["after"], frame["upto"]) == (macia.last_seq, said["seq"])


async def test_resuming_again_starts_where_it_is_told_and_goes_on_once(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        for after in (0, 3, 0):
            assert (await brianna.follow(macia, after=after))["events"][0]["seq"] == after + 1
        await ana.say(macia, "Once")
        frame = await brianna.until("events")
        await ana.say(macia, "Twice")
        following = await brianna.until("events")
        assert following["after"] == frame["upto"]
        assert brianna.texts()[-2:] == ["Once", "Twice"]


async def test_reading_further_than_there_is_reads_to_the_end_and_never_back(world: Cast) -> None:
    macia = world.rooms["macia"]
    brianna_id = (await sync_to_async(world.member)("brianna", "macia")).public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        await ana.follow(macia.public_id)
        await brianna.send("read", room=macia.public_id, upto=4)
        assert (await ana.until("seen"))["upto"] == {brianna_id: 4}
        await brianna.send("read", room=macia.public_id, upto=1)
        await brianna.send("read", room=macia.public_id, upto=FAR)
        assert (await ana.until("seen"))["upto"] == {brianna_id: macia.last_seq}


# Late, and not one's own


@pytest.mark.parametrize(("minutes", "refused"), [(14.9, False), (15.1, True), (60 * 24 * 400, True)])
async def test_a_message_can_be_changed_for_a_quarter_of_an_hour(
    world: Cast, monkeypatch: pytest.MonkeyPatch, minutes: float, refused: bool
) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        one, two = [(await ana.say(macia, text))["seq"] for text in ("One", "Two")]
        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=minutes))
        await ana.send("edit", id=new_id(), room=macia, target=one, text="Other")
        await ana.send("retract", id=new_id(), room=macia, target=two)
        answers = [await ana.until("error" if refused else "ack") for _ in range(2)]
        assert [frame.get("code") for frame in answers] == (["too_late"] * 2 if refused else [None] * 2)
        await ack(ana, "react", id=new_id(), room=macia, target=one, emoji="👍", on=True)


@pytest.mark.parametrize(("author", "path"), [("brianna", "/ws/"), ("tianna", "/ws/desk/")])
async def test_nobody_changes_what_another_said(world: Cast, author: str, path: str) -> None:
    """Neither a member another's, nor a member staff's, nor staff a member's."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.people[author], path) as other:
        theirs = (await other.say(macia, "Mine to change"))["seq"]
        mine = (await ana.say(macia, "Mine too"))["seq"]
        for one, target in ((ana, theirs), (other, mine)):
            about = {"id": new_id(), "room": macia, "target": target}
            assert (await one.refused("edit", text="Yours?", **about))["code"] == "not_allowed"
            assert (await one.refused("retract", **about))["code"] == "not_allowed"


async def test_what_was_taken_back_cannot_be_changed_or_answered_with_an_emoji(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        seq = (await ana.say(macia, "Never mind"))["seq"]
        await ack(ana, "retract", id=new_id(), room=macia, target=seq)
        about = {"room": macia, "target": seq}
        assert (await ana.refused("edit", id=new_id(), text="Mind", **about))["code"] == "gone"
        assert (await ana.refused("retract", id=new_id(), **about))["code"] == "gone"
        assert (await brianna.refused("react", id=new_id(), emoji="😢", on=True, **about))["code"] == "gone"


async def test_reacting_is_setting_not_toggling(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        seq = (await ana.say(macia, "Good news"))["seq"]
        about = {"room": macia, "target": seq, "emoji": "🎉"}
        assert (await ana.refused("react", id=new_id(), on=False, **about))["code"] == "bad_choice"
        first = await ack(ana, "react", id=new_id(), on=True, **about)
        assert (await ack(ana, "react", id=new_id(), on=True, **about))["seq"] == first["seq"]
        gone = await ack(ana, "react", id=new_id(), on=False, **about)
        assert (await ack(ana, "react", id=new_id(), on=False, **about))["seq"] == gone["seq"]
        assert await head_of(ana, macia) == gone["seq"]


# Taken back


async def test_words_that_were_withdrawn_are_never_sent_again(world: Cast) -> None:
    """Not live, not by resuming, not in history; staff keep every version (P8)."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        changed = (await ana.say(macia, "secret one"))["seq"]
        taken = (await ana.say(macia, "secret two"))["seq"]
        await ack(ana, "edit", id=new_id(), room=macia, target=taken, text="secret three")
        await ack(brianna, "react", id=new_id(), room=macia, target=taken, emoji="😢", on=True)
        await ack(ana, "edit", id=new_id(), room=macia, target=changed, text="said better")
        await ack(ana, "retract", id=new_id(), room=macia, target=taken)
        end = (await brianna.say(macia, "All right", reply_to=taken))["seq"]
    for name in ("ana", "brianna", "francisco"):
        async with phone(world.people[name]) as one:
            await hear_everything(one, macia, taken, end)
            assert "secret" not in str(one.heard)
            assert set(one.texts()) >= {"said better", "All right"}
    async with phone(world.tianna, "/ws/desk/") as tianna:
        await hear_everything(tianna, macia, taken, end)
        assert set(tianna.texts()) >= {"secret one", "secret two", "secret three", "said better"}


async def hear_everything(one: Phone, room: str, middle: int, end: int) -> None:
    """Every way to be sent a room's past."""
    for after in (0, middle - 1, middle, middle + 1, end):
        await one.follow(room, after=after)
    for before, limit in ((FAR, 100), (end, 50), (middle + 1, 1), (middle + 1, 2)):
        await one.send("history", ref="past", room=room, before=before, limit=limit)
        await one.until("page")


async def test_words_withdrawn_before_a_socket_catches_up_are_not_caught_up_with(
    world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one process reads together is settled together, so that even a late reader is spared old words."""
    macia = world.rooms["macia"].public_id
    event = await sync_to_async(world.say)("ana", "macia", "secret")
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await francisco.follow(macia, after=event.seq)
        await ack(ana, "retract", id=new_id(), room=macia, target=event.seq)
        frame = await francisco.until("events")
        assert [(one["kind"], one.get("text")) for one in frame["events"]] == [("message.retracted", None)]
        assert "secret" not in str(francisco.heard)
