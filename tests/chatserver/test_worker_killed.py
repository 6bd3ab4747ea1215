"""P9: a worker that is killed while a push is under way loses nothing; several at once do nothing twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from rooms.models import Delivery, ReachSettings
from rooms.services import deliveries, notifications, subscriptions
from tests.cast import make_cast
from tests.pushing import PATIENCE, push_service
from tests.rooms.test_notifications import later
from tests.servers import ROOT

pytestmark = [pytest.mark.servers, pytest.mark.both_engines, pytest.mark.django_db(transaction=True)]

ROUNDS = 3


def address() -> str:
    """The test database, for another process."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    known = connection.settings_dict
    return f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


@contextmanager
def worker(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address()}
    command = [sys.executable, "manage.py", "work", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**environment, "PUSH_HOSTS": "127.0.0.1"}, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


def test_killed_again_and_again_everybody_is_told(settings: Settings) -> None:
    settings.PUSH_HOSTS = ["127.0.0.1"]
    cast = make_cast()
    with push_service() as service:
        for name in ("francisco", "brianna"):
            person = cast.people[name]
            ReachSettings.objects.create(person=person, quiet_from="00:00", quiet_to="00:00")
            client = Client()
            client.force_login(person)
            subscriptions.subscribe(actor=person, session_key=client.session.session_key, **service.device(name))
        for number in range(ROUNDS):
            cast.say("ana", "macia", f"Line {number}")
            notifications.gather()
            later()
            service.came.clear()
            service.let_go.clear()
            with worker() as doomed:
                assert service.came.wait(PATIENCE)
                doomed.send_signal(signal.SIGKILL)
                doomed.wait(PATIENCE)
            service.let_go.set()
            assert Delivery.objects.filter(channel="push", state="sending").exists()
            later()
        with worker("--once") as once:
            assert once.wait(PATIENCE) == 0
        pushes = Delivery.objects.filter(channel="push")
        assert set(pushes.values_list("state", flat=True)) == {"sent"}
        assert {push.path for push in service.pushes} == {"/francisco", "/brianna"}
        assert {push.topic for push in service.pushes} == {"news"}
        for person in (cast.francisco, cast.brianna):
            told = pushes.filter(notification__person=person).order_by("-notification__upto_seq").first()
            cast.rooms["macia"].refresh_from_db()
            assert told.notification.upto_seq == cast.rooms["macia"].last_seq


def test_two_workers_at_once_send_each_one_once(settings: Settings) -> None:
    settings.PUSH_HOSTS = ["127.0.0.1"]
    cast, devices = make_cast(), 9

    def work() -> int:
        try:
            return deliveries.send()
        finally:
            connection.close()

    with push_service() as service:
        for name in ("francisco", "brianna"):
            person = cast.people[name]
            ReachSettings.objects.create(person=person, quiet_from="00:00", quiet_to="00:00")
            client = Client()
            client.force_login(person)
            for number in range(devices):
                device = service.device(f"{name}-{number}")
                subscriptions.subscribe(actor=person, session_key=client.session.session_key, **device)
        cast.say("ana", "macia", "Good night")
        notifications.gather()
        later()
        notifications.plan()
        service.let_go.clear()
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(work) for _ in range(2)]
            assert service.came.wait(PATIENCE)
            service.let_go.set()
            assert sum(one.result(PATIENCE) for one in both) == 2 * devices
        assert sorted(push.path for push in service.pushes) == sorted(service.devices)
        assert not Delivery.objects.filter(channel="push").exclude(state="sent").exists()
