"""Quiet hours: in three zones, over the nights on which clocks change, and what comes through them (S29)."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from rooms.models import Delivery, Notification, Person, ReachSettings
from rooms.reach.quiet import next_time, quiet_until
from rooms.services import deliveries, notifications, preferences, reading
from tests.cast import Cast, make_cast
from tests.pushing import PushService, push_service
from tests.rooms.test_notifications import later, turn_on

NIGHT = (time(21), time(7))
ZONES = ["America/Los_Angeles", "America/New_York", "Pacific/Honolulu"]
SENT: list[tuple[str, str]] = []


def gateway(number: str, text: str) -> None:
    """A gateway for text messages that remembers."""
    SENT.append((number, text))


def local(zone: str, *when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [(2026, 3, 8), (2026, 11, 1), (2026, 6, 15)])
def test_the_night_ends_when_clocks_show_seven(zone: str, day: tuple[int, int, int]) -> None:
    """In the nights in which clocks go forward and back too."""
    morning = local(zone, *day, 7)
    before = datetime(*day, tzinfo=UTC) - timedelta(days=1)
    for evening in (
        local(zone, before.year, before.month, before.day, 21),
        local(zone, before.year, before.month, before.day, 23, 30),
        local(zone, *day, 0, 30),
        local(zone, *day, 1, 30),
        local(zone, *day, 1, 30, fold=1),
        local(zone, *day, 6, 59),
    ):
        assert quiet_until(evening, ZoneInfo(zone), *NIGHT) == morning
    for awake in (morning, local(zone, *day, 12), local(zone, *day, 20, 59)):
        assert quiet_until(awake, ZoneInfo(zone), *NIGHT) is None


def test_hours_that_come_twice_and_hours_that_never_come() -> None:
    zone = "America/New_York"
    first, second = local(zone, 2026, 11, 1, 1, 10), local(zone, 2026, 11, 1, 1, 10, fold=1)
    until = (time(21), time(1, 30))
    assert quiet_until(first, ZoneInfo(zone), *until) == first + timedelta(minutes=20)
    assert quiet_until(second, ZoneInfo(zone), *until) == second + timedelta(minutes=20)
    asleep = local(zone, 2026, 3, 8, 1, 50)
    assert quiet_until(asleep, ZoneInfo(zone), time(21), time(2, 30)) == local(zone, 2026, 3, 8, 3, 30)


@given(
    minutes=st.integers(0, 5 * 365 * 24 * 60),
    zone=st.sampled_from([*ZONES, "America/Santo_Domingo", "UTC"]),
    start=st.times(),
    end=st.times(),
)
def test_quiet_always_ends_within_a_day_and_later(minutes: int, zone: str, start: time, end: time) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    until = quiet_until(now, ZoneInfo(zone), start, end)
    assert until is None or now < until <= now + timedelta(hours=25)
    assert now < next_time(now, ZoneInfo(zone), end) <= now + timedelta(hours=26)


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    settings.PUSH_HOSTS, settings.SMS_BACKEND = ["127.0.0.1"], "tests.rooms.test_quiet.gateway"
    SENT.clear()
    with push_service() as running:
        yield running


@pytest.fixture
def world(db: None) -> Cast:
    return make_cast()


def choose(person: Person, **more: object) -> ReachSettings:
    fields = {
        "push": True,
        "mail": "away",
        "sms": False,
        "quiet_from": time(0),
        "quiet_to": time(0),
        "app_name": "coparenting",
    }
    return preferences.change(actor=person, **{**fields, **more})


def asleep(person: Person) -> datetime:
    """It is the middle of this person's night; when it ends."""
    clock = timezone.localtime(timezone=ZoneInfo(person.time_zone))
    to = clock + timedelta(hours=3)
    choose(person, quiet_from=(clock - timedelta(hours=3)).time(), quiet_to=to.time())
    return to


def step() -> None:
    """One look of the worker after the grace, with no other wait taken out."""
    notifications.gather()
    notifications.plan()
    deliveries.send()


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
def test_a_sleeper_is_told_once_in_the_morning(world: Cast, service: PushService, zone: str) -> None:
    world.francisco.time_zone = zone
    world.francisco.save()
    turn_on(service, world.francisco, "francisco")
    morning = asleep(world.francisco)
    world.say("ana", "macia", "One")
    notifications.gather()
    later()
    step()
    waiting = Notification.objects.get(person=world.francisco)
    assert service.pushes == [] and abs(waiting.next_at - morning) < timedelta(minutes=1)
    world.say("ana", "macia", "Two")
    step()
    ReachSettings.objects.filter(person=world.francisco).update(quiet_to=time(0), quiet_from=time(0))
    later()
    step()
    assert len(service.pushes) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["child_sick", "visit_soon"])
def test_two_kinds_come_through_the_night_and_ask_for_an_answer(world: Cast, service: PushService, kind: str) -> None:
    turn_on(service, world.francisco, "francisco")
    asleep(world.francisco)
    urgent = notifications.notify(person=world.francisco, kind=kind, room=world.rooms["macia"])
    step()
    assert [push.topic for push in service.pushes] == ["urgent"]
    assert service.pushes[0].payload["body"] == "New activity in Coparenting"
    notifications.acknowledge(actor=world.ana, notification=urgent)
    urgent.refresh_from_db()
    assert urgent.acknowledged_at is None
    notifications.acknowledge(actor=world.francisco, notification=urgent)
    urgent.refresh_from_db()
    assert urgent.acknowledged_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(set(Notification.Kind.values) - {"child_sick", "visit_soon", "test"}))
def test_no_other_kind_does(world: Cast, service: PushService, kind: str) -> None:
    turn_on(service, world.francisco, "francisco")
    asleep(world.francisco)
    notifications.notify(person=world.francisco, kind=kind, room=world.rooms["macia"])
    later()
    step()
    assert service.pushes == []


@pytest.mark.django_db
def test_a_retry_does_not_ring_at_night(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    choose(world.francisco)
    service.answers = [(500, {})]
    world.say("ana", "macia", "One")
    notifications.gather()
    later()
    step()
    morning = asleep(world.francisco)
    later()
    deliveries.send()
    push = Delivery.objects.get(channel="push")
    assert service.pushes == [] and abs(push.next_at - morning) < timedelta(minutes=1)


def mails_to(person: Person) -> list[str]:
    return [one.subject for one in mail.outbox if one.to == [person.email]]


def everything_late() -> None:
    """Hours have gone by."""
    step()
    later()
    step()
    later()
    step()


@pytest.mark.django_db
def test_mail_has_constant_words_and_is_one_for_all_that_is_new(world: Cast, service: PushService) -> None:
    choose(world.ana)
    world.ana.language = "es"
    world.ana.save()
    for room in ("macia", "gladys"):
        world.say("francisco", room, "Gladys was at 1420 North Elm")
    everything_late()
    [letter] = [one for one in mail.outbox if one.to == [world.ana.email]]
    text = str(letter.message())
    for canary in ("Gladys", "Macia", "Francisco", "Ana", "Elm", "Gutierrez", world.rooms["macia"].public_id):
        assert canary not in text.replace("ana@example.test", "")
    assert "http://testserver/" in letter.body and letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert not letter.reply_to
    everything_late()
    assert len(mails_to(world.ana)) == 1
    world.say("francisco", "macia", "And now this")
    everything_late()
    assert len(mails_to(world.ana)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("choice", "hours"), [("soon", 0.0), ("away", 0.5), ("daily", None), ("never", None)])
def test_when_mail_goes_out(world: Cast, service: PushService, choice: str, hours: float | None) -> None:
    choose(world.ana, mail=choice)
    world.say("francisco", "macia", "Hello")
    notifications.gather()
    later()
    notifications.plan()
    [found] = [*Delivery.objects.filter(notification__person=world.ana, channel="email")] or [None]
    if choice == "never":
        assert found is None
    elif hours is None:
        assert timezone.localtime(found.next_at, ZoneInfo(world.ana.time_zone)).time() == time(8)
    else:
        assert abs(found.next_at - timezone.now() - timedelta(hours=hours)) < timedelta(minutes=1)


@pytest.mark.django_db
def test_no_mail_to_who_has_read_it_or_is_reading_elsewhere(world: Cast, service: PushService) -> None:
    choose(world.ana)
    said = world.say("francisco", "macia", "Hello")
    other = world.say("francisco", "gladys", "Hello")
    notifications.gather()
    later()
    notifications.plan()
    reading.advance(actor=world.ana, room_id=world.rooms["macia"].public_id, upto=said.seq)
    later()
    deliveries.send()
    waiting = Delivery.objects.get(notification__person=world.ana, channel="email")
    assert mails_to(world.ana) == [] and waiting.next_at > timezone.now() + timedelta(hours=3)
    reading.advance(actor=world.ana, room_id=world.rooms["gladys"].public_id, upto=other.seq)
    later()
    deliveries.send()
    waiting.refresh_from_db()
    assert mails_to(world.ana) == [] and waiting.state == "dropped"


@pytest.mark.django_db
def test_no_mail_to_somebody_suspended(world: Cast, service: PushService) -> None:
    choose(world.ana, mail="soon")
    world.say("francisco", "macia", "Hello")
    notifications.gather()
    later()
    notifications.plan()
    world.suspend("ana", "macia")
    deliveries.send()
    assert mails_to(world.ana) == []


@pytest.mark.django_db
def test_text_messages_go_where_there_is_no_device(world: Cast, service: PushService) -> None:
    choose(world.ana, sms=True, app_name="notes")
    choose(world.francisco, sms=True)
    for person in (world.ana, world.francisco):
        person.phone = "+1 415 555 0133"
        person.save()
    turn_on(service, world.francisco, "francisco")
    world.say("brianna", "macia", "Macia is fine")
    everything_late()
    assert SENT == [("+1 415 555 0133", "New activity in Notes: http://testserver/")]
    world.say("brianna", "macia", "Macia is asleep")
    everything_late()
    assert len(SENT) == 1, "one in an hour is enough"
    notifications.notify(person=world.francisco, kind=Notification.Kind.CHILD_SICK, room=world.rooms["macia"])
    step()
    assert len(SENT) == 2, "what is urgent goes every way"
