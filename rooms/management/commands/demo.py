"""`manage.py demo`: the demo families, loaded once, and the list of whom to sign in as."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rooms.demo import load as demo
from rooms.models import Role


class Command(BaseCommand):
    """Loads the demo families if they are not there yet, and says how to sign in as each of them."""

    help = "Load the demo families (once) and print who you can sign in as."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--list", action="store_true", help="print who you can sign in as; load nothing")
        what.add_argument("--reset", action="store_true", help="empty the demo database and load it afresh")
        parser.add_argument("--json", action="store_true", help="print the list as JSON, for scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo families have known passwords, so they load only with DEMO=1.")
        if options["list"]:
            if not demo.is_loaded():
                raise CommandError("The demo families are not here yet. `manage.py demo` loads them.")
        else:
            _ready(reset=options["reset"])
        self.stdout.write(_as_json() if options["json"] else _as_table())


def _ready(*, reset: bool) -> None:
    if demo.has_others():
        raise CommandError("This database serves another agency. Give the demo a database of its own.")
    if reset:
        demo.clear()
    if not demo.is_loaded():
        demo.load()


def _as_json() -> str:
    return json.dumps([asdict(one) for one in demo.sign_ins()], indent=2, ensure_ascii=False)


def _as_table() -> str:
    rows = [(one.person, str(Role(one.role).label), one.email, one.password) for one in demo.sign_ins()]
    rows.insert(0, ("Sign in as", "who is a", "with the e-mail", "and the password"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(["", "The demo families are here:", "", *(f"  {line}" for line in lines)])
