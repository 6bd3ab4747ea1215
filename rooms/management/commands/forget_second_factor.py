"""Let in a superuser, or a supervisor whom no other can help, who lost phone and spare codes. For who runs the server.

A new password is set with `manage.py changepassword`; that signs the account out everywhere.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from rooms.models import AccountNote
from rooms.services import accounts, recovery


class Command(BaseCommand):
    """Takes away every second factor of an account; staff add a new one at the next sign-in."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", help="e-mail address or user name")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        with transaction.atomic():
            person = accounts.find(login)
            if person is None:
                raise CommandError("There is no such account.")
            recovery.drop_second_factors(person)
            for kind in (AccountNote.Kind.APP_OFF, AccountNote.Kind.PASSKEY_OFF):
                accounts.note(person=person, kind=kind)
        self.stdout.write("Second factors are taken away. Set a new password too: manage.py changepassword")
