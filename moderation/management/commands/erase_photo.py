"""`manage.py erase_photo`: removes the bytes of a photo, for a court's order."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rooms.errors import RoomError
from rooms.models import OrderPhoto, Room
from rooms.services import court_orders
from rooms.services.erasure import erase_file


class Command(BaseCommand):
    """Erase a photo of one event, or a picture of a court's order, by order.

    Of a photo the record says that it was done; of a picture of an order, which no event names, its own row.
    """

    help = (
        "Erase one photo by order of a court. The chain stays whole, and the erasure is recorded. Its description is "
        "erased with the words of the event (erase_text)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("room", help="the id of the room")
        parser.add_argument(
            "seq", type=int, help="the number of the event, or of the line that wrote down what the order allows"
        )
        parser.add_argument("photo", help="the id of the photo, as in record.jsonl or the address of its page")
        parser.add_argument("--order", required=True, help="which order asks for it, for example its docket number")

    def handle(self, *args: Any, **options: Any) -> None:
        room = Room.objects.filter(public_id=options["room"]).first()
        if room is None:
            raise CommandError("There is no room with that id.")
        about = {"room": room, "seq": options["seq"], "order": options["order"]}
        try:
            if OrderPhoto.objects.filter(approval__room=room, public_id=options["photo"]).exists():
                court_orders.erase(**about, photo_id=options["photo"])
                done = "A picture of a court’s order is erased; its row says under which order."
            else:
                event = erase_file(**about, file_id=options["photo"])
                done = f"A photo of event {options['seq']} is erased; event {event.seq} says so."
        except RoomError as refusal:
            raise CommandError(refusal.message) from refusal
        except OSError as error:
            raise CommandError(
                "It is written down that the photo is erased, and nobody is shown it. But its bytes may still be in "
                "the storage. Please look why it does not remove them, and run this again."
            ) from error
        self.stdout.write(done)
