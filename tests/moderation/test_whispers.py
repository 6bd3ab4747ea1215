"""Private notes: staff to one member or one side, and to the others nothing at all (S54, S60)."""

from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from moderation.models import Look, Whisper
from moderation.queries import whispers as notes
from moderation.services import appeals, flags, whispers
from rooms import bus
from rooms.errors import RoomError
from rooms.models import Event, Role
from rooms.services import memberships
from tests.cast import Cast, make_cast
from tests.frontend.conftest import Reader
from tests.sockets import Phone, phone

CANARY = "You did well to ask me that first"


def write(cast: Cast, to: str, text: str = CANARY, person: str = "tianna") -> Whisper:
    return whispers.whisper(actor=cast.people[person], room_id=cast.rooms["macia"].public_id, to=to, text=text)


def heard(cast: Cast, person: str) -> list[str]:
    return [note.text for note in notes.heard(cast.people[person], cast.rooms["macia"].public_id)]


@pytest.mark.django_db
@pytest.mark.both_engines
def test_one_side_hears_it_and_the_other_does_not(cast: Cast) -> None:
    """Not in the room, not on its pages, not in its record, not in the others' list of who has looked."""
    before = Event.objects.count()
    write(cast, "birth")
    assert heard(cast, "ana") == heard(cast, "francisco") == [CANARY]
    assert heard(cast, "brianna") == []
    brianna = Reader(cast, "brianna", "macia")
    for path in ("", "notes/", "looks/", "people/"):
        page = brianna.get(path).content.decode()
        assert CANARY not in page and "private note to" not in page, path
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_one_member_hears_it_alone_and_is_told_so(cast: Cast) -> None:
    write(cast, cast.member("brianna", "macia").public_id)
    assert [heard(cast, name) for name in ("ana", "francisco", "brianna")] == [[], [], [CANARY]]
    for path in ("", "notes/"):
        page = Reader(cast, "brianna", "macia").get(path).content.decode()
        assert CANARY in page and "Just for you. The others in this room cannot see it." in page, path


@pytest.mark.django_db
def test_a_side_is_told_with_whom_it_shares_the_note(cast: Cast) -> None:
    write(cast, "birth")
    assert "Just for you and Francisco DuBuque." in Reader(cast, "ana", "macia").get().content.decode()


@pytest.mark.django_db
def test_the_trail_says_to_whom(cast: Cast) -> None:
    """Staff and those it was for find it in the list; its words are nowhere in it."""
    write(cast, "birth")
    (look,) = Look.objects.filter(kind=Look.Kind.WHISPER)
    assert look.detail["to"] == [cast.member(name, "macia").public_id for name in ("ana", "francisco")]
    for person in ("tianna", "ana"):
        page = Reader(cast, person, "macia").get("looks/").content.decode()
        assert "wrote a private note to Ana Gutierrez and Francisco DuBuque" in page and CANARY not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "to", "text", "code"),
    [
        ("tianna", "foster", " ", "empty"),
        ("tianna", "foster", "x" * 8_001, "too_long"),
        ("tianna", "nobody", CANARY, "bad_choice"),
        ("tianna", "", CANARY, "bad_choice"),
        ("ana", "foster", CANARY, "not_allowed"),
        ("samara", "foster", CANARY, "not_found"),
    ],
)
def test_what_cannot_be_sent(cast: Cast, person: str, to: str, text: str, code: str) -> None:
    with pytest.raises(RoomError, match=code):
        write(cast, to, text, person)
    assert not Whisper.objects.exists() and not Look.objects.exists()


@pytest.mark.django_db
def test_only_those_who_take_part_here_now_are_written_to(cast: Cast) -> None:
    """Not staff, not somebody of another room, not somebody whose part is paused."""
    for member in (cast.member("tianna", "macia"), cast.member("samara", "jaylan")):
        with pytest.raises(RoomError, match="bad_choice"):
            write(cast, member.public_id)
    cast.suspend("ana", "macia")
    assert [member.person_id for member in write(cast, "birth").to.all()] == [cast.francisco.pk]


@pytest.mark.django_db
def test_sent_twice_it_is_one_note(cast: Cast) -> None:
    assert write(cast, "birth") == write(cast, "birth")
    write(cast, "foster")
    assert Whisper.objects.count() == Look.objects.filter(kind=Look.Kind.WHISPER).count() == 2


@pytest.mark.django_db
def test_it_is_written_at_the_desk_by_a_plain_form(cast: Cast) -> None:
    tianna = Reader(cast, "tianna", "macia")
    page = tianna.get("notes/").content.decode()
    assert 'value="birth"' in page and 'value="foster"' not in page, "a side of one is that one"
    refused = tianna.post("notes/", to="nobody", text=CANARY)
    assert refused.status_code == 422 and CANARY in refused.content.decode()
    assert tianna.post("notes/", to="birth", text=CANARY)["Location"] == f"{tianna.base}notes/"
    assert "For Ana Gutierrez and Francisco DuBuque" in tianna.get("notes/").content.decode()


@pytest.mark.django_db
def test_a_strangers_answer_is_that_of_a_wrong_id(cast: Cast) -> None:
    macia, samara = cast.rooms["macia"].public_id, Reader(cast, "samara", "jaylan").client
    ana = Reader(cast, "ana", "macia").client
    for path in (f"/rooms/{macia}/notes/", f"/desk/rooms/{macia}/notes/", "/rooms/aaaaaaaaaaaa/notes/"):
        assert samara.get(path).status_code == 404
    for method in (ana.get, ana.post):
        assert method(f"/desk/rooms/{macia}/notes/").status_code in (403, 422)
    with pytest.raises(RoomError, match="not_allowed"):
        notes.written(cast.ana, macia)


@pytest.mark.django_db
def test_whoever_is_paused_reads_no_notes(cast: Cast) -> None:
    write(cast, "birth")
    cast.suspend("ana", "macia")
    assert Reader(cast, "ana", "macia").get("notes/").status_code == 404


# Live


async def all_settled(*phones: Phone) -> None:
    for _ in range(2):
        for one in phones:
            await one.send("ping")
            await one.until("pong")


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_engines
@pytest.mark.usefixtures("loop_end")
async def test_live_it_reaches_those_it_is_for_and_no_other_socket() -> None:
    """P13: the other side's socket, and the desk's, hear not one frame of it; nor does their history hold it."""
    cast = await sync_to_async(make_cast)()
    room_id = cast.rooms["macia"].public_id
    async with (
        phone(cast.ana) as ana,
        phone(cast.francisco) as francisco,
        phone(cast.brianna) as brianna,
        phone(cast.samara) as samara,
        phone(cast.tianna, "/ws/desk/") as tianna,
    ):
        for one in (ana, francisco, brianna, tianna):
            await one.follow(room_id)
        made = await sync_to_async(write)(cast, "birth")
        for one in (ana, francisco):
            frame = await one.until("whisper")
            assert (frame["room"], frame["id"], frame["text"]) == (room_id, made.public_id, CANARY)
        await brianna.send("history", ref="all", room=room_id, before=10_000)
        await all_settled(ana, francisco, brianna, samara, tianna)
        for one in (brianna, samara, tianna):
            assert CANARY not in str(one.heard) and made.public_id not in str(one.heard)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loop_end")
async def test_whoever_was_paused_meanwhile_gets_nothing() -> None:
    cast = await sync_to_async(make_cast)()
    room_id = cast.rooms["macia"].public_id
    async with phone(cast.ana) as ana, phone(cast.francisco) as francisco:
        for one in (ana, francisco):
            await one.follow(room_id)
        await sync_to_async(cast.suspend)("ana", "macia")
        await ana.until("left")
        await sync_to_async(write)(cast, "birth")
        await francisco.until("whisper")
        await all_settled(ana)
        assert CANARY not in str(ana.heard)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loop_end")
async def test_what_came_while_the_line_was_down_is_there_when_it_is_up() -> None:
    """A socket tells it once. Each time that it opens, the page asks for what is for its reader alone."""
    cast = await sync_to_async(make_cast)()
    room_id = cast.rooms["macia"].public_id
    ana, brianna = (
        await sync_to_async(Reader)(cast, "ana", "macia"),
        await sync_to_async(Reader)(cast, "brianna", "macia"),
    )
    async with phone(cast.ana) as before:
        await before.follow(room_id)
    made = await sync_to_async(write)(cast, "birth")
    async with phone(cast.ana) as after:
        await after.follow(room_id)
        await all_settled(after)
        assert CANARY not in str(after.heard)
        page = (await sync_to_async(ana.get)("mine/")).content.decode()
        assert CANARY in page and f'data-whisper="{made.public_id}"' in page
    assert CANARY not in (await sync_to_async(brianna.get)("mine/")).content.decode()


@pytest.mark.django_db
def test_an_answer_that_was_given_meanwhile_changes_what_the_page_asks_for(cast: Cast) -> None:
    """Its words are on a page of their own; to the others nothing has changed."""
    room_id, readers = cast.rooms["macia"].public_id, ("ana", "brianna")
    pages = {name: Reader(cast, name, "macia") for name in readers}
    before = {name: pages[name].get("mine/").content for name in readers}
    asked = flags.raise_by_member(
        actor=cast.ana, room_id=room_id, client_id=uuid4(), category="question", text="When is the visit?"
    )
    assert notes.last_told(cast.ana, room_id) is None
    flags.resolve(actor=cast.tianna, flag_id=asked.public_id, outcome="answered", to_reporter=CANARY)
    told = notes.last_told(cast.ana, room_id)
    assert told is not None and notes.last_told(cast.brianna, room_id) is None
    after = {name: pages[name].get("mine/").content for name in readers}
    assert (after["ana"] != before["ana"], after["brianna"] != before["brianna"]) == (True, False)
    appeals.appeal(actor=cast.ana, flag_id=asked.public_id, text="Please look again")
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.joshua, role=Role.SUPERVISOR)
    appeals.decide(actor=cast.joshua, flag_id=asked.public_id, upheld=True, told=CANARY)
    later = notes.last_told(cast.ana, room_id)
    assert later is not None and later > told
    assert CANARY not in pages["ana"].get("mine/").content.decode()
    with pytest.raises(RoomError, match="not_found"):
        notes.last_told(cast.samara, room_id)


@pytest.mark.django_db
def test_no_words_travel_between_processes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """D11: what a process tells the others is where to look."""
    told: list[bus.Signal] = []
    monkeypatch.setattr("rooms.bus.signal", told.extend)
    with django_capture_on_commit_callbacks(execute=True):
        made = write(cast, "birth")
    assert told == [{"s": "whisper", "room": cast.rooms["macia"].pk, "id": made.public_id}]
    assert notes.spoken("aaaaaaaaaaaa") is None
    found = notes.spoken(made.public_id)
    assert found is not None and found[1].text == CANARY
    member = cast.member("ana", "macia")
    memberships.end(
        actor=cast.tianna, room_id=cast.rooms["macia"].public_id, member_id=member.public_id, reason="a test"
    )
    later = notes.spoken(made.public_id)
    assert later is not None and member.public_id not in later[0]
