"""Two requests in the same instant: what works once works once (W18)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from rooms.errors import RoomError
from rooms.models import ChildEntry, DearThing, Event
from rooms.protocol import FileRef
from rooms.services import about, about_things, paper, recovery
from rooms.services.about import Told
from rooms.services.paper import Typed
from tests.cast import Cast
from tests.photos import kept

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

AT_ONCE = 4


def at_once(act: Callable[[int], object]) -> list[str]:
    """What each of some who act in the same instant is told, sorted; "done" where it worked."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> str:
        start.wait()
        try:
            act(number)
        except RoomError as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(run, range(AT_ONCE)))


def test_a_code_from_staff_sets_one_password(cast: Cast) -> None:
    member = cast.member("ana", "macia").public_id
    where = {"actor": cast.tianna, "room_id": cast.rooms["macia"].public_id, "member_id": member}
    code, _ = recovery.start(**where, reason="She lost her phone")
    told = at_once(lambda n: recovery.finish(login="ana@example.test", code=code, password=f"a long walk home {n}"))
    assert told == ["bad_recovery"] * 3 + ["done"]


def test_one_answer_to_a_sheet_unless_another_is_meant(cast: Cast) -> None:
    cast.say("brianna", "macia", "She slept well")
    where = {"actor": cast.tianna, "room_id": cast.rooms["macia"].public_id}
    start, member = timezone.now() - timedelta(days=1), cast.member("ana", "macia").public_id
    sheet = paper.print_sheet(**where, member_id=member, client_id=uuid4(), start=start)
    typed = Typed(text="Thank you", written_on=timezone.localdate(timezone=timezone.get_default_timezone()))
    told = at_once(lambda n: paper.type_in(**where, sheet_id=sheet.public_id, client_id=uuid4(), typed=typed))
    assert told == ["done", *["sheet_answered"] * 3]


def test_a_photo_goes_with_one_message(cast: Cast) -> None:
    photo = FileRef(id=kept(cast, "ana", "macia").public_id, alt="")
    told = at_once(lambda n: cast.say("ana", "macia", f"Look {n}", files=(photo,)))
    assert told == ["done", *["photo_gone"] * 3]
    assert Event.objects.filter(kind="message").count() == 1


def test_a_dear_thing_goes_to_one_place_and_an_entry_gets_one_new_version(cast: Cast) -> None:
    """S22, S71: whoever comes second is told to look again; what stands is what one of them said."""
    by = {"actor": cast.ana, "room_id": cast.rooms["jon"].public_id}
    about_things.write_down(**by, client_id=uuid4(), text="The green cup", where="child")
    first = about.tell(**by, client_id=uuid4(), told=Told(topic="sleep", text="A song"))
    thing, entry = DearThing.objects.get(), ChildEntry.objects.get()
    go = {"thing_id": thing.public_id, "seen": thing.moved_seq}
    told = at_once(lambda n: about_things.move(**by, **go, client_id=uuid4(), where=("way", "family")[n % 2]))
    assert told == ["changed_since"] * 3 + ["done"]
    anew = {"entry_id": entry.public_id, "seen": first.seq}
    told = at_once(lambda n: about.change(**by, **anew, client_id=uuid4(), text=f"Song {n}"))
    assert told == ["changed_since"] * 3 + ["done"]
    assert entry.versions.count() == 2 and thing.moves.count() == 1
