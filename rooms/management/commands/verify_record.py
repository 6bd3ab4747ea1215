"""`manage.py verify_record`: reads every room's chain from the first event to the head and says where it breaks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from rooms.models import Room
from rooms.verify import Head, KeptHeads, verify


class Command(BaseCommand):
    """Verify the record of one room or of all.

    The head is what somebody else can keep: a record whose head they hold cannot be rewritten before it, nor end
    before it, without that being found.
    """

    help = "Verify that the record of every room, or of one, is whole, unchanged, and reaches the heads that were kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("room", nargs="?", help="the id of one room (all rooms if left out)")
        parser.add_argument("--heads", type=Path, metavar="FILE", help="compare with heads kept from record_heads")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = self._kept(options["heads"]) if options["heads"] else []
        rooms = Room.objects.order_by("pk")
        if options["room"]:
            rooms = rooms.filter(public_id=options["room"])
            kept = [head for head in kept if head.room == options["room"]]
            if not rooms.exists() and not kept:
                raise CommandError("There is no room with that id.")
        broken, behind = self._verify(rooms), self._compare(kept)
        if broken:
            raise CommandError(f"{broken} of the records cannot be trusted; see above.")
        if behind:
            raise CommandError(f"{behind} of the records do not reach a head that was kept; see above.")

    def _verify(self, rooms: QuerySet[Room]) -> int:
        broken = 0
        for room in rooms:
            result = verify(room)
            broken += not result.whole
            self.stdout.write(f"{room.public_id}  {result.events} events  head {room.head_digest}  {result.summary}")
        return broken

    def _compare(self, kept: list[Head]) -> int:
        behind: set[str] = set()
        for head in kept:
            if fault := head.fault():
                behind.add(head.room)
                self.stdout.write(f"{head.room}  against the head kept at event {head.seq}: {fault}")
        if kept and not behind:
            self.stdout.write(f"{len(kept)} kept heads: the record holds everything up to each of them")
        return len(behind)

    def _kept(self, path: Path) -> list[Head]:
        """The heads in a file that record_heads wrote. Raises CommandError if it is not one, or was changed."""
        try:
            kept = KeptHeads.parse(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{path} cannot be read as heads of a record.") from error
        if kept.signed and kept.signer is None:
            raise CommandError(f"{path} was changed, or was signed with a key that is not one of ours.")
        self.stdout.write(f"heads signed by {kept.signer}" if kept.signer else "heads without a signature")
        return kept.heads
