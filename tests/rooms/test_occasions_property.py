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
from rooms.models import Approval, Event, Membership, Occasion, OccasionPart, Room
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

ACTS: Final[dict[str, tuple[int, dict[str, st.SearchStrategy[Any]]]]] = {
    "the_court_says": (3, {
        "who": staff, "room": rooms, "times": st.sampled_from([1, 2]), "per": st.sampled_from(["week", "month"]),
        "minutes": st.sampled_from([60, 120]), "places": st.sets(st.sampled_from(PLACES), min_size=1), "everyone": yes,
        "named": st.sampled_from(["ana", "francisco"]), "first": st.sampled_from([-3, 0, 5]),
        "last": st.sampled_from([6, 9, 30]), "early": st.sampled_from([None, time(10)]), "decides": yes,
        "over": st.sampled_from([False, False, False, True]),
        "older": st.sampled_from(["replaced", "beside", "beside", "last replaced", "not said"]),
    }),
    "propose": (4, {
        "who": people, "room": rooms, "kind": st.sampled_from(["visit", "visit", "call", "doctor", "celebration"]),
        "day": days, "hour": hours, "length": lengths, "place": st.sampled_from(PLACES), "with_both": yes, "ok": yes,
        "weekly": st.sampled_from([None, None, 14]),
    }),
    "a_visit_comes_about": (4, {
        "where": st.sampled_from([ROOMS, ROOMS, ROOMS[:1]]), "day": days, "hour": hours, "ok": yes, "decided": yes,
        "shown": yes,
    }),
    "answer": (4, {
        "act": st.sampled_from(["accept", "accept", "decline", "call_off"]), "who": people, "ok": yes, "rest": yes,
    }),
    "change": (3, {
        "who": people, "day": days, "hour": hours, "length": lengths, "ok": yes, "rest": yes, "place": yes,
    }),
    "decide": (2, {"stops": st.sampled_from([False, False, True]), "who": staff, "rest": yes}),
    "show_place": (2, {"who": staff, "to": st.sets(st.sampled_from(PEOPLE))}),
    "pause_or_bring_back": (1, {"who": st.sampled_from(["ana", "francisco", "wendy"]), "room": rooms}),
}  # fmt: skip
"""What can be done, how much of it there is, and with what. One rule does all of it, so that no run is without some."""
acts = st.one_of(
    *[
        st.tuples(st.just(name), st.fixed_dictionaries(with_))
        for name, (often, with_) in ACTS.items()
        for _ in range(often)
    ]
)
ON_ONE: Final = frozenset({"answer", "change", "decide", "show_place"})
"""What is done to something that is there."""
TOUCHES_PLACES: Final = frozenset({"propose", "change", "show_place", "suspend", "restore"})


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
        self.gave_way: dict[str, list[tuple[date, tuple[str, ...]]]] = {}
        """By what the court allowed: from which day on something newer took its place, and for whom."""
        self.new: set[str] = set()
        """What was done since the rules were looked at; what was refused is taken back whole."""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    # What they do

    @initialize(times=st.sampled_from([1, 2]), long=yes)
    def the_court_allows_something(self, times: int, long: bool) -> None:
        for room in ROOMS:
            self.keep("tianna", room, times=times, minutes=120 if long else 60, everyone=True, staff_decides=long)

    @rule(act=acts, data=st.data())
    def somebody_does_something(self, act: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
        name, how = act
        getattr(self, name)(**how, **({"data": data} if name in ON_ONE else {}))

    def the_court_says(
        self, who: str, room: str, named: str, first: int, last: int, early: time | None, over: bool, older: str,
        **said: Any,
    ) -> None:  # fmt: skip
        """Something new, with an answer of each that is in force; or the last one ends."""
        there = Approval.objects.filter(room=self.cast.rooms[room], ended_at=None).order_by("pk")
        before = list(there.values_list("public_id", flat=True))
        if over and before:
            self.act(approvals.end, who, room, approval=before[-1])
            return
        gone = {"replaced": before, "last replaced": before[-1:]}.get(older, [])
        stay = [] if older == "not said" else [one for one in before if one not in gone]
        people = ("ana", "francisco") if said["everyone"] else (named,)
        if not said["everyone"]:
            said["people"] = [self.cast.member(named, room).public_id]
        decides = said.pop("decides")
        days = {"from_on": MONDAY + timedelta(days=first), "until_on": MONDAY + timedelta(days=last)}
        answers = {"replaces": gone, "beside": stay}
        if self.keep(who, room, **days, earliest=early, staff_decides=decides, **answers, **said):
            self.did["gave way"] += len(gone)
            for one in gone:
                self.gave_way.setdefault(one, []).append((days["from_on"], people))

    def keep(self, who: str, room: str, **said: Any) -> bool:
        known = {"supervised": "agency", "times": 1, "per": "week", "minutes": 60, "places": PLACES, "from_on": MONDAY}
        return self.act(approvals.keep, who, room, **{**known, **said})

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

    def answer(self, act: str, who: str, data: st.DataObject, ok: bool, rest: bool) -> None:
        more = {"accept": {"overlap_ok": ok}, "decline": {"text": "It does not work"}, "call_off": {}}[act]
        self.about(getattr(occasions, act), who, data, all_to_come=rest, **more)

    def change(
        self, who: str, data: st.DataObject, day: int, hour: int, length: int, ok: bool, rest: bool, place: bool
    ) -> None:
        times = {"starts": at(day, hour), "ends": at(day, hour + length)}
        where = {"place": f"{SECRET}, back door"} if place else {}
        self.about(occasions.change, who, data, **times, overlap_ok=ok, all_to_come=rest, **where)

    def decide(self, stops: bool, who: str, data: st.DataObject, rest: bool) -> None:
        if stops:
            self.about(occasions.stop, who, data, text="Not now", all_to_come=rest)
        else:
            self.about(occasions.approve, who, data, all_to_come=rest)

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

    def pause_or_bring_back(self, who: str, room: str) -> None:
        member = Membership.objects.filter(person=self.cast.people[who], room=self.cast.rooms[room]).first()
        if member is None:
            return
        act = memberships.suspend if member.state == "active" else memberships.restore
        try:
            act(actor=self.cast.tianna, room_id=self.cast.rooms[room].public_id, member_id=member.public_id, reason="r")
        except RoomError:
            return
        self.did[act.__name__] += 1
        self.new.add(act.__name__)

    # What must hold, written from the requirement

    @invariant()
    def all_that_was_promised_holds(self) -> None:
        if self.new:
            found = list(Occasion.objects.filter(state__in=LIVE).prefetch_related("parts__member"))
            self.no_contact_outside_what_the_court_allows([one for one in found if one.kind in ("visit", "call")])
            self.nobody_is_booked_twice_unseen(found)
            if self.new & TOUCHES_PLACES:
                self.a_place_is_seen_by_whom_staff_showed_it()
            self.new.clear()

    def no_contact_outside_what_the_court_allows(self, contact: list[Occasion]) -> None:
        """S35: all of it inside one approval, for each of its people, whatever its state, as long as it may happen."""
        in_force = list(Approval.objects.filter(ended_at=None).prefetch_related("people"))
        for one in contact:
            self.did["contact"] += 1
            theirs = [approval for approval in in_force if approval.room_id == one.room_id]
            assert any(self.allowed(one, each, contact) for each in theirs), (one.kind, one.starts, one.state)

    def allowed(self, one: Occasion, approval: Approval, contact: list[Occasion]) -> bool:
        begins, ends = (moment.astimezone(ZONE) for moment in (one.starts, one.ends))
        who = {part.member for part in one.parts.all() if part.says != "no" and part.member.role == "birth_parent"}
        if not approval.everyone and not who <= set(approval.people.all()):
            return False
        names = {name for name in ("ana", "francisco") if self.cast.people[name].pk in {each.person_id for each in who}}
        for day, people in self.gave_way.get(approval.public_id, ()):
            if day <= ends.date() and names & set(people):
                return False
        if begins.date() < approval.from_on or (approval.until_on and ends.date() > approval.until_on):
            return False
        if approval.earliest and begins.time() < approval.earliest:
            return False
        if (one.ends - one.starts).total_seconds() > approval.minutes * 60 or one.place_kind not in approval.places:
            return False
        return all(self.how_often(member, one, approval, contact) <= approval.times for member in who)

    def how_often(self, member: Membership, one: Occasion, approval: Approval, contact: list[Occasion]) -> int:
        """How often this person sees or hears the child in that week or month, by the wall clock."""
        stretch = self.stretch(one, approval.per)
        there = [other for other in contact if other.room_id == one.room_id and other.place_kind in approval.places]
        theirs = [other for other in there if any(p.member == member and p.says != "no" for p in other.parts.all())]
        return sum(self.stretch(other, approval.per) == stretch for other in theirs)

    def stretch(self, one: Occasion, per: str) -> tuple[int, ...]:
        day = one.starts.astimezone(ZONE).date()
        return tuple(day.isocalendar()[:2]) if per == "week" else (day.year, day.month)

    def nobody_is_booked_twice_unseen(self, found: list[Occasion]) -> None:
        """Whoever says yes to two things at one time was told of it before, and finds both marked in their calendar."""
        for name in PEOPLE:
            person, twice = self.cast.people[name], self.twice(name, found)
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
        changing = service is occasions.change
        places = dict(Occasion.objects.values_list("public_id", "place")) if changing else {}
        try:
            service(actor=self.cast.people[who], room_id=where.public_id, client_id=uuid4(), **said)
        except RoomError as refused:
            self.did[f"refused: {refused.code}"] += 1
            return False
        self.did[service.__name__] += 1
        self.new.add(service.__name__)
        for id, place in Occasion.objects.values_list("public_id", "place") if changing else ():
            if places.get(id) != place:
                self.shown.pop(id, None)  # a new place is staff's to show anew
        if said.get("overlap_ok"):
            found = list(Occasion.objects.filter(state__in=LIVE).prefetch_related("parts__member"))
            self.agreed |= {(who, pair) for pair in self.twice(who, found)}
        return True

    def twice(self, who: str, found: list[Occasion]) -> set[frozenset[str]]:
        """What somebody has said yes to that is at one time, two by two."""
        me = self.cast.people[who].pk
        booked = [one for one in found if any(self.comes(part, me) for part in one.parts.all())]
        return {
            frozenset({one.public_id, other.public_id})
            for one, other in combinations(booked, 2)
            if one.starts < other.ends and other.starts < one.ends
        }

    def comes(self, part: OccasionPart, person: int) -> bool:
        return part.says == "yes" and part.member.person_id == person and part.member.state == "active"


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
    there = ("contact", "place", "twice", "accept", "change", "approve", "show_place", "gave way", "decline")
    assert min(did[what] for what in there) > 0, did
    assert did["refused: outside_approval"] > 0 and did["refused: double_booked"] > 0, did
