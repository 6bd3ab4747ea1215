"""The plan for talking: settled by both sides, kept to by hints and notices, never a lock (S18, S31)."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.errors import RoomError
from rooms.models import Event, Notification, ReachSettings, RestTime, TalkPlan
from rooms.queries.talkplan import TalkView, hint_for, talk_of
from rooms.reach.quiet import spell
from rooms.services import talkplan
from rooms.services.talkplan import Wanted
from rooms.wishes import wishes
from tests.cast import Cast

HOME = ZoneInfo("America/Los_Angeles")
EVENINGS = Wanted(ways=["visits", "room"], days=[0, 2], starts=time(18), ends=time(20), ask_first=["photos", "hair"])


def at_home(day: int, hour: int, minute: int = 0) -> datetime:
    """In the week of Monday, November 16, 2026."""
    return datetime(2026, 11, 16 + day, hour, minute, tzinfo=HOME).astimezone(UTC)


def act(cast: Cast, who: str, service: Any, **what: Any) -> Event:
    asked = {"client_id": uuid4(), **what}
    return service(actor=cast.people[who], room_id=cast.rooms["macia"].public_id, **asked)


def seen(cast: Cast, who: str = "ana") -> TalkView:
    cast.rooms["macia"].refresh_from_db()
    return talk_of(cast.member(who, "macia"))


def suggest(cast: Cast, who: str = "ana", wanted: Wanted = EVENINGS, **more: Any) -> TalkPlan:
    event = act(cast, who, talkplan.suggest, **{"wanted": wanted, "latest": seen(cast).latest, **more})
    return TalkPlan.objects.get(seq=event.seq)


def refused(code: str, cast: Cast, who: str, service: Any, **what: Any) -> None:
    with pytest.raises(RoomError) as caught:
        act(cast, who, service, **what)
    assert caught.value.code == code


@pytest.fixture
def settled(cast: Cast) -> Cast:
    """Macia's room writes on Monday and Wednesday evenings; nobody has quiet hours of their own."""
    act(cast, "brianna", talkplan.take, plan=suggest(cast).public_id)
    for person in cast.people.values():
        ReachSettings.objects.create(person=person, quiet_from=time(0), quiet_to=time(0))
    return cast


@pytest.mark.django_db
def test_it_holds_once_the_other_side_has_said_yes(cast: Cast) -> None:
    """S18, S61: how, when, about what what to ask first, in the order of the page; one side settles nothing."""
    plan = suggest(cast, text="Evenings are calm here")
    assert (plan.ways, plan.ask_first) == (["room", "visits"], ["hair", "photos"])
    act(cast, "francisco", talkplan.take, plan=plan.public_id)
    assert seen(cast).current is None
    refused("in_force", cast, "francisco", talkplan.take, plan=plan.public_id)
    refused("not_allowed", cast, "ana", talkplan.take, plan=plan.public_id)
    act(cast, "brianna", talkplan.take, plan=plan.public_id)
    now = seen(cast)
    assert now.current is not None and now.current.line is not None and now.open is None
    assert now.current.line.text == "Evenings are calm here"
    refused("changed_since", cast, "brianna", talkplan.take, plan=plan.public_id)


@pytest.mark.django_db
def test_a_later_plan_takes_its_place_and_two_at_once_end_in_one(settled: Cast) -> None:
    """S31: a regular time can be set, kept, and set anew; who did not see the newest plan is asked to look first."""
    before = seen(settled).latest
    first = suggest(settled, "brianna", Wanted(ways=["room"]))
    refused("changed_since", settled, "francisco", talkplan.suggest, wanted=EVENINGS, latest=before)
    second = suggest(settled, "ana", Wanted(ways=["paper"]))
    refused("changed_since", settled, "ana", talkplan.take, plan=first.public_id)
    act(settled, "brianna", talkplan.take, plan=second.public_id)
    assert [plan.state for plan in TalkPlan.objects.order_by("pk")] == ["over", "over", "current"]
    assert seen(settled).current.ways == ["paper"]  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(ways=[]),
        Wanted(ways=["pigeon"]),
        Wanted(ways=["room"], days=[7]),
        Wanted(ways=["room"], topics=["money"]),
        Wanted(ways=["room"], ask_first=["first.hair"]),
    ],
)
def test_what_is_no_choice_is_refused(cast: Cast, wanted: Wanted) -> None:
    refused("bad_choice", cast, "ana", talkplan.suggest, wanted=wanted, latest="")
    assert not TalkPlan.objects.exists()


@pytest.mark.django_db
def test_a_stranger_finds_no_plan(settled: Cast) -> None:
    plan = suggest(settled)
    refused("not_found", settled, "samara", talkplan.take, plan=plan.public_id)
    refused("not_found", settled, "wendy", talkplan.suggest, wanted=EVENINGS, latest="")
    refused("not_found", settled, "wendy", talkplan.rest)


@pytest.mark.django_db
def test_notices_of_what_members_write_wait_for_the_hours(settled: Cast) -> None:
    """S18: messages and answers wait; what is urgent, and what staff has to say, does not; staff hears at once."""
    ana = wishes(settled.ana, settled.rooms["macia"])
    noon, evening = at_home(0, 12), at_home(0, 18, 30)
    for kind in (Notification.Kind.MESSAGE, Notification.Kind.ANSWER):
        assert ana.hold_until(kind, noon) == at_home(0, 18)
        assert ana.hold_until(kind, evening) is None
        assert ana.hold_until(kind, at_home(0, 21)) == at_home(2, 18)
    for kind in (Notification.Kind.CHILD_SICK, Notification.Kind.WHISPER, Notification.Kind.TOLD):
        assert ana.hold_until(kind, noon) is None
    assert wishes(settled.tianna, settled.rooms["macia"]).hold_until(Notification.Kind.ANSWER, noon) is None
    assert wishes(settled.ana, settled.rooms["gladys"]).hold_until(Notification.Kind.MESSAGE, noon) is None


@pytest.mark.django_db
def test_one_s_own_time_of_rest_needs_nobody_s_yes(settled: Cast) -> None:
    """S18: times in which one does not want to be written to, on one's own clock; the same time twice takes it back."""
    act(settled, "brianna", talkplan.rest, days=[0], starts=time(18), ends=time(19))
    brianna = wishes(settled.brianna, settled.rooms["macia"])
    assert brianna.hold_until(Notification.Kind.MESSAGE, at_home(0, 18, 30)) == at_home(0, 19)
    (rest,) = seen(settled).rests
    assert (rest.name, rest.days, rest.me) == ("Brianna Winter", [0], False)
    refused("bad_choice", settled, "brianna", talkplan.rest, days=[9], starts=time(1), ends=time(2))
    refused("bad_choice", settled, "brianna", talkplan.rest, starts=time(1))
    act(settled, "brianna", talkplan.rest)
    assert not RestTime.objects.exists()


@pytest.mark.django_db
def test_a_time_of_rest_saved_once_more_tells_nobody(settled: Cast) -> None:
    """S31: a line in the conversation says that something changed."""
    hours = {"days": [0], "starts": time(18), "ends": time(19)}
    assert act(settled, "brianna", talkplan.rest) is None
    act(settled, "brianna", talkplan.rest, **hours)
    before = Event.objects.count()
    assert act(settled, "brianna", talkplan.rest, **hours) is None and Event.objects.count() == before
    assert act(settled, "brianna", talkplan.rest, **{**hours, "days": [1]}) is not None


def test_the_hint_says_what_was_settled(settled: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """S18: outside of the hours, in somebody's time of rest, and what to ask first at any time."""
    act(settled, "brianna", talkplan.rest, days=[0], starts=time(11), ends=time(13))
    monkeypatch.setattr("rooms.queries.talkplan.timezone.now", lambda: at_home(0, 12))
    hint = hint_for(settled.member("ana", "macia"))
    assert hint.plan is not None and hint.resting == ["Brianna Winter"]
    assert hint_for(settled.member("brianna", "macia")).resting == [], "nobody is told of their own"
    monkeypatch.setattr("rooms.queries.talkplan.timezone.now", lambda: at_home(0, 18, 30))
    hint = hint_for(settled.member("ana", "macia"))
    assert hint.plan is None and hint.resting == [] and hint.ask_first == ["hair", "photos"]
    assert hint_for(settled.member("ana", "gladys")) == type(hint)()


@pytest.mark.django_db
def test_outside_of_the_hours_everything_can_be_written(settled: Cast) -> None:
    """S17, S18: a plan never keeps anybody from writing."""
    act(settled, "brianna", talkplan.rest, starts=time(0), ends=time(23, 59))
    assert settled.say("ana", "macia", "She asked for you").seq


DAYS = st.lists(st.integers(0, 6), unique=True)
CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: at_home(0, 0) + timedelta(minutes=minutes))


@given(now=MOMENTS, days=DAYS, start=CLOCKS, end=CLOCKS)
def test_weekly_hours_are_read_right_in_every_week(now: datetime, days: list[int], start: time, end: time) -> None:
    """The answer changes at the moment that is named, within nine days, also when clocks are set forward or back."""
    within, changes = spell(now, HOME, days, start, end)
    assert changes > now
    local = now.astimezone(HOME)
    if start < end:
        on = not days or local.weekday() in days
        assert (
            within == (on and start <= local.time() < end) or local.utcoffset() != changes.astimezone(HOME).utcoffset()
        )
    if not within:
        assert (changes - now).days <= 9
        assert changes.astimezone(HOME).weekday() in (days or range(7))
