"""Meetings: the first days, the team, hearings, regular talks (S9 to S13, S15, S31, S55, S57)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from rooms.errors import RoomError
from rooms.items import item_of
from rooms.models import Event, Meeting, MeetingResult, NumberConsent, Person, Placement, Role, Room
from rooms.queries.meetings import dated, meeting_page, meetings_page
from rooms.queries.numbers import numbers
from rooms.services import first_days, meetings, memberships
from rooms.services.numbers import share_number
from rooms.services.rooms import open_room
from tests.cast import Cast
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
VERSIONED = (meetings.set_time, meetings.hold, meetings.off, first_days.call, first_days.came)
"""What says which version of a meeting its form saw: unless a test says otherwise, the present one."""


@pytest.fixture
def begun(cast: Cast) -> Cast:
    """The clock of Macia's first days runs."""
    assert first_days.start_in(cast.rooms["macia"]) == 1
    return cast


def the(cast: Cast, kind: str, room: str = "macia") -> Meeting:
    return Meeting.objects.get(room=cast.rooms[room], kind=kind)


def do(
    service: Callable[..., Any], cast: Cast, who: str, room: str = "macia", client_id: UUID | None = None, **what: Any
) -> Any:
    if service in VERSIONED:
        what.setdefault("version", Meeting.objects.get(public_id=what["meeting_id"]).version)
    return service(actor=cast.people[who], room_id=cast.rooms[room].public_id, client_id=client_id or uuid4(), **what)


def soon(hours: int = 5) -> datetime:
    return (timezone.now() + hours * HOUR).replace(second=0, microsecond=0)


def refused(code: str, service: Callable[..., Any], *args: Any, **what: Any) -> None:
    with pytest.raises(RoomError) as caught:
        do(service, *args, **what)
    assert caught.value.code == code


def item(event: Event) -> tuple[str, dict[str, Any]]:
    found = item_of(event.data)
    assert found is not None
    return found.kind, dict(found.facts)


class TestTheClock:
    """S9, S11, S12: a placement starts it."""

    def test_a_room_that_opens_for_a_new_placement_starts_both(self, cast: Cast) -> None:
        """S9, S11: a call within a day of coming, a meeting from day 3 to the end of day 5, where the agency is."""
        old = cast.rooms["macia"]
        came = datetime(2026, 3, 6, 23, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
        child = old.children.get()
        Placement.objects.update(ended_on=came.date(), started_on=came.date())
        Placement.objects.create(child=child, household=old.household, started_on=came.date(), started_at=came)
        room = open_room(family=old.family, children=[child], household=old.household, at=came + HOUR)
        call, meet = Meeting.objects.filter(room=room).order_by("pk")
        assert (call.kind, call.started_at, call.due_at) == ("comfort_call", came, came + DAY)
        zone = came.tzinfo
        assert (meet.kind, meet.due_from) == ("icebreaker", datetime(2026, 3, 9, tzinfo=zone))
        assert meet.due_at == datetime(2026, 3, 11, 23, 59, tzinfo=zone)  # across the change to summer time

    def test_a_placement_that_comes_after_its_room_starts_by_the_worker_once(self, cast: Cast) -> None:
        assert first_days.start_due() == 4
        assert first_days.start_due() == 0
        assert Meeting.objects.filter(room=cast.rooms["macia"]).count() == 2

    def test_one_room_that_fails_does_not_stop_the_others(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        real = first_days.start_in

        def start_in(room: Room) -> int:
            if room == cast.rooms["macia"]:
                raise ValueError("Macia")
            return real(room)

        monkeypatch.setattr(first_days, "start_in", start_in)
        assert first_days.start_due() == 3
        assert "ValueError" in caplog.text and "Macia" not in caplog.text

    def test_old_placements_have_no_clock(self, cast: Cast) -> None:
        Placement.objects.update(started_on=timezone.localdate() - 30 * DAY)
        assert first_days.start_due() == 0

    def test_staff_corrects_the_hour_and_nobody_else(self, begun: Cast) -> None:
        """S9: the room is told, a form sent twice is one, and what was held stays as it was."""
        call, came, ice = the(begun, "comfort_call"), soon(-20), the(begun, "icebreaker")
        what = {"meeting_id": call.public_id, "when": came.astimezone(ZoneInfo("America/Los_Angeles"))}
        refused("not_allowed", first_days.came, begun, "brianna", **what)
        refused("bad_moment", first_days.came, begun, "tianna", **{**what, "when": soon(-24 * 30)})
        refused("changed_since", first_days.came, begun, "tianna", **what, version=None)
        do(meetings.hold, begun, "tianna", meeting_id=ice.public_id)
        form = {**what, "client_id": uuid4(), "version": 0}
        first, again = (do(first_days.came, begun, "tianna", **form) for _ in range(2))
        assert first.seq == again.seq
        assert item(first) == ("meeting.came", {"starts": came.isoformat()})
        call.refresh_from_db()
        assert (call.due_at, call.version) == (came + DAY, 1)
        before = (ice.started_at, ice.due_at)
        ice.refresh_from_db()
        assert (ice.started_at, ice.due_at) == before
        assert Placement.objects.get(child=begun.rooms["macia"].children.get()).started_at == came


class TestTheComfortCall:
    """S9, S10."""

    def test_set_called_back_and_held(self, begun: Cast) -> None:
        """S10: asking to be called back is a normal outcome, with a time of its own; then they talk."""
        call, room = the(begun, "comfort_call"), begun.rooms["macia"]
        event = do(meetings.set_time, begun, "tianna", meeting_id=call.public_id, starts=soon(), way="worker_phone")
        assert item(event)[0] == "meeting.set"
        later = soon(9)
        event = do(
            first_days.call,
            begun,
            "tianna",
            meeting_id=call.public_id,
            outcome="call_back",
            again=later,
            topics=["safe", "nonsense"],
        )
        assert item(event) == ("meeting.again", {"meeting": "meeting.comfort_call", "starts": later.isoformat()})
        call.refresh_from_db()
        assert (call.state, call.starts_at, call.held_at) == ("set", later, None)
        event = do(first_days.call, begun, "tianna", meeting_id=call.public_id, outcome="talked", topics=["sleep"])
        assert item(event)[0] == "meeting.held"
        view = meeting_page(begun.member("ana", "macia"), call.public_id)
        assert view.covered == ["safe", "sleep"]
        assert [one.outcome for one in view.results] == ["call_back", "talked"]
        assert view.held_at is not None and view.due_at is not None and view.held_at < view.due_at
        refused("meeting_over", first_days.call, begun, "tianna", meeting_id=call.public_id, outcome="talked")
        assert room.events.filter(kind="message").count() == 3

    def test_a_parent_asks_to_be_called_another_time_with_or_without_one(self, begun: Cast) -> None:
        """S10: no reason needed, nobody is blamed."""
        call = the(begun, "comfort_call")
        do(meetings.set_time, begun, "tianna", meeting_id=call.public_id, starts=soon())
        assert item(do(first_days.later, begun, "ana", meeting_id=call.public_id))[0] == "meeting.later"
        call.refresh_from_db()
        assert (call.state, call.starts_at) == ("open", None)
        do(first_days.later, begun, "ana", meeting_id=call.public_id, again=soon(30), text="After my shift, please")
        call.refresh_from_db()
        assert call.starts_at == soon(30)
        refused("bad_choice", first_days.later, begun, "tianna", meeting_id=call.public_id)

    def test_a_new_try_needs_a_time_and_only_staff_ticks_off(self, begun: Cast) -> None:
        call = the(begun, "comfort_call").public_id
        refused("bad_moment", first_days.call, begun, "tianna", meeting_id=call, outcome="not_reached")
        refused("bad_moment", first_days.call, begun, "tianna", meeting_id=call, outcome="call_back", again=soon(-9))
        refused("bad_choice", first_days.call, begun, "tianna", meeting_id=call, outcome="kept")
        refused("not_allowed", first_days.call, begun, "brianna", meeting_id=call, outcome="talked")
        refused("not_allowed", meetings.set_time, begun, "ana", meeting_id=call, starts=soon())
        refused("not_found", first_days.call, begun, "tianna", room="jaylan", meeting_id=call, outcome="talked")
        refused("changed_since", first_days.call, begun, "tianna", meeting_id=call, outcome="talked", version=None)
        refused("bad_choice", meetings.hold, begun, "tianna", meeting_id=call)
        refused("bad_choice", meetings.off, begun, "tianna", meeting_id=call)

    def test_two_people_at_once_end_in_one_state(self, begun: Cast) -> None:
        """Whoever comes second is told that somebody was quicker, and nothing is written twice."""
        call = the(begun, "comfort_call")
        do(meetings.set_time, begun, "tianna", meeting_id=call.public_id, starts=soon(), version=0)
        refused(
            "changed_since", meetings.set_time, begun, "tianna", meeting_id=call.public_id, starts=soon(), version=0
        )
        same = {"meeting_id": call.public_id, "outcome": "talked", "client_id": uuid4(), "version": 1}
        first, again = (do(first_days.call, begun, "tianna", **same) for _ in range(2))
        assert first.seq == again.seq and MeetingResult.objects.count() == 1

    def test_a_number_may_be_shared_by_a_yes_that_can_be_taken_back(self, begun: Cast) -> None:
        """S10: who said so, when and to whom; the number is nowhere, and the others learn nothing of it."""
        room, ana = begun.rooms["macia"].public_id, begun.member("ana", "macia")

        def share(who: str, whose: str, on: bool) -> None:
            share_number(actor=begun.people[who], room_id=room, member_id=whose, share=on)

        before = begun.rooms["macia"].events.count()
        share("ana", ana.public_id, True)
        share("ana", ana.public_id, True)
        assert [(one.name, bool(one.given_at), one.by) for one in numbers(ana)] == [
            ("Ana Gutierrez", True, "Ana Gutierrez")
        ]
        assert [one.name for one in numbers(begun.member("brianna", "macia"))] == ["Brianna Winter"]
        assert len(numbers(begun.member("tianna", "macia"))) == 3
        share("ana", ana.public_id, False)
        share("tianna", begun.member("brianna", "macia").public_id, True)
        given = NumberConsent.objects.order_by("pk")
        assert [(one.ended_at is None, one.by.shown_name) for one in given] == [
            (False, "Ana Gutierrez"),
            (True, "Tianna Reilly"),
        ]
        for who, whose in (("brianna", ana.public_id), ("tianna", begun.member("tianna", "macia").public_id)):
            with pytest.raises(RoomError):
                share(who, whose, True)
        assert begun.rooms["macia"].events.count() == before


class TestTheIcebreaker:
    """S11, S15, S8."""

    def test_introductions_then_an_agenda_of_both_then_an_outcome(self, begun: Cast) -> None:
        """S8, S11: each side writes of itself before meeting, both add points, staff ticks the meeting off."""
        ice = the(begun, "icebreaker").public_id
        do(first_days.introduce, begun, "brianna", meeting_id=ice, text="We are two and a dog. Dinner is at six.")
        do(first_days.introduce, begun, "ana", meeting_id=ice, text="I am Ana.")
        do(first_days.introduce, begun, "ana", meeting_id=ice, text="I am Ana, Macia's mom. I sing a lot.")
        do(meetings.add, begun, "ana", meeting_id=ice, what="point", text="Bedtime")
        do(meetings.add, begun, "brianna", meeting_id=ice, what="wish", text="Macia: may I keep my night light?")
        view = meeting_page(begun.member("francisco", "macia"), ice)
        assert [one.line.text for one in view.intros] == [
            "We are two and a dog. Dinner is at six.",
            "I am Ana, Macia's mom. I sing a lot.",
        ]
        assert [(one.what, one.line.author.name) for one in view.agenda] == [
            ("point", "Ana Gutierrez"),
            ("wish", "Brianna Winter"),
        ]
        do(meetings.tick, begun, "francisco", meeting_id=ice, on=[view.agenda[0].id])
        event = do(meetings.hold, begun, "tianna", meeting_id=ice, text="A warm talk. Bedtime is agreed.")
        assert item(event)[0] == "meeting.held"
        view = meeting_page(begun.member("ana", "macia"), ice)
        assert (view.state, view.agenda[0].ticked, view.results[0].line.text) == (
            "held",
            True,
            "A warm talk. Bedtime is agreed.",
        )
        refused("bad_choice", meetings.add, begun, "ana", meeting_id=ice, what="point", text="Too late")
        do(meetings.add, begun, "ana", meeting_id=ice, what="step", text="A photo each evening")

    def test_an_address_in_an_introduction_stays_private(self, begun: Cast, settings: Any) -> None:
        """S8: the home introduces itself, and nobody reads where it is."""
        ice = the(begun, "icebreaker").public_id
        words = "We live near a park. Call me at 213-555-0166."
        do(first_days.introduce, begun, "brianna", meeting_id=ice, text=words)
        shown = meeting_page(begun.member("ana", "macia"), ice).intros[0].line
        assert "555-0166" not in str(shown.text)

    def test_words_of_before_somebody_came_are_not_shown_to_them(self, begun: Cast) -> None:
        """Hidden stretches hold on this page too: structure stays, words and what they belong to do not."""
        ice = the(begun, "icebreaker").public_id
        do(meetings.add, begun, "ana", meeting_id=ice, what="point", text="Bedtime")
        memberships.add(actor=None, room=begun.rooms["macia"], person=begun.wendy, role=Role.RELATIVE)
        assert meeting_page(begun.member("wendy", "macia"), ice).agenda == []
        do(meetings.hold, begun, "tianna", meeting_id=ice)
        assert len(meetings_page(begun.member("wendy", "macia")).past) == 1

    def test_ticks_of_two_people_at_once_both_stay(self, begun: Cast) -> None:
        ice = the(begun, "icebreaker").public_id
        for words in ("Bedtime", "School"):
            do(meetings.add, begun, "ana", meeting_id=ice, what="point", text=words)
        one, two = (point.id for point in meeting_page(begun.member("ana", "macia"), ice).agenda)
        do(meetings.tick, begun, "ana", meeting_id=ice, on=[one])
        do(meetings.tick, begun, "brianna", meeting_id=ice, on=[two])
        assert do(meetings.tick, begun, "brianna", meeting_id=ice, on=[two]) is None
        do(meetings.tick, begun, "ana", meeting_id=ice, off=[one])
        assert [point.ticked for point in meeting_page(begun.member("ana", "macia"), ice).agenda] == [False, True]

    def test_own_words_can_be_taken_off_the_list_and_nobody_elses(self, begun: Cast) -> None:
        ice = the(begun, "icebreaker").public_id
        do(meetings.add, begun, "ana", meeting_id=ice, what="point", text="Bedtime")
        point = meeting_page(begun.member("ana", "macia"), ice).agenda[0].id
        refused("not_allowed", meetings.remove, begun, "brianna", meeting_id=ice, point_id=point)
        refused("not_found", meetings.remove, begun, "tianna", room="jaylan", meeting_id=ice, point_id=point)
        same = {"meeting_id": ice, "point_id": point, "client_id": uuid4()}
        first, again = (do(meetings.remove, begun, "ana", **same) for _ in range(2))
        assert first.seq == again.seq
        assert meeting_page(begun.member("brianna", "macia"), ice).agenda == []


class TestTheTeam:
    """S55."""

    def test_asked_set_held_and_looked_back_on(self, cast: Cast) -> None:
        """S55: anyone asks, all are told, goals, supporters and a way to settle things; a short survey for staff."""
        event = do(meetings.ask, cast, "francisco", reason="school", text="I would like to hear about her reading.")
        assert item(event) == ("meeting.asked", {"meeting": "meeting.team", "reason": "meeting.reason.school"})
        team = the(cast, "team")
        refused("meeting_there", meetings.ask, cast, "ana", reason="school")
        for what, words in (
            ("goal", "One plan for homework"),
            ("support", "My sister"),
            ("settle", "We pause for five minutes"),
        ):
            do(meetings.add, cast, "ana", meeting_id=team.public_id, what=what, text=words)
        do(meetings.set_time, cast, "tianna", meeting_id=team.public_id, starts=soon(48), way="in_person")
        do(meetings.hold, cast, "tianna", meeting_id=team.public_id, text="We agreed on homework.")
        do(meetings.add, cast, "brianna", meeting_id=team.public_id, what="step", text="Timer on ten")
        answer = {"room_id": cast.rooms["macia"].public_id, "meeting_id": team.public_id}
        meetings.answer(actor=cast.ana, **answer, heard=3, clear=4)
        assert meeting_page(cast.member("tianna", "macia"), team.public_id).answers is None  # one could be told by name
        meetings.answer(actor=cast.ana, **answer, heard=4, clear=4)
        meetings.answer(actor=cast.brianna, **answer, heard=5, clear=3)
        assert meeting_page(cast.member("tianna", "macia"), team.public_id).answers == (2, 4.5, 3.5)
        view = meeting_page(cast.member("ana", "macia"), team.public_id)
        assert (view.answers, view.answered) == (None, (4, 4))
        for heard in (0, 6):
            with pytest.raises(RoomError):
                meetings.answer(actor=cast.ana, **answer, heard=heard, clear=3)

    def test_who_asked_may_call_it_off_and_staff_may(self, cast: Cast) -> None:
        do(meetings.ask, cast, "ana", reason="visits")
        team = the(cast, "team").public_id
        refused("not_allowed", meetings.off, cast, "brianna", meeting_id=team)
        do(meetings.off, cast, "ana", meeting_id=team)
        assert meetings_page(cast.member("ana", "macia")).coming == []
        refused("bad_choice", meetings.ask, cast, "ana", reason="nonsense")


class TestTheHearing:
    """S57."""

    def test_both_get_ready_by_one_list(self, cast: Cast) -> None:
        refused("not_allowed", meetings.hearing, cast, "ana", starts=soon())
        do(meetings.hearing, cast, "tianna", starts=soon(72))
        hearing = the(cast, "hearing").public_id
        do(meetings.add, cast, "ana", meeting_id=hearing, what="point", text="Bring the school report")
        do(meetings.add, cast, "brianna", meeting_id=hearing, what="point", text="Photos of the garden")
        points = meeting_page(cast.member("francisco", "macia"), hearing).agenda
        do(meetings.tick, cast, "brianna", meeting_id=hearing, on=[points[0].id])
        assert [one.ticked for one in meeting_page(cast.member("ana", "macia"), hearing).agenda] == [True, False]
        refused("bad_choice", meetings.add, cast, "ana", meeting_id=hearing, what="intro", text="No")


class TestTheRegularTalk:
    """S31."""

    def test_each_week_at_the_same_time_of_day_across_the_change_to_summer_time(self, cast: Cast) -> None:
        zone = ZoneInfo("America/Los_Angeles")
        first = datetime(2026, 3, 4, 19, tzinfo=zone)
        do(meetings.weekly, cast, "ana", starts=first, at=first - DAY)
        found = dated(cast.member("brianna", "macia"), first - DAY, first + 15 * DAY)
        assert [one.starts.astimezone(zone).hour for one in found if one.starts] == [19, 19, 19]
        assert [one.starts.astimezone(UTC).hour for one in found if one.starts] == [3, 2, 2]

    def test_kept_or_missed_by_one_tap_once(self, cast: Cast) -> None:
        first = soon() - 8 * DAY
        do(meetings.weekly, cast, "ana", starts=first, at=first)
        talk = the(cast, "talk").public_id
        times = [one.of for one in meeting_page(cast.member("ana", "macia"), talk).talks]
        assert times == [first + 7 * DAY, first]
        do(meetings.told_talk, cast, "brianna", meeting_id=talk, of=first, kept=True)
        refused("told_already", meetings.told_talk, cast, "ana", meeting_id=talk, of=first, kept=False)
        refused("bad_choice", meetings.told_talk, cast, "ana", meeting_id=talk, of=first + HOUR, kept=True)
        refused("bad_choice", meetings.told_talk, cast, "ana", meeting_id=talk, of=first + 14 * DAY, kept=True)
        outcomes = [one.outcome for one in meeting_page(cast.member("ana", "macia"), talk).talks]
        assert outcomes == ["", "kept"]

    def test_a_new_time_takes_the_place_of_the_old(self, cast: Cast) -> None:
        for hours in (5, 6):
            do(meetings.weekly, cast, "ana", starts=soon(hours))
        assert [one.starts_at for one in Meeting.objects.filter(state="set")] == [soon(6)]


def test_a_calendar_shows_what_is_set_and_what_was_called_off(cast: Cast) -> None:
    """S35 to S44's calendars read meetings from here: a title, a time, nobody's words."""
    do(meetings.hearing, cast, "tianna", starts=soon(24))
    do(meetings.ask, cast, "ana", reason="other", text="Private words")
    hearing = the(cast, "hearing").public_id
    now = timezone.now()
    (entry,) = dated(cast.member("ana", "macia"), now, now + 2 * DAY)
    assert (str(entry.title), entry.starts, entry.called_off, entry.place) == ("hearing or review", soon(24), False, "")
    do(meetings.off, cast, "tianna", meeting_id=hearing)
    assert dated(cast.member("ana", "macia"), now, now + 2 * DAY)[0].called_off
    assert dated(cast.member("samara", "jaylan"), now, now + 2 * DAY) == []


def test_a_calendar_has_no_meeting_that_was_held_before_the_reader_came(begun: Cast) -> None:
    """What its own page does not show, no other does."""
    ice = the(begun, "icebreaker").public_id
    do(meetings.set_time, begun, "tianna", meeting_id=ice, starts=soon())
    do(meetings.hold, begun, "tianna", meeting_id=ice)
    memberships.add(actor=None, room=begun.rooms["macia"], person=begun.wendy, role=Role.RELATIVE)
    now = timezone.now()
    refused_here = begun.member("wendy", "macia")
    with pytest.raises(RoomError):
        meeting_page(refused_here, ice)
    assert dated(refused_here, now - DAY, now + DAY) == []
    assert [one.id for one in dated(begun.member("ana", "macia"), now - DAY, now + DAY)] == [ice]


def test_facts_are_in_utc_whatever_clock_the_writer_has(cast: Cast) -> None:
    starts = soon(24)
    event = do(meetings.hearing, cast, "tianna", starts=starts.astimezone(ZoneInfo("America/Los_Angeles")))
    assert item(event)[1]["starts"] == starts.isoformat()


def test_whoever_may_only_read_changes_nothing(begun: Cast) -> None:
    ana: Person = begun.ana
    member = begun.member("ana", "macia")
    room: Room = begun.rooms["macia"]
    memberships.narrow(actor=begun.tianna, room_id=room.public_id, member_id=member.public_id, reason="a test")
    assert ana.pk == member.person_id
    refused("read_only", meetings.ask, begun, "ana", reason="visits")
    refused("read_only", first_days.later, begun, "ana", meeting_id=the(begun, "comfort_call").public_id)


@pytest.mark.parametrize("role", ["mentor", "relative"])
def test_who_is_not_called_moves_no_call(begun: Cast, role: str) -> None:
    """S10: what staff set with the two sides is theirs; a mentor's number is nobody's to give either."""
    room = begun.rooms["macia"]
    memberships.add(actor=None, room=room, person=begun.samara, role=Role(role))
    call = the(begun, "comfort_call")
    do(meetings.set_time, begun, "tianna", meeting_id=call.public_id, starts=soon())
    refused("not_allowed", first_days.later, begun, "samara", meeting_id=call.public_id)
    call.refresh_from_db()
    assert (call.state, call.starts_at) == ("set", soon())
    address = f"/rooms/{room.public_id}/meetings/{call.public_id}/"
    shown = {who: signed_in(begun.people[who]).get(address).content.decode() for who in ("samara", "ana")}
    assert "Not ready yet?" in shown["ana"] and "Not ready yet?" not in shown["samara"]
    if role == "mentor":
        part = begun.member("samara", "macia")
        with pytest.raises(RoomError, match="bad_choice"):
            share_number(actor=begun.samara, room_id=room.public_id, member_id=part.public_id, share=True)
        assert numbers(part) == []


def test_a_paused_parents_number_is_not_written_down(begun: Cast) -> None:
    """S7, S10: what was given before can still be taken back."""
    room, ana = begun.rooms["macia"].public_id, begun.suspend("ana", "macia").public_id
    with pytest.raises(RoomError, match="bad_choice"):
        share_number(actor=begun.tianna, room_id=room, member_id=ana, share=True)
    share_number(actor=begun.tianna, room_id=room, member_id=ana, share=False)


def test_nobody_introduces_themselves_to_a_meeting_that_is_over(begun: Cast) -> None:
    ice = the(begun, "icebreaker")
    do(meetings.hold, begun, "tianna", meeting_id=ice.public_id)
    refused("meeting_over", first_days.introduce, begun, "ana", meeting_id=ice.public_id, text="I am Ana")
