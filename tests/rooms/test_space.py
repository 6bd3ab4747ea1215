"""Lists have an end, with one plain sentence; and nobody fills a page for the others (S65, S21, S35)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from rooms import limits
from rooms.errors import RoomError
from rooms.models import HomeStep, WayHome
from rooms.services import about, about_asking, about_things, home, journal, occasions
from rooms.services.about import Told
from tests.cast import Cast

pytestmark = pytest.mark.django_db

Act = Callable[[str], Any]


def at(cast: Cast, service: Callable[..., Any], **what: Any) -> Act:
    room = cast.rooms["macia"].public_id
    return lambda who: service(actor=cast.people[who], room_id=room, client_id=uuid4(), **what)


def test_the_plan_for_the_way_home_has_an_end(cast: Cast) -> None:
    """S65: for staff and parents alike; taking a line out makes space, up to what nobody reads any more."""
    at(cast, home.begin)("ana")
    plan = WayHome.objects.get()
    there = plan.steps.count()
    HomeStep.objects.bulk_create(HomeStep(plan=plan, kind="own") for _ in range(limits.STEPS - there))
    add = at(cast, home.add, kind="own", text="One more")
    for who in ("ana", "brianna", "tianna"):
        with pytest.raises(RoomError, match="enough"):
            add(who)
    HomeStep.objects.filter(pk=plan.steps.latest("pk").pk).update(taken_off=True)
    add("ana")
    HomeStep.objects.bulk_create(HomeStep(plan=plan, kind="own", taken_off=True) for _ in range(limits.STEPS_EVER))
    HomeStep.objects.filter(pk=plan.steps.filter(taken_off=False).latest("pk").pk).update(taken_off=True)
    with pytest.raises(RoomError, match="enough"):
        add("ana")


@pytest.mark.parametrize(
    ("limit", "service", "what", "shared"),
    [
        ("rooms.services.about.ENTRIES_EACH", about.tell, {"told": Told(topic="sleep", text="The hall light")}, False),
        ("rooms.services.about_asking.ENTRIES_EACH", about_asking.ask, {"topic": "sleep", "text": "When?"}, False),
        ("rooms.services.about_asking.BIG_STEPS", about_asking.ask_first, {"kind": "hair", "text": "Short?"}, False),
        ("rooms.services.about_things.DEAR_THINGS", about_things.write_down, {"text": "A cup", "where": "way"}, True),
        ("rooms.services.journal.JOURNAL", journal.write, {"kind": "growth", "text": "A word"}, False),
        ("rooms.services.occasions.DATES", occasions.propose, {"kind": "doctor", "place_kind": "office"}, False),
    ],
)
def test_every_list_has_an_end(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    service: Callable[..., Any],
    what: dict[str, Any],
    shared: bool,
) -> None:
    """S21, S24, S26, S35, S71: whoever wrote much is told so; the other side still has space of its own."""
    monkeypatch.setattr(limit, 2)
    if service is occasions.propose:
        starts = timezone.now() + timedelta(days=2)
        what = {**what, "starts": starts, "ends": starts + timedelta(hours=1), "overlap_ok": True}
        what["people"] = [cast.member("ana", "macia").public_id]
    act = at(cast, service, **what)
    act("ana"), act("ana")
    with pytest.raises(RoomError, match="enough"):
        act("ana")
    if shared:
        with pytest.raises(RoomError, match="enough"):
            act("brianna")
    else:
        act("brianna")
