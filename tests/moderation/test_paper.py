"""Paper and staff: the trail, words that wait, the exported record, and how it comes live (S6, S33, S60)."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from frontend.sentences import done
from moderation.models import HeldMessage, Look
from moderation.queries import held as waiting
from moderation.queries.looks import trail
from moderation.services import held
from moderation.services import paper as services
from rooms.errors import RoomError
from rooms.models import Event, Sheet
from rooms.queries import paper as queries
from rooms.screen import Held
from rooms.services.paper import Typed
from rooms.verify import verify
from tests.cast import Cast
from tests.moderation.archives import at, lines_of, made, verdict
from tests.moderation.test_held import THREAT, hold_all
from tests.sockets import phone

pytestmark = [pytest.mark.django_db(transaction=True)]

WORDS = "Tell her I kept the purple pen."


def today() -> date:
    return timezone.now().date()


def printed(cast: Cast, client_id: UUID | None = None) -> Sheet:
    cast.say("brianna", "macia", "She lost her first tooth today!")
    about = {"member_id": cast.member("ana", "macia").public_id, "client_id": client_id or uuid4(), "start": None}
    return services.print_sheet(actor=cast.tianna, room_id=cast.rooms["macia"].public_id, **about, end=None)


def typed(cast: Cast, sheet: Sheet, text: str = WORDS, client_id: UUID | None = None) -> Event | Held:
    return services.type_in(
        actor=cast.tianna,
        room_id=cast.rooms["macia"].public_id,
        sheet_id=sheet.public_id,
        client_id=client_id or uuid4(),
        typed=Typed(text=text, written_on=today()),
    )


def test_each_act_leaves_one_row_that_names_no_member(cast: Cast) -> None:
    """S6: everybody in the room can look up that it was done, not for whom; done twice it is one row."""
    room, client_id = cast.rooms["macia"], uuid4()
    sheet = printed(cast, client_id)
    printed(cast, client_id)
    for _ in range(2):
        services.hand_over(actor=cast.tianna, room_id=room.public_id, sheet_id=sheet.public_id, day=today())
        typed(cast, sheet, client_id=client_id)
    rows = Look.objects.filter(room=room, kind=Look.Kind.STEP).order_by("pk")
    assert [row.detail["act"] for row in rows] == ["printed", "handed_over", "typed_in"]
    assert cast.member("ana", "macia").public_id not in str([row.detail for row in rows])
    said = [done(look, staff=False) for _, looks in trail(cast.francisco, room.public_id).days for look in looks]
    assert said == [
        "typed in an answer that came on paper",
        "handed a printed page over",
        "made a page to print for a member",
    ]


def test_what_was_refused_leaves_no_row(cast: Cast) -> None:
    sheet = printed(cast)
    with pytest.raises(RoomError):
        typed(cast, sheet, " ")
    assert Look.objects.filter(kind=Look.Kind.STEP).count() == 1


def test_a_threat_on_paper_waits_like_any_and_keeps_its_note_when_it_is_let_through(cast: Cast) -> None:
    """S60: the note goes with it; the first word stays the member's."""
    sheet, client_id = printed(cast), uuid4()
    for _ in range(2):
        assert isinstance(typed(cast, sheet, THREAT, client_id), Held)
    one = HeldMessage.objects.get()
    assert one.author == cast.member("ana", "macia")
    assert [own.text for own in waiting.own(cast.ana, cast.rooms["macia"].public_id)] == [THREAT]
    [answer] = queries.sheet(cast.tianna, cast.rooms["macia"].public_id, sheet.public_id).answers
    assert answer.seq is None
    event = held.release(actor=cast.tianna, held_id=one.public_id)
    assert event is not None
    assert event.data["paper"]["by"] == cast.member("tianna", "macia").public_id
    assert isinstance(typed(cast, sheet, THREAT, client_id), Held)
    assert verify(cast.rooms["macia"]).whole


def test_a_step_that_has_her_messages_wait_holds_paper_too(cast: Cast) -> None:
    hold_all(cast, "ana")
    assert isinstance(typed(cast, printed(cast)), Held)


def test_the_exported_record_says_who_typed_it_in(cast: Cast) -> None:
    """For court: on its page, and in the line that the digest covers."""
    event = typed(cast, printed(cast))
    assert isinstance(event, Event)
    files = made(cast)
    assert verdict(files).faults == []
    assert at(lines_of(files), event.seq)["covered"]["data"]["paper"]["on"] == today().isoformat()
    assert "typed in by Tianna Reilly" in files["record.html"].decode()


async def test_everybody_hears_it_live_with_its_note(world: Cast) -> None:
    """S33: the frame names who typed it in and the day; the sheet's code and id are on no wire."""
    macia = world.rooms["macia"].public_id
    sheet = await sync_to_async(printed)(world)
    by = await sync_to_async(lambda: world.member("tianna", "macia").public_id)()
    ana_id = await sync_to_async(lambda: world.member("ana", "macia").public_id)()
    async with phone(world.brianna) as brianna, phone(world.tianna, "/ws/desk/") as tianna:
        for one in (brianna, tianna):
            await one.follow(macia)
        await sync_to_async(typed)(world, sheet)
        for one in (brianna, tianna):
            [event] = (await one.until("events"))["events"]
            assert (event["author"], event["text"]) == (ana_id, WORDS)
            assert event["paper"] == {"by": by, "on": today().isoformat()}
            assert sheet.public_id not in str(one.heard) and sheet.code not in str(one.heard)
