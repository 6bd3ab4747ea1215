"""Figures on the children's life: by-products of the pages, never a form; hidden below five rooms (S72, S73)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from benchmarks.caseload import Caseload, make
from moderation.queries.life_facts import Stay, agreed, life, meetings, over_time, stays, survey, visits
from moderation.queries.outcomes import outcomes
from rooms.items import Item
from rooms.models import (
    Agreement,
    Approval,
    Assent,
    Household,
    Meeting,
    Membership,
    Occasion,
    OccasionLine,
    Placement,
    Room,
    SurveyAnswer,
)
from rooms.services import items
from tests.cast import Cast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
D = date(2031, 4, 1)


def stay(child: int, room: int, start: int, end: int | None = None, *, home: bool = False) -> Stay:
    """A stay from so many days after the first of April to so many."""
    last = None if end is None else D + end * DAY
    return Stay(child=child, room=room, start=D + start * DAY, end=last, home=home)


@pytest.mark.parametrize(
    ("found", "stable", "home", "back"),
    [
        ([stay(1, 1, -50)], {1: (1, 1)}, {1: (0, 1)}, {}),
        ([stay(1, 1, -50, 10), stay(1, 2, 10)], {1: (0, 1), 2: (1, 1)}, {1: (0, 1), 2: (0, 1)}, {}),
        ([stay(1, 1, -50, 10, home=True)], {1: (1, 1)}, {1: (1, 1)}, {1: (0, 1)}),
        ([stay(1, 1, -90, -30, home=True), stay(1, 1, 20)], {1: (1, 1)}, {1: (0, 1)}, {1: (1, 1)}),
        ([stay(1, 1, -50, -20), stay(1, 2, -20)], {2: (1, 1)}, {2: (0, 1)}, {}),
        ([stay(1, 1, -600, -400, home=True)], {}, {}, {}),
        ([stay(1, 1, 95)], {}, {}, {}),
        ([stay(1, 1, -9), stay(2, 1, -9, 40, home=True)], {1: (2, 2)}, {1: (1, 2)}, {1: (0, 1)}),
    ],
)
def test_stability_going_home_and_coming_back(found: list[Stay], stable: Any, home: Any, back: Any) -> None:
    """Counted by hand, for the 90 days from the first of April (S73)."""
    assert over_time(found, D, D + 90 * DAY) == {"stable": stable, "home": home, "back": back}


@pytest.fixture
def settled(cast: Cast) -> Cast:
    """The four rooms, without the clocks that started with them."""
    Meeting.objects.all().delete()
    return cast


def meeting(room: Room, hours: float | None, *, due: float = 24, ago: float = 72, **more: Any) -> Meeting:
    """One whose clock started so many hours ago, held so many hours after that."""
    began = timezone.now() - ago * HOUR
    return Meeting.objects.create(
        room=room,
        **{"kind": "comfort_call", "placement": Placement.objects.get(child__rooms=room), **more},
        started_at=began,
        due_at=began + due * HOUR,
        held_at=None if hours is None else began + hours * HOUR,
    )


def test_first_meetings_count_when_held_or_when_their_time_has_come(settled: Cast) -> None:
    """One in time, one late, one not yet due; the round on the way home is not one of a new placement (S72)."""
    rooms, now = settled.rooms, timezone.now()
    meeting(rooms["macia"], 5)
    meeting(rooms["gladys"], 30)
    meeting(rooms["jon"], None)
    meeting(rooms["jaylan"], None, ago=3)
    meeting(rooms["macia"], None, homeward=True)
    keys = [room.pk for room in rooms.values()]
    found = meetings(Meeting.Kind.COMFORT_CALL, keys, now - 90 * DAY, now)
    assert found == {rooms["macia"].pk: (1, 1), rooms["gladys"].pk: (0, 1), rooms["jon"].pk: (0, 1)}
    assert meetings(Meeting.Kind.ICEBREAKER, keys, now - 90 * DAY, now) == {}


def test_an_agreement_counts_when_both_sides_said_yes_and_did_not_take_it_back(cast: Cast) -> None:
    room, today = cast.rooms["macia"], timezone.localdate()
    begun = Agreement.objects.create(room=room, begun_by=cast.member("ana", "macia"), review_on=today)
    keys = [room.pk, cast.rooms["jon"].pk]
    for who, found in (("ana", (0, 1)), ("francisco", (0, 1)), ("brianna", (1, 1))):
        Assent.objects.create(agreement=begun, member=cast.member(who, "macia"), version=1)
        assert agreed(keys) == {room.pk: found, cast.rooms["jon"].pk: (0, 1)}
    Assent.objects.filter(member=cast.member("brianna", "macia")).update(withdrawn_at=timezone.now())
    assert agreed(keys)[room.pk] == (0, 1)


def test_visits_that_took_place_of_those_that_were_set(cast: Cast) -> None:
    room, now = cast.rooms["macia"], timezone.now()
    for state, ago, kind in (
        ("set", 3, "visit"),
        ("set", 10, "visit"),
        ("called_off", 5, "visit"),
        ("declined", 6, "visit"),
        ("asked", 7, "visit"),
        ("set", -3, "visit"),
        ("set", 4, "dentist"),
    ):
        starts = now - ago * DAY
        Occasion.objects.create(
            room=room,
            kind=kind,
            state=state,
            starts=starts,
            ends=starts + HOUR,
            place_kind="agency",
            by=cast.member("ana", "macia"),
            seq=1,
        )
    keys, span = [room.pk], (now - 90 * DAY, now)
    assert visits(keys, *span) == {room.pk: (2, 2)}  # to the one that was called off, nobody had said yes
    off, ana, brianna = Occasion.objects.get(state="called_off"), cast.member("ana", "macia"), "brianna"
    for who, kind in (("ana", "asked"), ("francisco", "yes"), (brianna, "countered"), ("ana", "called_off")):
        _tell(cast, off, who, kind)
    assert visits(keys, *span) == {room.pk: (2, 2)}
    _tell(cast, off, brianna, "yes")
    assert visits(keys, *span) == {room.pk: (2, 2)}  # the worker decides
    off.approval = Approval.objects.create(
        room=room,
        times=1,
        per="week",
        minutes=60,
        places=["agency"],
        from_on=now.date(),
        by=ana,
        seq=1,
        staff_decides=False,
    )
    off.save()
    assert visits(keys, *span) == {room.pk: (2, 3)}
    stopped = Occasion.objects.get(state="asked")
    stopped.state = "stopped"
    stopped.save()
    assert visits(keys, *span) == {room.pk: (2, 3)}
    _tell(cast, stopped, "tianna", "approved")
    assert visits(keys, *span) == {room.pk: (2, 4)}


def _tell(cast: Cast, occasion: Occasion, who: str, step: str) -> None:
    told = Item(kind=f"dates.{step}", id=occasion.public_id, facts={})
    event = items.tell(cast.member(who, "macia"), told, client_id=None)
    OccasionLine.objects.create(occasion=occasion, about="step", seq=event.seq)


def test_who_did_not_want_to_answer_is_in_no_figure(cast: Cast) -> None:
    now = timezone.now()
    for who, together, heard in (("ana", 4, 2), ("brianna", 5, 4), ("francisco", None, None)):
        SurveyAnswer.objects.create(membership=cast.member(who, "macia"), together=together, heard=heard)
    room = cast.rooms["macia"].pk
    assert survey("together", [room], now - DAY, now + DAY) == {room: (2, 2)}
    assert survey("heard", [room], now - DAY, now + DAY) == {room: (1, 2)}


def test_a_stay_belongs_to_the_room_of_its_home(cast: Cast) -> None:
    room = cast.rooms["macia"]
    child = room.children.get()
    elsewhere = Household.objects.create(agency=room.family.agency, name="Elsewhere")
    Placement.objects.create(child=child, household=elsewhere, started_on=D)
    found = stays([one.pk for one in cast.rooms.values()])
    assert sorted(one.room for one in found) == sorted(one.pk for one in cast.rooms.values())


@pytest.fixture
def load(db: None) -> Caseload:
    return make(2, 8)


def test_it_takes_as_many_queries_for_eight_rooms_as_for_one(load: Caseload, django_assert_num_queries: Any) -> None:
    now = timezone.now()
    for rooms in (load.rooms[:1], load.rooms):
        with django_assert_num_queries(11):
            life([room.pk for room in rooms], now - 90 * DAY, now, now.tzinfo)


def test_four_rooms_show_nothing_and_five_do(load: Caseload) -> None:
    """So that no family can be told from it."""
    now = timezone.now()
    parts = [Membership.objects.filter(room=room, role="birth_parent").first() for room in load.rooms]
    for part in parts[:4]:
        SurveyAnswer.objects.create(membership=part, together=5, heard=5)
    figure = outcomes(load.supervisor).agency.figures["together"]
    assert (figure.value, figure.count, figure.of, figure.rooms) == (None, 0, 0, 0)
    SurveyAnswer.objects.create(membership=parts[4], together=2, heard=5, at=now)
    figure = outcomes(load.supervisor).agency.figures["together"]
    assert (figure.value, figure.count, figure.of, figure.rooms) == (0.8, 4, 5, 5)


def test_the_past_is_shown_in_stretches_of_the_same_length(load: Caseload) -> None:
    """(S73)"""
    today = timezone.localdate()
    begun, ended = today - 200 * DAY, today - 120 * DAY
    theirs = Placement.objects.filter(child__rooms__in=load.rooms[:5])
    Placement.objects.exclude(pk__in=theirs).update(started_on=today + DAY)
    Placement.objects.filter(pk__in=theirs).update(started_on=begun, ended_on=ended, went_home=True)
    found = outcomes(load.supervisor)
    assert [past.figures["home"].value for past in found.past] == [None, 0.0, 1.0]
    assert [past.figures["back"].value for past in found.past] == [None, None, 0.0]
    assert not found.agency.figures["home"].shown
