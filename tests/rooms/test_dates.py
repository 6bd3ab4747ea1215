"""Visits and dates: only inside what the court allows, answered by both sides, the place for a few (S34 to S43)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rooms.contact import OutsideApproval
from rooms.errors import RoomError
from rooms.models import Agency, Approval, Event, Membership, Notification, Occasion, OccasionPart, Wish
from rooms.queries import approvals as allowed
from rooms.queries import occasions as queries
from rooms.services import approvals, occasion_plans, occasions, wishes
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

ZONE = ZoneInfo("America/Los_Angeles")
PLACE = "14 Alder Steps, blue door"
Kind, State, Says = Occasion.Kind, Occasion.State, OccasionPart.Says


def monday(weeks: int = 1) -> date:
    """The Monday of a week to come."""
    today = timezone.localdate(timezone=ZONE)
    return today + timedelta(days=7 * weeks - today.weekday())


def at(weeks: int = 1, days: int = 5, hour: int = 14) -> datetime:
    """A Saturday afternoon to come, on the wall clock of the agency."""
    return datetime.combine(monday(weeks) + timedelta(days=days), time(hour), ZONE).astimezone(UTC)


def act(cast: Cast, service: Callable[..., Event], who: str, room: str = "jon", **more: Any) -> Event:
    how = {"client_id": uuid4(), "room_id": cast.rooms[room].public_id, **more}
    return service(actor=cast.people[who], **how)


def allow(cast: Cast, room: str = "jon", **more: Any) -> Approval:
    terms = {
        "everyone": True,
        "supervised": "agency",
        "times": 1,
        "per": "week",
        "minutes": 120,
        "places": ["agency", "public"],
        "from_on": timezone.localdate(timezone=ZONE),
        "beside": list(Approval.objects.filter(room=cast.rooms[room]).values_list("public_id", flat=True)),
    }
    act(cast, approvals.keep, "tianna", room, **{**terms, **more})
    return Approval.objects.latest("pk")


def ask(cast: Cast, who: str = "joshua", room: str = "jon", **more: Any) -> Occasion:
    starts = more.pop("starts", at())
    terms = {"kind": "visit", "starts": starts, "ends": starts + timedelta(hours=1), "place_kind": "agency"}
    act(cast, occasions.propose, who, room, **{**terms, **more})
    return Occasion.objects.order_by("-pk")[0] if "weekly_until" not in more else Occasion.objects.order_by("pk")[0]


def step(cast: Cast, service: Callable[..., Event], who: str, one: Occasion, **more: Any) -> Occasion:
    one.refresh_from_db()
    room = next(key for key, room in cast.rooms.items() if room.pk == one.room_id)
    act(cast, service, who, room, **{"occasion": one.public_id, "version": one.version, **more})
    one.refresh_from_db()
    return one


def move(cast: Cast, who: str, one: Occasion, starts: datetime, **more: Any) -> Occasion:
    return step(cast, occasions.change, who, one, starts=starts, ends=starts + timedelta(hours=1), **more)


def refused(code: str, call: Callable[..., object], *args: Any, **how: Any) -> RoomError:
    with pytest.raises(RoomError) as refusal:
        call(*args, **how)
    assert refusal.value.code == code
    return refusal.value


def why(call: Callable[..., object], *args: Any, **how: Any) -> set[str]:
    with pytest.raises(OutsideApproval) as refusal:
        call(*args, **how)
    assert all(reason.said in refusal.value.message for reason in refusal.value.reasons)
    return {reason.code for reason in refusal.value.reasons}


def page(cast: Cast, who: str, room: str = "jon") -> queries.Dates:
    return queries.dates(cast.member(who, room))


def everything(found: queries.Dates) -> dict[str, Any]:
    first = [found.next] if found.next else []
    rows = [*first, *found.waiting, *found.coming, *found.past, *found.not_to_be]
    return {row.id: row for row in rows}


class TestOnlyWhatTheCourtAllows:
    """S35: a birth parent proposes a visit only once the court allows it, and inside the limits of the order."""

    def test_without_an_approval_there_is_no_visit(self, cast):
        assert why(ask, cast) == {"none"}
        assert not Occasion.objects.exists()

    def test_inside_it_a_visit_is_asked_for(self, cast):
        approval = allow(cast)
        one = ask(cast, text="I would love to see him.")
        assert (one.state, one.approval, one.version) == (State.ASKED, approval, 1)
        said = Event.objects.get(room=one.room, seq=one.seq)
        assert said.text == "I would love to see him."
        assert said.data["item"]["kind"] == "dates.asked"

    @pytest.mark.parametrize(
        ("terms", "visit", "reason"),
        [
            ({"minutes": 30}, {}, "length"),
            ({}, {"place_kind": "foster_home"}, "place"),
            ({"from_on": monday(3)}, {}, "early"),
            ({"until_on": monday(1)}, {}, "late"),
            ({"earliest": time(15)}, {}, "hours"),
            ({"latest": time(14, 30)}, {}, "hours"),
            ({"earliest": time(9), "latest": time(23)}, {"starts": at(hour=23) + timedelta(minutes=30)}, "hours"),
        ],
    )
    def test_each_limit_is_told_by_name(self, cast, terms, visit, reason):
        allow(cast, **terms)
        assert why(ask, cast, **visit) == {reason}

    def test_it_is_for_those_named_only(self, cast):
        allow(cast, everyone=False, people=[cast.member("ana", "jon").public_id])
        assert why(ask, cast, "joshua") == {"people"}
        ask(cast, "ana")

    def test_it_is_counted_for_each_by_the_week_where_the_agency_is(self, cast):
        allow(cast)
        ask(cast, "joshua", starts=at(1, 0, 1))  # Monday, one in the morning: in world time it is Monday too
        assert why(ask, cast, "joshua", starts=at(1, 6, 20)) == {"often"}  # Sunday evening there, Monday in world time
        ask(cast, "ana", starts=at(1, 6, 20))
        ask(cast, "joshua", starts=at(2, 0, 1))

    def test_by_the_month(self, cast):
        allow(cast, times=2, per="month")
        first = (monday(1) + timedelta(days=40)).replace(day=3)
        days = [datetime.combine(first + timedelta(days=more), time(14), ZONE).astimezone(UTC) for more in (0, 1, 2)]
        ask(cast, starts=days[0])
        ask(cast, starts=days[1])
        assert why(ask, cast, starts=days[2]) == {"often"}

    def test_what_was_called_off_counts_no_more(self, cast):
        allow(cast)
        step(cast, occasions.call_off, "joshua", ask(cast))
        assert ask(cast).state == State.ASKED

    def test_a_foster_parent_and_staff_keep_to_it_too(self, cast):
        people = [cast.member("joshua", "jon").public_id]
        assert why(ask, cast, "wendy", people=people) == {"none"}
        assert why(ask, cast, "tianna", people=people) == {"none"}

    def test_calls_are_contact_too(self, cast):
        """S34: a phone or video call is set up like a visit, where the order has it."""
        allow(cast)
        assert why(ask, cast, kind="call", place_kind="remote") == {"place"}
        refused("bad_choice", ask, cast, kind="call", place_kind="agency")
        allow(cast, places=["remote"], times=3)
        assert ask(cast, kind="call", place_kind="remote").state == State.ASKED

    def test_when_it_ends_what_was_planned_is_called_off_and_told(self, cast):
        approval = allow(cast)
        one = ask(cast)
        act(cast, approvals.end, "tianna", approval=approval.public_id)
        one.refresh_from_db()
        assert one.state == State.CALLED_OFF
        assert Event.objects.filter(room=one.room).latest("seq").data["item"]["kind"] == "dates.unallowed"
        refused("changed_since", act, cast, approvals.end, "tianna", approval=approval.public_id)

    def test_a_narrower_one_in_its_place_calls_off_the_latest_only(self, cast):
        approval = allow(cast, times=2)
        early, late = ask(cast, starts=at(1, 2)), ask(cast, starts=at(1, 4))
        newer = allow(cast, times=1, replaces=[approval.public_id])
        early.refresh_from_db()
        late.refresh_from_db()
        assert (early.state, early.approval, late.state) == (State.ASKED, newer, State.CALLED_OFF)
        assert [one.over for one in allowed.earlier(cast.member("tianna", "jon"))] == [True]

    def test_only_staff_keeps_it(self, cast):
        refused("not_allowed", act, cast, approvals.keep, "wendy", supervised="agency", times=1, per="week", minutes=1,
                places=["agency"], from_on=monday(), everyone=True)  # fmt: skip
        refused("bad_allowance", allow, cast, until_on=date(2020, 1, 1))
        refused("nobody_asked", allow, cast, everyone=False)
        refused("bad_choice", allow, cast, places=["office"])

    def test_a_parent_reads_what_is_for_them_and_the_home_reads_all(self, cast):
        allow(cast, everyone=False, people=[cast.member("ana", "jon").public_id])
        assert [one.left for one in allowed.allowances(cast.member("ana", "jon"))] == [1]
        assert allowed.allowances(cast.member("joshua", "jon")) == []
        assert len(allowed.allowances(cast.member("wendy", "jon"))) == 1


class TestTheAnswer:
    """S35, S38: the other side answers, and staff has the last word where the order says so."""

    def test_yes_then_staff(self, cast):
        allow(cast)
        one = step(cast, occasions.accept, "wendy", ask(cast))
        assert one.state == State.AGREED
        assert [row.public_id for row in queries.waiting_for_staff([one.room_id])] == [one.public_id]
        refused("not_allowed", step, cast, occasions.approve, "wendy", one)
        assert step(cast, occasions.approve, "tianna", one).state == State.SET

    def test_yes_is_enough_where_the_order_says_so(self, cast):
        allow(cast, staff_decides=False)
        assert step(cast, occasions.accept, "wendy", ask(cast)).state == State.SET

    def test_another_time_goes_back_to_the_other_side(self, cast):
        allow(cast)
        one = move(cast, "wendy", ask(cast), at(days=6))
        assert (one.state, one.by) == (State.ASKED, cast.member("wendy", "jon"))
        refused("not_asked", step, cast, occasions.accept, "wendy", one)
        refused("not_asked", step, cast, occasions.accept, "ana", one)
        assert step(cast, occasions.accept, "joshua", one).state == State.AGREED

    def test_another_time_lies_inside_the_order_too(self, cast):
        allow(cast, latest=time(18))
        one = ask(cast)
        assert why(move, cast, "wendy", one, at(hour=19)) == {"hours"}
        one.refresh_from_db()
        assert (one.state, one.version) == (State.ASKED, 1)

    def test_no_needs_a_reason(self, cast):
        allow(cast)
        one = ask(cast)
        refused("words_needed", step, cast, occasions.decline, "wendy", one, text=" ")
        assert step(cast, occasions.decline, "wendy", one, text="He has a fever.").state == State.DECLINED
        refused("changed_since", step, cast, occasions.accept, "wendy", one)

    def test_a_changed_time_is_answered_and_approved_again(self, cast):
        """S37: whoever must change says so, and the others answer that."""
        allow(cast)
        one = step(cast, occasions.accept, "wendy", ask(cast))
        step(cast, occasions.approve, "tianna", one)
        assert move(cast, "wendy", one, at(hour=15)).state == State.ASKED
        assert step(cast, occasions.accept, "joshua", one).state == State.AGREED

    def test_staff_puts_a_visit_in_the_calendar(self, cast):
        allow(cast)
        one = ask(cast, "tianna", people=[cast.member("joshua", "jon").public_id])
        assert one.state == State.SET
        assert step(cast, occasions.accept, "joshua", one).parts.get(member__person=cast.joshua).says == Says.YES

    def test_staff_stops_with_a_reason_all_read(self, cast):
        """S38."""
        allow(cast)
        one = ask(cast)
        refused("words_needed", step, cast, occasions.stop, "tianna", one, text="")
        refused("not_allowed", step, cast, occasions.stop, "ana", one, text="no")
        step(cast, occasions.stop, "tianna", one, text="The office is closed that day.")
        view = everything(page(cast, "joshua"))[one.public_id]
        assert (view.state, view.steps[-1].text) == (State.STOPPED, "The office is closed that day.")

    def test_of_two_at_once_the_second_is_told(self, cast):
        """Two people who saw the same version: one state, and the second learns of it."""
        allow(cast)
        one = ask(cast)
        seen = one.version
        move(cast, "wendy", one, at(days=6))
        room_id = cast.rooms["jon"].public_id
        form = {"room_id": room_id, "client_id": uuid4(), "occasion": one.public_id, "version": seen}
        refused("changed_since", occasions.call_off, actor=cast.joshua, **form)

    def test_a_form_sent_twice_does_once(self, cast):
        allow(cast)
        one, sent = ask(cast), uuid4()
        room_id = cast.rooms["jon"].public_id
        form = {"actor": cast.wendy, "room_id": room_id, "client_id": sent, "occasion": one.public_id, "version": 1}
        assert occasions.accept(**form).seq == occasions.accept(**form).seq

    def test_of_another_room_it_is_not_there(self, cast):
        allow(cast)
        one = ask(cast)
        form = {"occasion": one.public_id, "version": 1}
        refused("not_found", act, cast, occasions.accept, "wendy", "gladys", **form)
        refused("not_found", act, cast, occasions.accept, "brianna", "jon", **form)

    def test_what_has_passed_stays(self, cast):
        allow(cast)
        one = ask(cast)
        Occasion.objects.filter(pk=one.pk).update(starts=timezone.now() - timedelta(hours=2), ends=timezone.now())
        refused("occasion_over", step, cast, occasions.accept, "wendy", one)
        refused("not_to_come", ask, cast, starts=timezone.now() - timedelta(hours=1))


class TestInvitations:
    """S36, S42: foster parents invite to appointments and celebrations; the place is for those whom staff allows."""

    def invited(self, cast: Cast, **more: Any) -> Occasion:
        people = [cast.member(who, "macia").public_id for who in ("ana", "francisco")]
        how = {"kind": "dentist", "place_kind": "office", "people": people, "place": PLACE, **more}
        return ask(cast, "brianna", "macia", **how)

    def test_staff_looks_at_it_where_no_order_says_otherwise(self, cast):
        assert step(cast, occasions.accept, "ana", self.invited(cast)).state == State.AGREED

    def test_where_the_order_leaves_it_to_them_it_stands(self, cast):
        allow(cast, "macia", staff_decides=False)
        assert step(cast, occasions.accept, "ana", self.invited(cast)).state == State.SET

    def test_each_answers_for_themselves(self, cast):
        one = step(cast, occasions.accept, "ana", self.invited(cast))
        step(cast, occasions.decline, "francisco", one, text="I work that day.")
        assert one.state == State.AGREED
        assert {guest.name: guest.says for guest in everything(page(cast, "ana", "macia"))[one.public_id].guests} == {
            "Ana Gutierrez": Says.YES,
            "Francisco DuBuque": Says.NO,
            "Brianna Winter": Says.YES,
        }
        refused("not_asked", step, cast, occasions.call_off, "francisco", one)
        step(cast, occasions.decline, "ana", one, text="I am sick.")
        assert one.state == State.CALLED_OFF

    def test_the_place_is_for_staff_until_they_say_who_else(self, cast):
        one = self.invited(cast)
        seen = {who: everything(page(cast, who, "macia"))[one.public_id] for who in ("ana", "brianna", "tianna")}
        assert {who: view.place for who, view in seen.items()} == {"ana": "", "brianna": "", "tianna": PLACE}
        assert all(view.has_place for view in seen.values())
        assert not Event.objects.filter(text__contains="Alder").exists()
        ana = cast.member("ana", "macia").public_id
        refused("not_allowed", step, cast, occasion_plans.show_place, "brianna", one, place=PLACE, members=[ana])
        step(cast, occasion_plans.show_place, "tianna", one, place=PLACE, members=[ana])
        places = {who: everything(page(cast, who, "macia"))[one.public_id].place for who in ("ana", "francisco")}
        assert places == {"ana": PLACE, "francisco": ""}
        found = queries.dated(cast.member("francisco", "macia"), timezone.now(), at(8))
        assert [entry.place for entry in found] == [""]
        move(cast, "brianna", one, at(days=4), place="12 Other Street")
        assert everything(page(cast, "ana", "macia"))[one.public_id].place == ""

    def test_the_time_can_stay_with_staff_too(self, cast):
        """S36: only the day is told; the hour goes with the place."""
        day = datetime.combine(monday(), time(), ZONE).astimezone(UTC)
        one = self.invited(cast, starts=day, ends=day + timedelta(days=1), whole_day=True)
        said = Event.objects.get(room=one.room, seq=one.seq).data["item"]
        assert said["kind"] == "dates.invited_day"
        assert said["facts"]["on"] == monday().isoformat()
        assert "starts" not in said["facts"]
        entry = queries.dated(cast.member("ana", "macia"), timezone.now(), at(8))[0]
        assert (entry.on, entry.starts) == (monday(), None)

    def test_somebody_is_asked(self, cast):
        refused("nobody_asked", ask, cast, "brianna", "macia", kind="outing", place_kind="public")
        stranger = cast.member("joshua", "jon").public_id
        refused("bad_choice", ask, cast, "brianna", "macia", kind="outing", place_kind="public", people=[stranger])


class TestToldInTime:
    """S37: what changes less than a day before reaches everybody else at once, and they say that they saw it."""

    def test_a_late_change_is_urgent(self, cast):
        allow(cast, from_on=timezone.localdate(timezone=ZONE) - timedelta(days=1))
        one = ask(cast, starts=timezone.now() + timedelta(hours=5))
        assert not Notification.objects.filter(kind="visit_soon").exists()
        step(cast, occasions.call_off, "joshua", one, text="The bus broke down.")
        told = Notification.objects.filter(kind="visit_soon").values_list("person", flat=True)
        assert set(told) == {cast.wendy.pk, cast.tianna.pk}
        view = page(cast, "wendy").not_to_be[0]
        assert (view.to_see, view.seen, view.not_seen) == (True, [], ["Wendy Chadwick"])
        act(cast, occasion_plans.seen, "wendy", occasion=one.public_id)
        act(cast, occasion_plans.seen, "wendy", occasion=one.public_id)
        view = page(cast, "joshua").not_to_be[0]
        assert (view.to_see, view.seen, view.not_seen) == (False, ["Wendy Chadwick"], [])
        assert Notification.objects.get(kind="visit_soon", person=cast.wendy).acknowledged_at is not None

    def open_alarms(self, cast: Cast) -> int:
        return Notification.objects.filter(kind="visit_soon", person=cast.wendy, acknowledged_at__isnull=True).count()

    def test_seeing_one_does_not_silence_another(self, cast):
        """S37: an alarm rings until each late change of the room was seen."""
        allow(cast, times=7, from_on=timezone.localdate(timezone=ZONE) - timedelta(days=1))
        soon = timezone.now() + timedelta(hours=5)
        visits = [ask(cast, starts=soon), ask(cast, starts=soon + timedelta(hours=2))]
        for one in visits:
            step(cast, occasions.call_off, "joshua", one)
        before = self.open_alarms(cast)
        act(cast, occasion_plans.seen, "wendy", occasion=visits[0].public_id)
        act(cast, occasion_plans.seen, "wendy", occasion=visits[0].public_id)
        assert self.open_alarms(cast) == before > 0
        act(cast, occasion_plans.seen, "wendy", occasion=visits[1].public_id)
        assert self.open_alarms(cast) == 0

    def test_a_change_of_a_whole_series_is_seen_once(self, cast):
        allow(cast, times=7, from_on=timezone.localdate(timezone=ZONE) - timedelta(days=1))
        soon = timezone.now() + timedelta(hours=5)
        one = ask(cast, starts=soon, weekly_until=(soon + timedelta(days=22)).date())
        step(cast, occasions.call_off, "joshua", one, all_to_come=True)
        assert self.open_alarms(cast) > 0
        act(cast, occasion_plans.seen, "wendy", occasion=one.public_id)
        assert self.open_alarms(cast) == 0

    def test_early_it_is_an_ordinary_line(self, cast):
        allow(cast)
        step(cast, occasions.call_off, "joshua", ask(cast, starts=at(2)))
        assert not Notification.objects.filter(kind="visit_soon").exists()


class TestTwoAtOneTime:
    """Nobody says yes to two things at once without knowing; nobody else learns of it."""

    def test_whoever_says_yes_is_warned_of_their_own(self, cast):
        allow(cast, "gladys")
        allow(cast)
        step(cast, occasions.accept, "wendy", ask(cast, "ana", "gladys"))
        one = ask(cast)
        refused("double_booked", step, cast, occasions.accept, "wendy", one)
        clash = everything(page(cast, "wendy"))[one.public_id].clash
        assert [row.what for row in clash] == [""]  # of another room nothing but the time
        assert everything(page(cast, "joshua"))[one.public_id].clash == []
        assert step(cast, occasions.accept, "wendy", one, overlap_ok=True).state == State.AGREED

    def test_a_new_time_asks_everybody_again(self, cast):
        allow(cast)
        one = step(cast, occasions.accept, "wendy", ask(cast))
        move(cast, "joshua", one, at(days=6))
        assert one.parts.get(member__person=cast.wendy).says == Says.NOTHING


class TestEachWeek:
    """Recurring visits: one act, each inside the order, at the same hour on the wall over a change of the clock."""

    def test_the_hour_stays_over_daylight_saving(self, cast):
        allow(cast)
        first = next(
            day
            for day in (monday(1) + timedelta(weeks=week, days=5) for week in range(53))
            if datetime.combine(day, time(14), ZONE).utcoffset()
            != datetime.combine(day + timedelta(weeks=2), time(14), ZONE).utcoffset()
        )
        starts = datetime.combine(first, time(14), ZONE).astimezone(UTC)
        ask(cast, starts=starts, weekly_until=first + timedelta(weeks=3))
        found = list(Occasion.objects.order_by("starts"))
        assert [one.starts.astimezone(ZONE).hour for one in found] == [14, 14, 14, 14]
        assert len({one.starts.hour for one in found}) == 2
        assert len({one.series for one in found}) == 1
        assert len({one.seq for one in found}) == 1

    def test_all_or_one(self, cast):
        allow(cast, staff_decides=False)
        ask(cast, weekly_until=monday(4) + timedelta(days=5))
        first, second, third, last = Occasion.objects.order_by("starts")
        step(cast, occasions.accept, "wendy", first, all_to_come=True)
        assert set(Occasion.objects.values_list("state", flat=True)) == {State.SET}
        step(cast, occasions.call_off, "joshua", second)
        move(cast, "wendy", third, at(3, 4), all_to_come=True)
        last.refresh_from_db()
        assert (last.starts, last.state) == (at(4, 4), State.ASKED)

    def test_all_that_follow_leaves_what_was_said_already(self, cast):
        """S35: whoever answered a later date by itself can still say yes, or no, to all of them."""
        allow(cast)
        people = [cast.member(who, "jon").public_id for who in ("ana", "joshua")]
        ask(cast, "tianna", people=people, weekly_until=monday(4) + timedelta(days=5))
        first, second, third, _last = Occasion.objects.order_by("starts")
        for one in (second, third):
            step(cast, occasions.accept, "joshua", one)
        step(cast, occasions.accept, "joshua", first, all_to_come=True)
        said = OccasionPart.objects.filter(member__person=cast.joshua).values_list("says", flat=True)
        assert list(said) == [Says.YES] * 4
        versions = [one.version for one in Occasion.objects.order_by("starts")]
        assert versions == [2, 2, 2, 2]  # what stood already was not changed again
        refused("not_asked", step, cast, occasions.accept, "joshua", first, all_to_come=True)
        step(cast, occasions.decline, "ana", third, text="I work that day.")
        step(cast, occasions.decline, "ana", first, text="I am away this month.", all_to_come=True)
        said = OccasionPart.objects.filter(member__person=cast.ana).values_list("says", flat=True)
        assert list(said) == [Says.NO] * 4
        refused("not_asked", step, cast, occasions.decline, "ana", first, text="x", all_to_come=True)

    def test_what_follows_is_counted_as_it_is_done(self, cast):
        """The page offers as many as the step then reaches: those of which the same side asked for the time."""
        allow(cast, times=3)
        ask(cast, weekly_until=monday(4) + timedelta(days=5))
        first, _second, third, _last = Occasion.objects.order_by("starts")
        move(cast, "wendy", third, at(3, 4))
        assert everything(page(cast, "wendy"))[first.public_id].follow == 2
        step(cast, occasions.accept, "wendy", first, all_to_come=True)
        assert Occasion.objects.filter(state=State.AGREED).count() == 3

    def test_each_lies_inside_the_order(self, cast):
        allow(cast, until_on=monday(3))
        assert why(ask, cast, weekly_until=monday(4)) == {"late"}
        assert not Occasion.objects.exists()
        refused("too_often", ask, cast, weekly_until=monday(60))


class TestPlanAndNotes:
    """S40, S41, S43: who coaches, what to bring, rides; what went well and one thing to try."""

    def test_the_plan_is_written_by_both(self, cast):
        allow(cast)
        one = ask(cast)
        act(cast, occasion_plans.plan, "joshua", occasion=one.public_id, part="bring", text="The red truck.")
        act(cast, occasion_plans.plan, "wendy", occasion=one.public_id, part="bring", text="The truck and a cup.")
        act(cast, occasion_plans.ride, "joshua", occasion=one.public_id, ride="voucher_asked")
        act(cast, occasion_plans.topic, "joshua", occasion=one.public_id, text="Leaving without tears")
        view = everything(page(cast, "wendy"))[one.public_id]
        assert {part.about: part.line.text for part in view.plan if part.line} == {"bring": "The truck and a cup."}
        assert (len(view.rides), view.topics[0].text) == (1, "Leaving without tears")
        form = {"occasion": one.public_id, "part": "bring", "text": "x"}
        refused("not_asked", act, cast, occasion_plans.plan, "ana", **form)
        refused("words_needed", act, cast, occasion_plans.plan, "wendy", **{**form, "text": " "})
        refused("bad_choice", act, cast, occasion_plans.plan, "wendy", **{**form, "part": "step"})

    def test_notes_come_after(self, cast):
        allow(cast, staff_decides=False)
        one = step(cast, occasions.accept, "wendy", ask(cast))
        note = {"occasion": one.public_id, "about": "well", "text": "He ran to you."}
        refused("bad_choice", act, cast, occasion_plans.note, "wendy", **note)
        Occasion.objects.filter(pk=one.pk).update(starts=timezone.now() - timedelta(hours=2), ends=timezone.now())
        act(cast, occasion_plans.note, "wendy", **note)
        view = page(cast, "joshua").past[0]
        assert [part.line.text for part in view.notes if part.line] == ["He ran to you."]


class TestTogether:
    """S39: both sides ask the worker together for longer, more frequent or more natural visits."""

    def test_staff_gets_it_when_both_said_so(self, cast):
        act(cast, wishes.wish, "joshua", what="longer", text="He needs an hour to warm up.")
        refused("wished_already", act, cast, wishes.wish, "ana", what="longer")
        refused("not_allowed", act, cast, wishes.wish, "tianna", what="often")
        one, jon = Wish.objects.get(), [cast.rooms["jon"].pk]
        assert allowed.joined(jon) == []
        refused("not_asked", act, cast, wishes.join, "ana", wish=one.public_id)
        act(cast, wishes.join, "wendy", wish=one.public_id, text="I see it too.")
        assert allowed.joined(jon) == [one]
        refused("words_needed", act, cast, wishes.answer, "tianna", wish=one.public_id, text="")
        act(cast, wishes.answer, "tianna", wish=one.public_id, text="I will ask the court on Monday.")
        view = allowed.wishes(cast.member("joshua", "jon"))[0]
        assert view.answer and view.answer.text == "I will ask the court on Monday."
        assert allowed.joined(jon) == []


class TestWhoReads:
    """A row whose line is hidden from a member is not on their page, nor in their calendar."""

    def test_a_paused_member_sees_nothing_of_then(self, cast):
        allow(cast)
        cast.suspend("ana", "jon")
        one = ask(cast)
        cast.restore("ana", "jon")
        member: Membership = cast.member("ana", "jon")
        assert one.public_id not in everything(queries.dates(member))
        assert queries.dated(member, timezone.now(), at(3)) == []
        assert [entry.id for entry in queries.dated(cast.member("wendy", "jon"), timezone.now(), at(3))] == [
            one.public_id
        ]


class TestHowMuchItReads:
    """The page reads the tables as often for many dates as for few."""

    def queries(self, cast: Cast, who: str) -> int:
        member = cast.member(who, "jon")
        with CaptureQueriesContext(connection) as read:
            found = queries.dates(member)
            allowed.allowances(member)
            allowed.earlier(member)
        assert everything(found)
        return len(read)

    def test_ten_and_twenty(self, cast):
        approval, clash = allow(cast, times=7), None
        allow(cast, "gladys", times=7)
        counts = []
        for day in (1, 3):
            ask(cast, starts=at(1, day), weekly_until=monday(10) + timedelta(days=day))
            clash = ask(cast, "ana", "gladys", starts=at(1, day))
            step(cast, occasions.accept, "wendy", clash)
            for _ in range(2):
                approval = allow(cast, times=7, replaces=[approval.public_id])
                allow(cast, times=3)
            counts.append([self.queries(cast, who) for who in ("wendy", "joshua", "tianna")])
        assert Occasion.objects.filter(room=cast.rooms["jon"]).count() == 20
        assert counts[0] == counts[1]
        views = everything(page(cast, "wendy")).values()
        assert [view.follow for view in sorted(views, key=lambda view: view.starts)][:2] == [9, 9]
        assert sum(bool(view.clash) for view in views) == 2

    def test_what_is_over_is_the_last_ten(self, cast):
        approval = allow(cast)
        for _ in range(12):
            approval = allow(cast, replaces=[approval.public_id])
        found = allowed.earlier(cast.member("tianna", "jon"))
        assert (len(found), {one.over for one in found}) == (10, {True})
        assert all(one.line for one in found)


class TestAZoneThatNobodyKnows:
    """A time zone that this machine's tables do not have is read as world time."""

    def test_the_page_opens(self, cast):
        Agency.objects.update(time_zone="America/Atlantis")
        assert page(cast, "joshua").zone == "UTC"
