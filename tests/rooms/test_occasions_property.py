"""Whatever anybody does, in whatever order: no visit outside what the court allows, no place to whom staff did not show
it, and nobody booked twice without having been told (S35, S36, S38). The rules are written here a second time, from the
requirement, and look at the tables alone."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rooms.errors import RoomError
from rooms.models import Approval, Event, Membership, Occasion, Room
from rooms.queries import occasions as queries
from rooms.queries.calendar import calendar, member_parts
from rooms.services import approvals, memberships, occasion_plans, occasions
from tests.cast import Cast, make_cast

ZONE: Final = ZoneInfo("America/Los_Angeles")
PEOPLE: Final = ("ana", "francisco", "brianna", "wendy", "tianna", "samara")
ROOMS: Final = ("macia", "gladys")
LIVE: Final = ("asked", "agreed", "set")
PLACES: Final = ("agency", "public", "remote")
SECRET: Final = "Quillworth Yard 7"
"""What the place of everything is called; nothing else is."""


def monday() -> date:
    """The Monday of the week, still to come, that ends with the clocks going back: the first Sunday of November."""
    today = timezone.localdate(timezone=ZONE)
    for year in (today.year, today.year + 1):
        first = date(year, 11, 1)
        sunday = first + timedelta(days=(6 - first.weekday()) % 7)
        if sunday - timedelta(days=13) > today:
            return sunday - timedelta(days=6)
    raise AssertionError


MONDAY: Final = monday()

HOME: Final = {"macia": "brianna", "gladys": "wendy"}

people = st.sampled_from(["ana", "ana", "francisco", "home", "home", "tianna", "tianna", "other home", "samara"])
"""Who does something: in each room its own foster home, or that of the other room, which is a stranger there."""
rooms = st.sampled_from(ROOMS)
staff = st.sampled_from(["tianna", "tianna", "tianna", "ana", "home"])
"""Mostly those who may."""
days = st.sampled_from([0, 2, 5, 6, 7, 9, 12])
hours = st.sampled_from([9, 10, 11, 16])
lengths = st.sampled_from([1, 1, 2, 3])
yes = st.booleans()
answers = st.sampled_from(["accept", "accept", "decline", "call_off"])


def at(day: int, hour: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour), ZONE)


class Families(RuleBasedStateMachine):
    """Two rooms with the same parents and two foster homes, staff, and somebody who has no part in either."""

    cast: Cast
    did: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.agreed: set[tuple[str, frozenset[str]]] = set()
        """Who said, of two things at one time, that they know."""
        self.shown: dict[str, set[int]] = {}
        """By occasion: to whom staff showed its place."""
        self.new = False
        """Whether anything was done since the rules were looked at; what was refused is taken back whole."""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    # What they do

    @initialize(times=st.sampled_from([1, 2]), long=yes)
    def the_court_allows_something(self, times: int, long: bool) -> None:
        for room in ROOMS:
            self.keep("tianna", room, times=times, minutes=120 if long else 60, everyone=True, staff_decides=long)

    @rule(
        who=staff, room=rooms, times=st.sampled_from([1, 2]), per=st.sampled_from(["week", "month"]),
        minutes=st.sampled_from([60, 120]), places=st.sets(st.sampled_from(PLACES), min_size=1), everyone=yes,
        named=st.sampled_from(["ana", "francisco"]), first=st.sampled_from([-3, 0, 5]),
        last=st.sampled_from([6, 9, 30]),
        early=st.sampled_from([None, time(10)]), decides=yes, instead=yes, over=st.sampled_from([False, False, True]),
    )  # fmt: skip
    def the_court_says(
        self, who: str, room: str, named: str, first: int, last: int, early: time | None, over: bool, **said: Any
    ) -> None:
        before = Approval.objects.filter(room=self.cast.rooms[room], ended_at=None).order_by("pk").last()
        if over and before is not None:
            self.act(approvals.end, who, room, approval=before.public_id)
            return
        if said.pop("instead") and before is not None:
            said["replaces"] = before.public_id
        if not said["everyone"]:
            said["people"] = [self.cast.member(named, room).public_id]
        decides = said.pop("decides")
        days = {"from_on": MONDAY + timedelta(days=first), "until_on": MONDAY + timedelta(days=last)}
        self.keep(who, room, **days, earliest=early, staff_decides=decides, **said)

    def keep(self, who: str, room: str, **said: Any) -> None:
        known = {"supervised": "agency", "times": 1, "per": "week", "minutes": 60, "places": PLACES, "from_on": MONDAY}
        self.act(approvals.keep, who, room, **{**known, **said})

    @rule(
        who=people, room=rooms, kind=st.sampled_from(["visit", "visit", "call", "doctor", "celebration"]), day=days,
        hour=hours, length=lengths, place=st.sampled_from(PLACES), with_both=yes, ok=yes,
        weekly=st.sampled_from([None, None, 14]),
    )  # fmt: skip
    def propose(
        self, who: str, room: str, kind: str, day: int, hour: int, length: int, place: str, with_both: bool,
        weekly: int | None, ok: bool,
    ) -> None:  # fmt: skip
        place = "remote" if kind == "call" else "agency" if place == "remote" else place
        asked = [self.cast.member(name, room).public_id for name in ("ana", "francisco")[: 1 + with_both]]
        until = MONDAY + timedelta(days=day + weekly) if weekly else None
        self.act(
            occasions.propose, who, room, kind=kind, starts=at(day, hour), ends=at(day, hour + length),
            place_kind=place, place=SECRET, people=asked, weekly_until=until, overlap_ok=ok,
        )  # fmt: skip

    @rule(where=st.sampled_from([ROOMS, ROOMS, ROOMS[:1]]), day=days, hour=hours, ok=yes, decided=yes, shown=yes)
    def a_visit_comes_about(
        self, where: tuple[str, ...], day: int, hour: int, ok: bool, decided: bool, shown: bool
    ) -> None:
        """In one room, or in both at the same hour: the mother says yes to two things at one time."""
        asked = {"kind": "visit", "starts": at(day, hour), "ends": at(day, hour + 1), "place_kind": "agency"}
        for room in where:
            if not self.act(occasions.propose, "ana", room, **asked, place=SECRET, overlap_ok=ok):
                continue
            one = Occasion.objects.latest("pk")
            self.act(occasions.accept, "home", room, occasion=one.public_id, version=one.version, overlap_ok=ok)
            one.refresh_from_db()
            if decided:
                self.act(occasions.approve, "tianna", room, occasion=one.public_id, version=one.version)
            if shown:
                self.show(one, "tianna", {"ana"})

    @rule(act=answers, who=people, data=st.data(), ok=yes, rest=yes)
    def answer(self, act: str, who: str, data: st.DataObject, ok: bool, rest: bool) -> None:
        more = {"accept": {"overlap_ok": ok}, "decline": {"text": "It does not work"}, "call_off": {}}[act]
        self.about(getattr(occasions, act), who, data, all_to_come=rest, **more)

    @rule(who=people, data=st.data(), day=days, hour=hours, length=lengths, ok=yes, rest=yes, place=yes)
    def change(
        self, who: str, data: st.DataObject, day: int, hour: int, length: int, ok: bool, rest: bool, place: bool
    ) -> None:
        times = {"starts": at(day, hour), "ends": at(day, hour + length)}
        where = {"place": f"{SECRET}, back door"} if place else {}
        self.about(occasions.change, who, data, **times, overlap_ok=ok, all_to_come=rest, **where)

    @rule(stops=st.sampled_from([False, False, True]), who=staff, data=st.data(), rest=yes)
    def decide(self, stops: bool, who: str, data: st.DataObject, rest: bool) -> None:
        if stops:
            self.about(occasions.stop, who, data, text="Not now", all_to_come=rest)
        else:
            self.about(occasions.approve, who, data, all_to_come=rest)

    @rule(who=staff, data=st.data(), to=st.sets(st.sampled_from(PEOPLE)))
    def show_place(self, who: str, data: st.DataObject, to: set[str]) -> None:
        one = self.some(data)
        if one is not None:
            self.show(one, who, to)

    def show(self, one: Occasion, who: str, to: set[str]) -> None:
        one.refresh_from_db()
        here = Membership.objects.filter(room=one.room, person__in=[self.cast.people[name] for name in to])
        named = {member.pk: member.public_id for member in here.exclude(role="social_worker")}
        about = {"occasion": one.public_id, "version": one.version, "place": SECRET, "members": list(named.values())}
        if self.act(occasion_plans.show_place, who, one.room, **about):
            self.shown[one.public_id] = set(named)

    @rule(who=st.sampled_from(["ana", "francisco", "wendy"]), room=rooms)
    def pause_or_bring_back(self, who: str, room: str) -> None:
        member = Membership.objects.filter(person=self.cast.people[who], room=self.cast.rooms[room]).first()
        if member is None:
            return
        act = memberships.suspend if member.state == "active" else memberships.restore
        try:
            act(actor=self.cast.tianna, room_id=self.cast.rooms[room].public_id, member_id=member.public_id, reason="r")
        except RoomError:
            return

    # What must hold, written from the requirement

    @invariant()
    def all_that_was_promised_holds(self) -> None:
        if self.new:
            self.no_contact_outside_what_the_court_allows()
            self.nobody_is_booked_twice_unseen()
            self.a_place_is_seen_by_whom_staff_showed_it()
            self.new = False

    def no_contact_outside_what_the_court_allows(self) -> None:
        """S35: all of it inside one approval, for each of its people, whatever its state, as long as it may happen."""
        contact = Occasion.objects.filter(kind__in=("visit", "call"), state__in=LIVE)
        for one in contact:
            self.did["contact"] += 1
            in_force = Approval.objects.filter(room=one.room_id, ended_at=None)
            assert any(self.allowed(one, approval) for approval in in_force), (one.kind, one.starts, one.state)

    def allowed(self, one: Occasion, approval: Approval) -> bool:
        begins, ends = (moment.astimezone(ZONE) for moment in (one.starts, one.ends))
        parts = one.parts.exclude(says="no").filter(member__role="birth_parent")
        who = list(parts.values_list("member", flat=True))
        if not approval.everyone and not set(who) <= set(approval.people.values_list("pk", flat=True)):
            return False
        if begins.date() < approval.from_on or (approval.until_on and ends.date() > approval.until_on):
            return False
        if approval.earliest and begins.time() < approval.earliest:
            return False
        if (one.ends - one.starts).total_seconds() > approval.minutes * 60 or one.place_kind not in approval.places:
            return False
        return all(self.how_often(member, one, approval) <= approval.times for member in who)

    def how_often(self, member: int, one: Occasion, approval: Approval) -> int:
        """How often this person sees or hears the child in that week or month, by the wall clock."""
        same = Occasion.objects.filter(room=one.room_id, kind__in=("visit", "call"), state__in=LIVE)
        theirs = [other for other in same if other.parts.filter(member=member).exclude(says="no").exists()]
        stretch = self.stretch(one, approval.per)
        there = [other for other in theirs if other.place_kind in approval.places]
        return sum(self.stretch(other, approval.per) == stretch for other in there)

    def stretch(self, one: Occasion, per: str) -> tuple[int, ...]:
        day = one.starts.astimezone(ZONE).date()
        return tuple(day.isocalendar()[:2]) if per == "week" else (day.year, day.month)

    def nobody_is_booked_twice_unseen(self) -> None:
        """Whoever says yes to two things at one time was told of it before, and finds both marked in their calendar."""
        for name in PEOPLE:
            person, twice = self.cast.people[name], self.twice(name)
            self.did["twice"] += len(twice)
            assert {(name, pair) for pair in twice} <= self.agreed
            if twice and name != "tianna":
                page = calendar(person, member_parts(person), MONDAY, MONDAY)
                shown = [*page.now, *(entry for day in page.ahead for entry in day.entries)]
                marked = {frozenset({entry.what.id, other.id}) for entry in shown for other in entry.meets}
                assert twice <= marked

    def a_place_is_seen_by_whom_staff_showed_it(self) -> None:
        """S36: not by whoever typed it either; and it never comes into the record."""
        members = Membership.objects.filter(room__in=[self.cast.rooms[room] for room in ROOMS]).exclude(
            role="social_worker"
        )
        for member in members.select_related("room", "person").prefetch_related("hidden"):
            found = [one.id for one in queries.dated(member, at(-10, 0), at(60, 0)) if one.place]
            self.did["place"] += len(found)
            assert all(member.pk in self.shown.get(one, set()) for one in found)
        words = Event.objects.filter(kind="message").values_list("text", "data")
        assert not any("Quillworth" in str(said) for said in words)

    # How it is done

    def some(self, data: st.DataObject) -> Occasion | None:
        found = list(Occasion.objects.select_related("room").order_by("state", "pk"))  # those that may happen first
        return data.draw(st.sampled_from(found)) if found else None

    def about(self, service: Callable[..., Event], who: str, data: st.DataObject, **said: Any) -> None:
        one = self.some(data)
        if one is not None:
            stale = data.draw(st.sampled_from([0, 0, 0, 0, 1]))
            self.act(service, who, one.room, occasion=one.public_id, version=one.version - stale, **said)

    def act(self, service: Callable[..., Event], who: str, room: str | Room, **said: Any) -> bool:
        """Do it if it is allowed; all of what that made of two things at one time was known to who said so."""
        name = room if isinstance(room, str) else next(key for key in ROOMS if self.cast.rooms[key] == room)
        where, other = self.cast.rooms[name], next(key for key in ROOMS if key != name)
        who = {"home": HOME[name], "other home": HOME[other]}.get(who, who)
        places = dict(Occasion.objects.values_list("public_id", "place"))
        try:
            service(actor=self.cast.people[who], room_id=where.public_id, client_id=uuid4(), **said)
        except RoomError as refused:
            self.did[f"refused: {refused.code}"] += 1
            return False
        self.did[service.__name__] += 1
        self.new = True
        for one in Occasion.objects.exclude(place=""):
            if service is occasions.change and places.get(one.public_id) != one.place:
                self.shown.pop(one.public_id, None)  # a new place is staff's to show anew
        if said.get("overlap_ok"):
            self.agreed |= {(who, pair) for pair in self.twice(who)}
        return True

    def twice(self, who: str) -> set[frozenset[str]]:
        """What somebody has said yes to that is at one time, two by two."""
        mine = {"parts__says": "yes", "parts__member__person": self.cast.people[who], "state__in": LIVE}
        booked = list(Occasion.objects.filter(**mine, parts__member__state="active").distinct())
        return {
            frozenset({one.public_id, other.public_id})
            for one, other in combinations(booked, 2)
            if one.starts < other.ends and other.starts < one.ends
        }


@pytest.mark.django_db
def test_no_order_of_acts_breaks_what_was_promised() -> None:
    """S35, S36, S38: some hundred acts of six people, in any order, with the clocks going back in the middle."""
    Families.cast, Families.did = make_cast(), Counter()
    quick = settings(
        max_examples=20, stateful_step_count=20, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(Families, settings=quick)
    did = Families.did
    assert min(did["contact"], did["place"], did["twice"], did["accept"], did["change"]) > 0, did
    assert did["refused: outside_approval"] > 0 and did["refused: double_booked"] > 0, did
