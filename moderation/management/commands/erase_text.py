"""`manage.py erase_text`: the named way out of the append-only record, for a court's order."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from moderation.services.summaries import scrub
from rooms.errors import RoomError
from rooms.models import Room
from rooms.services.erasure import erase_text, worded


class Command(BaseCommand):
    """Erase the words of one event by order, and what summaries say of it; the record says that it was done."""

    help = "Erase the words of one event by order of a court. The chain stays whole, and the erasure is recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("room", help="the id of the room")
        parser.add_argument("seq", type=int, help="the number of the event")
        parser.add_argument("--order", required=True, help="which order asks for it, for example its docket number")
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        room = Room.objects.filter(public_id=options["room"]).first()
        if room is None:
            raise CommandError("There is no room with that id.")
        try:
            if options["dry_run"]:
                for event in worded(room=room, seq=options["seq"]):
                    self.stdout.write(f"event {event.seq}, {event.kind}, {event.at:%Y-%m-%d %H:%M} UTC would be erased")
                return
            with transaction.atomic():
                event = erase_text(room=room, seq=options["seq"], order=options["order"])
                scrub(room, options["seq"])
        except RoomError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"The words of event {options['seq']} are erased; event {event.seq} says so.")
