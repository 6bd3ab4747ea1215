"""The day before, everybody concerned is told once: quiet hours kept, and whatever happens to a worker (S31, S35)."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from moderation.management.commands.work import JOBS
from moderation.services import reminders
from rooms.models import Meeting, Membership, Notification, Occasion, ReachSettings, Reminder, Role
from rooms.queries.dated import Dated
from rooms.services import approvals, memberships, notifications, occasions
from tests.cast import Cast

HOUR = timedelta(hours=1)


def remind() -> int:
    """A look by a worker, whenever the last one was."""
    cache.clear()
    return reminders.remind()


def plan(cast: Cast, starts: datetime, *, room: str = "macia", watched: str = "nobody") -> Occasion:
    where = {"actor": cast.tianna, "room_id": cast.rooms[room].public_id}
    approvals.keep(
        **where, client_id=uuid4(), supervised=watched, times=7, per="week", minutes=600, places=["agency"],
        everyone=True, from_on=timezone.localdate() - timedelta(days=2), staff_decides=False,
    )  # fmt: skip
    named = [cast.member(name, room).public_id for name in ("ana", "francisco")]
    occasions.propose(
        **where, client_id=uuid4(), kind="visit", starts=starts, ends=starts + HOUR, place_kind="agency", people=named
    )
    return Occasion.objects.latest("pk")


def told(cast: Cast) -> list[str]:
    """Who was told, by first name."""
    rows = Notification.objects.filter(kind="tomorrow").values_list("person__name", flat=True)
    return sorted(name.split()[0] for name in rows)


@pytest.fixture
def now(cast: Cast) -> datetime:
    return timezone.now().replace(microsecond=0)


def test_it_is_a_job_of_the_worker() -> None:
    assert reminders.remind in JOBS


def test_each_is_told_once_the_day_before(cast: Cast, now: datetime) -> None:
    """S35: those who were asked and the home; not earlier, and not again."""
    plan(cast, now + 30 * HOUR)
    assert remind() == 0 and told(cast) == []
    Occasion.objects.update(starts=now + 20 * HOUR, ends=now + 21 * HOUR)
    assert remind() == 3 and told(cast) == ["Ana", "Brianna", "Francisco"]
    assert remind() == 0 and Notification.objects.filter(kind="tomorrow").count() == 3
    Occasion.objects.update(starts=now + 22 * HOUR, ends=now + 23 * HOUR)
    Notification.objects.update(state="planned")
    assert remind() == 3  # another time is another date


def test_staff_is_told_where_the_court_wants_them_there(cast: Cast, now: datetime) -> None:
    plan(cast, now + 20 * HOUR, watched="agency")
    remind()
    assert "Tianna" in told(cast)


def test_whoever_said_no_is_left_in_peace(cast: Cast, now: datetime) -> None:
    one = plan(cast, now + 20 * HOUR)
    one.parts.filter(member=cast.member("francisco", "macia")).update(says="no")
    remind()
    assert told(cast) == ["Ana", "Brianna"]


def test_whoever_is_paused_is_left_in_peace(cast: Cast, now: datetime) -> None:
    plan(cast, now + 20 * HOUR)
    cast.suspend("ana", "macia")
    remind()
    assert told(cast) == ["Brianna", "Francisco"]


@pytest.mark.parametrize("state", ["asked", "agreed", "called_off", "stopped", "declined"])
def test_nobody_is_told_of_what_does_not_stand(cast: Cast, now: datetime, state: str) -> None:
    plan(cast, now + 20 * HOUR)
    Occasion.objects.update(state=state)
    assert remind() == 0 and told(cast) == []


def test_a_change_that_was_told_at_once_needs_no_reminder(cast: Cast, now: datetime) -> None:
    """S37: late changes go out as urgent, with an answer that they were seen; once is enough."""
    one = plan(cast, now + 30 * HOUR)
    Occasion.objects.update(starts=now + 10 * HOUR, ends=now + 11 * HOUR)
    one.refresh_from_db()
    starts = now + 12 * HOUR
    occasions.change(
        actor=cast.tianna, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), occasion=one.public_id,
        version=one.version, starts=starts, ends=starts + HOUR,
    )  # fmt: skip
    assert Notification.objects.filter(kind="visit_soon").exists()
    remind()
    assert told(cast) == []


def test_quiet_hours_are_kept(cast: Cast, now: datetime) -> None:
    """It waits for the morning: a reminder is no alarm."""
    ReachSettings.objects.create(person=cast.ana, quiet_from=time(0), quiet_to=time(23, 59))
    ReachSettings.objects.create(person=cast.brianna, quiet_from=time(0), quiet_to=time(0))
    plan(cast, now + 20 * HOUR)
    remind()
    Notification.objects.update(next_at=now)
    notifications.plan()
    states = dict(Notification.objects.filter(kind="tomorrow").values_list("person__name", "state"))
    assert states["Ana Gutierrez"] == "waiting" and states["Brianna Winter"] == "planned"


def test_a_worker_that_dies_half_way_leaves_nothing_half_done(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least once: the row and the notification are there together, or neither is."""
    plan(cast, now + 20 * HOUR)
    real, calls = notifications.notify, []

    class KilledError(BaseException):
        """As when the process ends: nothing catches it."""

    def dies(**about: object) -> Notification:
        calls.append(about)
        if len(calls) == 2:
            raise KilledError
        return real(**about)  # type: ignore[arg-type]

    monkeypatch.setattr(reminders, "notify", dies)
    with pytest.raises(KilledError):
        remind()
    assert not Reminder.objects.exists() and told(cast) == []
    assert remind() == 3 and told(cast) == ["Ana", "Brianna", "Francisco"]


def test_a_regular_talk_is_remembered_each_week(cast: Cast, now: datetime) -> None:
    """S31: the parents are told the day before, staff is not."""
    starts = now + 20 * HOUR - timedelta(weeks=3)
    Meeting.objects.create(
        room=cast.rooms["macia"], kind="talk", state="set", starts_at=starts, asked_by=cast.member("ana", "macia")
    )
    remind()
    assert told(cast) == ["Ana", "Brianna", "Francisco"]


def test_walls_hold(cast: Cast, now: datetime) -> None:
    """S1: nobody of another room is told, and the notification names no more than its own room."""
    plan(cast, now + 20 * HOUR, room="gladys")
    remind()
    assert told(cast) == ["Ana", "Francisco", "Wendy"]
    rooms = set(Notification.objects.filter(kind="tomorrow").values_list("room", flat=True))
    assert rooms == {cast.rooms["gladys"].pk}


def test_whoever_came_to_care_for_the_child_since_is_told_too(cast: Cast, now: datetime) -> None:
    """S35: nobody asked them when it was set, and it is they who bring the child."""
    plan(cast, now + 20 * HOUR)
    memberships.add(
        actor=None, room=cast.rooms["macia"], person=cast.wendy, role=Role.KINSHIP_CAREGIVER, sees_history=True
    )
    remind()
    assert told(cast) == ["Ana", "Brianna", "Francisco", "Wendy"]


def test_one_room_that_cannot_be_read_keeps_no_other(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are told at once, and this one when it can be read again; the log names the kind of error alone."""
    for room in ("macia", "gladys"):
        plan(cast, now + 20 * HOUR, room=room)
    real = reminders.entries

    def broken(parts: list[Membership], *window: datetime) -> list[Dated]:
        if parts[0].room_id == cast.rooms["macia"].pk:
            raise KeyError("Alder Steps")
        return real(parts, *window)

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "entries", broken)
        assert remind() == 3 and told(cast) == ["Ana", "Francisco", "Wendy"]
    assert "KeyError" in caplog.text and "Alder" not in caplog.text
    assert remind() == 3 and "Brianna" in told(cast)


def test_a_room_reads_its_own_dates_alone(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a room is locked, nothing is read of the others."""
    for room in ("macia", "gladys"):
        plan(cast, now + 20 * HOUR, room=room)
    real, found = reminders._coming, []

    def counted(*where: object) -> list[reminders.Coming]:
        found.append(list(real(*where)))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(reminders, "_coming", counted)
    remind()
    assert [len(each) for each in found] == [2, 1, 1]


def test_whoever_has_nothing_to_go_to_costs_no_calendar(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, read = plan(cast, now + 20 * HOUR), []
    one.parts.filter(member=cast.member("francisco", "macia")).update(says="no")
    real = reminders.entries

    def counted(parts: list[Membership], *window: datetime) -> list[Dated]:
        read.extend(part.shown_name.split()[0] for part in parts)
        return real(parts, *window)

    monkeypatch.setattr(reminders, "entries", counted)
    remind()
    assert sorted(read) == ["Ana", "Brianna"]
