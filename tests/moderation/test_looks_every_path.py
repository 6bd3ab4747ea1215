"""No read path and no act of staff without its row: every frame of both sockets (S6, S53).

Every address is walked in tests/moderation/test_looks_every_page.py.
"""

from typing import Final

import pytest
from asgiref.sync import sync_to_async

from moderation.models import Look, Policy
from moderation.services import looks
from rooms.models import Event, Role
from rooms.protocol import EditFrame, HistoryFrame, Ping, PostFrame, ReactFrame, Resume, RetractFrame
from rooms.services import memberships
from tests.cast import Cast, make_cast
from tests.moderation.test_looks_sealed import begin
from tests.sockets import phone
from tests.walls.frames import COMMANDS, ROOMLESS, name_of, taken_by

Kind = Look.Kind
WORDS: Final = "She counted every duck on the pond"

LEAVES: Final[dict[type, str | None]] = {
    Resume: Kind.READ,
    HistoryFrame: Kind.READ,
    PostFrame: Kind.STEP_IN,
    EditFrame: Kind.STEP_IN,
    RetractFrame: Kind.STEP_IN,
    ReactFrame: Kind.STEP_IN,
    Ping: None,
}
"""The row that each frame of the desk leaves in the room it names; a new frame joins here, or a test fails."""


def kinds(cast: Cast, room: str = "macia") -> set[str]:
    mine = Look.objects.filter(room=cast.rooms[room], person=cast.tianna)
    return set(mine.values_list("kind", flat=True))


def test_every_frame_of_the_desk_is_in_the_table() -> None:
    assert frozenset(LEAVES) == taken_by("/ws/desk/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loop_end")
@pytest.mark.parametrize("command", [command for command in LEAVES if command in COMMANDS], ids=name_of)
async def test_every_frame_that_reads_or_acts_leaves_its_row(command: type) -> None:
    cast = await sync_to_async(make_cast)()
    said = await sync_to_async(cast.say)("tianna", "macia", WORDS)
    async with phone(cast.tianna, "/ws/desk/") as tianna:
        await tianna.until("welcome")
        assert await sync_to_async(kinds)(cast) == {Kind.BOARD}, "being told of a room is a look at it"
        fields = COMMANDS[command].fields(said.seq)
        await tianna.send(name_of(command), room=cast.rooms["macia"].public_id, **fields)
        await tianna.send("ping")
        await tianna.until("pong")
        assert "error" not in [frame["t"] for frame in tianna.heard]
    assert await sync_to_async(kinds)(cast) == {Kind.BOARD, LEAVES[command]}
    assert await sync_to_async(kinds)(cast, "gladys") == {Kind.BOARD}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loop_end")
async def test_the_members_socket_does_nothing_for_staff() -> None:
    """Whoever is a member elsewhere opens it too. In a room that they look after, each of its frames is refused."""
    cast = await sync_to_async(make_cast)()
    jaylan = cast.rooms["jaylan"]
    await sync_to_async(memberships.add)(actor=None, room=jaylan, person=cast.joshua, role=Role.SOCIAL_WORKER)
    said = await sync_to_async(cast.say)("joshua", "jaylan", WORDS)
    count = await sync_to_async(Event.objects.count)()
    async with phone(cast.joshua) as joshua:
        for command in taken_by("/ws/") - ROOMLESS:
            fields = COMMANDS[command].fields(said.seq)
            refusal = await joshua.refused(name_of(command), room=jaylan.public_id, **fields)
            assert refusal["code"] == "not_allowed", name_of(command)
        assert WORDS not in str(joshua.heard)
        assert (await joshua.say(cast.rooms["jon"].public_id, "Good night"))["seq"], "he writes where he is a father"
    assert await sync_to_async(jaylan.events.filter(seq__gt=said.seq).count)() == 0
    assert await sync_to_async(Event.objects.count)() == count + 1
    assert not await sync_to_async(Look.objects.exists)()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loop_end")
async def test_the_board_follows_with_the_row_of_the_hour() -> None:
    """Sixty rooms on a board do not leave a row each time that it connects again."""
    cast = await sync_to_async(make_cast)()
    for _ in range(2):
        async with phone(cast.tianna, "/ws/desk/") as tianna:
            await tianna.until("welcome")
            await tianna.send("resume", room=cast.rooms["macia"].public_id, after=0, here=False)
            await tianna.until("events")
    assert await sync_to_async(Look.objects.filter(room=cast.rooms["macia"]).count)() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loop_end")
async def test_whoever_stays_for_hours_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page pings as long as it is open: each hour of it is a row of its own."""
    cast = await sync_to_async(make_cast)()
    room_id = cast.rooms["macia"].public_id
    async with phone(cast.tianna, "/ws/desk/") as tianna:
        await tianna.follow(room_id)
        monkeypatch.setattr("moderation.consumers.monotonic", lambda: float("inf"))
        monkeypatch.setitem(looks.SITTING, Kind.READ, looks.SHORT * 0)
        await tianna.send("ping")
        await tianna.until("pong")
    assert await sync_to_async(Look.objects.filter(room=cast.rooms["macia"], kind=Kind.READ).count)() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loop_end")
@pytest.mark.parametrize("why", ["inquiry", "agency", "nothing"])
async def test_the_light_follows_the_choice(why: str) -> None:
    """Off in an inquiry and where the agency has it off, on else; the row is there in any case."""
    cast = await sync_to_async(make_cast)()
    room_id = cast.rooms["macia"].public_id
    if why == "inquiry":
        await sync_to_async(begin)(cast)
    elif why == "agency":
        await sync_to_async(Policy.objects.create)(agency=cast.tianna.agency, light=False)
    async with phone(cast.ana) as ana, phone(cast.tianna, "/ws/desk/") as tianna:
        await ana.follow(room_id)
        await tianna.follow(room_id)
        for one in (tianna, ana):
            await one.send("ping")
            await one.until("pong")
        lights = [frame["on"] for frame in ana.heard if frame["t"] == "observing"]
    assert lights == ([True] if why == "nothing" else [])
    assert Kind.READ in await sync_to_async(kinds)(cast)
