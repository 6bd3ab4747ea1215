"""`manage.py send_test_push`: whether push services take what this server sends, for whoever runs it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from rooms.models import Notification, Person
from rooms.services import deliveries, notifications
from rooms.wishes import devices


class Command(BaseCommand):
    """Send a test to somebody's devices now, without waiting for the worker, and say what came of it."""

    help = "Send a test notification to the devices of one person, by e-mail or user name, and say what came of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="e-mail or user name")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["person"].strip().lower()
        person = Person.objects.filter(Q(email=name) | Q(username=name)).first()
        if person is None:
            raise CommandError("There is no such person.")
        if not devices(person):
            raise CommandError("This person is signed in on no device with notifications turned on.")
        test = notifications.notify(person=person, kind=Notification.Kind.TEST)
        notifications.plan()
        deliveries.send()
        for one in test.deliveries.order_by("pk"):
            self.stdout.write(f"device {one.pk}: {one.state} {one.last_error}".rstrip())
