"""`manage.py erase_photo`: removes the bytes of a photo, for a court's order."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rooms.errors import RoomError
from rooms.models import Room
from rooms.services.erasure import erase_file


class Command(BaseCommand):
    """Erase a photo of one event by order; the record says that it was done."""

    help = (
        "Erase one photo by order of a court. The chain stays whole, and the erasure is recorded. Its description is "
        "erased with the words of the event (erase_text)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("room", help="the id of the room")
        parser.add_argument("seq", type=int, help="the number of the event")
        parser.add_argument("photo", help="the id of the photo, as in record.jsonl or the address of its page")
        parser.add_argument("--order", required=True, help="which order asks for it, for example its docket number")

    def handle(self, *args: Any, **options: Any) -> None:
        room = Room.objects.filter(public_id=options["room"]).first()
        if room is None:
            raise CommandError("There is no room with that id.")
        try:
            event = erase_file(room=room, seq=options["seq"], file_id=options["photo"], order=options["order"])
        except RoomError as refusal:
            raise CommandError(refusal.message) from refusal
        except OSError as error:
            raise CommandError(
                "The record says that the photo is erased, and nobody is shown it. But its bytes may still be in the "
                "storage. Please look why it does not remove them, and run this again."
            ) from error
        self.stdout.write(f"A photo of event {options['seq']} is erased; event {event.seq} says so.")
