"""`manage.py record_heads`: prints where every room's record stands, for somebody else to keep."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from rooms.verify import heads


class Command(BaseCommand):
    """One line for each room: its id, the number of its last event, and the digest there. No names, no words.

    Kept by a court clerk or a supervisor, it pins all that was said before: see `verify_record --heads`.
    """

    help = "Print the head of every room's record. Give it to somebody else to keep; verify_record --heads compares."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"# heads of the record at {timezone.now().isoformat(timespec='seconds')}")
        for head in heads():
            self.stdout.write(str(head))
