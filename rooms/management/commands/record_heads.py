"""`manage.py record_heads`: prints where every room's record stands, for somebody else to keep."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rooms.errors import RoomError
from rooms.verify import heads, heads_text


class Command(BaseCommand):
    """One line for each room: its id, the number of its last event, and the digest there. No names, no words.

    Kept by a court clerk or a supervisor, it pins all that was said before: see `verify_record --heads`. Signed, it
    also shows that it came from here and was not changed on the way.
    """

    help = "Print the head of every room's record. Give it to somebody else to keep; verify_record --heads compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sign", action="store_true", help="sign the list with the export key, for sending out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(heads_text(heads(), sign=options["sign"]), ending="")
        except RoomError as error:
            raise CommandError(
                "There is no usable EXPORT_KEY to sign with; docs/record.md says how to make one."
            ) from error
