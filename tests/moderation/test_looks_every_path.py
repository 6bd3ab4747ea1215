"""No read path of staff without its row: every view of tests/walls/pages.py, every frame of the desk (S6)."""

from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from moderation.models import Flag, HeldMessage, Look, Policy
from moderation.services import flags, looks, summaries
from rooms.models import Membership, Role
from rooms.protocol import EditFrame, HistoryFrame, Ping, PostFrame, ReactFrame, Resume, RetractFrame
from rooms.services import memberships
from tests.cast import Cast, make_cast
from tests.moderation.test_looks_sealed import begin
from tests.sockets import phone
from tests.walls.answers import signed_in
from tests.walls.frames import COMMANDS, name_of, taken_by
from tests.walls.pages import DESK_PAGES, METHODS, ROOM_PAGES, Where, ask

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


SHOWS: Final = {
    "desk": Kind.BOARD,
    "desk_room": Kind.READ,
    "desk_retract": Kind.READ,
    "desk_people": Kind.PEOPLE,
    "desk_manage": Kind.PEOPLE,
    "desk_notes": Kind.PEOPLE,
    "desk_flags": Kind.BOARD,
    "desk_flag": Kind.FLAG,
    "desk_held": Kind.HELD,
    "desk_summary": Kind.SUMMARY,
    "people": Kind.PEOPLE,
}
"""What some pages leave; of the others the test asks that they leave something."""


def kinds(cast: Cast, room: str = "macia") -> set[str]:
    mine = Look.objects.filter(room=cast.rooms[room], person=cast.tianna)
    return set(mine.values_list("kind", flat=True))


def lively(cast: Cast) -> Where:
    """Something of each kind that a page could show: a line of staff's own, a flag, a held message, a draft."""
    ana, room_id = cast.member("ana", "macia"), cast.rooms["macia"].public_id
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.joshua, role=Role.SUPERVISOR)
    said = cast.say("tianna", "macia", WORDS)
    flag = flags.raise_by_member(
        actor=cast.ana, room_id=room_id, client_id=uuid4(), category="help", seq=said.seq, text=WORDS
    )
    HeldMessage.objects.create(room=ana.room, author=ana, client_id=uuid4(), text=WORDS, why="threat")
    day = timedelta(days=1)
    draft = summaries.draft(
        actor=cast.joshua, room_id=room_id, start=timezone.now() - day, end=timezone.now() + day / 24
    )
    ids = {"member_id": ana.public_id, "summary_id": draft.public_id, "flag_id": flag.public_id}
    return Where(room_id=room_id, seq=said.seq, **{key: ids[key] for key in vars(Where(room_id="")) if key in ids})


@pytest.mark.django_db
def test_every_page_that_shows_something_of_a_room_to_staff_leaves_a_row(cast: Cast) -> None:
    """Words said in the room, or names of those in it: whoever is shown one has left a row, whichever page it is."""
    where, client, shown = lively(cast), signed_in(cast.tianna), set()
    flag = Flag.objects.get()
    names = Membership.objects.filter(room=cast.rooms["macia"], person__in=(cast.ana, cast.brianna))
    secrets = (WORDS, *names.values_list("shown_name", flat=True))
    addresses = {name: where.address(name) for name in {*ROOM_PAGES, *DESK_PAGES}}
    addresses["desk_flag"] = reverse("desk_flag", args=[flag.public_id])
    for name, address in sorted(addresses.items()):
        for method in METHODS if name in ROOM_PAGES else METHODS[:1]:
            with transaction.atomic():
                answer = ask(client, method, name, where) if name in ROOM_PAGES else client.get(address)
                body = answer.content.decode(errors="replace")
                if any(secret in body for secret in secrets):
                    left = kinds(cast)
                    assert left, f"{method} {name} shows something of the room and leaves no row"
                    assert name not in SHOWS or SHOWS[name] in left, (method, name)
                    shown.add(name)
                transaction.set_rollback(True)
    assert set(SHOWS) <= shown


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
