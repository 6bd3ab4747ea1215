"""When a child is home again: the room lives on if both sides want it, roles turn, and each side may ask (S68)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from rooms.access import Action, allowed
from rooms.errors import RoomError
from rooms.models import Agency, Event, HomeAsk, HomeWish, Meeting, Occasion, OccasionLine, Placement, Room
from rooms.queries.going_home import HomeView, dated, home
from rooms.queries.pages import room_page
from rooms.queries.stage import Stage, stage_of
from rooms.reunited import home_since
from rooms.services import came_home, first_days, home_asks, memberships
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def do(cast: Cast, who: str, service: Any, **what: Any) -> Any:
    return service(actor=cast.people[who], room_id=cast.rooms["macia"].public_id, client_id=uuid4(), **what)


def wish(cast: Cast, who: str, wants: bool) -> Any:
    return do(cast, who, came_home.wish, wants=wants)


def seen(cast: Cast, who: str) -> HomeView:
    found = home(cast.member(who, "macia"))
    assert found is not None
    return found


def writes(cast: Cast, who: str) -> bool:
    return Action.POST in allowed(cast.member(who, "macia"))


@pytest.fixture
def back(cast: Cast) -> Cast:
    """Macia is home since today."""
    do(cast, "tianna", came_home.arrived, on=timezone.localdate())
    return cast


def test_staff_write_down_the_day_and_everybody_is_told(back: Cast) -> None:
    """The stay ends as a way home, the stage is "home again", and the first days start anew (S68, S12, S78)."""
    room = back.rooms["macia"]
    stay = Placement.objects.get(child__rooms=room)
    assert (stay.went_home, stay.ended_on) == (True, timezone.localdate())
    assert stage_of(room, timezone.localdate()) == Stage.HOME
    assert Event.objects.filter(room=room, data__item__kind="home.arrived").count() == 1
    assert set(Meeting.objects.filter(room=room, homeward=True).values_list("kind", flat=True)) == {
        "comfort_call",
        "icebreaker",
    }
    with pytest.raises(RoomError, match="home_already"):
        do(back, "tianna", came_home.arrived, on=timezone.localdate())


def test_what_was_planned_from_the_other_home_ends_with_the_stay(cast: Cast) -> None:
    """The clock of the first days there, and visits after that day; not what the child goes to from home (S68, S12)."""
    room, now = cast.rooms["macia"], timezone.now()
    first_days.start_in(room)
    kinds = (("visit", 4), ("visit", -1), ("call", 5), ("celebration", 6), ("court", 7), ("dentist", 8))
    for kind, days in kinds:
        planned(cast, kind, now + timedelta(days=days))
    do(cast, "tianna", came_home.arrived, on=timezone.localdate())
    off = Occasion.objects.filter(state="called_off")
    assert [(one.kind, one.version) for one in off.order_by("starts")] == [
        ("visit", 2),
        ("call", 2),
        ("celebration", 2),
    ]
    assert set(Occasion.objects.exclude(state="called_off").values_list("version", flat=True)) == {1}
    told = Event.objects.filter(room=room, data__item__kind="dates.called_off")
    assert [event.data["item"]["id"] for event in told] == [off.earliest("starts").public_id]
    assert set(OccasionLine.objects.values_list("occasion", flat=True)) == set(off.values_list("pk", flat=True))
    states = set(Meeting.objects.filter(room=room).values_list("homeward", "state", "version"))
    assert states == {(False, "off", 1), (True, "open", 0)}


def planned(cast: Cast, kind: str, starts: datetime) -> Occasion:
    return Occasion.objects.create(
        room=cast.rooms["macia"],
        kind=kind,
        state="set",
        starts=starts,
        ends=starts + timedelta(hours=1),
        place_kind="agency",
        by=cast.member("ana", "macia"),
        seq=1,
    )


def test_the_day_is_that_of_the_agency(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not of the reader, nor of the machine."""
    room, today = cast.rooms["macia"], timezone.now().date()
    monkeypatch.setattr(timezone, "now", lambda: datetime.combine(today, time(20), UTC))
    Agency.objects.update(time_zone="Pacific/Kiritimati")
    tomorrow = today + timedelta(days=1)
    do(cast, "tianna", came_home.arrived, on=tomorrow)
    assert home_since(room) == tomorrow
    with pytest.raises(RoomError, match="far_day"):
        do(cast, "ana", home_asks.ask, kind="night", on=today)
    do(cast, "ana", home_asks.ask, kind="night", on=tomorrow)
    then = tomorrow - timedelta(days=30)
    Placement.objects.filter(went_home=True).update(started_on=then, ended_on=then)
    Agency.objects.update(time_zone="Pacific/Pago_Pago")
    assert came_home.rest_when_over() == 0
    Agency.objects.update(time_zone="Pacific/Kiritimati")
    assert came_home.rest_when_over() == 3


def test_only_staff_do_and_only_for_a_day_that_can_be(cast: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(RoomError, match="not_allowed"):
        do(cast, "ana", came_home.arrived, on=today)
    for day in (None, today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(RoomError, match="home_day"):
            do(cast, "tianna", came_home.arrived, on=day)
    with pytest.raises(RoomError, match="not_home_yet"):
        wish(cast, "ana", True)
    assert home(cast.member("ana", "macia")) is None


def test_it_lives_on_when_both_sides_said_yes_and_only_then_is_anything_told(back: Cast) -> None:
    before = back.rooms["macia"].events.count()
    assert isinstance(wish(back, "ana", True), HomeWish)
    wish(back, "francisco", False)
    assert back.rooms["macia"].events.count() == before
    assert not any(seen(back, who).lives_on for who in ("ana", "brianna", "tianna"))
    told = wish(back, "brianna", True)
    assert told.data["item"]["kind"] == "home.lives_on"
    assert all(seen(back, who).lives_on for who in ("ana", "brianna", "francisco", "tianna"))


def test_nobody_is_shown_who_said_not_now(back: Cast) -> None:
    """Not on the page of the others, not at the desk, in no line of the room (S5, S68)."""
    pages = {who: seen(back, who) for who in ("ana", "francisco", "tianna")}
    lines = [line.text for line in room_page(back.ana, back.rooms["macia"].public_id).lines]
    wish(back, "brianna", False)
    assert {who: seen(back, who) for who in pages} == pages
    assert [line.text for line in room_page(back.ana, back.rooms["macia"].public_id).lines] == lines
    assert seen(back, "brianna").resting and not writes(back, "brianna") and writes(back, "ana")
    wish(back, "brianna", True)
    assert writes(back, "brianna") and seen(back, "brianna").wants


def test_staff_and_who_reads_along_are_asked_nothing(back: Cast) -> None:
    with pytest.raises(RoomError, match="not_allowed"):
        wish(back, "tianna", True)
    assert not seen(back, "tianna").asked


def test_a_yes_does_not_undo_what_staff_narrowed(back: Cast) -> None:
    """(S7)"""
    wish(back, "brianna", False)
    memberships.narrow(
        actor=back.tianna,
        room_id=back.rooms["macia"].public_id,
        member_id=back.member("brianna", "macia").public_id,
        reason="a test",
    )
    wish(back, "brianna", True)
    assert not writes(back, "brianna")


def test_resting_from_a_room_that_lives_on_is_told(back: Cast) -> None:
    wish(back, "ana", True)
    wish(back, "brianna", True)
    assert wish(back, "brianna", False).data["item"]["kind"] == "home.rests"
    assert not seen(back, "ana").lives_on
    assert wish(back, "brianna", True).data["item"]["kind"] == "home.lives_on"


def long_ago() -> None:
    then = timezone.localdate() - timedelta(days=31)
    Placement.objects.filter(went_home=True).update(started_on=then - timedelta(days=90), ended_on=then)


def test_without_a_yes_of_both_it_becomes_a_room_to_read_after_a_month(back: Cast) -> None:
    wish(back, "ana", True)
    assert came_home.rest_when_over() == 0
    long_ago()
    assert came_home.rest_when_over() == 3 and came_home.rest_when_over() == 0
    assert not any(writes(back, who) for who in ("ana", "francisco", "brianna"))
    assert writes(back, "tianna")
    wish(back, "brianna", True)
    assert writes(back, "ana") and writes(back, "brianna") and not writes(back, "francisco")


def test_what_staff_widened_after_that_stays_wide(back: Cast) -> None:
    """(S7)"""
    long_ago()
    assert came_home.rest_when_over() == 3
    memberships.widen(
        actor=back.tianna,
        room_id=back.rooms["macia"].public_id,
        member_id=back.member("ana", "macia").public_id,
        reason="a test",
    )
    assert came_home.rest_when_over() == 0
    assert writes(back, "ana") and not writes(back, "brianna")


def test_one_part_that_fails_does_not_stop_the_others(
    back: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    long_ago()
    real = came_home.lives_on
    calls: list[int] = []

    def lives_on(room: Room) -> bool:
        calls.append(room.pk)
        if len(calls) == 1:
            raise ValueError(room.name)
        return real(room)

    monkeypatch.setattr(came_home, "lives_on", lives_on)
    assert came_home.rest_when_over() == 2
    assert "ValueError" in caplog.text and "Macia" not in caplog.text


def test_a_room_that_lives_on_stays_open(back: Cast) -> None:
    wish(back, "ana", True)
    wish(back, "brianna", True)
    long_ago()
    assert came_home.rest_when_over() == 0


def soon(days: int = 6) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_child_care_is_asked_for_and_answered(back: Cast) -> None:
    """ "Could you have Macia for a weekend?" (S68)"""
    words = "Could you have Macia for a weekend?"
    event = do(back, "ana", home_asks.ask, kind="weekend", on=soon(), until=soon(8), text=words)
    assert event.data["item"]["kind"] == "home.asked_care"
    [one] = seen(back, "brianna").asks
    assert (one.line and one.line.text, one.can_answer, one.state) == (words, True, "open")
    assert not seen(back, "francisco").asks[0].can_answer
    for who in ("ana", "francisco", "tianna"):
        with pytest.raises(RoomError, match="not_allowed"):
            do(back, who, home_asks.reply, ask=one.id, version=0, yes=True)
    do(back, "brianna", home_asks.reply, ask=one.id, version=0, yes=True, text="Gladly!")
    with pytest.raises(RoomError, match="changed_since"):
        do(back, "brianna", home_asks.reply, ask=one.id, version=0, yes=False)
    now = timezone.now()
    entries = dated(back.member("ana", "macia"), now, now + timedelta(days=30))
    assert [(entry.on, entry.sure) for entry in entries] == [(soon(6), True), (soon(7), True), (soon(8), True)]
    assert len({entry.id for entry in entries}) == 3
    do(back, "brianna", home_asks.call_off, ask=one.id, version=1)
    assert seen(back, "ana").asks[0].state == "off"


def test_the_other_side_may_ask_too(back: Cast) -> None:
    """Roles turn round, with the same powers (S61, S68)."""
    event = do(back, "brianna", home_asks.ask, kind="together", on=soon())
    assert event.data["item"]["kind"] == "home.asked_time"
    [one] = seen(back, "ana").asks
    do(back, "ana", home_asks.reply, ask=one.id, version=0, yes=False, text="That week is full")
    assert seen(back, "brianna").asks[0].state == HomeAsk.State.NOT_NOW


def test_what_cannot_be_asked_for(back: Cast, cast: Cast) -> None:
    for refused, what in (
        ("bad_choice", {"kind": "year", "on": soon()}),
        ("bad_choice", {"kind": "night", "on": None}),
        ("far_day", {"kind": "night", "on": soon(-9)}),
        ("far_day", {"kind": "days", "on": soon(), "until": soon(60)}),
        ("far_day", {"kind": "days", "on": soon(), "until": soon(2)}),
        ("far_day", {"kind": "days", "on": date.max}),
        ("far_day", {"kind": "days", "on": soon(), "until": date.max}),
        ("far_day", {"kind": "days", "on": date.min, "until": date.max}),
    ):
        with pytest.raises(RoomError, match=refused):
            do(back, "ana", home_asks.ask, **what)
    wish(back, "brianna", False)
    with pytest.raises(RoomError, match="read_only"):
        do(back, "brianna", home_asks.ask, kind="call", on=soon())


def test_stages_come_from_the_stay_that_is_not_over(back: Cast) -> None:
    """Who comes back into the same home has a first day again (S78)."""
    stay = Placement.objects.get(child__rooms=back.rooms["macia"])
    stay.started_on -= timedelta(days=60)
    stay.ended_on = stay.started_on + timedelta(days=30)
    stay.save()
    Placement.objects.create(child=stay.child, household=stay.household, started_on=timezone.localdate())
    assert stage_of(back.rooms["macia"], timezone.localdate()) == Stage.FIRST_DAYS
    assert home(back.member("ana", "macia")) is None
