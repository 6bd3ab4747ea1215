"""Ways of being told: what the sender is told of them, what is urgent, what is given up, and at what cost (P9, D7)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from moderation.services import invitations as desk
from rooms.models import AccountNote, Delivery, Event, Notification, Person, ReachSettings, Role
from rooms.queries.reach import How, reached
from rooms.reach.outcome import Outcome, Result
from rooms.services import accounts, deliveries, joining, notifications, preferences, reading, recovery, ways
from rooms.services.invitations import Wanted
from tests.cast import Cast
from tests.pushing import PushService
from tests.rooms.test_invitations import arrive, come_in, number_of
from tests.rooms.test_notifications import later, service, turn_on, work, world
from tests.rooms.test_quiet import SENT, asleep, choose, mails_to

__all__ = ["service", "world"]

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def texts(settings: Settings) -> Iterator[list[tuple[str, str]]]:
    settings.SMS_BACKEND = "tests.rooms.test_quiet.gateway"
    SENT.clear()
    yield SENT
    SENT.clear()


def how(world: Cast, writer: str, said: Event, name: str) -> How:
    """How far a message came to somebody, as its writer is told."""
    _, people = reached(world.people[writer], said.room.public_id, said.seq)
    return next(one.how for one in people if one.name.lower().startswith(name))


def no_mail_about(world: Cast, person: str, room: str) -> None:
    preferences.change_room(
        actor=world.people[person], room_id=world.rooms[room].public_id, what="messages", mail=False
    )


def plan() -> None:
    notifications.gather()
    later()
    notifications.plan()


# What a writer is told


def test_a_writer_is_told_nothing_of_mail_about_another_room(world: Cast) -> None:
    no_mail_about(world, "francisco", "macia")
    said = world.say("brianna", "macia", "Hello")
    world.say("wendy", "gladys", "Hello")
    plan()
    assert how(world, "brianna", said, "francisco") == How.NOT_YET
    assert how(world, "brianna", said, "ana") == How.MAIL_NEXT
    later()
    deliveries.send()
    assert len(mails_to(world.francisco)) == 1
    assert how(world, "brianna", said, "francisco") == How.NOT_YET
    assert how(world, "brianna", said, "ana") == How.MAIL


def test_mail_that_went_out_while_this_room_was_muted_was_about_another(world: Cast) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    about = {"room_id": world.rooms["macia"].public_id, "what": "messages"}
    preferences.change_room(actor=world.francisco, **about, muted_until=tomorrow)
    said = world.say("brianna", "macia", "Hello")
    world.say("wendy", "gladys", "Hello")
    plan()
    later()
    deliveries.send()
    assert len(mails_to(world.francisco)) == 1
    preferences.change_room(actor=world.francisco, **about)
    plan()
    assert how(world, "brianna", said, "francisco") == How.MAIL_NEXT
    later()
    deliveries.send()
    assert len(mails_to(world.francisco)) == 2
    assert how(world, "brianna", said, "francisco") == How.MAIL


# What is urgent


def test_an_urgent_notice_makes_its_own_mail_though_a_daily_one_waits(world: Cast) -> None:
    choose(world.francisco, mail="daily")
    world.say("ana", "macia", "Hello")
    plan()
    waits = Delivery.objects.get(notification__person=world.francisco)
    assert waits.next_at > timezone.now()
    asleep(world.francisco)
    ReachSettings.objects.filter(person=world.francisco).update(mail="daily")
    Delivery.objects.exclude(pk=waits.pk).delete()
    mail.outbox.clear()
    urgent = notifications.notify(person=world.francisco, kind="child_sick", room=world.rooms["macia"])
    notifications.plan()
    deliveries.send()
    assert len(mails_to(world.francisco)) == 1
    assert urgent.deliveries.get(channel="email").state == "sent"
    later()
    deliveries.send()
    waits.refresh_from_db()
    assert len(mails_to(world.francisco)) == 1 and waits.state == "dropped", "the urgent one told of it all"


def test_what_is_urgent_goes_by_each_way_once(world: Cast, service: PushService, texts: list[tuple[str, str]]) -> None:
    """A device that is gone opens no way again that was taken already."""
    choose(world.francisco, sms=True)
    Person.objects.filter(pk=world.francisco.pk).update(phone="+1 415 555 0133")
    turn_on(service, world.francisco, "francisco")
    service.answers = [(410, {})]
    notifications.notify(person=world.francisco, kind="child_sick", room=world.rooms["macia"])
    notifications.plan()
    for _ in range(2):
        deliveries.send()
        later()
    assert len(texts) == 1 and len(mails_to(world.francisco)) == 1


# What is given up


def test_a_push_given_up_after_its_worker_was_killed_opens_the_other_ways(
    world: Cast, service: PushService, texts: list[tuple[str, str]]
) -> None:
    choose(world.francisco, sms=True)
    Person.objects.filter(pk=world.francisco.pk).update(phone="+1 415 555 0133")
    turn_on(service, world.francisco, "francisco")
    world.say("ana", "macia", "Hello")
    plan()
    push = Delivery.objects.filter(channel="push")
    past = timezone.now() - timedelta(seconds=1)
    push.update(state="sending", attempts=deliveries.ATTEMPTS, next_at=past)
    for _ in range(2):
        deliveries.send()
    assert service.pushes == [] and (push.get().state, push.get().last_error) == ("dead", "worker")
    assert len(texts) == 1
    letter = Delivery.objects.get(notification__person=world.francisco, channel="email")
    assert letter.next_at <= timezone.now() + ways.NO_DEVICE


def test_a_mail_that_was_given_up_is_not_begun_again(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    world.say("ana", "macia", "Hello")
    plan()
    letter = Delivery.objects.filter(notification__person=world.francisco, channel="email")
    letter.update(attempts=deliveries.ATTEMPTS - 1)
    monkeypatch.setattr("rooms.reach.mail.send", lambda *_: Outcome(Result.LATER, "refused"))
    later()
    deliveries.send()
    assert (letter.get().state, letter.get().last_error) == ("dead", "refused")


# What it costs


@pytest.mark.parametrize("count", [1, 50])
def test_whether_a_mail_is_due_takes_four_queries(world: Cast, count: int) -> None:
    """On SQLite others wait meanwhile."""
    person, now = world.francisco, timezone.now()
    rooms = [world.rooms["macia"], world.rooms["gladys"]]
    for room in rooms:
        said = world.say("ana", room.child_names[0].lower(), "Hello")
        reading.advance(actor=person, room_id=room.public_id, upto=said.seq)
    about = {"person": person, "kind": "message", "state": "planned", "next_at": now}
    Notification.objects.bulk_create(
        Notification(**about, room=rooms[number % 2], upto_seq=1 + number % 2) for number in range(count)
    )
    with CaptureQueriesContext(connection) as queries:
        assert not ways.unseen(person, now)
    assert len(queries) == 4
    Notification.objects.create(**about, room=rooms[1], upto_seq=100)
    assert ways.unseen(person, now)
    no_mail_about(world, "francisco", "gladys")
    assert not ways.unseen(person, now)


# What staff does


def kinds(person: Person) -> list[tuple[str, object, object]]:
    found = Notification.objects.filter(person=person).order_by("pk")
    return list(found.values_list("kind", "room", "upto_seq"))


def test_whom_staff_let_in_is_told_and_nothing_else(world: Cast) -> None:
    room = world.rooms["macia"].public_id
    card = desk.invite(
        actor=world.tianna, room_id=room, wanted=Wanted(role=Role.RELATIVE, name="Joshua Reyes"), client_id=uuid4()
    )
    person = arrive(card)
    assert kinds(person) == []
    about = {"actor": world.tianna, "room_id": room, "invitation_id": card.invitation.public_id}
    desk.confirm(**about, number=number_of(card, person))
    assert kinds(person) == [("invited", None, None)]
    plan()
    assert joining.taken_by(person) is not None
    come_in(person)
    assert Notification.objects.get(person=person).state == "dropped", "who is in has no need of it"


def let_back_in(world: Cast) -> None:
    about = {"room_id": world.rooms["macia"].public_id, "member_id": world.member("ana", "macia").public_id}
    recovery.start(actor=world.tianna, **about, reason="A lost phone")


@pytest.mark.parametrize(
    "change",
    [let_back_in, lambda world: accounts.change_username(actor=world.ana, username="ana.g")],
    ids=["recovery", "username"],
)
def test_whose_account_changed_is_told_on_each_device(
    world: Cast, service: PushService, change: Callable[[Cast], None]
) -> None:
    turn_on(service, world.ana, "ana")
    change(world)
    assert kinds(world.ana) == [("account", None, None)] and AccountNote.objects.get().person == world.ana
    work()
    assert [one.payload["body"] for one in service.pushes] == ["New activity in Coparenting"]
    assert not Delivery.objects.filter(channel="email").exists(), "a letter of its own goes out at once"
