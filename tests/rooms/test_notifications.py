"""Being told: who hears of what, at least once and nothing of what was said (P9, D7, D8, S10, S29)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from rooms.errors import RoomError
from rooms.models import Delivery, Notification, Person, PushSubscription, ReachSettings, RoomNotice, RoomReach
from rooms.reach import push as wire
from rooms.reach import vapid
from rooms.reach.outcome import Outcome, Result
from rooms.services import deliveries, memberships, notifications, preferences, reading, subscriptions
from tests.cast import Cast, make_cast
from tests.pushing import PushService, push_service

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

SAID = "Macia slept well at 1420 North Elm"


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    settings.PUSH_HOSTS = ["127.0.0.1"]
    with push_service() as running:
        yield running


@pytest.fixture
def world(db: None) -> Cast:
    """Nobody has quiet hours, whatever the time is; nothing was said."""
    cast = make_cast()
    for person in cast.people.values():
        ReachSettings.objects.create(person=person, quiet_from="00:00", quiet_to="00:00")
    return cast


def sign_in(person: Person) -> str:
    """A sign-in of this person; the key of its session."""
    client = Client()
    client.force_login(person)
    return str(client.session.session_key)


def turn_on(service: PushService, person: Person, name: str) -> str:
    """Turn notifications on for a new device; the key of the session there."""
    session = sign_in(person)
    subscriptions.subscribe(actor=person, session_key=session, **service.device(name))
    return session


def later() -> None:
    """The grace is over, and every wait."""
    past = timezone.now() - timedelta(seconds=1)
    Notification.objects.filter(state="waiting").update(next_at=past)
    Delivery.objects.filter(state__in=["due", "failed", "sending"]).update(next_at=past)


def work() -> None:
    """What the worker does, with the waits taken out."""
    notifications.gather()
    later()
    notifications.plan()
    deliveries.send()


def told(service: PushService) -> list[str]:
    return sorted(one.path for one in service.pushes)


def test_everybody_but_the_writer_is_told_and_told_nothing(world: Cast, service: PushService) -> None:
    for name in ("ana", "francisco", "brianna", "wendy"):
        turn_on(service, world.people[name], name)
    world.say("ana", "macia", SAID)
    work()
    assert told(service) == ["/brianna", "/francisco"]
    for one in service.pushes:
        assert one.payload == {
            "title": "Coparenting",
            "body": "New activity in Coparenting",
            "tag": "news",
            "url": f"/n/{Notification.objects.get(person__name__icontains=one.path[1:]).public_id}/",
        }
        assert one.claims["aud"] == service.url and one.claims["sub"] == "mailto:demo@example.org"
        assert one.signed_by == vapid.public_key()
        assert (one.topic, one.urgency, one.ttl) == ("news", "high", 24 * 3600)
        everything = (one.raw.decode() + str(one.headers)).lower()
        for canary in ("macia", "ana", "francisco", "brianna", "elm", "slept", world.rooms["macia"].public_id):
            assert canary not in everything.replace("manager", "")
    assert not Delivery.objects.exclude(state="sent").filter(channel="push").exists()


def test_nothing_is_written_while_a_message_is_posted(world: Cast) -> None:
    world.say("ana", "macia", SAID)
    assert not Notification.objects.exists() and not RoomNotice.objects.exists()


def test_several_messages_share_one_push_and_the_next_gets_its_own(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    for number in range(3):
        last = world.say("ana", "macia", f"Line {number}")
    notifications.gather()
    last = world.say("ana", "macia", "And one more")
    work()
    assert told(service) == ["/francisco"]
    assert Notification.objects.get(person=world.francisco).upto_seq == last.seq
    world.say("ana", "macia", "After that")
    work()
    assert told(service) == ["/francisco", "/francisco"]


def test_who_has_read_it_is_not_told_not_even_at_the_last_moment(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    said = world.say("ana", "macia", SAID)
    notifications.gather()
    reading.advance(actor=world.francisco, room_id=world.rooms["macia"].public_id, upto=said.seq)
    later()
    notifications.plan()
    deliveries.send()
    assert service.pushes == [] and Notification.objects.get(person=world.francisco).state == "dropped"

    said = world.say("ana", "macia", SAID)
    notifications.gather()
    later()
    notifications.plan()
    reading.advance(actor=world.francisco, room_id=world.rooms["macia"].public_id, upto=said.seq)
    deliveries.send()
    assert service.pushes == []


@pytest.mark.parametrize("when", ["before", "gathered", "planned"])
def test_nobody_suspended_is_told(world: Cast, service: PushService, when: str) -> None:
    turn_on(service, world.francisco, "francisco")
    if when == "before":
        world.suspend("francisco", "macia")
    world.say("ana", "macia", SAID)
    notifications.gather()
    if when == "gathered":
        world.suspend("francisco", "macia")
    later()
    notifications.plan()
    if when == "planned":
        world.suspend("francisco", "macia")
    deliveries.send()
    assert service.pushes == []


def test_nobody_ended_or_switched_off_is_told(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    turn_on(service, world.brianna, "brianna")
    world.say("ana", "macia", SAID)
    notifications.gather()
    world.brianna.is_active = False
    world.brianna.save()
    memberships.end(
        actor=world.tianna,
        room_id=world.rooms["macia"].public_id,
        member_id=world.member("francisco", "macia").public_id,
        reason="a test",
    )
    later()
    notifications.plan()
    deliveries.send()
    assert service.pushes == []


def test_what_was_said_during_a_pause_is_no_news_after_it(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    world.suspend("francisco", "macia")
    world.say("ana", "macia", SAID)
    world.restore("francisco", "macia")
    work()
    assert service.pushes == []
    world.say("ana", "macia", SAID)
    work()
    assert told(service) == ["/francisco"]


def test_staff_hears_of_what_is_asked_of_them_and_of_more_if_they_want(world: Cast, service: PushService) -> None:
    turn_on(service, world.tianna, "tianna")
    world.say("ana", "macia", SAID)
    work()
    assert service.pushes == []
    notifications.notify_staff(world.rooms["macia"], Notification.Kind.FLAG)
    work()
    assert told(service) == ["/tianna"]
    preferences.change_room(actor=world.tianna, room_id=world.rooms["macia"].public_id, what="messages")
    world.say("ana", "macia", SAID)
    work()
    assert told(service) == ["/tianna", "/tianna"]


def test_only_when_asked_hears_of_answers_to_oneself(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    preferences.change_room(actor=world.francisco, room_id=world.rooms["macia"].public_id, what="asked")
    mine, theirs = world.say("francisco", "macia", "Mine"), world.say("ana", "macia", "Hers")
    world.say("brianna", "macia", "To her", reply_to=theirs.seq)
    work()
    assert service.pushes == []
    world.say("brianna", "macia", "To him", reply_to=mine.seq)
    work()
    assert told(service) == ["/francisco"]
    assert Notification.objects.get(person=world.francisco).kind == "answer"


def test_nothing_means_nothing_but_what_is_urgent(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    room = world.rooms["macia"]
    preferences.change_room(actor=world.francisco, room_id=room.public_id, what="nothing")
    world.say("ana", "macia", SAID)
    notifications.notify(person=world.francisco, kind=Notification.Kind.WHISPER, room=room)
    work()
    assert service.pushes == []
    notifications.notify(person=world.francisco, kind=Notification.Kind.CHILD_SICK, room=room)
    work()
    assert [one.topic for one in service.pushes] == ["urgent"]


def test_a_device_is_told_only_while_its_sign_in_lasts(world: Cast, service: PushService) -> None:
    out, changed, stays = (turn_on(service, world.francisco, name) for name in ("out", "changed", "stays"))
    Session.objects.filter(session_key=out).delete()
    world.francisco.set_password("another night light")
    world.francisco.save()
    known = {"session_key": stays, **service.device("stays")}
    known["endpoint"] = f"{service.url}/stays"
    assert subscriptions.renew(actor=world.francisco, **known)
    world.say("ana", "macia", SAID)
    work()
    assert told(service) == ["/stays"]


def test_a_device_that_changes_hands_is_the_new_persons(world: Cast, service: PushService) -> None:
    phone = service.device("phone")
    subscriptions.subscribe(actor=world.francisco, session_key=sign_in(world.francisco), **phone)
    assert not subscriptions.renew(actor=world.brianna, session_key=sign_in(world.brianna), **phone)
    assert PushSubscription.objects.get().person == world.francisco
    subscriptions.subscribe(actor=world.brianna, session_key=sign_in(world.brianna), **phone)
    assert PushSubscription.objects.get().person == world.brianna


def test_a_renewed_address_takes_the_place_of_the_old_one(world: Cast, service: PushService) -> None:
    session = turn_on(service, world.francisco, "old")
    fresh = service.device("new")
    assert subscriptions.renew(actor=world.francisco, session_key=session, before=f"{service.url}/old", **fresh)
    assert PushSubscription.objects.get().endpoint == fresh["endpoint"]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://notfcm.googleapis.com.evil.example/x",
        "https://127.0.0.2/x",
        "https://[::1]/x",
        "file:///etc/passwd",
        "https://evil.example\\@fcm.googleapis.com/",
        "https://fcm.googleapis.com/" + "x" * 2000,
        "",
    ],
)
def test_only_push_services_are_written_to(world: Cast, service: PushService, endpoint: str) -> None:
    device = {**service.device("x"), "endpoint": endpoint}
    with pytest.raises(RoomError) as refused:
        subscriptions.subscribe(actor=world.ana, session_key="x" * 32, **device)
    assert refused.value.code == "bad_choice" and not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_mail_is_tried(world: Cast, service: PushService, status: int) -> None:
    turn_on(service, world.francisco, "francisco")
    service.answers = [(status, {})]
    world.say("ana", "macia", SAID)
    work()
    assert not PushSubscription.objects.exists() and service.pushes == []
    push, mail = Delivery.objects.filter(notification__person=world.francisco).order_by("pk")
    assert (push.state, push.last_error) == ("dropped", f"http_{status}")
    assert mail.channel == "email" and mail.next_at < timezone.now() + timedelta(hours=1)


@pytest.mark.parametrize(("status", "headers"), [(413, {}), (429, {"Retry-After": "120"}), (500, {}), (503, {})])
def test_other_refusals_are_tried_again_later_and_later(
    world: Cast, service: PushService, status: int, headers: dict[str, str]
) -> None:
    turn_on(service, world.francisco, "francisco")
    service.answers = [(status, headers)]
    world.say("ana", "macia", SAID)
    work()
    push = Delivery.objects.get(channel="push")
    assert (push.state, push.attempts, push.last_error) == ("failed", 1, f"http_{status}")
    wait = push.next_at - timezone.now()
    assert wait > timedelta(seconds=110 if headers else 8)
    deliveries.send()
    assert service.refused == [status]
    later()
    deliveries.send()
    assert told(service) == ["/francisco"]
    push.refresh_from_db()
    assert (push.state, push.last_error) == ("sent", "")


def test_waits_grow_and_end(world: Cast, service: PushService) -> None:
    waits = [deliveries.wait(attempt) for attempt in range(1, deliveries.ATTEMPTS)]
    assert waits[0] < 20 and waits[-1] > 2000 and all(b > a for a, b in zip(waits, waits[1:], strict=False) if b < 2000)
    assert deliveries.wait(1, 600.0) == 600.0
    turn_on(service, world.francisco, "francisco")
    service.answers = [(500, {})] * deliveries.ATTEMPTS
    world.say("ana", "macia", SAID)
    work()
    for _ in range(deliveries.ATTEMPTS):
        later()
        deliveries.send()
    push = Delivery.objects.get(channel="push")
    assert (push.state, push.attempts, push.last_error) == ("dead", deliveries.ATTEMPTS, "http_500")
    deliveries.try_again(actor=world.tianna, delivery_id=push.pk)
    later()
    deliveries.send()
    assert told(service) == ["/francisco"]
    for stranger in (world.ana, world.wendy):
        with pytest.raises(RoomError) as refused:
            deliveries.try_again(actor=stranger, delivery_id=push.pk)
        assert refused.value.code == "not_found"


def test_a_push_service_that_sends_us_elsewhere_is_not_followed(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    service.device("elsewhere")
    service.answers = [(307, {"Location": f"{service.url}/elsewhere"})]
    world.say("ana", "macia", SAID)
    work()
    assert service.pushes == [] and Delivery.objects.get(channel="push").last_error == "unreachable"


def test_a_worker_that_ended_in_the_middle_loses_nothing(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    world.say("ana", "macia", SAID)
    notifications.gather()
    later()
    notifications.plan()
    [(taken, _)] = [one for one in deliveries._take(timezone.now()) if one[0].channel == "push"]
    deliveries.send()
    assert service.pushes == []
    later()
    deliveries.send()
    assert told(service) == ["/francisco"]
    deliveries.settle(taken, Outcome(Result.LATER, "timeout"))
    assert Delivery.objects.get(channel="push").state == "sent"


def test_what_was_loaded_is_no_news(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    world.say("ana", "macia", SAID)
    room = world.rooms["macia"]
    room.refresh_from_db()
    notifications.start_from_here(room)
    work()
    assert not Notification.objects.exists()


def test_a_waiting_one_is_one(world: Cast) -> None:
    room = world.rooms["macia"]
    for _ in range(3):
        notifications.notify(person=world.ana, kind=Notification.Kind.WHISPER, room=room)
        notifications.notify(person=world.ana, kind=Notification.Kind.ACCOUNT)
    assert sorted(Notification.objects.values_list("kind", flat=True)) == ["account", "whisper"]


def test_only_so_many_devices(world: Cast, service: PushService) -> None:
    for number in range(subscriptions.MOST + 2):
        turn_on(service, world.ana, f"d{number}")
    assert PushSubscription.objects.filter(person=world.ana).count() == subscriptions.MOST


def test_muted_until_waits_and_then_tells_once(world: Cast, service: PushService) -> None:
    turn_on(service, world.francisco, "francisco")
    tomorrow = timezone.now() + timedelta(days=1)
    preferences.change_room(
        actor=world.francisco, room_id=world.rooms["macia"].public_id, what="messages", muted_until=tomorrow
    )
    world.say("ana", "macia", SAID)
    work()
    assert service.pushes == [] and Notification.objects.get(person=world.francisco).next_at == tomorrow
    world.say("ana", "macia", SAID)
    notifications.gather()
    RoomReach.objects.update(muted_until=timezone.now())
    work()
    assert told(service) == ["/francisco"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"what": "all"}, "bad_choice"),
        ({"what": "asked", "muted_until": timezone.now() + timedelta(days=400)}, "bad_date"),
    ],
)
def test_choices_that_are_none(world: Cast, fields: dict[str, object], code: str) -> None:
    with pytest.raises(RoomError) as refused:
        preferences.change_room(actor=world.ana, room_id=world.rooms["macia"].public_id, **fields)
    assert refused.value.code == code


def test_a_strangers_room_and_none_are_alike(world: Cast) -> None:
    for room in (world.rooms["jaylan"].public_id, "a" * 12):
        with pytest.raises(RoomError) as refused:
            preferences.change_room(actor=world.ana, room_id=room, what="asked")
        assert refused.value.code == "not_found"


def test_old_ones_are_forgotten(world: Cast, service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "_forgotten_at", -deliveries.FORGET_EVERY)
    turn_on(service, world.ana, "ana")
    turn_on(service, world.francisco, "francisco")
    world.say("ana", "macia", SAID)
    work()
    PushSubscription.objects.filter(person=world.ana).update(renewed_at=timezone.now() - timedelta(days=61))
    Notification.objects.filter(person=world.francisco).update(at=F("at") - timedelta(days=91))
    deliveries.forget_old()
    assert PushSubscription.objects.get().person == world.francisco
    assert not Notification.objects.filter(person=world.francisco).exists()
    assert Notification.objects.filter(person=world.brianna).exists()
    assert deliveries.forget_old() == 0


def test_one_that_goes_wrong_keeps_nobody_else_from_being_told(
    world: Cast, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zone that no table has, and a fault of ours with one device."""
    world.francisco.time_zone = "Mars/Olympus"
    world.francisco.save()
    for name in ("francisco", "brianna"):
        turn_on(service, world.people[name], name)
    real = wire.send

    def broken(device: wire.Device, payload: str, *, topic: str) -> Outcome:
        if device.endpoint.endswith("francisco"):
            raise TypeError("not what anybody expected")
        return real(device, payload, topic=topic)

    monkeypatch.setattr(wire, "send", broken)
    world.say("ana", "macia", SAID)
    work()
    assert told(service) == ["/brianna"]
    assert Delivery.objects.get(channel="push", state="failed").last_error == "fault"
