"""`manage.py verify_record`: reads every room's chain from the first event to the head and says where it breaks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rooms.models import Room
from rooms.verify import verify


class Command(BaseCommand):
    """Verify the record of one room or of all.

    The head is what somebody else can keep: a record whose head they hold cannot be rewritten before it.
    """

    help = "Verify that the record of every room, or of one, is whole and unchanged."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("room", nargs="?", help="the id of one room (all rooms if left out)")

    def handle(self, *args: Any, **options: Any) -> None:
        rooms = Room.objects.order_by("pk")
        if options["room"]:
            rooms = rooms.filter(public_id=options["room"])
            if not rooms.exists():
                raise CommandError("There is no room with that id.")
        broken = 0
        for room in rooms:
            result = verify(room)
            broken += not result.whole
            self.stdout.write(f"{room.public_id}  {result.events} events  head {room.head_digest}  {result.summary}")
        if broken:
            raise CommandError(f"{broken} of the records cannot be trusted; see above.")
