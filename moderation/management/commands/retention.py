"""`manage.py retention`: destroy closed cases whose time is over. Says what it would do unless told to `--apply`."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from moderation.services import retention


class Command(BaseCommand):
    """List or destroy closed cases that no rule and no hold keeps any more."""

    help = "List closed cases whose years are over; with --apply destroy them, and record that it was done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="destroy; without it nothing is changed")
        parser.add_argument("--today", type=date.fromisoformat, help="as if it were that day, for a look ahead")

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or timezone.localdate()
        if options["apply"] and today > timezone.localdate():
            self.stderr.write("A day to come is for looking ahead; nothing is destroyed before its time.")
            return
        found = retention.due(today)
        for one in found:
            self._one(one, apply=options["apply"])
        kept = sum(1 for one in found if one.kept_by)
        done = "destroyed" if options["apply"] else "would be destroyed (--apply does it)"
        self.stdout.write(f"{len(found) - kept} {done}, {kept} kept")

    def _one(self, one: retention.Due, *, apply: bool) -> None:
        name = f"family {one.family.pk}, closed {one.closed_on}, kept {one.years} years"
        if one.kept_by:
            self.stdout.write(f"{name}: stays, {one.kept_by}")
            return
        try:
            rows = retention.destroy(one) if apply else retention.count(one.family)
        except ValueError as kept:
            self.stdout.write(f"{name}: stays, {kept}")
            return
        self.stdout.write(f"{name}: " + ", ".join(f"{number} {label}" for label, number in sorted(rows.items())))
